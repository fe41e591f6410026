"""The decisions about an agreement: what they say of its extension, the steps toward what follows, and a form."""

from bot import clock, money, policy, relations, reminding
from bot.agreements import planning, resolutions
from bot.agreements.backward import STEPS
from bot.pages import paths
from bot.pages.page import Ask
from bot.policy import Act
from bot.turn import Turn
from messages import render
from messages.room.pages import DecisionForm, DecisionLine, DecisionsPage, PlanLine
from messages.views import View
from models import Agreement, AgreementStatus, Instance, Member, Resolution, ResolutionKind


def page(turn: Turn, agreement: Agreement, written: Ask | None = None, no: View | None = None) -> DecisionsPage:
    """The page; `written` is a form that comes back, `no` what was wrong with it. The caller has asked the policy."""
    may_write = policy.allows(turn.who.role, Act.STEER_AGREEMENT, relations.to_agreement(turn, agreement.id))
    extension = resolutions.extension(turn.session, agreement)
    planned = planning.of_agreement(turn.session, agreement) if _plans(turn, agreement) else None
    rows = resolutions.of_agreement(turn.session, agreement.id)
    return DecisionsPage(
        name=agreement.name,
        back=paths.agreement(agreement.id),
        valid_from=agreement.valid_from,
        valid_to=agreement.valid_to,
        permitted_months=extension.permitted_months,
        furthest_end=extension.furthest_end,
        agreed_until=extension.agreed_until,
        exercised=extension.exercised,
        plan=_steps(turn, agreement, planned) if planned else (),
        meeting=planned is not None and planned.plan.meeting,
        reminded=planned is not None and planned.reminded,
        decisions=tuple(_line(turn, row, may_write=may_write) for row in rows),
        form=_form(turn, agreement, written or Ask(), no) if may_write else None,
    )


def _plans(turn: Turn, agreement: Agreement) -> bool:
    return agreement.status is AgreementStatus.AGREED and turn.today <= agreement.valid_to


def _steps(turn: Turn, agreement: Agreement, planned: planning.Planning) -> tuple[PlanLine, ...]:
    still_open = reminding.open_steps(turn.session, agreement)
    days = ((step, planned.plan.day(step)) for step in STEPS)
    return tuple(PlanLine(step.value, day, day < turn.today, step not in still_open) for step, day in days)


def _line(turn: Turn, row: Resolution, *, may_write: bool) -> DecisionLine:
    at = f"{paths.agreement(row.agreement_id, 'decisions')}/{row.id}"
    stands = row.struck_at is None
    waits = stands and row.kind in resolutions.SIGNED and row.signed_on is None
    mandate = turn.session.get_one(Resolution, row.mandate_id) if row.mandate_id else None
    return DecisionLine(
        id=row.id,
        kind=row.kind.value,
        instance=row.instance.value,
        decided_on=row.decided_on,
        registry_number=row.registry_number,
        paragraph=row.paragraph,
        until=row.until if row.kind in resolutions.MOVING else None,
        amount=money.show(row.amount_ore, turn.language) if row.amount_ore else "",
        gives_mandate=row.gives_mandate,
        mandate_on=mandate.decided_on if mandate else None,
        signed_on=row.signed_on,
        waits=waits,
        struck_on=clock.today(row.struck_at) if row.struck_at else None,
        by=turn.session.get_one(Member, row.member_id).name,
        sign=f"{at}/sign" if may_write and waits else "",
        strike=f"{at}/strike" if may_write and stands else "",
    )


def _form(turn: Turn, agreement: Agreement, written: Ask, no: View | None) -> DecisionForm:
    fields = written.form
    proposed = agreement.status is AgreementStatus.PROPOSED
    kinds = tuple(kind.value for kind in ResolutionKind if _fits(kind, agreement.status))
    return DecisionForm(
        action=paths.agreement(agreement.id, "decisions"),
        kinds=kinds,
        kind=fields.get("kind") or (ResolutionKind.ENTER if proposed else ResolutionKind.EXTEND).value,
        instance=fields.get("instance") or Instance.BOARD.value,
        decided_on=fields.get("decided_on", ""),
        registry_number=fields.get("registry_number", ""),
        paragraph=fields.get("paragraph", ""),
        until=fields.get("until", ""),
        gives_mandate=written.ticked("gives_mandate"),
        amount=fields.get("amount", ""),
        signed_on=fields.get("signed_on", ""),
        longest=resolutions.LONGEST,
        flaw=render(no, turn.language) if no else "",
    )


def _fits(kind: ResolutionKind, status: AgreementStatus) -> bool:
    """Whether such a decision can be about an agreement of that status."""
    if status is AgreementStatus.AGREED:
        return kind is not ResolutionKind.REJECT
    return kind in (ResolutionKind.ENTER, ResolutionKind.REJECT)
