"""Samples of members, of invitations and of being away."""

from messages import views
from messages.views import View
from messages.word import Word
from tests.messages.samples.invented import (
    BOARD,
    CASEWORKER,
    CLUB,
    KIM,
    KOORDINATOR,
    MALL,
    NEXT_WEEK,
    NEXT_YEAR,
    PHONE,
    PROBA,
    TODAY,
    TURE,
    UNIT,
    at,
)

PARTNER_MANAGER = Word("role.partner_manager")

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
