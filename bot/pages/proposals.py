"""A proposal to the steering group: the form it is made in, and its page with the trail."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlmodel import col

from bot import clock, policy, relations
from bot.agreements import resolutions, steering
from bot.pages import paths
from bot.pages.steering import new_form
from bot.policy import Act
from bot.turn import Turn
from bot.written import FORM
from messages.room.pages import Option, ProposalPage, ProposalStepLine, ProposeFormPage, Warned
from models import Agreement, Member, Organisation, Proposal, ProposalStatus

Fields = Mapping[str, str]
NOTHING: Fields = {}


def form(
    turn: Turn, agreement: Agreement, fields: Fields = NOTHING, flaw: str = "", warned: Warned | None = None
) -> ProposeFormPage:
    """The form; `fields` are those of one that comes back. The caller has asked the policy."""
    given = fields.get("form", "")
    return ProposeFormPage(
        name=agreement.name,
        back=paths.agreement(agreement.id, "steering"),
        action=paths.agreement(agreement.id, "propose"),
        form=given if FORM.fullmatch(given) else new_form(turn),
        title=fields.get("title", ""),
        words=fields.get("words", ""),
        longest_title=steering.LONGEST_TITLE,
        longest=steering.LONGEST_PROPOSAL,
        flaw=flaw,
        warned=warned,
    )


def page(
    turn: Turn,
    proposal: Proposal,
    written_in: str = "",
    fields: Fields = NOTHING,
    flaw: str = "",
    warned: Warned | None = None,
) -> ProposalPage:
    """The proposal; `fields` are those of a form that comes back, `written_in` (`decide`, `withdraw`).

    The caller has asked the policy.
    """
    agreement = turn.session.get_one(Agreement, proposal.agreement_id)
    relation = relations.to_agreement(turn, agreement.id)
    is_open = proposal.status is ProposalStatus.OPEN
    decides = is_open and policy.allows(turn.who.role, Act.DECIDE_PROPOSAL, relation)
    proposes = policy.allows(turn.who.role, Act.PROPOSE, relation)
    withdraws = is_open and proposes and proposal.organisation_id == turn.who.organisation_id
    return ProposalPage(
        name=agreement.name,
        back=paths.agreement(agreement.id, "steering"),
        title=proposal.title,
        by=turn.session.get_one(Organisation, proposal.organisation_id).name,
        status=proposal.status.value,
        words=proposal.words,
        replaces=_named(turn.session.get(Proposal, proposal.replaces_id) if proposal.replaces_id else None),
        replaced_by=_named(_replaced_by(turn, proposal)),
        steps=_steps(turn, proposal),
        decide=f"proposal/{proposal.id}/decide" if decides else "",
        no_decision=_no_decision(turn, agreement) if decides else "",
        valid_from=agreement.valid_from,
        valid_to=agreement.valid_to,
        decisions=paths.agreement(agreement.id, "decisions"),
        choices=tuple(one.value for one in steering.DECISIONS),
        chosen=fields.get("decision", ""),
        others=_others(turn, proposal) if decides else (),
        withdraw=f"proposal/{proposal.id}/withdraw" if withdraws else "",
        written_in=written_in,
        remark=fields.get("words", ""),
        longest=steering.LONGEST_PROPOSAL,
        flaw=flaw,
        warned=warned,
    )


def _no_decision(turn: Turn, agreement: Agreement) -> str:
    """Why nothing can be decided under the agreement today; empty where it can."""
    if not agreement.in_force(turn.today):
        return "not_in_force"
    return "" if resolutions.mandate(turn.session, agreement.id, turn.who.organisation_id, turn.today) else "no_mandate"


def _replaced_by(turn: Turn, proposal: Proposal) -> Proposal | None:
    return turn.session.scalars(select(Proposal).where(col(Proposal.replaces_id) == proposal.id)).first()


def _named(proposal: Proposal | None) -> tuple[str, str]:
    return (proposal.title, f"proposal/{proposal.id}") if proposal else ("", "")


def _others(turn: Turn, proposal: Proposal) -> tuple[Option, ...]:
    still_open = steering.proposals(turn.session, proposal.agreement_id, still_open=True)
    return tuple(Option(str(one.id), one.title) for one in still_open if one.id != proposal.id)


def _steps(turn: Turn, proposal: Proposal) -> tuple[ProposalStepLine, ...]:
    return tuple(
        ProposalStepLine(
            step.status.value, turn.session.get_one(Member, step.member_id).name, clock.today(step.at), step.words
        )
        for step in steering.steps(turn.session, proposal.id)
    )
