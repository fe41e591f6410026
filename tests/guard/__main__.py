"""`python -m tests.guard [SEED]`: what the guard finds of 1,000 numbers in each spelling and of 100,000 others."""

import sys

from tests.guard.figures import report

EACH, MIXED = 1_000, 100_000

if __name__ == "__main__":
    sys.stdout.write(report(EACH, MIXED, int(sys.argv[1]) if len(sys.argv) > 1 else 1) + "\n")
