"""Stories of agreements: how they happen in the product, and what the issue says must be said in them."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import partial

from sqlmodel import col, select

from bot.actions import agreements, reminders, resolutions
from bot.actions.resolutions import Written
from models import Agreement, Instance, Intention, NoticeKind, Organisation, ReportDuty, ResolutionKind
from tests.properties.agreements import BOARDS, ORGANISATIONS, Duty, Pact, Story, Version
from tests.properties.almanac import DAY, FAR, MANAGERS, Occasion, at, day_of, is_day_time, of_end, of_report
from tests.properties.boards import Board, Step, steps
from tests.properties.worlds import World

Told = Counter[tuple[str, str, int]]
"""How often: which agreement, at what moment (UTC), and the number of the person in the story."""
CARDED = 3
"""Of so many notices one is looked at whether it says something: a card takes time."""
Event = tuple[datetime, Callable[[], object]]
DECIDED = (Intention.EXTEND, Intention.RENEGOTIATE, Intention.LET_LAPSE)


class Happening:
    """A story that happens in a world."""

    def __init__(self, story: Story, world: World) -> None:
        self.story = story
        self.world = world
        self.ids: dict[int, int] = {}
        """The members, by their number in the story."""
        self._carded = 0

    def happen(self) -> Told:
        """Let it all happen; who was told of which agreement, and when."""
        self.world.load(ORGANISATIONS, self.story.uptime.first)
        for board in self.story.boards:
            self._set_lead_times(board)
        for _, does in sorted(self._events(), key=lambda event: event[0]):
            does()
        with self.world.unit() as session:
            names = {row.id: row.name for row in session.exec(select(Agreement))}
        numbers = {member_id: number for number, member_id in self.ids.items()}
        owed = self.world.owed(NoticeKind.AGREEMENT_REMINDER)
        return Counter((names[row.about_id], str(row.due_at), numbers[row.recipient_id]) for row in owed)

    def _events(self) -> Iterator[Event]:
        for number, person in enumerate(self.story.people):
            yield person.joins, partial(self._join, number)
            if person.leaves:
                yield person.leaves, partial(self._leave, number)
        for moment in self.story.uptime.ticks("reminders", self.story.days()):
            yield moment, partial(self._wake, moment)
        for board in self.story.boards:
            for batch in board.batches:
                yield batch.at, partial(self.world.load, board.file(batch), batch.at)
        for pact in self.story.pacts:
            yield from self._events_of(pact)

    def _events_of(self, pact: Pact) -> Iterator[Event]:
        for version in pact.versions:
            if version.in_room:
                yield version.at, partial(self._extend, pact, version)
            else:
                yield version.at, partial(self.world.load, pact.file(version.end), version.at)
        for moment, intention in pact.decisions:
            yield moment, partial(self._decide, pact, intention, moment)
        for duty in pact.duties:
            yield duty.at, partial(self._import_duty, pact, duty)
            if duty.received:
                yield duty.received, partial(self._receive, pact, duty, duty.received)

    def _join(self, number: int) -> None:
        person = self.story.people[number]
        self.ids[number] = self.world.join(person.organisation, person.role, person.joins)

    def _leave(self, number: int) -> None:
        leaves = self.story.people[number].leaves
        assert leaves
        self.world.leave(self.ids[number], leaves)

    def _wake(self, moment: datetime) -> None:
        """A tick; whatever it owes has something to say there and then."""
        self.world.work(reminders.due, moment)
        if is_day_time(moment):
            for notice in self.world.owed_after(self._carded, NoticeKind.AGREEMENT_REMINDER):
                self._carded = notice.id
                if notice.id % CARDED == 0:
                    assert self.world.has_card(notice, moment), f"owed at {moment}, but there is nothing to say"

    def _manager(self, pact: Pact) -> int:
        """Somebody who may steer it; the first of each organisation never leaves."""
        board = next(party for party in pact.parties if party in BOARDS)
        return next(self.ids[number] for number, person in enumerate(self.story.people) if person.organisation == board)

    def _decide(self, pact: Pact, intention: Intention, moment: datetime) -> None:
        with self.world.turn(self._manager(pact), moment) as turn:
            agreement = turn.session.exec(select(Agreement).where(col(Agreement.name) == pact.name)).one()
            agreements.intend(turn, agreement.id, intention)

    def _set_lead_times(self, board: Board) -> None:
        with self.world.unit() as session:
            row = session.exec(select(Organisation).where(col(Organisation.name) == board.name)).one()
            row.lead_signature, row.lead_papers, row.lead_dialogue = board.signature, board.papers, board.dialogue

    def _extend(self, pact: Pact, version: Version) -> None:
        """The board decides, and all have signed, that it goes on."""
        today = str(day_of(version.at))
        said = Written(
            ResolutionKind.EXTEND, Instance.BOARD, today, "1.1-1", "§ 1", until=str(version.end), signed_on=today
        )
        with self.world.turn(self._manager(pact), version.at) as turn:
            agreement = turn.session.exec(select(Agreement).where(col(Agreement.name) == pact.name)).one()
            resolutions.record(turn, agreement.id, said)

    def _import_duty(self, pact: Pact, duty: Duty) -> None:
        self.world.load(pact.file(pact.filed(duty.at), duty), duty.at)

    def _receive(self, pact: Pact, duty: Duty, moment: datetime) -> None:
        with self.world.turn(self._manager(pact), moment) as turn:
            row = turn.session.exec(
                select(ReportDuty)
                .join(Agreement, col(Agreement.id) == col(ReportDuty.agreement_id))
                .where(col(Agreement.name) == pact.name, col(ReportDuty.due_on) == duty.due_on)
            ).one()
            agreements.receive(turn, row.id, received=True)


def expected(story: Story) -> Told:
    """What the issue says must be said. What is said of an agreement at one moment is one notice a person."""
    told = {
        (pact.name, str(moment), number)
        for pact in story.pacts
        for moment, occasion in (*_of_ends(story, pact), *_of_reports(story, pact), *_of_steps(story, pact))
        for number, person in enumerate(story.people)
        if person.is_there(moment) and person.organisation in pact.parties and person.role in occasion.to
    }
    return Counter(told)


def _of_ends(story: Story, pact: Pact) -> Iterator[tuple[datetime, Occasion]]:
    for number, version in enumerate(pact.versions):
        later = [other.at for other in pact.versions[number + 1 :] if other.end != version.end]
        for occasion in of_end(version.end):
            said = _said(story, occasion, version.at)
            superseded = said and later and later[0] <= said
            if said and not superseded and not _is_silent(story, pact, version.end, occasion, said):
                yield said, occasion


def _of_reports(story: Story, pact: Pact) -> Iterator[tuple[datetime, Occasion]]:
    for duty in pact.duties:
        for occasion in of_report(duty.due_on):
            said = _said(story, occasion, duty.at)
            if said and not (duty.received and duty.received <= said):
                yield said, occasion


def _of_steps(story: Story, pact: Pact) -> Iterator[tuple[datetime, Occasion]]:
    """The steps, planned anew whenever the end, the meetings or the reports change; what was said is not said again."""
    for board in story.boards:
        if board.name != pact.board:
            continue
        planned: dict[Step, datetime] = {}
        settled: set[Step] = set()
        epochs = _replanned(story, pact)
        for moment, until in zip(epochs, [*epochs[1:], None], strict=True):
            end = pact.end(moment)
            assert end
            wanted = [step for step in steps(end, board, board.known(moment)) if step not in settled]
            due = {step: at(step.told, 8) for step in wanted}
            planned = {step: due[step] for step in wanted if step in planned or due[step] > moment}
            for step, falls_due in planned.items():
                said = story.uptime.first_said(falls_due)
                if until is None or said < until:
                    settled.add(step)
                    if not _is_done(story, pact, step, said):
                        yield said, Occasion(step.told, (step.end - step.day).days, MANAGERS)


def _replanned(story: Story, pact: Pact) -> list[datetime]:
    """When what is to be said of the agreement was planned."""
    ends = [version.at for version in pact.versions]
    reports = [duty.at for duty in pact.duties]
    told = [batch.at for board in story.boards if board.name in pact.parties for batch in board.batches]
    running = [moment for moment in told if (end := pact.end(moment)) and end >= day_of(moment)]
    return sorted({*ends, *reports, *running})


def _is_done(story: Story, pact: Pact, step: Step, said: datetime) -> bool:
    intention = pact.intention(said)
    if step.kind == "dialogue" and intention is not None:  # which one says after talking, or while talking
        return True
    if step.kind == "signature" and intention is Intention.LET_LAPSE:
        return True
    return any(_follows(other, pact, step.end, said) for other in story.pacts)


def _said(story: Story, occasion: Occasion, imported: datetime) -> datetime | None:
    """When the bot first wakes by day from that morning on; nothing for what fell due before the import."""
    due = at(occasion.day, 8)
    return story.uptime.first_said(due) if due > imported else None


def _is_silent(story: Story, pact: Pact, end: date, occasion: Occasion, said: datetime) -> bool:
    if occasion.lead > FAR and pact.intention(said) in DECIDED:
        return True
    return any(_follows(other, pact, end, said) for other in story.pacts)


def _follows(other: Pact, pact: Pact, end: date, moment: datetime) -> bool:
    """Whether `other` is known by then, and in force on the day after the end."""
    last = other.end(moment)
    return other.follows == pact.name and last is not None and other.begins <= end + DAY <= last
