"""The pages on which somebody under 18 is referred."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from bot import capacities, lookups, opening
from bot.referral_draft import MONTHS
from bot.turn import Turn
from bot.young import Checked, Wanted, max_months, new_form
from messages import Word
from messages.room.pages import MinorFormPage, MinorPage, MinorStopPage, MinorSummaryPage
from messages.room.pages.minor import Choice
from models import ConsentGiver, Handover, Organisation, Scope, Wish

ROOT = "minor"
FORM, STOP, SUMMARY, SEND = (f"{ROOT}/{name}" for name in ("form", "stop", "summary", "send"))
SHARE, WISH = "share_", "wish_"
Fields = Mapping[str, str]


def choice(turn: Turn, partners: Iterable[Organisation]) -> MinorPage:
    """Which of `partners`."""
    taking = tuple(
        (f"{FORM}?partner={row.id}", row.alias or "", Word(f"capacity.{capacities.of(turn.session, row.id)}"))
        for row in partners
    )
    return MinorPage(taking, turn.house.protected_phone, STOP)


def stopped(turn: Turn) -> MinorStopPage:
    """Whom to call."""
    return MinorStopPage(turn.house.protected_phone)


def form(turn: Turn, partner: Organisation, fields: Fields, flaws: tuple[str, ...] = ()) -> MinorFormPage:
    """The form for `partner`: empty with its presets, or as `fields` of one that comes back say."""
    anew = "form" not in fields
    preset = set(partner.consent_share)
    number = fields.get("form", "")
    months = fields.get("months", str(partner.consent_months))
    return MinorFormPage(
        alias=partner.alias or "",
        partner=partner.id,
        form=new_form(turn.dice) if anew else int(number) if number.isascii() and number.isdigit() else 0,
        action=SUMMARY,
        back=ROOT,
        handovers=tuple(
            Choice(way.value, Word(f"handover.{way}"), way == fields.get("handover", "")) for way in Handover
        ),
        days=tuple(
            (day, day.isoformat() == fields.get("day", "")) for day in opening.next_open_days(partner, turn.now)
        ),
        hours=tuple((hour, str(hour) == fields.get("hour", "")) for hour in range(partner.opens, partner.closes)),
        wishes=tuple(
            Choice(f"{WISH}{wish.id}", wish.word(turn.language), fields.get(f"{WISH}{wish.id}") == "yes")
            for wish in lookups.wishes(turn.session, partner.id)
        ),
        givers=tuple(Choice(giver.value, giver.value, giver == fields.get("given_by", "")) for giver in ConsentGiver),
        scopes=tuple(
            Choice(
                f"{SHARE}{scope}",
                Word(f"scope.{scope}"),
                scope in preset if anew else fields.get(f"{SHARE}{scope}") == "yes",
            )
            for scope in Scope
        ),
        others=tuple(partner.consent_with),
        with_others=anew or fields.get("others") == "yes",
        months=tuple((number, str(number) == months) for number in _months(partner)),
        flaws=flaws,
    )


def summary(turn: Turn, checked: Checked, wanted: Wanted, fields: Fields) -> MinorSummaryPage:
    """What would be sent."""
    chosen = (turn.session.get_one(Wish, wish) for wish in wanted.wishes)
    kept = tuple((name, value) for name, value in fields.items() if name not in ("csrf", "seal", "said"))
    return MinorSummaryPage(
        alias=checked.partner.alias or "",
        handover=Word(f"handover.{wanted.handover}"),
        meet_at=checked.draft.meet_at,
        wishes=tuple(wish.word(turn.language) for wish in chosen),
        share=tuple(Word(f"scope.{scope}") for scope in checked.offer.share),
        shared_with=checked.offer.shared_with,
        until=checked.offer.until,
        given_by=wanted.given_by.value,
        fields=kept,
        seal=checked.offer.seal,
        action=SEND,
        back=f"{FORM}?{urlencode(kept)}",
    )


def _months(partner: Organisation) -> tuple[int, ...]:
    known = {*MONTHS, partner.consent_months}
    return tuple(sorted(months for months in known if months <= max_months(partner)))
