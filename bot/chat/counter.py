"""What the desk does inside one transaction: once per update, for a member or a stranger."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from bot import audit, shown_cards
from bot.actions import codes, incidents, invitations, members, words
from bot.cards import common, shown
from bot.chat import acting, current, strangers
from bot.chat.answer import Answer
from bot.chat.handled import claim, claim_first, claim_many
from bot.chat.incoming import Incoming, Kind
from bot.errors import Refused
from bot.turn import House, Turn
from messages import views
from messages.views import View
from models import Member

LARGEST_ID = 2**31
BECOMES = timedelta(hours=24)
"""How old a message may be that becomes a card about somebody: it stands as long again, and can be taken away."""
CURRENT_MEMBER = (
    select(Member)
    .where(col(Member.telegram_id) == bindparam("telegram_id"), col(Member.ended_at).is_(None))
    .with_for_update(key_share=True)
)


@dataclass(frozen=True)
class Counter:
    """Serves one update inside one transaction. `key` signs buttons, `dice` draws codes and tokens."""

    house: House
    key: bytes
    dice: random.Random

    def serve(self, session: Session, group: Sequence[Incoming], now: datetime) -> Answer | None:
        """Handle `group`, one update or a tap with what repeats it, once: the first that has not come before.

        Where all have, no action is run, and the current card is shown again. What an action did before it was refused
        is undone with all else in the transaction, which begins anew.
        """
        try:
            return self._serve(session, group, now)
        except Refused as no:
            session.rollback()
            return self._serve(session, group, now, no.view)

    def _serve(
        self, session: Session, group: Sequence[Incoming], now: datetime, refusal: View | None = None
    ) -> Answer | None:
        place = claim_first(session, [incoming.update_id for incoming in group], now)
        first, incoming = place is not None, group[place or 0]
        if incoming.kind is Kind.GROUP:
            return Answer(leave=True)
        if incoming.kind is Kind.NOTHING:
            return None
        who = _member(session, incoming.telegram_id)
        if who is None:
            return self._serve_stranger(session, incoming, now, first=first)
        turn = Turn(session, who, now, self.house, self.dice)
        before = (who.language, who.role)
        answer = self._serve_member(turn, incoming, refusal) if first else self._again(turn, incoming)
        changed = before != (who.language, who.role)
        if answer is None:
            return None
        answer = _keep_what_is_shown(turn, incoming, answer)
        outcome = answer.outcome if first else "repeated"
        return replace(
            answer, language=turn.language, role=who.role, new_commands=changed, member_id=who.id, outcome=outcome
        )

    def _serve_member(self, turn: Turn, incoming: Incoming, refusal: View | None) -> Answer | None:
        if incoming.kind in (Kind.CLOSED, Kind.OPENED):
            members.blocked(turn, now_blocked=incoming.kind is Kind.CLOSED)
            return None
        if turn.who.blocked_at:
            members.blocked(turn, now_blocked=False)
        if incoming.kind is Kind.WORDS:
            _owe_deletion(turn, incoming)
            words.report(turn)
            if incoming.found:
                incidents.report(turn, incoming.found)
            return self._explain(turn, incoming)
        if refusal is None:
            return Answer(acting.act(turn, incoming, self.key))
        audit.note(turn, "refused", type(refusal).__name__, None, allowed=False)
        return self._refusal(turn, incoming, refusal)

    def _explain(self, turn: Turn, incoming: Incoming) -> Answer:
        """Why words go, and where they can be written; a reply's card has that button itself."""
        card = acting.notes_of_reply(turn, incoming, self.key)
        return Answer(card, delete=True, explain=True, found=incoming.found, room=common.room_row(turn, "day"))

    def _refusal(self, turn: Turn, incoming: Incoming, view: View) -> Answer:
        """The refusal, and below a button the card as it is now. Words that were typed go."""
        typed = incoming.kind is Kind.COMMAND and bool(incoming.words or isinstance(view, views.UnknownCommand))
        explain = typed and _was_unread(incoming, view)
        if typed:
            _owe_deletion(turn, incoming)
        if explain or (typed and isinstance(view, views.CommandUnread)):
            words.report(turn)
        below = self._again(turn, incoming) if incoming.kind is Kind.TAP else None
        return Answer(
            card=below.card if below else None,
            refusal=view,
            delete=typed,
            explain=explain,
            room=common.room_row(turn, "day") if explain else (),
        )

    def _again(self, turn: Turn, incoming: Incoming) -> Answer | None:
        """What a repeated update shows: the thing as it is now."""
        if incoming.kind is Kind.WORDS:
            return self._explain(turn, incoming)
        if incoming.kind not in (Kind.TAP, Kind.COMMAND):
            return None
        try:
            with turn.session.begin_nested():
                return Answer(current.show(turn, incoming, self.key))
        except Refused:
            return None

    def serve_strangers(self, session: Session, group: Sequence[Incoming], now: datetime) -> dict[int, Answer | None]:
        """Handle those of `group` that come from strangers, once each.

        Returns:
            What to say, by the place in `group`; members' places are left out, and their updates not handled.
        """
        known, left = strangers.known_among(session, {incoming.telegram_id for incoming in group})
        answers: dict[int, Answer | None] = {}
        told = []
        for place, incoming in enumerate(group):
            if incoming.telegram_id in known:
                continue
            if strangers.brings_invitation(incoming):
                first = claim(session, incoming.update_id, now)
                answer = answers[place] = self._serve_stranger(session, incoming, now, first=first)
                if answer and answer.role:
                    known.add(incoming.telegram_id)
                continue
            told.append(incoming.update_id)
            answers[place] = strangers.answer_to(incoming, left=incoming.telegram_id in left)
        claim_many(session, told, now)
        return answers

    def _serve_stranger(self, session: Session, incoming: Incoming, now: datetime, *, first: bool) -> Answer | None:
        if first and strangers.brings_invitation(incoming) and (member := strangers.join(session, incoming, now)):
            turn = Turn(session, member, now, self.house, self.dice)
            return Answer(common.welcome(turn), language=turn.language, new_commands=True, role=member.role)
        _, left = strangers.known_among(session, {incoming.telegram_id})
        return strangers.answer_to(incoming, left=bool(left))


