"""Samples of what is said about a referral beside its cards."""

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import ALIAS, CLUB, CODE, NEXT_WEEK, NEXT_YEAR, PHONE, PROBA, SHARE, at

REFERRAL: tuple[View, ...] = (
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
