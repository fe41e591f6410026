"""Invented values for every view: nobody here exists, and no code or number belongs to anybody."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from messages import views
from messages.views import View
from messages.word import Value, Word

TURE, PROBA = "Ture Testsson", "Proba Provdotter"
KIM, MALL = "Kim Kulissberg", "Mall Mallander"
UNIT, BOARD, CLUB = "Uppsökarna Exempel", "Exempelnämnden", "Föreningen Påhittet"
CODE, EARLIER = "R-7K3QX", "R-2M9PT"
ALIAS = "B2"
PHONE = "08-000 00 00"
TODAY = date(2022, 10, 3)
NEXT_WEEK = date(2022, 10, 10)
NEXT_YEAR = date(2023, 10, 3)
WISHES: tuple[Value, ...] = ("trädgård", "hantverk")
SHARE = (Word("scope.wishes"), Word("scope.attendance"), Word("scope.progress"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in October 2022, on a Stockholm wall clock."""
    return datetime(2022, 10, day, hour - 2, minute, tzinfo=UTC)


def line(happening: str, by: str, moment: datetime, detail: Value = None) -> views.HistoryLine:
    return views.HistoryLine(moment, Word(f"happening.{happening}"), by, detail)


SENT = line("sent", TURE, at(3, 9, 12))
SEEN = line("seen", PROBA, at(3, 9, 40))
ACCEPTED = line("accepted", PROBA, at(3, 10, 5), NEXT_WEEK)
PROPOSED = line("time_proposed", PROBA, at(3, 10, 5), at(6, 10))
SUITS = line("time_suits", TURE, at(3, 11))
DECLINED = line("time_declined", TURE, at(3, 11))
REOPENED = line("reopened", TURE, at(5, 8))
CALL_ASKED = line("call_asked", PROBA, at(3, 10, 5))
WAITING = line("waiting_list", PROBA, at(3, 10, 5))
REJECTED = line("rejected", PROBA, at(3, 10, 5), Word("reason.full"))
MATCHED = line("matched", PROBA, at(11, 14), "trädgård")
PAUSED = line("paused", PROBA, at(17, 9))
RESUMED = line("resumed", PROBA, at(18, 9))
COMPLETED = line("completed", PROBA, at(24, 16))
FAILED = line("failed", PROBA, at(24, 16))
WITHDRAWN = line("withdrawn", TURE, at(4, 8))
MISTAKE = line("mistake", TURE, at(4, 8))
HANDED_OVER = line("handed_over", KIM, at(5, 8), MALL)
TIME_ASKED = line("time_asked", TURE, at(7, 9))
RECORDED = line("recorded", TURE, at(3, 9, 30))


def note(kind: str, by: str, moment: datetime, day: date) -> views.HistoryLine:
    return views.HistoryLine(moment, Word(f"note.{kind}"), by, day)


CAME = note("came", PROBA, at(11, 9), date(2022, 10, 10))
NO_SHOW = note("no_show", PROBA, at(6, 16), date(2022, 10, 6))
NOTES = (
    CAME,
    note("contact", TURE, at(12, 9), date(2022, 10, 12)),
    note("tried", TURE, at(13, 9), date(2022, 10, 13)),
    note("took_part", PROBA, at(14, 15), date(2022, 10, 14)),
    note("step", PROBA, at(17, 9), date(2022, 10, 14)),
)
WAITS = views.Waiting(TODAY, date(2022, 10, 6), over=False)
WAITED = views.Waiting(TODAY, date(2022, 10, 6), over=True)
WAITS_ANEW = views.Waiting(date(2022, 10, 7), date(2022, 10, 11), over=False)


def referral_card(
    state: str,
    *history: views.HistoryLine,
    reason: str | None = None,
    news: views.HistoryLine | None = None,
    handover: str = "call_me",
    meet_at: datetime | None = None,
    proposed_at: datetime | None = None,
    waiting_list: bool = False,
    wishes: tuple[Value, ...] = WISHES,
    start_on: date | None = None,
    activity: Value = None,
    same_person: int = 0,
    recorded: bool = True,
    waiting: views.Waiting | None = None,
    reminds: bool = False,
) -> views.ReferralCard:
    return views.ReferralCard(
        code=CODE,
        alias=ALIAS,
        state=Word(f"state.{state}"),
        reason=Word(reason) if reason else None,
        news=news,
        handover=Word(f"handover.{handover}"),
        meet_at=meet_at,
        proposed_at=proposed_at,
        waiting_list=waiting_list,
        wishes=wishes,
        start_on=start_on,
        activity=activity,
        consent_until=NEXT_YEAR,
        same_person=same_person,
        recorded=recorded,
        history=(SENT, *history),
        waiting=waiting,
        reminds=reminds,
    )


def partner_card(
    state: str,
    *history: views.HistoryLine,
    reason: str | None = None,
    news: views.HistoryLine | None = None,
    is_new: bool = False,
    unit: str = UNIT,
    handover: str = "call_me",
    meet_at: datetime | None = None,
    proposed_at: datetime | None = None,
    waiting_list: bool = False,
    wishes: tuple[Value, ...] = WISHES,
    start_on: date | None = None,
    activity: Value = None,
    phone: str = "",
    share: tuple[Word, ...] = SHARE,
    withdrawn: bool = False,
    waiting: views.Waiting | None = None,
    reminds: bool = False,
    to_delete: bool = False,
) -> views.PartnerCard:
    return views.PartnerCard(
        code=CODE,
        state=Word(f"state.{state}"),
        reason=Word(reason) if reason else None,
        news=news,
        is_new=is_new,
        referrer=TURE,
        unit=unit,
        phone=phone,
        handover=Word(f"handover.{handover}"),
        meet_at=meet_at,
        proposed_at=proposed_at,
        waiting_list=waiting_list,
        wishes=wishes,
        start_on=start_on,
        activity=activity,
        share=share,
        consent_until=NEXT_YEAR,
        withdrawn=withdrawn,
        history=() if withdrawn else (SENT, *history),
        waiting=waiting,
        reminds=reminds,
        to_delete=to_delete,
    )