def _keep_what_is_shown(turn: Turn, incoming: Incoming, answer: Answer) -> Answer:
    """What somebody's own command names goes with the cards; what was tapped shows from now on what its card shows.

    What was tapped when it was old would go again at once, or could not be taken away any more: the card is sent anew.
    """
    if incoming.kind is Kind.COMMAND and incoming.message_id:
        typed = {code for word in incoming.words if (code := codes.read(word))}
        shown_cards.record(turn.session, turn.who.id, incoming.message_id, typed, turn.now)
    if incoming.kind is Kind.TAP and incoming.message_id and answer.card and answer.card.takes_place:
        named = shown.codes(answer.card)
        if named and incoming.card_at and turn.now > incoming.card_at + BECOMES:
            return replace(answer, anew=True)
        shown_cards.record(turn.session, turn.who.id, incoming.message_id, named, turn.now, sent_at=incoming.card_at)
    return answer


def _was_unread(incoming: Incoming, view: View) -> bool:
    """Whether the words behind a command were none that it takes: then they may be about somebody."""
    if incoming.command == "start":
        return codes.read(incoming.words[0]) is None and not incoming.words[0].startswith(invitations.PREFIX)
    return bool(incoming.words) and isinstance(view, views.UnknownCommand | views.NotAllowed)


def _owe_deletion(turn: Turn, incoming: Incoming) -> None:
    """The answer deletes at once; should it not come to that, the delivery does, a minute later."""
    if incoming.message_id and incoming.message_id < LARGEST_ID:
        words.owe_deletion(turn, incoming.message_id, str(incoming.update_id))


def _member(session: Session, telegram_id: int) -> Member | None:
    """The current member, locked: one person's updates take turns in any number of processes.

    The lock lets others refer to the row meanwhile; else two sides that owe each other a notice would deadlock.
    """
    return session.scalars(CURRENT_MEMBER, {"telegram_id": telegram_id}).first()
