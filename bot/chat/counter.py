"""What the desk does inside one transaction: once per update, for a member or a stranger."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from bot import audit, buttons, policy, shown_cards
from bot.actions import codes, drafts, incidents, invitations, members, words
from bot.callbacks import Unreadable, decode
from bot.cards import common, shown
from bot.cards import people as people_cards
from bot.cards import refer as refer_cards
from bot.cards.card import Card, Row
from bot.chat import activity, agreements, noting, referrals, routes
from bot.chat.incoming import Incoming, Kind
from bot.errors import Refused
from bot.menus import COMMANDS, command_of
from bot.turn import House, Turn
from bot.upsert import insert_new
from messages import views
from messages.views import View
from models import Draft, Flow, HandledUpdate, Language, Member, Referral, Role

LARGEST_ID = 2**31
BECOMES = timedelta(hours=24)
"""How old a message may be that becomes a card about somebody: it stands as long again, and can be taken away."""
CURRENT_MEMBER = (
    select(Member)
    .where(col(Member.telegram_id) == bindparam("telegram_id"), col(Member.ended_at).is_(None))
    .with_for_update(key_share=True)
)
SHOWN_NOWHERE_ELSE = (buttons.PickOrganisation, buttons.HandOver)
"""What these became (a link, who took over) cannot be shown again: a second tap must leave it where it stands."""


@dataclass(frozen=True)
class Answer:
    """What is to be said once the transaction stands: to whom, in which language, instead of which message."""

    card: Card | None = None
    refusal: View | None = None
    language: str = "sv"
    delete: bool = False
    explain: bool = False
    """Whether what is deleted may have been words about somebody, so that it must be said what that means."""
    found: frozenset[str] = frozenset()
    """What the guard saw in it: kinds, never what it said."""
    room: tuple[Row, ...] = ()
    """Where it can be written instead."""
    member_id: int | None = None
    anew: bool = False
    """Whether the card is sent as a message of its own, since the one that was tapped must soon go."""
    leave: bool = False
    new_commands: bool = False
    role: Role | None = None
    outcome: str = "served"
    """For the figures: `repeated`, where it came before; `bug`."""
    stranger: bool = False


@dataclass(frozen=True)
class Counter:
    """Serves one update inside one transaction. `key` signs buttons, `dice` draws codes and tokens."""

    house: House
    key: bytes
    dice: random.Random

    def serve(self, session: Session, incoming: Incoming, now: datetime) -> Answer | None:
        """Handle `incoming` once; a repeated one runs no action and shows the current card again."""
        first = claim(session, incoming.update_id, now)
        if incoming.kind is Kind.GROUP:
            return Answer(leave=True)
        if incoming.kind is Kind.NOTHING:
            return None
        who = _member(session, incoming.telegram_id)
        if who is None:
            return self._serve_stranger(session, incoming, now, first=first)
        turn = Turn(session, who, now, self.house, self.dice)
        before = (who.language, who.role)
        answer = self._serve_member(turn, incoming) if first else self._again(turn, incoming)
        changed = before != (who.language, who.role)
        if answer is None:
            return None
        answer = _keep_what_is_shown(turn, incoming, answer)
        outcome = answer.outcome if first else "repeated"
        return replace(
            answer, language=turn.language, role=who.role, new_commands=changed, member_id=who.id, outcome=outcome
        )

    def _serve_member(self, turn: Turn, incoming: Incoming) -> Answer | None:
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
        try:
            with turn.session.begin_nested():
                return Answer(self._act(turn, incoming))
        except Refused as no:
            audit.note(turn, "refused", type(no.view).__name__, None, allowed=False)
            return self._refusal(turn, incoming, no.view)

    def _act(self, turn: Turn, incoming: Incoming) -> Card:
        if incoming.kind is Kind.TAP:
            tap = self._tap(turn, incoming)
            turn = replace(turn, screen=f"button {type(tap).__name__}")
            if isinstance(tap, buttons.RunCommand):
                return _run(turn, tap.command, [])
            route = routes.BUTTONS[type(tap)]
            if route.act:
                policy.require(turn.who, route.act)
            return route.handler(turn, tap)
        if incoming.command == "start":
            return _start(turn, incoming.words)
        command = command_of(incoming.command)
        if command is None:
            raise Refused(views.UnknownCommand())
        turn = replace(turn, screen=f"/{command.name}")
        words = list(incoming.words)
        if words and command.name not in routes.TAKES_WORDS:
            raise Refused(views.CommandUnread(f"/{command.in_language(turn.language)}", deleted=True))
        if command.name == "note" and not words and (card := self._notes_of_reply(turn, incoming)):
            return card
        return _run(turn, command.name, words)

    def _tap(self, turn: Turn, incoming: Incoming) -> buttons.Button:
        try:
            return decode(incoming.data, self.key, turn.who.telegram_id)
        except Unreadable:
            raise Refused(views.Stale()) from None

    def _notes_of_reply(self, turn: Turn, incoming: Incoming) -> Card | None:
        """A reply to a referral's card opens what can be noted, to a list of them the choice; it is not read itself."""
        try:
            taps = [decode(data, self.key, turn.who.telegram_id) for data in incoming.replied]
            about = {tap.referral for tap in taps if isinstance(tap, buttons.AboutReferral)}
            if not about:
                return None
            with turn.session.begin_nested():
                if len(about) > 1:
                    return _run(turn, "note", [])
                return noting.show(turn, buttons.ShowNotes(about.pop(), turn.today))
        except (Unreadable, Refused):
            return None

    def _explain(self, turn: Turn, incoming: Incoming) -> Answer:
        """Why words go, and where they can be written; a reply's card has that button itself."""
        card = self._notes_of_reply(turn, incoming)
        return Answer(card, delete=True, explain=True, found=incoming.found, room=common.room_row(turn, "day"))

    def _refusal(self, turn: Turn, incoming: Incoming, view: View) -> Answer:
        """The refusal, and below a button the card as it is now. Words that were typed go."""
        typed = incoming.kind is Kind.COMMAND and bool(incoming.words or isinstance(view, views.UnknownCommand))
        explain = typed and _was_unread(incoming, view)
        if typed:
            _owe_deletion(turn, incoming)
        if explain or (typed and isinstance(view, views.CommandUnread)):
            words.report(turn)
        current = self._again(turn, incoming) if incoming.kind is Kind.TAP else None
        return Answer(
            card=current.card if current else None,
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
                return Answer(self._current(turn, incoming))
        except Refused:
            return None

    def _current(self, turn: Turn, incoming: Incoming) -> Card:
        if incoming.kind is Kind.COMMAND:
            command = command_of(incoming.command)
            if command and command.name in routes.READ_AGAIN:
                return _run(turn, command.name, [])
            return _draft_card(turn) or common.menu(turn)
        tap = self._tap(turn, incoming)
        if isinstance(tap, buttons.Send) and (sent := _sent_from(turn, tap.draft)):
            return referrals.show(turn, buttons.ShowReferral(sent))
        if isinstance(tap, SHOWN_NOWHERE_ELSE) and not _draft_card(turn):
            raise Refused(views.Stale())
        if isinstance(tap, buttons.OfDraft | buttons.NotProtected):
            return _draft_card(turn) or common.menu(turn)
        if isinstance(tap, buttons.AddNote | buttons.ShowNotes):
            return noting.show(turn, buttons.ShowNotes(tap.referral, tap.day))
        for kind, show in ABOUT.items():
            if isinstance(tap, kind):
                return show(turn, tap)
        route = routes.BUTTONS.get(type(tap))
        if route and route.reads and (route.act is None or policy.allows(turn.who.role, route.act)):
            return route.handler(turn, tap)
        return common.menu(turn)

    def serve_strangers(self, session: Session, group: Sequence[Incoming], now: datetime) -> dict[int, Answer | None]:
        """Handle those of `group` that come from strangers, once each.

        Returns:
            What to say, by the place in `group`; members' places are left out, and their updates not handled.
        """
        current, left = _known_among(session, {incoming.telegram_id for incoming in group})
        answers: dict[int, Answer | None] = {}
        claims = []
        for place, incoming in enumerate(group):
            if incoming.telegram_id in current:
                continue
            if incoming.command == "start" and incoming.words:
                answer = answers[place] = self.serve(session, incoming, now)
                if answer and answer.role:
                    current.add(incoming.telegram_id)
                continue
            claims.append({"update_id": incoming.update_id, "handled_at": now})
            answers[place] = _to_stranger(incoming, left=incoming.telegram_id in left)
        if claims:
            session.execute(insert_new(session, HandledUpdate), sorted(claims, key=lambda row: row["update_id"]))
        return answers

    def _serve_stranger(self, session: Session, incoming: Incoming, now: datetime, *, first: bool) -> Answer | None:
        if first and incoming.command == "start" and incoming.words:
            language = Language.SV if incoming.speaks_swedish else Language.EN
            newcomer = invitations.Stranger(incoming.telegram_id, incoming.name, language)
            member = invitations.claim(session, incoming.words[0], newcomer, now)
            if member:
                turn = Turn(session, member, now, self.house, self.dice)
                return Answer(common.welcome(turn), language=turn.language, new_commands=True, role=member.role)
        _, left = _known_among(session, {incoming.telegram_id})
        return _to_stranger(incoming, left=bool(left))


def _to_stranger(incoming: Incoming, *, left: bool) -> Answer | None:
    """The one answer, whatever they send; `left`: they have been a member, and their list of commands goes."""
    if incoming.kind is Kind.GROUP:
        return Answer(leave=True)
    if incoming.kind in (Kind.CLOSED, Kind.OPENED, Kind.NOTHING):
        return None
    language = Language.SV if incoming.speaks_swedish else Language.EN
    delete = incoming.kind is not Kind.TAP and incoming.command != "start"
    said = Card(views.Stranger())
    return Answer(said, language=language.value, delete=delete, new_commands=left, stranger=True)


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


def claim(session: Session, update_id: int, now: datetime) -> bool:
    """Whether this is the first time that the update comes."""
    insert = insert_new(session, HandledUpdate).returning(col(HandledUpdate.update_id))
    written = session.execute(insert, {"update_id": update_id, "handled_at": now})
    return written.scalar_one_or_none() is not None


def _member(session: Session, telegram_id: int) -> Member | None:
    """The current member, locked: one person's updates take turns in any number of processes.

    The lock lets others refer to the row meanwhile; else two sides that owe each other a notice would deadlock.
    """
    return session.scalars(CURRENT_MEMBER, {"telegram_id": telegram_id}).first()


def _known_among(session: Session, telegram_ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """Who among these is a member, and who only has been one."""
    wanted = select(col(Member.telegram_id), col(Member.ended_at)).where(col(Member.telegram_id).in_(telegram_ids))
    found = session.execute(wanted).all()
    current = {telegram_id for telegram_id, ended_at in found if ended_at is None}
    return current, {telegram_id for telegram_id, _ in found} - current


def _run(turn: Turn, name: str, words: list[str]) -> Card:
    command = next((command for command in COMMANDS if command.name == name), None)
    if command is None:
        raise Refused(views.Stale())
    if command.act:
        policy.require(turn.who, command.act)
    return routes.COMMANDS[name](turn, words)


def _start(turn: Turn, words: tuple[str, ...]) -> Card:
    """`/start` of a member: the menu, or what a link leads to."""
    payload = words[0] if words else ""
    if payload.startswith(invitations.PREFIX):
        raise Refused(views.AlreadyMember())
    if payload:
        return referrals.show_code(turn, payload)
    return common.menu(turn)


def _draft_card(turn: Turn) -> Card | None:
    """The open draft's next question."""
    for flow, show in DRAFT_CARDS.items():
        if draft := drafts.find(turn.session, turn.who, flow):
            return show(turn, draft)
    return None


DRAFT_CARDS: dict[Flow, Callable[[Turn, Draft], Card]] = {
    Flow.REFERRAL: refer_cards.question,
    Flow.INVITATION: people_cards.invitation,
    Flow.ABSENCE: people_cards.absence_question,
}
ABOUT: dict[type[buttons.Button], Callable[[Turn, Any], Card]] = {
    buttons.AboutReferral: referrals.show,
    buttons.OfAgreement: agreements.show_agreement,
    buttons.OfActivity: activity.show,
    buttons.OfLog: activity.show_log,
    buttons.OfShift: activity.show_shift,
}
"""What shows the thing that a button is about, as it is now."""


def _sent_from(turn: Turn, draft_id: int) -> int | None:
    statement = select(col(Referral.id)).where(
        col(Referral.draft_id) == draft_id, col(Referral.referrer_id) == turn.who.id
    )
    return turn.session.scalars(statement).first()