CASEWORKER, KOORDINATOR, MANAGER = Word("role.caseworker"), Word("role.koordinator"), Word("role.manager")
PARTNER_MANAGER = Word("role.partner_manager")
HELP = tuple(views.HelpLine(word, Word(f"help.{name}")) for word, name in (("hanvisa", "refer"), ("mina", "mine")))

COMMON: tuple[View, ...] = (
    views.Stranger(),
    views.Welcome(TURE, CASEWORKER, BOARD),
    views.Welcome(PROBA, KOORDINATOR, CLUB),
    views.Menu(TURE, CASEWORKER, BOARD),
    views.Help(CASEWORKER, HELP, PHONE),
    views.Help(MANAGER, HELP[:1], ""),
    views.LanguageChoice(),
    views.LanguageChosen(),
    views.Cancelled(),
    views.NothingToCancel(),
    views.WordsDeleted(deleted=True),
    views.WordsDeleted(deleted=False),
    views.WordsDeleted(deleted=True, found=(Word("found.identity"), Word("found.address")), room=True),
    views.IncidentInChat(UNIT, date(2022, 10, 3), can_close=True),
    views.IncidentInChat(CLUB, date(2022, 10, 3), can_close=False),
    views.ToDo(1, 0),
    views.ToDo(9, 3),
    views.CommandUnread("/hanvisa B2 trädgård", deleted=True),
    views.CommandUnread("/hanvisa B2 trädgård", deleted=False),
    views.UnknownCommand(),
    views.Stale(),
    views.NotFound(),
    views.NotFoundHere(),
    views.SaidAnew(),
    views.NotAllowed(),
    views.Bug("F-4821"),
    views.Unshown("F-4821"),
    views.AnswerLost(refused=False),
    views.AnswerLost(refused=True),
)

ALARMS: tuple[View, ...] = (
    *(
        views.AlarmRaised(Word(f"alarm.{kind}"), Word(f"alarm_do.{kind}"), 1, at(3, 9), at(3, 9), "")
        for kind in ("quarantined", "another_poller", "worker_away", "stuck_notices", "disk_low")
    ),
    views.AlarmRaised(Word("alarm.backup_failed"), Word("alarm_do.backup_failed"), 2, at(3, 3), at(3, 4), ""),
    views.AlarmRaised(Word("alarm.backup_late"), Word("alarm_do.backup_late"), 1, at(3, 3), at(3, 4), ""),
    views.AlarmRaised(Word("alarm.bug"), Word("alarm_do.bug"), 1, at(3, 9), at(3, 9), "1A2B3C4D"),
    views.AlarmRaised(Word("alarm.bug"), Word("alarm_do.bug"), 412, at(3, 9), at(3, 9, 40), "1A2B3C4D"),
    *(
        views.AlarmWasBrief(Word(f"alarm.{kind}"), Word(f"alarm_do.{kind}"), at(3, 9), at(3, 9, 12))
        for kind in ("storage_down", "telegram_away")
    ),
    views.AlarmOver(Word("alarm.worker_away"), 1, at(3, 9), at(3, 9, 12)),
    views.AlarmOver(Word("alarm.bug"), 412, at(3, 9), at(3, 10, 12)),
)

PEOPLE: tuple[View, ...] = (
    views.InviteRole(UNIT),
    views.InviteRole(""),
    views.InviteOrganisation(KOORDINATOR, ""),
    views.InviteOrganisation(CASEWORKER, UNIT),
    views.InviteReady("https://t.me/exempelbot?start=PAHITTAD", CASEWORKER, BOARD, UNIT, at(5, 9)),
    views.InviteReady("https://t.me/exempelbot?start=PAHITTAD", KOORDINATOR, CLUB, "", at(5, 9)),
    views.MemberJoined(PROBA, KOORDINATOR, CLUB),
    views.MemberJoined(PROBA, KOORDINATOR, CLUB, unbound=True),
    views.MemberJoined(MALL, PARTNER_MANAGER, CLUB),
    views.AlreadyMember(),
    views.Members(14, 1, 2),
    views.Members(1, 1, 1),
    views.Members(0, 1, 1),
    views.MemberCard(TURE, CASEWORKER, BOARD, UNIT, TODAY, 3, KIM, NEXT_WEEK, reachable=True),
    views.MemberCard(PROBA, KOORDINATOR, CLUB, "", TODAY, 0, None, None, reachable=False),
    views.MemberCard(PROBA, KOORDINATOR, CLUB, "", TODAY, 0, None, None, reachable=True, undertaking_until=NEXT_YEAR),
    views.MemberCard(PROBA, KOORDINATOR, CLUB, "", TODAY, 0, None, None, reachable=False, unbound=True),
    views.AskColleague(TURE, 3, ends=True, colleagues=2),
    views.AskColleague(TURE, 1, ends=False, colleagues=2),
    views.AskColleague(TURE, 3, ends=True, colleagues=0),
    views.AskColleague(TURE, 0, ends=True, colleagues=0),
    views.AskColleague(TURE, 0, ends=False, colleagues=2),
    views.MemberEnded(TURE, KIM, 3),
    views.MemberEnded(PROBA, None, 0),
    views.LastKoordinator(PROBA, 2),
    views.HandedOver(TURE, KIM, 1),
    views.ReferralsHandedOver(TURE, 3),
    views.AwayWho(2),
    views.AwayWho(0),
    views.AwayUntil(KIM),
    views.Away(KIM, NEXT_WEEK),
    views.NotAway(),
    views.StandingIn(TURE, TODAY, NEXT_WEEK),
    views.StandingIn(TURE, TODAY, TODAY),
    views.QuietHours(20, 7),
    views.Phone(PHONE),
    views.Phone(""),
    views.QuietHours(7, 7),
)

