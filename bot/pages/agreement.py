"""An agreement's own page: what is known of it, what is doubted, and where the rest stands."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlmodel import col

from bot import policy, relations
from bot.agreements import agreement_facts, criteria, periods
from bot.agreements.agreement_form import FLAGS
from bot.agreements.parties import of as parties_of
from bot.agreements.periods import Standing
from bot.cards.agreements import intention_word
from bot.pages import agreement_links, paths
from bot.pages.agreement_known import facts
from bot.policy import Act
from bot.turn import Turn
from messages.room.pages import AgreementPage, NeighbourShown, PartyShown, Sentence
from models import Agreement, AgreementStatus, Criterion, Organisation, ReportDuty


def page(turn: Turn, agreement: Agreement) -> AgreementPage:
    """The page. The caller has asked the policy."""
    parties = parties_of(turn.session, agreement.id)
    relation = relations.to_agreement(turn, agreement.id)
    steers = policy.allows(turn.who.role, Act.STEER_AGREEMENT, relation)
    proposing = steers and agreement.status is AgreementStatus.PROPOSED
    due = len(criteria.due_again(turn.session, agreement, turn.today))
    return AgreementPage(
        name=agreement.name,
        standing=f"standing_{periods.standing(agreement, turn.today)}",
        doubts=tuple(_doubts(turn, agreement, parties)),
        doubt_words=agreement_facts.text(agreement, "procurement_doubt_sv") or "",
        period=tuple(_period(turn, agreement)),
        intention=intention_word(agreement),
        neighbours=tuple(_neighbours(turn, agreement)),
        parties=tuple(_party(one) for one in parties),
        facts=facts(agreement, parties, turn.language),
        uses=(*_uses(agreement), _reports(turn, agreement)),
        links=agreement_links.links(turn, agreement, {"criteria": due}),
        edit=paths.agreement(agreement.id, "edit") if steers else "",
        correct=paths.agreement(agreement.id, "proposal") if proposing else "",
        follow=f"agreements/new?follows={agreement.id}" if steers and not proposing else "",
    )


def _doubts(turn: Turn, agreement: Agreement, parties: Sequence[Organisation]) -> Iterable[Sentence]:
    if agreement_facts.has_doubt(agreement):
        guidelines = agreement_facts.text(agreement, "guidelines") or agreement_facts.GUIDELINES
        yield Sentence("doubt_procurement", {"guidelines": guidelines})
        answer = criteria.answers(turn.session, agreement.id).get(Criterion.PROCUREMENT)
        if answer:
            yield Sentence(f"doubt_judged_{answer.answer}", {"on": answer.judged_on})
    days = periods.unexplained_days(agreement)
    if days and agreement.reported_end:
        yield Sentence("doubt_period", {"end": agreement.reported_end, "days": days})
    for party in parties:
        if party.orgnr_note:
            yield Sentence("doubt_orgnr", {"name": party.name, "number": party.orgnr_as_written or ""})


def _period(turn: Turn, agreement: Agreement) -> Iterable[Sentence]:
    yield Sentence("period", {"first": agreement.valid_from, "last": agreement.valid_to})
    if agreement.first_end and agreement.first_end != agreement.valid_to:
        moved = "extended" if agreement.first_end < agreement.valid_to else "ended_early"
        yield Sentence(moved, {"first_end": agreement.first_end})
    if periods.standing(agreement, turn.today) is Standing.IN_FORCE:
        yield Sentence("days_left", {"days": agreement.days_left(turn.today)})
    yield _extension(agreement)


def _extension(agreement: Agreement) -> Sentence:
    months = agreement.extension_permitted_months
    note = agreement_facts.text(agreement, "extension_note")
    if months is None:
        return Sentence("extension_note", {"note": note}) if note else Sentence("extension_missing", {})
    if months == 0:
        return Sentence("no_extension", {})
    return Sentence("extension", {"months": months, "furthest": periods.furthest_end(agreement)})


def _neighbours(turn: Turn, agreement: Agreement) -> Iterable[NeighbourShown]:
    """What it follows and what follows it, as far as the reader may open them."""
    earlier = periods.predecessor(turn.session, agreement)
    later = turn.session.scalars(
        select(Agreement).where(col(Agreement.follows) == agreement.name).order_by(col(Agreement.valid_from))
    ).all()
    if earlier and _may_open(turn, earlier):
        yield NeighbourShown("follows", paths.agreement(earlier.id), earlier.name, periods.gap_days(earlier, agreement))
    for one in later:
        if _may_open(turn, one):
            yield NeighbourShown("followed_by", paths.agreement(one.id), one.name, periods.gap_days(agreement, one))


def _may_open(turn: Turn, agreement: Agreement) -> bool:
    return policy.allows(turn.who.role, Act.READ_AGREEMENT, relations.to_agreement(turn, agreement.id))


def _party(row: Organisation) -> PartyShown:
    return PartyShown(row.name, row.is_board, row.orgnr_as_written or "", doubted=row.orgnr_note is not None)


def _uses(agreement: Agreement) -> Iterable[str]:
    """Words of `agreement`: what it uses, and how the partner keeps what it notes."""
    for key in FLAGS:
        if key == "deidentified":
            yield "keeps_deidentified" if agreement.deidentified else "keeps_words"
        else:
            yield f"uses_{key}" if getattr(agreement, key) else f"uses_no_{key}"


def _reports(turn: Turn, agreement: Agreement) -> str:
    agreed = select(col(ReportDuty.id)).where(col(ReportDuty.agreement_id) == agreement.id).limit(1)
    return "uses_no_reports" if turn.session.scalars(agreed).first() is None else "uses_reports"
