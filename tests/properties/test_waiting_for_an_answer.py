"""The steps towards a partner's answer: each once, in time, never too soon, and none after the answer."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.actions import referrals, waiting
from bot.errors import Refused
from bot.turn import Turn
from models import Happening, NoticeKind, Referral, Role, StatusReason
from tests.hands import a_referral
from tests.properties.almanac import DAY, at, day_of, is_day_time, is_free, on_or_before, step_day
from tests.properties.uptime import ODD_SECOND, Uptime, gaps, missed_mornings, moments
from tests.properties.worlds import World, examples, world

STEPS = (NoticeKind.NUDGE, NoticeKind.WAITING_LONG, NoticeKind.ESCALATION)
DAYS_WATCHED = 45
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
STOPS = frozenset({"propose", "waiting_list", "decline", "accept", "withdraw"})
STARTS = frozenset({"time_declined", "reopen"})
MOVES: dict[str, tuple[str, Callable[[Turn, Referral], object]]] = {
    "seen": ("partner", lambda turn, row: referrals.take(turn, row.id, Happening.SEEN, row.revision)),
    "call_me": ("partner", lambda turn, row: referrals.take(turn, row.id, Happening.CALL_ASKED, row.revision)),
    "waiting_list": ("partner", lambda turn, row: referrals.take(turn, row.id, Happening.WAITING_LIST, row.revision)),
    "propose": ("partner", lambda turn, row: referrals.propose(turn, row.id, row.revision, turn.now + 3 * DAY)),
    "decline": ("partner", lambda turn, row: referrals.decline(turn, row.id, row.revision, StatusReason.FULL)),
    "accept": ("partner", lambda turn, row: referrals.accept(turn, row.id, row.revision, turn.today)),
    "time_declined": (
        "referrer",
        lambda turn, row: referrals.take(turn, row.id, Happening.TIME_DECLINED, row.revision),
    ),
    "withdraw": ("referrer", lambda turn, row: referrals.take(turn, row.id, Happening.WITHDRAWN, row.revision)),
    "reopen": ("referrer", lambda turn, row: referrals.take(turn, row.id, Happening.REOPENED, row.revision)),
}


@dataclass(frozen=True)
class Case:
    """A referral, and what becomes of it."""

    open_days: frozenset[int]
    sent: datetime
    uptime: Uptime
    moves: tuple[tuple[datetime, str], ...]

    def days(self) -> list[date]:
        """All days on which a tick may have something to do."""
        last = max([self.sent, *(moment for moment, _ in self.moves)])
        return [day_of(self.sent) + ahead * DAY for ahead in range((last - self.sent).days + DAYS_WATCHED)]


@dataclass(frozen=True)
class Wait:
    """That an answer was owed from a moment on, until it came."""

    since: datetime
    until: datetime | None


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sent = draw(moments(st.dates(date(2015, 1, 7), date(2034, 12, 31)), ODD_SECOND))
    weekdays = draw(st.frozensets(st.integers(1, 7), min_size=1) | st.just(frozenset(range(1, 6))))
    days = st.integers(0, 30).map(lambda ahead: day_of(sent) + ahead * DAY)
    due = st.sampled_from([step_day(weekdays, day_of(sent), step) for step in range(3)])
    away = draw(st.lists(gaps(days) | missed_mornings(due), max_size=3))
    uptime = Uptime(sent - DAY, tuple(gap for gap in away if gap.since > sent))
    when = moments(days, ODD_SECOND).filter(lambda moment: moment > sent).map(uptime.next_up)
    moves = draw(st.lists(st.tuples(when, st.sampled_from(sorted(MOVES))), max_size=4, unique_by=lambda move: move[0]))
    return Case(weekdays, sent, uptime, tuple(sorted(moves)))


class Waiting:
    """A case that happens in a world."""

    def __init__(self, case: Case, world: World) -> None:
        self.case = case
        self.world = world
        opened = ", ".join(f'"{WEEKDAYS[day - 1]}"' for day in sorted(case.open_days))
        begins, ends = day_of(case.sent) - 400 * DAY, day_of(case.sent) + 400 * DAY
        started = case.uptime.first
        world.load(
            f'[[organisation]]\nname = "Nämnd"\nkind = "municipal_board"\n'
            f'[[organisation]]\nname = "Partner"\nalias = "P1"\nopen_days = [{opened}]\n'
            f'[[agreement]]\nname = "Avtal"\nparties = ["Nämnd", "Partner"]\n'
            f"valid_from = {begins}\nvalid_to = {ends}\ntakes_referrals = true\n",
            started,
        )
        self.people = {
            "referrer": world.join("Nämnd", Role.CASEWORKER, started),
            "manager": world.join("Nämnd", Role.MANAGER, started),
            "partner": world.join("Partner", Role.KOORDINATOR, started),
            "partner_manager": world.join("Partner", Role.PARTNER_MANAGER, started),
        }
        self.waits: list[Wait] = []
        """When an answer was owed, by what was tapped and not refused."""

    def happen(self) -> Counter[tuple[str, str, str]]:
        """Let it happen; which step was said to whom at what moment, and how often."""
        events: list[tuple[datetime, Callable[[], object]]] = [
            (moment, partial(self.world.work, waiting.due, moment))
            for moment in self.case.uptime.ticks("nudges", self.case.days())
        ]
        moves = [(moment, partial(self._move, moment, move)) for moment, move in self.case.moves]
        events += [(self.case.sent, self._send), *moves]
        for _, does in sorted(events, key=lambda event: event[0]):
            does()
        called = {member_id: called for called, member_id in self.people.items()}
        return Counter((row.kind.value, str(row.due_at), called[row.recipient_id]) for row in self.world.owed(*STEPS))

    def _send(self) -> None:
        with self.world.turn(self.people["referrer"], self.case.sent) as turn:
            self.referral = a_referral(turn, "P1").id
        self.waits.append(Wait(self.case.sent, None))

    def _move(self, moment: datetime, move: str) -> None:
        who, act = MOVES[move]
        try:
            with self.world.turn(self.people[who], moment) as turn:
                row = turn.session.get_one(Referral, self.referral)
                was, revision = row.status, row.revision
                act(turn, row)
                done = row.revision > revision or row.status is not was
        except Refused:
            return
        waits = self.waits[-1].until is None
        if done and waits and move in STOPS | STARTS:
            self.waits[-1] = Wait(self.waits[-1].since, moment)
        if done and (move in STARTS or (move == "call_me" and not waits)):
            assert row.is_open
            self.waits.append(Wait(moment, None))


def expected(case: Case, waits: list[Wait]) -> Counter[tuple[str, str, str]]:
    """Each step of each wait, on its day or when the bot is next up by day, unless the answer is there by then."""
    wanted: Counter[tuple[str, str, str]] = Counter()
    for wait in waits:
        for step, told in enumerate((["partner"], ["referrer"], ["manager", "partner_manager"])):
            day = step_day(case.open_days, day_of(wait.since), step)
            said = case.uptime.first_said(max(at(day, 8), wait.since))
            if wait.until is None or said < wait.until:
                wanted.update((STEPS[step].value, str(said), who) for who in told)
    return wanted


@examples(10)
@given(case=cases())
def test_each_step_is_taken_once_on_its_day_or_when_the_bot_is_next_up(clean: Engine, case: Case) -> None:
    with world(clean) as here:
        waiting = Waiting(case, here)
        said = waiting.happen()
    wanted = expected(case, waiting.waits)
    assert (said - wanted, wanted - said) == ({}, {}), "(said too much, not said)"


@examples(10)
@given(case=cases())
def test_no_step_is_late_or_too_soon_by_day_and_none_comes_after_the_answer(clean: Engine, case: Case) -> None:
    """The bounds alone, in the issue's own words: this holds whatever becomes of the exact days."""
    quiet = Case(case.open_days, case.sent, case.uptime, case.moves[:1])
    with world(clean) as here:
        waiting = Waiting(quiet, here)
        said = sorted({(kind, moment) for kind, moment, _ in waiting.happen()})
    assert len({kind for kind, _ in said}) == len(said) or len(waiting.waits) > 1, "a step was taken twice"
    wait = waiting.waits[0]
    steps = [(STEPS.index(NoticeKind(kind)), datetime.fromisoformat(moment)) for kind, moment in said]
    for step, moment in steps:
        cap = day_of(wait.since) + (step + 1) * timedelta(days=7)
        between = (day_of(moment) - day_of(wait.since)).days
        had = [day_of(wait.since) + ahead * DAY for ahead in range(1, between)]
        opened = [day for day in had if day.isoweekday() in case.open_days and not is_free(day)]
        assert is_day_time(moment)
        assert wait.until is None or moment < wait.until
        assert day_of(moment) <= cap or moment == case.uptime.first_said(max(at(on_or_before(cap), 8), wait.since))
        assert len(opened) >= 2 * (step + 1) or day_of(moment) >= on_or_before(cap)
    answered = wait.until
    if answered is None:
        assert {step for step, _ in steps} == {0, 1, 2}