REFER: tuple[View, ...] = (
    views.ReferStart(PHONE),
    views.ReferStart(""),
    views.ReferStopped(PHONE),
    views.ReferStopped(""),
    views.ReferStopped(PHONE, room=True),
    views.RoomReady(CODE),
    views.ReferPartner(any=True, tips=True, begun=None),
    views.ReferPartner(any=True, tips=False, begun=TODAY),
    views.ReferPartner(any=False, tips=True, begun=None),
    views.ReferPartner(any=False, tips=False, begun=None),
    views.Tip(CLUB, "Påhittsgatan 1", "vardagar 10–15", PHONE),
    views.Tip(CLUB, None, None, None),
    views.ReferHandover(ALIAS, None),
    views.ReferHandover(ALIAS, TODAY),
    views.ReferDay(ALIAS, None),
    views.ReferDay(ALIAS, TODAY),
    views.ReferHour(ALIAS, NEXT_WEEK, None),
    views.ReferHour(ALIAS, NEXT_WEEK, TODAY),
    views.ReferWishes(ALIAS, 0, None),
    views.ReferWishes(ALIAS, 2, TODAY),
    views.ReferEarlier(4),
    views.ReferEarlier(0),
    views.ReferConsent(ALIAS, SHARE[:2], (), NEXT_YEAR, None, None),
    views.ReferConsent(ALIAS, SHARE, (CLUB, "Kooperativet Kulissen"), NEXT_YEAR, EARLIER, TODAY),
    views.ReferConsent(ALIAS, (), (), NEXT_YEAR, None, None),
    views.ReferConsentChange(ALIAS, SHARE, (CLUB,), NEXT_YEAR),
    views.ReferSummary(
        ALIAS, Word("capacity.open"), Word("handover.call_me"), None, (), SHARE[:1], (), NEXT_YEAR, None, None
    ),
    views.ReferSummary(
        ALIAS,
        Word("capacity.waiting_list"),
        Word("handover.time"),
        at(6, 10),
        WISHES,
        SHARE,
        (CLUB,),
        NEXT_YEAR,
        EARLIER,
        TODAY,
    ),
    views.ReferSummary(
        ALIAS, Word("capacity.assessment"), Word("handover.come_along"), None, (), (), (), NEXT_YEAR, None, None
    ),
    views.DraftGone(),
    views.DraftChanged(),
    views.DraftOpen(),
    views.NoAgreement(ALIAS),
    views.NoAgreement(ALIAS, "lapsed", TODAY),
    views.NoAgreement(ALIAS, "begins", NEXT_YEAR),
    views.NoAgreement(ALIAS, "unknown", TODAY),
    views.NoAgreement(ALIAS, "not_taking"),
    views.NobodyThere(ALIAS),
    views.PartnerFull(ALIAS),
)

