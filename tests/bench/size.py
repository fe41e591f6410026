"""How large a bench is: the usual, or a share of it, so that one can try whether it runs."""

import os

VARIABLE = "BENCH_SIZE"


def sized(usual: int, least: int = 1) -> int:
    """`usual` times what BENCH_SIZE says (1 unless set), but never below `least`."""
    return max(least, round(usual * float(os.environ.get(VARIABLE, "1"))))
