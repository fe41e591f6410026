"""The small pages behind a referral's buttons: what a step needs to know before it is taken."""

from datetime import date

from bot import buttons, lookups, opening
from bot.cards.card import Card, Press, in_rows
from bot.cards.referral import card as referral_card
from bot.cards.referral import may
from bot.turn import Turn
from messages import Word, views
from models import Consent, Happening, Organisation, Referral, StatusReason

MEANT = frozenset({Happening.WITHDRAWN, Happening.MISTAKE, Happening.COMPLETED, Happening.FAILED})


def ask(turn: Turn, referral: Referral, happening: Happening) -> Card:
    """What a step needs to know before it is taken: a day, a time, a reason, an activity, or that it is meant."""
    pages = {
        Happening.ACCEPTED: _ask_start,
        Happening.TIME_PROPOSED: _ask_day,
        Happening.REJECTED: _ask_reason,
        Happening.MATCHED: _ask_activity,
        Happening.REOPENED: _ask_reopen,
    }
    if not may(referral, happening) or happening not in {*pages, *MEANT}:
        return referral_card(turn, referral)
    rows = pages[happening](turn, referral) if happening in pages else _ask_meant(referral, happening)
    return Card(rows.view, (*rows.rows, (_back(referral),)))


def _back(referral: Referral) -> Press:
    return Press("back", buttons.ShowReferral(referral.id))


def _ask_start(turn: Turn, referral: Referral) -> Card:
    days = _open_days(turn, referral)
    presses = [Press("day", buttons.Accept(referral.id, referral.revision, day), {"day": day}) for day in days]
    return Card(views.AskStart(referral.code), in_rows(presses, 2))


def _ask_day(turn: Turn, referral: Referral) -> Card:
    days = _open_days(turn, referral)
    presses = [Press("day", buttons.AskHour(referral.id, day), {"day": day}) for day in days]
    return Card(views.AskDay(referral.code), in_rows(presses, 2))


def ask_hour(turn: Turn, referral: Referral, day: date) -> Card:
    """The hours of `day` that the partner may propose."""
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    presses = [
        Press("hour", buttons.Propose(referral.id, referral.revision, day, hour), {"hour": f"{hour:02d}"})
        for hour in opening.hours_on(partner, day, turn.now)
    ]
    return Card(views.AskHour(referral.code, day), (*in_rows(presses, 4), (_back(referral),)))


def _ask_reason(_turn: Turn, referral: Referral) -> Card:
    rows = [
        (Press(f"reason_{reason}", buttons.Decline(referral.id, referral.revision, reason.value)),)
        for reason in StatusReason
    ]
    return Card(views.AskReason(referral.code), tuple(rows))


def _ask_activity(turn: Turn, referral: Referral) -> Card:
    presses = [
        Press("choose", buttons.Match(referral.id, referral.revision, wish.id), {"word": wish.word(turn.language)})
        for wish in lookups.wishes(turn.session, referral.organisation_id)
    ]
    return Card(views.AskActivity(referral.code), in_rows(presses, 2))


def _ask_reopen(turn: Turn, referral: Referral) -> Card:
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    consent = turn.session.get_one(Consent, referral.id)
    share = tuple(Word(f"scope.{scope}") for scope in consent.share)
    until = consent.renewed_until(turn.today)
    view = views.AskReopen(partner.alias or "", share, tuple(consent.shared_with), until)
    yes = Press("meant_reopened", buttons.Step(referral.id, referral.revision, Happening.REOPENED.value))
    return Card(view, ((yes,),))


def _ask_meant(referral: Referral, happening: Happening) -> Card:
    yes = Press(f"meant_{happening}", buttons.Step(referral.id, referral.revision, happening.value))
    return Card(views.AskMeant(referral.code, Word(f"meant.{happening}")), ((yes,),))


def _open_days(turn: Turn, referral: Referral) -> list[date]:
    partner = turn.session.get_one(Organisation, referral.organisation_id)
    return opening.next_open_days(partner, turn.now)