REFERRAL: tuple[View, ...] = (
    referral_card("sent", recorded=False, wishes=(), same_person=1),
    referral_card("seen", SEEN, recorded=False, handover="time", meet_at=at(6, 10), same_person=2),
    referral_card("seen", SEEN, PROPOSED, news=PROPOSED, proposed_at=at(6, 10)),
    referral_card("seen", SEEN, CALL_ASKED, news=CALL_ASKED),
    referral_card("seen", SEEN, CALL_ASKED, news=CALL_ASKED),
    referral_card("seen", SEEN, PROPOSED, SUITS, meet_at=at(6, 10)),
    referral_card("seen", SEEN, PROPOSED, DECLINED),
    referral_card("seen", SEEN, WAITING, news=WAITING, waiting_list=True),
    referral_card("ended", REJECTED, news=REJECTED, reason="reason.full"),
    referral_card("ended", reason="reason.no_match"),
    referral_card("ended", reason="reason.unreachable"),
    referral_card("ended", reason="reason.person_declined"),
    referral_card("running", SEEN, ACCEPTED, news=ACCEPTED, start_on=NEXT_WEEK, handover="come_along"),
    referral_card("running", SEEN, ACCEPTED, HANDED_OVER, MATCHED, start_on=NEXT_WEEK, activity="trädgård"),
    referral_card("paused", ACCEPTED, PAUSED, news=PAUSED, start_on=NEXT_WEEK),
    referral_card("ended", ACCEPTED, COMPLETED, news=COMPLETED, start_on=NEXT_WEEK, reason="ending.completed"),
    referral_card("ended", ACCEPTED, FAILED, news=FAILED, start_on=NEXT_WEEK, reason="ending.failed"),
    referral_card("ended", WITHDRAWN, reason="ending.cancelled"),
    referral_card("ended", MISTAKE, recorded=False, reason="ending.entered-in-error"),
    referral_card("running", *[PAUSED, RESUMED] * 5, start_on=NEXT_WEEK),
    referral_card("sent", recorded=False, waiting=WAITS),
    referral_card("sent", RECORDED, waiting=WAITED, reminds=True),
    referral_card("seen", SEEN, news=SEEN, waiting=WAITS),
    referral_card("seen", SEEN, CALL_ASKED, recorded=False, waiting=WAITED, reminds=True),
    referral_card("seen", SEEN, PROPOSED, DECLINED, waiting=WAITS),
    referral_card("seen", SEEN, PROPOSED, SUITS, meet_at=at(6, 10), waiting=WAITED),
    referral_card("seen", SEEN, PROPOSED, SUITS, NO_SHOW, news=NO_SHOW, meet_at=at(6, 10)),
    referral_card("seen", SEEN, PROPOSED, SUITS, NO_SHOW, TIME_ASKED, meet_at=at(6, 10), waiting=WAITS_ANEW),
    referral_card("running", SEEN, ACCEPTED, *NOTES, news=NOTES[-1], start_on=NEXT_WEEK),
    referral_card("running", SEEN, ACCEPTED, PROPOSED, SUITS, CAME, start_on=NEXT_WEEK, meet_at=at(6, 10)),
    referral_card("running", SEEN, ACCEPTED, NO_SHOW, TIME_ASKED, start_on=NEXT_WEEK),
    referral_card("running", SEEN, ACCEPTED, NO_SHOW, news=NO_SHOW, start_on=NEXT_WEEK),
    referral_card("running", SEEN, ACCEPTED, CAME, start_on=NEXT_WEEK),
    partner_card("sent", is_new=True, phone=PHONE),
    partner_card("sent", is_new=True, share=(), wishes=()),
    partner_card("seen", SEEN, handover="time", meet_at=at(6, 10), unit="", wishes=()),
    partner_card("seen", SEEN, PROPOSED, proposed_at=at(6, 10)),
    partner_card("seen", SEEN, CALL_ASKED),
    partner_card("seen", SEEN, PROPOSED, SUITS, news=SUITS, meet_at=at(6, 10)),
    partner_card("seen", SEEN, PROPOSED, DECLINED, news=DECLINED),
    partner_card("sent", WITHDRAWN, REOPENED, news=REOPENED, is_new=True),
    partner_card("seen", SEEN, WAITING, waiting_list=True),
    partner_card("ended", REJECTED, reason="reason.full"),
    partner_card("running", SEEN, ACCEPTED, start_on=NEXT_WEEK, handover="come_along"),
    partner_card("running", SEEN, ACCEPTED, MATCHED, start_on=NEXT_WEEK, activity="trädgård"),
    partner_card("paused", ACCEPTED, PAUSED, start_on=NEXT_WEEK),
    partner_card("ended", ACCEPTED, COMPLETED, start_on=NEXT_WEEK, reason="ending.completed"),
    partner_card("ended", ACCEPTED, FAILED, start_on=NEXT_WEEK, reason="ending.failed"),
    partner_card("ended", reason="ending.cancelled", wishes=(), withdrawn=True),
    partner_card("ended", reason="ending.cancelled", wishes=(), withdrawn=True, to_delete=True),
    partner_card("ended", reason="ending.entered-in-error", wishes=(), withdrawn=True, to_delete=True),
    partner_card("ended", reason="ending.completed", wishes=(), withdrawn=True, to_delete=True),
    partner_card("ended", MISTAKE, news=MISTAKE, reason="ending.entered-in-error"),
    partner_card("sent", is_new=True, phone=PHONE, waiting=WAITS),
    partner_card("sent", is_new=True, waiting=WAITED, reminds=True),
    partner_card("sent", WITHDRAWN, REOPENED, is_new=True, waiting=WAITED, reminds=True),
    partner_card("seen", SEEN, CALL_ASKED, waiting=WAITED, reminds=True),
    partner_card("seen", SEEN, PROPOSED, DECLINED, news=DECLINED, waiting=WAITS),
    partner_card("seen", SEEN, PROPOSED, SUITS, meet_at=at(6, 10), waiting=WAITED, reminds=True),
    partner_card("seen", SEEN, PROPOSED, SUITS, NO_SHOW, TIME_ASKED, news=TIME_ASKED, meet_at=at(6, 10), waiting=WAITS),
    partner_card("running", SEEN, ACCEPTED, *NOTES, news=NOTES[0], start_on=NEXT_WEEK),
    partner_card("running", SEEN, ACCEPTED, NO_SHOW, start_on=NEXT_WEEK),
    partner_card("running", SEEN, ACCEPTED, PROPOSED, SUITS, CAME, start_on=NEXT_WEEK, meet_at=at(6, 10)),
    partner_card("running", SEEN, ACCEPTED, NO_SHOW, TIME_ASKED, news=TIME_ASKED, start_on=NEXT_WEEK),
    views.JustSent(CODE, ALIAS, ask_sex=True),
    views.JustSent(CODE, ALIAS, ask_sex=False),
    views.PartnerContact(ALIAS, "Provgatan 2", "må–to 9–15", PHONE),
    views.PartnerContact(ALIAS, None, None, None),
    views.MyReferrals(23, 1, 3),
    views.MyReferrals(1, 1, 1),
    views.MyReferrals(0, 1, 1),
    views.Inbox(12, 4, 2, 2),
    views.Inbox(1, 0, 1, 1),
    views.Inbox(0, 0, 1, 1),
    views.AskStart(CODE),
    views.AskDay(CODE),
    views.AskHour(CODE, NEXT_WEEK),
    views.AskReason(CODE),
    views.AskActivity(CODE),
    views.AskMeant(CODE, Word("meant.withdrawn")),
    views.AskReopen(ALIAS, SHARE, (CLUB,), NEXT_YEAR),
    views.AskReopen(ALIAS, (), (), NEXT_YEAR),
    views.Overtaken(CODE, PROBA, Word("happening.accepted"), at(3, 10, 5)),
    views.RecordQuestion(CODE, ALIAS),
    views.PictureCaption(CODE, ALIAS),
    views.CardPicture(ALIAS, "Påhittsgatan 1", "vardagar 10–15"),
    views.CardPicture(ALIAS, None, None),
)

LONG_NAME = "Kooperativet för konst, kultur och kafferep i Kulissköpings norra, södra och västra stadsdelar"
LONG_ALIASES = "C1, C2, C3, C4, C5, C6"
WEEKDAYS = tuple(Word(f"weekday.{day}") for day in range(1, 8))
INTERIM, YEARLY, FINAL = Word("report.interim"), Word("report.yearly"), Word("report.final")
EXTEND, LET_LAPSE = Word("intention.extend"), Word("intention.let_lapse")
RENEGOTIATE, IN_DIALOGUE = Word("intention.renegotiate"), Word("intention.in_dialogue")
RECEIVED = views.DutyLine(INTERIM, date(2022, 9, 1), received=True, late=False)
LATE = views.DutyLine(YEARLY, date(2022, 10, 1), received=False, late=True)
DUE = views.DutyLine(FINAL, date(2023, 3, 1), received=False, late=False)


