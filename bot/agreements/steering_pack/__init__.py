"""The pack of a steering group's meeting, gathered from the rows."""

from bot.agreements.steering_pack.contents import (
    Doubt,
    Held,
    Money,
    OpenProposal,
    Pack,
    People,
    Presence,
    Referred,
    Reported,
    Step,
)
from bot.agreements.steering_pack.gathering import gather, ready_on

__all__ = [
    "Doubt",
    "Held",
    "Money",
    "OpenProposal",
    "Pack",
    "People",
    "Presence",
    "Referred",
    "Reported",
    "Step",
    "gather",
    "ready_on",
]
