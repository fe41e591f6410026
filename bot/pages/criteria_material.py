"""What the facts say beside a criterion: material for an answer, and no answer."""

from collections.abc import Iterable

from bot.agreements import agreement_facts
from bot.agreements.agreement_facts import flag, text
from messages.room.pages import Sentence
from models import Agreement, Criterion

DOUBTED = (Criterion.NO_MARKET, Criterion.PROCUREMENT)


def general(agreement: Agreement) -> Iterable[Sentence]:
    """What bears on all of them: whether a need is identified."""
    yield _yes_no("need", flag(agreement, "need_identified"))


def material(agreement: Agreement, criterion: Criterion) -> Iterable[Sentence]:
    """What bears on one of them."""
    if criterion is Criterion.BOTH_FINANCE:
        yield _yes_no("finance", flag(agreement, "both_parties_finance"))
    elif criterion is Criterion.PROGRAMME:
        yield _programme(text(agreement, "programme_sv"))
    elif criterion is Criterion.LONG_TERM:
        yield Sentence("material_period", {"first": agreement.valid_from, "last": agreement.valid_to})
    elif criterion in DOUBTED and agreement_facts.has_doubt(agreement):
        words = text(agreement, "procurement_doubt_sv")
        yield Sentence("material_doubt_words", {"words": words}) if words else Sentence("material_doubt", {})


def _yes_no(what: str, said: bool | None) -> Sentence:
    return Sentence(f"material_{what}_{'missing' if said is None else 'yes' if said else 'no'}", {})


def _programme(said: str | None) -> Sentence:
    if said:
        return Sentence("material_programme", {"programme": said})
    return Sentence("material_programme_missing" if said is None else "material_no_programme", {})