def coming(
    what: str, on: date, about: date, *to: Word, name: str = CLUB, report: Word | None = None
) -> views.ComingLine:
    return views.ComingLine(on, name, Word(f"reminder.{what}"), about, to, report)


ENDS = date(2023, 5, 31)
EXPIRES = coming("expiry", date(2023, 5, 17), ENDS, MANAGER)
LAST_DAYS = coming("expiry", date(2023, 5, 30), ENDS, MANAGER)
LAPSES = coming("lapsed", date(2023, 6, 1), ENDS, MANAGER, KOORDINATOR)
IS_DUE = coming("report_due", date(2023, 1, 30), date(2023, 3, 1), KOORDINATOR, report=FINAL)
IS_LATE = coming("report_late", date(2023, 3, 2), date(2023, 3, 1), MANAGER, KOORDINATOR, report=FINAL)
LONG_LATE = coming(
    "report_late", date(2023, 9, 28), date(2023, 9, 27), MANAGER, KOORDINATOR, name=LONG_NAME, report=YEARLY
)


def agreement_reminder(
    days_left: int | None,
    *duties: views.DutyLine,
    extension_months: int | None = None,
    intention: Word | None = None,
    decides: bool = True,
    step: views.StepLine | None = None,
) -> views.AgreementReminder:
    return views.AgreementReminder(CLUB, ENDS, days_left, extension_months, intention, decides, duties, step)


def step(what: str, day: date, *, late: bool = False, meeting: bool = True) -> views.StepLine:
    days = (date(2023, 4, 11), date(2023, 5, 2), date(2023, 5, 17))
    return views.StepLine(Word(f"reminder.{what}"), day, late, *days, meeting)


def agreement_card(days_left: int, **more: Any) -> views.AgreementCard:
    plain: dict[str, Any] = {"follows": None, "takes_referrals": True, "extension_months": None, "orgnr_notes": ()}
    begun = (CLUB, (BOARD, CLUB), date(2022, 6, 1), ENDS)
    return views.AgreementCard(*begun, begun=True, days_left=days_left, **{**plain, **more})


NEAR_STEPS = (
    step("dialogue", date(2023, 2, 10)),
    step("signature", date(2023, 5, 17), late=True),
    step("draft", date(2023, 4, 11)),
    step("decision", date(2023, 5, 2)),
    step("decision", date(2023, 5, 17), meeting=False),
    step("signature", date(2023, 5, 17)),
)
NEXT_STEPS = tuple(
    coming(what, date(2023, 2, 10), date(2023, 4, 11), MANAGER)
    for what in ("dialogue", "draft", "decision", "signature")
)
OPEN_LINES = (views.OpenLine(CODE, Word("state.sent")), views.OpenLine(EARLIER, Word("state.paused")))
WITHOUT_A_DAY = (
    *("future", "unknown_permission", "not_permitted", "no_until", "already_agreed", "withdrawn", "not_agreed"),
    *("no_number", "no_amount", "recorded", "carries_mandate"),
)
WITH_A_DAY = (
    *("too_late", "not_running", "no_mandate", "not_later", "too_far", "not_earlier", "before_start"),
    *("signed_before", "signed_too_late"),
)


