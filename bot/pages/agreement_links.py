"""The pages below an agreement's own, and the act that each needs."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot import policy, relations
from bot.pages import paths
from bot.policy import Act
from bot.turn import Turn
from messages.room.pages import BelowLink
from models import Agreement


@dataclass(frozen=True)
class Below:
    """A page below an agreement's: the end of its path, and what its reader must be allowed."""

    name: str
    act: Act


PAGES = (
    Below("criteria", Act.READ_AGREEMENT),
    Below("goals", Act.READ_AGREEMENT),
    Below("decisions", Act.READ_AGREEMENT),
    Below("budget", Act.READ_AGREEMENT),
    Below("steering", Act.READ_AGREEMENT),
    Below("activities", Act.READ_AGREEMENT),
    Below("reports", Act.READ_AGREEMENT),
    Below("documents", Act.TAKE_DOCUMENT),
)


def links(turn: Turn, agreement: Agreement, counts: Mapping[str, int]) -> tuple[BelowLink, ...]:
    """The links that the reader may follow.

    Args:
        turn: the reader's turn.
        agreement: the agreement.
        counts: how much waits on a page, by its name.
    """
    relation = relations.to_agreement(turn, agreement.id)
    return tuple(
        BelowLink(f"link_{one.name}", paths.agreement(agreement.id, one.name), counts.get(one.name, 0))
        for one in PAGES
        if policy.allows(turn.who.role, one.act, relation)
    )
