"""`python -m bot.charts`: a sketch as JSON comes in, a PNG goes out."""

import sys

from bot.charts.drawing import draw
from bot.charts.sketch import read

if __name__ == "__main__":
    sys.stdout.buffer.write(draw(read(sys.stdin.buffer.read())))