AGREEMENTS: tuple[View, ...] = (
    views.OpenDays(ALIAS, WEEKDAYS[:5]),
    views.OpenDays(ALIAS, WEEKDAYS[2:3]),
    views.OneOpenDay(),
    agreement_reminder(-1),
    agreement_reminder(-1, LATE, intention=EXTEND),
    agreement_reminder(-1, decides=False),
    agreement_reminder(0, extension_months=0, intention=LET_LAPSE),
    agreement_reminder(1, extension_months=1),
    agreement_reminder(30, DUE, extension_months=12, intention=RENEGOTIATE, decides=False),
    agreement_reminder(180, intention=IN_DIALOGUE),
    agreement_reminder(None, LATE, DUE),
    agreement_reminder(None, DUE, decides=False),
    *(agreement_reminder(180, step=step) for step in NEAR_STEPS),
    agreement_reminder(None, intention=EXTEND, step=step("signature", date(2023, 5, 17), meeting=False)),
    agreement_reminder(20, DUE, intention=EXTEND, step=step("decision", date(2023, 5, 2), late=True)),
    views.OpenAtEnd(ALIAS, ENDS, ended=False, lines=OPEN_LINES, page=1, pages=1),
    views.OpenAtEnd("", ENDS, ended=False, lines=(), page=1, pages=2),
    views.OpenAtEnd("C1, C2", ENDS, ended=True, lines=OPEN_LINES[:1], page=2, pages=2),
    *(views.DecisionRefused(why, None) for why in WITHOUT_A_DAY),
    *(views.DecisionRefused(why, ENDS) for why in WITH_A_DAY),
    *(views.MeetingRefused(3, why) for why in ("unread", "past", "far", "free", "papers")),
    views.LeadTimesRefused(365),
    views.Duties(CLUB, (RECEIVED, LATE, DUE), decides=True),
    views.Duties(CLUB, (RECEIVED, LATE, DUE), decides=False),
    views.Duties(CLUB, (), decides=True),
    views.Duties(CLUB, (), decides=False),
    views.PickDutyMonth(CLUB, YEARLY, 2023),
    views.PickDutyDay(CLUB, FINAL, date(2023, 3, 1)),
    views.Coming((IS_DUE, IS_LATE, EXPIRES, LAST_DAYS, LAPSES), 5, 1, 1),
    views.Coming((LONG_LATE,) * 8, 23, 2, 3),
    views.Coming(NEXT_STEPS, 4, 1, 1),
    views.Coming((), 0, 1, 1),
    views.CapacityChoice(ALIAS, Word("capacity.open"), TODAY),
    views.CapacityChoice(ALIAS, Word("capacity.assessment"), None),
    views.Agreements(7, 5, 1, 2),
    views.Agreements(1, 0, 1, 1),
    views.Agreements(0, 0, 1, 1),
    views.AgreementCard(
        CLUB,
        (BOARD, CLUB),
        date(2022, 6, 1),
        date(2023, 5, 31),
        begun=True,
        days_left=240,
        follows=f"{CLUB} (första)",
        takes_referrals=True,
        extension_months=12,
        orgnr_notes=(f"{CLUB}: 000000-00001 har en siffra för mycket.",),
    ),
    views.AgreementCard(
        CLUB,
        (BOARD, CLUB),
        date(2021, 10, 2),
        date(2022, 10, 2),
        begun=True,
        days_left=-1,
        follows=None,
        takes_referrals=True,
        extension_months=None,
        orgnr_notes=(),
    ),
    views.AgreementCard(
        CLUB,
        (BOARD, CLUB),
        date(2021, 10, 4),
        TODAY,
        begun=True,
        days_left=0,
        follows=None,
        takes_referrals=False,
        extension_months=0,
        orgnr_notes=(),
    ),
    views.AgreementCard(
        CLUB,
        (BOARD, CLUB, "Stiftelsen Attrappen"),
        date(2022, 11, 1),
        date(2024, 10, 31),
        begun=False,
        days_left=759,
        follows=None,
        takes_referrals=True,
        extension_months=None,
        orgnr_notes=(),
    ),
    views.AgreementCard(
        CLUB,
        (BOARD, CLUB),
        date(2022, 6, 1),
        ENDS,
        begun=True,
        days_left=1,
        follows=None,
        takes_referrals=True,
        extension_months=1,
        orgnr_notes=(),
        intention=EXTEND,
        intended_by=MALL,
        intended_on=TODAY,
        next_duty=LATE,
        coming=(IS_DUE, IS_LATE, EXPIRES),
    ),
    agreement_card(120, furthest_end=date(2024, 5, 31), extension_months=12, extended_to=date(2024, 5, 31)),
    agreement_card(
        200, furthest_end=date(2024, 5, 31), extension_months=12, extended_to=date(2024, 1, 31), extension_signed=True
    ),
    agreement_card(90, news=True, extension_months=12, extended_to=date(2024, 1, 31), extension_signed=True),
    agreement_card(-90, standing="unknown", reported_end=date(2024, 12, 31), unexplained=580),
    agreement_card(-900, reported_end=date(2024, 12, 31), unexplained=580, extension_months=0),
    agreement_card(240, follows=f"{CLUB} (första)", gap=264, doubt="dnr 171-84/2017"),
    agreement_card(240, follows=f"{CLUB} (första)", gap=1, standing="proposed"),
    agreement_card(240, standing="withdrawn"),
    views.AgreementCard(
        CLUB,
        (BOARD, CLUB),
        date(2022, 6, 1),
        ENDS,
        begun=True,
        days_left=120,
        follows=None,
        takes_referrals=True,
        extension_months=None,
        orgnr_notes=(),
        next_duty=DUE,
        coming=(LAST_DAYS, LAPSES),
    ),
)

FOLLOW_UP: tuple[View, ...] = (
    views.NotePage(CODE, ALIAS, TODAY, is_today=True, noted=()),
    views.NotePage(
        CODE,
        "",
        date(2022, 10, 6),
        is_today=False,
        noted=(
            views.NoteLine(Word("note.took_part"), date(2022, 10, 6), PROBA),
            views.NoteLine(Word("note.no_show"), TODAY, KIM),
        ),
    ),
    views.NotePage(CODE, ALIAS, date(2022, 10, 17), is_today=True, noted=(), silent_days=14),
    views.NotePage(
        CODE,
        ALIAS,
        date(2022, 10, 14),
        is_today=False,
        noted=(views.NoteLine(Word("note.tried"), date(2022, 10, 12), TURE),),
        silent_days=14,
    ),
    views.NotePage(
        CODE,
        "",
        date(2022, 10, 13),
        is_today=True,
        noted=(views.NoteLine(Word("note.no_show"), date(2022, 10, 6), PROBA),),
        no_show_on=date(2022, 10, 6),
    ),
    views.NotePage(CODE, ALIAS, date(2022, 10, 12), is_today=False, noted=(), no_show_on=date(2022, 10, 6)),
    views.NoteSaved(CODE, ALIAS, Word("note.came"), TODAY, struck=False, no_show=False, asks_on=None),
    views.NoteSaved(CODE, "", Word("note.step"), TODAY, struck=False, no_show=False, asks_on=None),
    views.NoteSaved(CODE, "", Word("note.no_show"), TODAY, struck=False, no_show=True, asks_on=NEXT_WEEK),
    views.NoteSaved(CODE, ALIAS, Word("note.no_show"), TODAY, struck=False, no_show=True, asks_on=None),
    views.NoteSaved(CODE, ALIAS, Word("note.no_show"), TODAY, struck=True, no_show=False, asks_on=None),
    views.NoteSaved(CODE, "", Word("note.contact"), TODAY, struck=True, no_show=False, asks_on=None),
    views.NoteList(23, 2, 3),
    views.NoteList(1, 1, 1),
    views.NoteList(0, 1, 1),
    views.NoSuchNoteDay(TODAY, NEXT_WEEK),
    views.NoSuchNoteDay(TODAY, TODAY),
    views.Escalation(CODE, ALIAS, TODAY, 11, TURE, UNIT),
    views.Escalation(CODE, None, TODAY, 11, TURE, UNIT),
    views.WordsCounted(1, CLUB),
    views.WordsCounted(3, BOARD),
)

