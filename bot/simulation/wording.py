"""How rules are worded."""

from datetime import date


def counted(days: int) -> str:
    """`1 day`, `90 days`."""
    return f"{days} day" if days == 1 else f"{days} days"


def moved(reckoned: date, said: date) -> str:
    """Why something reckoned for one day falls on another: on what is free nothing is said."""
    if reckoned == said:
        return ""
    return f", moved from {reckoned:%a %Y-%m-%d}, which is no working day"
