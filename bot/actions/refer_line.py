"""Referring from one line, `B2 trädgård`: a partner and wishes in its own words open a draft that has them already."""

from collections.abc import Sequence

from bot import lookups, policy
from bot.actions import drafts, receiving
from bot.errors import Refused
from bot.policy import Act
from bot.referral_draft import ReferralDraft
from bot.turn import Turn
from messages import views
from models import Draft, Flow, Wish

EXAMPLE = "/hanvisa B2 trädgård"


def begin(turn: Turn, alias: str, words: list[str]) -> Draft:
    """Open a draft with the partner `alias` and the wishes that `words` name. No draft may be open.

    Raises:
        Refused: no such partner, none that can be referred to now, or a word that is none of its wishes. What was
            typed is never said again.
    """
    policy.require(turn.who, Act.REFER)
    partner = lookups.partner_by_alias(turn.session, alias)
    if partner is None:
        raise Refused(views.CommandUnread(EXAMPLE, deleted=True))
    receiving.ready(turn, partner.id)
    chosen = _read_wishes(lookups.wishes(turn.session, partner.id), words)
    if chosen is None:
        raise Refused(views.CommandUnread(EXAMPLE, deleted=True))
    if drafts.find(turn.session, turn.who, Flow.REFERRAL):
        raise Refused(views.DraftOpen())
    begun = ReferralDraft(partner=partner.id, wishes=chosen, wishes_done=bool(chosen))
    return drafts.begin(turn, Flow.REFERRAL, begun.as_fields())


def _read_wishes(offered: Sequence[Wish], words: list[str]) -> tuple[int, ...] | None:
    """The wishes that `words` name, in either language, each of one word or more; nothing where a word is left over."""
    known = {word.casefold(): wish.id for wish in offered for word in (wish.sv, wish.en)}
    left = [word.strip(",;").casefold() for word in words]
    chosen: list[int] = []
    while left:
        length = next((n for n in range(len(left), 0, -1) if " ".join(left[:n]) in known), 0)
        if not length:
            return None
        chosen.append(known[" ".join(left[:length])])
        left = left[length:]
    return tuple(dict.fromkeys(chosen))
