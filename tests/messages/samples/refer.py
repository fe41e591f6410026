"""Samples of the way to a referral."""

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import ALIAS, CLUB, EARLIER, NEXT_WEEK, NEXT_YEAR, PHONE, SHARE, TODAY, WISHES, at

REFER: tuple[View, ...] = (
    views.ReferStart(PHONE),
    views.ReferStart(""),
    views.ReferStopped(PHONE),
    views.ReferStopped(""),
    views.ReferStopped(PHONE, room=True),
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
