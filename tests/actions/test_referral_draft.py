"""A draft on its way: whatever is tapped in whatever order, nothing is sent without every answer and a consent."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from bot import lookups
from bot.actions import drafts, refer, sending
from bot.clock import at_local, months_later
from bot.demo.cast import YLVA, set_the_stage
from bot.errors import Refused
from bot.referral_draft import MONTHS, Question, ReferralDraft
from bot.store import Store
from bot.turn import Turn
from models import Consent, Draft, Flow, Referral, Scope
from tests.hands import HOUSE, member, seal

NOW = at_local(date(2022, 10, 3), 9)
CHANGES: dict[str, dict[str, Any]] = {
    "partner": {"checked": True, "partner": 1},
    "call": {"handover": "call_me", "day": None, "hour": None},
    "time": {"handover": "time", "day": None, "hour": None},
    "day": {"day": "2022-10-04", "hour": None},
    "past day": {"day": "2022-10-02", "hour": None},
    "hour": {"hour": 10},
    "wishes": {"wishes": (1, 2), "consented": False},
    "no more wishes": {"wishes_done": True},
    "earlier": {"earlier_page": 0},
    "earlier picked": {"earlier": 5, "earlier_page": None},
    "consent opened": {"changing": True},
    "consent left": {"changing": False},
    "months": {"months": 3, "consented": False},
    "consent": {"consented": True},
}


@given(st.lists(st.sampled_from([*CHANGES, "back"])))
def test_the_summary_comes_only_with_every_answer(names: list[str]) -> None:
    draft = ReferralDraft()
    for name in names:
        draft = draft.back() if name == "back" else replace(draft, **CHANGES[name])
        draft = draft.still_ahead(NOW)
    if draft.question is Question.SUMMARY:
        assert draft.checked
        assert draft.partner
        assert draft.consented
        assert draft.wishes_done
        assert draft.handover == "call_me" or (draft.meet_at and draft.meet_at > NOW)


@given(st.lists(st.sampled_from([*CHANGES, "back"])))
def test_back_always_leads_to_an_earlier_question_and_at_last_to_the_partner(names: list[str]) -> None:
    draft = ReferralDraft(checked=True)
    for name in names:
        draft = draft.back() if name == "back" else replace(draft, **CHANGES[name])
    order = list(Question)
    for _ in range(len(Question) + 1):
        before = draft.question
        draft = draft.back()
        assert before is Question.PARTNER or order.index(draft.question) != order.index(before)
    assert draft.question is Question.PARTNER


@given(st.lists(st.sampled_from([*CHANGES, "back"])))
def test_a_draft_survives_its_row(names: list[str]) -> None:
    draft = ReferralDraft()
    for name in names:
        draft = draft.back() if name == "back" else replace(draft, **CHANGES[name])
    row = Draft(member_id=1, flow=Flow.REFERRAL, fields=draft.as_fields(), changed_at=NOW)
    assert ReferralDraft.of(row) == draft


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from(MONTHS))
def test_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


class Caseworker:
    """Taps at random, with revisions that were shown once."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.turn = Turn(session, member(session, YLVA), NOW, HOUSE, random.Random(7))
        partner = lookups.partner_by_alias(session, "B2")
        assert partner
        self.partner = partner.id
        self.wish = lookups.wishes(session, partner.id)[0].id
        self.revisions = [1]
        self.draft_id = refer.begin(self.turn).id

    def tap(self, name: str, which: int) -> None:
        """One tap; a refusal is fine."""
        turn, draft = self.turn, self.draft_id
        shown = self.revisions[which % len(self.revisions)]
        taps: dict[str, Any] = {
            "begin": lambda: refer.begin(turn),
            "partner": lambda: refer.pick_partner(turn, draft, self.partner),
            "handover": lambda: refer.change(turn, draft, lambda kept: replace(kept, handover="call_me", day=None)),
            "time": lambda: refer.change(turn, draft, lambda kept: replace(kept, handover="time", day=None, hour=None)),
            "day": lambda: refer.pick_day(turn, draft, date(2022, 10, 3 + which % 3)),
            "hour": lambda: refer.change(turn, draft, lambda kept: replace(kept, hour=8 + which % 9)),
            "wish": lambda: refer.set_wish(turn, draft, self.wish, on=bool(which % 2)),
            "done": lambda: refer.change(turn, draft, lambda kept: replace(kept, wishes_done=True)),
            "scope": lambda: refer.set_scope(turn, draft, list(Scope)[which % 3], on=bool(which % 2)),
            "consent": lambda: refer.give_consent(turn, draft, shown, seal(turn, draft)),
            "back": lambda: refer.step_back(turn, draft, shown),
            "send": lambda: sending.send(turn, draft, shown),
        }
        try:
            with self.session.begin_nested():
                taps[name]()
        except Refused:
            return
        if row := drafts.find(self.session, turn.who, Flow.REFERRAL):
            self.draft_id = row.id
            self.revisions.append(row.revision)


NAMES = ["begin", "partner", "handover", "time", "day", "hour", "wish", "done", "scope", "consent", "back", "send"]
LIKELY = st.sampled_from([*NAMES, "send", "send", "consent", "consent"])


@pytest.fixture(scope="module")
def stage(sqlite_template: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One store for all examples; each undoes what it wrote."""
    from bot.store import open_engine
    from tests.hands import HandClock

    path = tmp_path_factory.mktemp("draft") / "handslag.db"
    path.write_bytes(sqlite_template.read_bytes())
    store = Store(open_engine(f"sqlite:///{path}"), HandClock(NOW))
    store.run_now(lambda session: set_the_stage(session, NOW))
    yield store
    store.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(LIKELY, st.integers(0, 60)), min_size=4, max_size=25))
def test_nothing_is_ever_sent_without_consent_to_what_was_shown_last(stage: Store, taps: list[tuple[str, int]]) -> None:
    with Session(stage.engine, expire_on_commit=False) as session:
        caseworker = Caseworker(session)
        before: ReferralDraft | None = None
        for name, which in taps:
            row = drafts.find(session, caseworker.turn.who, Flow.REFERRAL)
            before = ReferralDraft.of(row) if row else before
            caseworker.tap(name, which)
            sent = session.exec(select(Referral).where(col(Referral.referrer_id) == caseworker.turn.who.id)).all()
            if not sent:
                continue
            assert name == "send"
            assert before
            assert before.consented
            assert before.question is Question.SUMMARY
            consent = session.get_one(Consent, sent[0].id)
            assert tuple(consent.share) == (before.share if before.share is not None else tuple(Scope))
            assert sent[0].meet_at is None or sent[0].meet_at > NOW
            break
        session.rollback()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(["partner", "handover", "done"]))
def test_any_order_of_the_answers_that_makes_sense_can_be_sent_after_a_consent(stage: Store, order: list[str]) -> None:
    with Session(stage.engine, expire_on_commit=False) as session:
        caseworker = Caseworker(session)
        for name in ["partner", *order, "handover", "done"]:
            caseworker.tap(name, 0)
        caseworker.tap("consent", len(caseworker.revisions) - 1)
        caseworker.tap("send", len(caseworker.revisions) - 1)
        assert session.exec(select(Referral)).one().sent_at == NOW
        session.rollback()
