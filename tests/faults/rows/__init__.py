"""The rows of the fault bench, a file each.

`FULL` and `SHORT` say how many times; `play(order)`, a coroutine, returns the figures.
"""