FEW = Word("figure.few")
NAMED = ("sent", "accepted", "rejected", "completed", "failed", "persons")


def figures(*numbers: tuple[Value, Value, Value]) -> tuple[views.FigureLine, ...]:
    """A line for each figure there is, as far as `numbers` go; the others are small."""
    padded = numbers + ((FEW, FEW, FEW),) * (len(NAMED) - len(numbers))
    return tuple(views.FigureLine(Word(f"figure.{name}"), *row) for name, row in zip(NAMED, padded, strict=True))


DIGEST: tuple[View, ...] = (
    views.WeeklyDigest(UNIT, at(3, 7, 30), at(10, 7, 30), (), 0, (), (), figures()),
    views.WeeklyDigest(
        BOARD,
        at(3, 7, 30),
        at(10, 7, 30),
        waiting=(
            views.WaitingLine(CODE, ALIAS, 9),
            views.WaitingLine(EARLIER, "A1", 1),
            views.WaitingLine("R-9QX4M", "A1", 0),
        ),
        more_waiting=0,
        ending=(
            views.EndingLine("A1", -40, date(2022, 8, 31), None),
            views.EndingLine(ALIAS, 0, NEXT_WEEK, EXTEND),
            views.EndingLine("C1, C2", 1, date(2022, 10, 11), IN_DIALOGUE),
            views.EndingLine("D1", 82, date(2022, 12, 31), None),
        ),
        late=(views.LateLine(ALIAS, FINAL, date(2022, 9, 30)),),
        figures=figures((14, 214, 180), (9, 120, FEW), (FEW, 31, FEW), (FEW, FEW, 12)),
    ),
    views.WeeklyDigest(
        UNIT,
        at(3, 7, 30),
        at(10, 7, 30),
        waiting=(views.WaitingLine(CODE, ALIAS, 22),),
        more_waiting=1,
        ending=(),
        late=(),
        figures=figures((FEW, 5, FEW)),
    ),
    views.WeeklyDigest(
        UNIT, at(3, 7, 30), at(10, 7, 30), (), 0, (), (views.LateLine("A1", INTERIM, TODAY),), figures((FEW, FEW, 7))
    ),
    views.WeeklyDigest(
        LONG_NAME,
        at(3, 7, 30),
        at(28, 12, 45),
        waiting=(views.WaitingLine(CODE, "C11", 125),) * 10,
        more_waiting=137,
        ending=(views.EndingLine(LONG_ALIASES, -312, date(2021, 9, 29), RENEGOTIATE),) * 8,
        late=(views.LateLine(LONG_ALIASES, INTERIM, date(2022, 9, 28)),) * 8,
        figures=figures(*(((12345, 12345, 12345),) * 6)),
        more=3,
    ),
)

REPORT_LINES = (
    views.ReportLine(CLUB, YEARLY, date(2022, 10, 1), Word("report_stage.late"), late=True),
    views.ReportLine(CLUB, INTERIM, date(2022, 9, 1), Word("report_stage.returned"), late=True),
    views.ReportLine(CLUB, FINAL, date(2023, 3, 1), Word("report_stage.coming"), late=False),
    views.ReportLine(BOARD, INTERIM, NEXT_WEEK, Word("report_stage.handed_in"), late=False),
)

REPORTS: tuple[View, ...] = (
    views.Reports(REPORT_LINES, 0, judges=False, room=True),
    views.Reports(REPORT_LINES[:1], 2, judges=False, room=False),
    views.Reports((), 0, judges=False, room=True),
    views.Reports(REPORT_LINES[3:], 0, judges=True, room=True),
    views.Reports((), 0, judges=True, room=True),
    views.ReportNews(CLUB, INTERIM, Word("report_stage.handed_in"), PROBA, None),
    views.ReportNews(CLUB, INTERIM, Word("report_stage.commented"), KIM, None),
    views.ReportNews(CLUB, INTERIM, Word("report_stage.returned"), KIM, NEXT_WEEK),
    views.ReportNews(CLUB, YEARLY, Word("report_stage.approved"), KIM, None),
    views.ReportVeryLate(CLUB, YEARLY, date(2022, 9, 1)),
    views.ReportHandedIn(),
    views.ReportDayTaken(NEXT_WEEK),
    views.ReportFilesFull(5),
)

PICTURES: tuple[View, ...] = (
    views.ReferralsPicture(
        BOARD,
        date(2021, 10, 1),
        date(2022, 9, 1),
        (
            views.MonthLine(date(2022, 7, 1), Word("picture.hidden"), ()),
            views.MonthLine(date(2022, 8, 1), 12, ()),
            views.MonthLine(
                date(2022, 9, 1),
                17,
                (views.MonthPart(Word("state.running"), 6), views.MonthPart(Word("state.ended"), 5)),
            ),
        ),
    ),
    views.ReferralsPicture(UNIT, date(2021, 10, 1), date(2022, 9, 1), ()),
    views.AgreementsPicture(
        BOARD,
        (
            views.SpanLine(CLUB, NEXT_WEEK, Word("picture.in_force")),
            views.SpanLine("Stacken", date(2023, 9, 30), Word("picture.coming")),
        ),
        28,
    ),
    views.AgreementsPicture(BOARD, (), 0),
)

ROOM: tuple[View, ...] = (
    views.RoomClosed(),
    views.LaunchUsed(),
    views.RoomLockedUntil(at(3, 9, 15)),
    views.WrongCode(),
    views.TooLateToEdit(at(4, 9, 12)),
    views.NothingWritten(),
    views.TooLong(20_001, 20_000),
    views.ChangedMeanwhile(),
    views.Deidentified(),
    views.NoUndertaking(),
    views.UnknownDay(),
    views.RoomDoor(is_open=True),
    views.RoomDoor(is_open=False),
    views.RoomLocked(),
)

