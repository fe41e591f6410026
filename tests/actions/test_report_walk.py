"""A report from draft to approval: who may do what when, what is sealed, and two at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.actions import agreements, report_files, report_judging, report_news, reports
from bot.agreements import reports as written
from bot.agreements.reports import Stage, Verdict
from bot.demo.cast import KNUT, MAJ, SIRI, YLVA, Player
from bot.errors import Refused
from bot.sealed import KeyRing, Unsealable, Vault
from bot.sealed.ring import new_key
from bot.sealed.rotation import Rotated, needed, rotate
from bot.store import Store
from bot.turn import House, Turn
from messages import views
from models import Notice, NoticeKind, Report, ReportDuty, ReportFile, ReportKind, ReportRemark, ReportState
from tests.conversations.playing import agreement
from tests.hands import HOUSE, at_once, turn

OLD, NEW = new_key("old"), new_key("new")
DUE = date(2022, 12, 15)
WORDS = "Vi har öppnat för fler."
PDF = b"%PDF-1.7\n%%EOF\n"
FIRST_DAY = date(2022, 6, 1)


def house(keys: str = OLD) -> House:
    return replace(HOUSE, vault=Vault(KeyRing.read(keys)), room_url="http://localhost:1")


ROOM = house()


def room_turn(session: Session, who: Player, now: datetime, where: House = ROOM) -> Turn:
    return replace(turn(session, who, now), house=where)


def is_due(session: Session, now: datetime, day: date = DUE) -> ReportDuty:
    """An interim report of Street Minds is due."""
    row = agreement(session, "Street Minds")
    agreements.add_duty(turn(session, MAJ, now), row.id, ReportKind.INTERIM, day)
    return session.exec(select(ReportDuty).where(col(ReportDuty.due_on) == day)).one()


def saved(partner: Turn, report: Report, words: str = WORDS) -> Report:
    first, last = report.first_day, report.last_day
    fields = {"results": words, "first_day": first.isoformat(), "last_day": last.isoformat()}
    return reports.save(partner, report.id, report.revision, fields, first, last)


def handed_in(session: Session, now: datetime, day: date = DUE) -> Report:
    knut = room_turn(session, KNUT, now)
    return reports.hand_in(knut, saved(knut, reports.begin(knut, is_due(session, now, day).id)).id)


def refused(act: Callable[[], object]) -> object:
    """What it was refused with."""
    with pytest.raises(Refused) as no:
        act()
    return no.value.view


def test_the_period_runs_from_where_the_last_report_stopped(session: Session, now: datetime) -> None:
    row = agreement(session, "Street Minds")
    knut = room_turn(session, KNUT, now)
    first = reports.begin(knut, is_due(session, now, date(2022, 11, 1)).id)
    assert (first.first_day, first.last_day) == (row.valid_from, date(2022, 11, 1))
    reports.hand_in(knut, saved(knut, first).id)
    second = reports.begin(knut, is_due(session, now).id)
    assert (second.first_day, second.last_day) == (date(2022, 11, 2), DUE)
    final = reports.begin(knut, is_due(session, now, row.valid_to + timedelta(days=90)).id)
    assert (final.first_day, final.last_day) == (date(2022, 11, 2), row.valid_to), "nothing is done after the end"


def test_begun_by_two_it_is_one_report(session: Session, now: datetime) -> None:
    duty = is_due(session, now)
    ids = {reports.begin(room_turn(session, who, now), duty.id).id for who in (KNUT, SIRI, KNUT)}
    assert len(ids) == 1


def test_what_is_in_is_not_changed_until_it_is_returned(session: Session, now: datetime) -> None:
    report = handed_in(session, now)
    knut, maj = room_turn(session, KNUT, now), room_turn(session, MAJ, now)
    assert refused(lambda: saved(knut, report, "Annat")) == views.ReportHandedIn()
    assert refused(lambda: report_files.add(knut, report.id, "a.pdf", PDF)) == views.ReportHandedIn()
    assert written.words(knut.vault, report)["results"] == WORDS
    report_judging.judge(maj, report.id, report.revision, Verdict.RETURN, "Berätta mer.")
    saved(knut, report, "Annat")
    assert written.words(knut.vault, report)["results"] == WORDS, "the last that was handed in"
    reports.hand_in(knut, report.id)
    assert written.words(knut.vault, report)["results"] == "Annat"
    states = session.exec(select(ReportRemark.state).order_by(col(ReportRemark.id))).all()
    assert states == [ReportState.HANDED_IN, ReportState.RETURNED, ReportState.HANDED_IN]


def test_a_form_that_is_sent_again_after_the_report_was_returned_hands_nothing_in(
    session: Session, now: datetime
) -> None:
    knut, maj = room_turn(session, KNUT, now), room_turn(session, MAJ, now)
    draft = reports.begin(knut, is_due(session, now).id)
    seen = draft.revision
    report = reports.hand_in(knut, saved(knut, draft).id, seen=seen)
    assert reports.hand_in(knut, report.id, seen=seen).state is ReportState.HANDED_IN
    report_judging.judge(maj, report.id, report.revision, Verdict.RETURN, "Berätta mer.")
    assert refused(lambda: reports.hand_in(knut, report.id, seen=seen)) == views.ChangedMeanwhile()
    assert report.state is ReportState.RETURNED
    seen = report.revision
    assert reports.hand_in(knut, saved(knut, report, "Mer").id, seen=seen).state is ReportState.HANDED_IN


def test_what_is_approved_can_still_be_returned_and_a_draft_not_judged(session: Session, now: datetime) -> None:
    report = handed_in(session, now)
    maj = room_turn(session, MAJ, now)
    report_judging.judge(maj, report.id, report.revision, Verdict.APPROVE)
    assert refused(lambda: report_judging.judge(maj, report.id, report.revision, Verdict.APPROVE)) == views.Stale()
    report_judging.judge(maj, report.id, report.revision, Verdict.RETURN, "Vi såg fel.")
    for verdict in Verdict:
        assert refused(lambda verdict=verdict: report_judging.judge(maj, report.id, report.revision, verdict, "Ord"))  # type: ignore[misc]
    duty = session.get_one(ReportDuty, report.duty_id)
    assert (report.state, duty.received_at) == (ReportState.RETURNED, None)


def test_a_new_day_is_one_to_come_that_no_other_has(session: Session, now: datetime) -> None:
    other = is_due(session, now, date(2023, 1, 10))
    report = handed_in(session, now)
    maj = room_turn(session, MAJ, now)

    def returns(day: date) -> Callable[[], object]:
        return lambda: report_judging.judge(maj, report.id, report.revision, Verdict.RETURN, "Mer.", day)

    assert refused(returns(other.due_on)) == views.ReportDayTaken(other.due_on)
    assert refused(returns(now.date() - timedelta(days=1))) == views.UnknownDay()
    assert refused(returns(date(2040, 1, 1))) == views.UnknownDay()


def test_how_it_stands_is_asked_of_the_rows(session: Session, now: datetime) -> None:
    duty = is_due(session, now)

    def stage(day: date) -> Stage:
        [one] = written.of_agreement(session, duty.agreement_id)
        return one.stage(day)

    assert (stage(DUE), stage(DUE + timedelta(days=1))) == (Stage.COMING, Stage.LATE)
    knut, maj = room_turn(session, KNUT, now), room_turn(session, MAJ, now)
    report = reports.hand_in(knut, saved(knut, reports.begin(knut, duty.id)).id)
    assert stage(DUE + timedelta(days=1)) is Stage.HANDED_IN
    report_judging.judge(maj, report.id, report.revision, Verdict.RETURN, "Mer.")
    assert stage(DUE) is Stage.RETURNED
    agreements.receive(maj, duty.id, received=True)
    assert stage(DUE) is Stage.RECEIVED


def test_a_duty_whose_report_is_begun_is_not_removed(session: Session, now: datetime) -> None:
    duty = is_due(session, now)
    reports.begin(room_turn(session, KNUT, now), duty.id)
    assert refused(lambda: agreements.remove_duty(turn(session, MAJ, now), duty.id)) == views.Stale()


def test_nobody_else_finds_it(session: Session, now: datetime) -> None:
    report = handed_in(session, now)
    for who, act in ((YLVA, "read"), (KNUT, "judge"), (MAJ, "save")):
        one = room_turn(session, who, now)
        unit = {
            "read": lambda one=one: reports.find(one, report.id),
            "judge": lambda one=one: report_judging.judge(one, report.id, report.revision, Verdict.APPROVE),
            "save": lambda one=one: saved(one, report),
        }[act]
        assert refused(unit) == views.NotFound()
    assert refused(lambda: report_files.fetch(room_turn(session, MAJ, now), 999)) == views.NotFound()


def test_words_moved_to_another_report_do_not_open(session: Session, now: datetime) -> None:
    knut = room_turn(session, KNUT, now)
    one = saved(knut, reports.begin(knut, is_due(session, now).id))
    other = reports.begin(knut, is_due(session, now, date(2023, 2, 1)).id)
    other.sealed, other.sealed_by = one.sealed, one.sealed_by
    with pytest.raises(Unsealable):
        written.unseal(knut.vault, other)


@pytest.fixture
def report_id(played: Store, now: datetime) -> int:
    """A report with words and a document, sealed with the old key; another document was taken back."""

    def unit(session: Session) -> int:
        knut = room_turn(session, KNUT, now)
        report = saved(knut, reports.begin(knut, is_due(session, now).id))
        report_files.add(knut, report.id, "a.pdf", PDF)
        report_files.remove(knut, report_files.add(knut, report.id, "b.pdf", b"%PDF-2.0\n%%EOF").id)
        return report.id

    return played.run_now(unit)


def test_a_new_key_takes_reports_and_documents_along(played: Store, now: datetime, report_id: int) -> None:
    with Session(played.engine) as session:
        assert needed(session) == {"old": 3}
    assert rotate(played, KeyRing.read(f"{NEW}\n{OLD}")) == Rotated(reports=3)
    with Session(played.engine) as session:
        knut = room_turn(session, KNUT, now, house(NEW))
        assert written.unseal(knut.vault, session.get_one(Report, report_id)).fields["results"] == WORDS
        file = session.exec(select(ReportFile).where(col(ReportFile.removed_at).is_(None))).one()
        assert report_files.fetch(knut, file.id)[2] == PDF
        assert needed(session) == {"new": 3}


def test_of_two_who_save_at_once_one_is_told(played: Store, now: datetime, report_id: int) -> None:
    revision = played.run_now(lambda session: session.get_one(Report, report_id).revision)

    def saves(who: Player, words: str) -> Callable[[Session], object]:
        fields = {"results": words, "first_day": "2022-06-01", "last_day": "2022-12-15"}
        return lambda session: (
            reports.save(room_turn(session, who, now), report_id, revision, fields, FIRST_DAY, DUE).revision
        )

    said = at_once(played, saves(KNUT, "Knuts ord"), saves(SIRI, "Siris ord"))
    assert sorted(map(str, said)) == sorted([str(revision + 1), str(views.ChangedMeanwhile())])


def test_handed_in_and_received_at_once_it_is_in_and_nothing_waits_in_a_circle(
    played: Store, now: datetime, report_id: int
) -> None:
    duty_id = played.run_now(lambda session: session.get_one(Report, report_id).duty_id)
    said = at_once(
        played,
        lambda session: reports.hand_in(room_turn(session, KNUT, now), report_id).state,
        lambda session: agreements.receive(room_turn(session, MAJ, now), duty_id, received=True).id,
        lambda session: reports.keep(room_turn(session, SIRI, now), report_id, 2, {"results": "Siris ord"}),
    )
    assert said == [ReportState.HANDED_IN, duty_id, None]
    with Session(played.engine) as session:
        knut = room_turn(session, KNUT, now)
        contents = written.unseal(knut.vault, session.get_one(Report, report_id))
        assert [version.fields["results"] for version in contents.versions] == [WORDS]
        assert [kept.fields["results"] for kept in contents.kept.values()] == ["Siris ord"]


def test_handed_in_it_tells_each_of_the_boards_managers_once(session: Session, now: datetime) -> None:
    report = handed_in(session, now)
    reports.hand_in(room_turn(session, SIRI, now), report.id)
    news = session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.REPORT_NEWS)).all()
    assert [(one.about_id, one.recipient_id) for one in news] == [(report.id, turn(session, MAJ, now).who.id)]
    assert report_news.due(session, now + timedelta(days=400)) == 0
    assert len(session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.REPORT_NEWS)).all()) == 1
