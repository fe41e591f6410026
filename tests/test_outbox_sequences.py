"""Whatever happens in whatever order: each notice is said, and none after it was settled."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlmodel import Session, select

from bot import outbox
from bot.demo.cast import KNUT, MAJ, YLVA
from bot.outbox import Claimed
from models import Member, Notice, NoticeKind
from tests.hands import member

small = st.integers(0, 2)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("owe"), small, small),
        st.tuples(st.just("claim"), st.integers(1, 4), st.just(0)),
        st.tuples(st.sampled_from(["send", "drop", "hold", "crash"]), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("put_back"), st.integers(0, 5), st.integers(0, 300)),
        st.tuples(st.just("zombie"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("pause"), st.integers(0, 90), st.just(0)),
        st.tuples(st.just("open"), small, st.just(0)),
        st.tuples(st.just("wait"), st.integers(0, 200), st.just(0)),
    ),
    max_size=25,
)


@dataclass
class Model:
    """What the workers hold and have done, beside the rows."""

    session: Session
    now: datetime
    people: list[int]
    held: list[Claimed] = field(default_factory=list)
    crashed: list[Claimed] = field(default_factory=list)
    owed: set[str] = field(default_factory=set)
    said: dict[int, int] = field(default_factory=dict)
    dropped: set[int] = field(default_factory=set)

    def owe(self, who: int, occasion: int) -> None:
        mine = self.people[who]
        outbox.owe(self.session, mine, NoticeKind.MEMBER_JOINED, 1, str(occasion), self.now)
        self.owed.add(f"{mine}:{occasion}")

    def claim(self, most: int, _: int = 0) -> None:
        claimed = outbox.claim(self.session, self.now, most)
        recipients = [notice.recipient_id for notice in claimed]
        assert len(claimed) <= most
        assert len(set(recipients)) == len(recipients)
        for notice in claimed:
            assert notice.id not in self.said
            assert notice.id not in self.dropped
            assert self.session.get_one(Member, notice.recipient_id).blocked_at is None
        self.held.extend(claimed)

    def _take(self, which: int) -> Claimed | None:
        return self.held.pop(which % len(self.held)) if self.held else None

    def send(self, which: int, _: int = 0) -> None:
        if notice := self._take(which):
            self.said[notice.id] = self.said.get(notice.id, 0) + 1
            outbox.settle_sent(self.session, notice.id, notice.id, self.now)

    def drop(self, which: int, _: int) -> None:
        if notice := self._take(which):
            if notice.id not in self.said:
                self.dropped.add(notice.id)
            outbox.settle_dropped(self.session, notice.id, "x", self.now)

    def hold(self, which: int, _: int) -> None:
        if notice := self._take(which):
            outbox.hold(self.session, notice.id, notice.recipient_id, self.now)
            self.session.expire_all()

    def put_back(self, which: int, seconds: int) -> None:
        if notice := self._take(which):
            outbox.put_back(self.session, notice.id, self.now + timedelta(seconds=seconds))

    def crash(self, which: int, _: int) -> None:
        """A worker dies; or it is only slow, and settles long after its lease."""
        if notice := self._take(which):
            self.crashed.append(notice)

    def zombie(self, which: int, _: int) -> None:
        if self.crashed:
            notice = self.crashed.pop(which % len(self.crashed))
            if notice.id not in self.dropped:
                self.said[notice.id] = self.said.get(notice.id, 0) + 1
            outbox.settle_sent(self.session, notice.id, notice.id, self.now)

    def pause(self, seconds: int, _: int) -> None:
        outbox.pause_all(self.session, seconds, self.now)

    def open(self, who: int, _: int = 0) -> None:
        self.session.execute(update(Member).where(Member.id == self.people[who]).values(blocked_at=None))  # type: ignore[arg-type]
        self.session.expire_all()

    def wait(self, seconds: int, _: int = 0) -> None:
        self.now += timedelta(seconds=seconds)

    def finish(self) -> None:
        """Everybody opens the chat, and one worker that does not crash says the rest."""
        for who in range(len(self.people)):
            self.open(who)
        self.held.clear()
        for _ in range(20):
            self.wait(600)
            self.claim(4)
            while self.held:
                self.send(0)
            if not outbox.unsaid(self.session, self.now):
                return


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taken=steps)
def test_each_notice_is_said_at_least_once_and_never_claimed_after_it_was_settled(
    session: Session, now: datetime, taken: list[tuple[str, int, int]]
) -> None:
    model = Model(session, now, [member(session, player).id for player in (YLVA, KNUT, MAJ)])
    for name, one, other in taken:
        getattr(model, name)(one, other)
    model.finish()
    session.expire_all()
    rows = session.exec(select(Notice)).all()
    assert len(rows) == len(model.owed)
    for row in rows:
        assert (row.sent_at is None) != (row.dropped_at is None)
        assert row.id in (model.dropped if row.dropped_at else model.said)
    session.rollback()