MANAGERS: tuple[View, ...] = (
    views.LogReviewWaits(date(2022, 9, 1), 12),
    views.LogReviewWaits(date(2022, 9, 1), 1),
    views.GlassAsked(CODE, MALL, at(4, 9)),
    views.GlassRefused(CODE),
    views.GlassOpened(CODE, at(3, 10), MALL, KIM, mine=True),
    views.GlassOpened(CODE, at(3, 10), MALL, KIM),
    views.GlassOpened(CODE, at(3, 10), "", ""),
    views.UndertakingEnds(NEXT_WEEK),
    views.UndertakingEnds(NEXT_WEEK, PROBA),
    views.ReasonTooShort(20),
    views.NobodyToOpen(),
    views.GlassOver(),
    views.UndertakingDay(NEXT_YEAR),
)

STEERING: tuple[View, ...] = (
    views.SteeringMeeting("Street Minds", at(17, 14)),
    views.SteeringMeeting("Street Minds", at(17, 14), ready=True),
    views.SteeringMeeting("Street Minds", at(17, 14), ready=True, moved=True),
    views.SteeringMeetingOff("Street Minds", at(17, 14)),
    views.ProposalNews("Street Minds"),
    views.ProposalSettled(KIM, at(3, 14, 30)),
    views.NotInForce(TODAY, NEXT_YEAR),
    views.NoMandate(),
    views.NoReplacement(),
    views.UnknownHour(),
    views.SeatBegins(TODAY),
)

KEEPING: tuple[View, ...] = (
    views.ErasureAhead(1, NEXT_WEEK, CODE, CODE, 0),
    views.ErasureAhead(40, NEXT_WEEK, EARLIER, CODE, 1),
    views.ErasureAhead(40, NEXT_WEEK, EARLIER, CODE, 12),
    views.RightsAsked(CODE, NEXT_WEEK),
    views.RightsDecided(CODE, TODAY),
    views.RightsDecided("", TODAY),
    views.EndFirst(CODE),
)

HOMEWORK, SCHEME = Word("held.homework"), "Överenskommelsen Påhittet"
WEDNESDAY = date(2022, 10, 5)
KEPT = views.ShiftWord(Word("shift.kept"), Word("side.board"), at(5, 12))
MISSED = views.ShiftWord(Word("shift.illness"), Word("side.partner"), at(5, 13))
CORRECTED = views.ShiftWord(Word("shift.staffing"), Word("side.manager"), at(6, 9))
ACTIVITIES: tuple[View, ...] = (
    views.ActivityLog(SCHEME, 2, 3, None),
    views.ActivityLog(SCHEME, 0, 0, date(2022, 9, 30)),
    views.ActivityWhich(),
    views.NothingToLog(),
    views.ActivityWhat(SCHEME),
    views.ActivityWhen(SCHEME, HOMEWORK, None),
    views.ActivityWhen(SCHEME, HOMEWORK, date(2022, 10, 1)),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, None, None, None, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 12, 1, True, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 1, None, False, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 0, None, None, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, True, None, None, None, PROBA, at(5, 20), False),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 12, 5, True, PROBA, at(5, 20), True),
    views.ActivityCard(SCHEME, HOMEWORK, WEDNESDAY, False, 10, None, True, PROBA, at(5, 20), False, True),
    views.ActivityCount(SCHEME, HOMEWORK, WEDNESDAY, volunteers=False),
    views.ActivityCount(SCHEME, HOMEWORK, WEDNESDAY, volunteers=True),
    views.ActivityAsked(SCHEME, HOMEWORK, WEDNESDAY, 16, 20),
    views.ActivityOvertaken(PROBA, at(5, 20)),
    views.ActivityStruck(),
    views.MoreVolunteers(),
    views.FewerThanVolunteers(),
    views.ActivityDay(date(2022, 9, 1), TODAY),
    views.SeriesHours(),
    views.Shifts(0, 0, 1, 1),
    views.Shifts(3, 1, 1, 1),
    views.Shifts(12, 2, 2, 2),
    views.Shifts(3, 0, 1, 1),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, ()),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT,)),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT, MISSED), differs=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT, MISSED), differs=True, decides=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (KEPT, MISSED, CORRECTED)),
    views.ShiftCard(SCHEME, NEXT_WEEK, 9, 11, (), ahead=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (), asks=True),
    views.ShiftCard(SCHEME, WEDNESDAY, 9, 11, (), decides=True, asks=True, twice=True),
    views.ShiftTooEarly(),
    views.ShiftOvertaken(WEDNESDAY, Word("shift.kept"), TURE),
)

PARTS = frozenset(
    {
        views.ComingLine,
        views.DutyLine,
        views.EndingLine,
        views.FigureLine,
        views.HelpLine,
        views.HistoryLine,
        views.LateLine,
        views.MonthLine,
        views.MonthPart,
        views.NoteLine,
        views.OpenLine,
        views.ReportLine,
        views.ShiftWord,
        views.SpanLine,
        views.StepLine,
        views.Waiting,
        views.WaitingLine,
    }
)
"""Views that are rendered inside others and have no template of their own."""

SAMPLES: dict[type[View], list[View]] = defaultdict(list)
EVERY = (
    COMMON,
    ALARMS,
    PEOPLE,
    REFER,
    REFERRAL,
    AGREEMENTS,
    FOLLOW_UP,
    DIGEST,
    PICTURES,
    ROOM,
    REPORTS,
    MANAGERS,
    KEEPING,
    ACTIVITIES,
    STEERING,
)
for _view in (view for views_of in EVERY for view in views_of):
    SAMPLES[type(_view)].append(_view)


def every_view() -> list[type[View]]:
    """Every kind of view that has a text of its own."""
    kinds = {kind for kind in View.__subclasses__() if kind.__module__.startswith("messages.views.")}
    return sorted(kinds - PARTS, key=lambda kind: kind.__name__)
