"""Proposals to the steering group: made, decided, withdrawn."""

from bot.actions import agreements, proposals
from bot.pages import paths
from bot.pages import proposals as pages
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act
from bot.turn import Turn
from bot.web.room import fields
from bot.web.room.steering import form_name
from models import ProposalStatus


def form(turn: Turn, ask: Ask) -> Outcome:
    """The form."""
    return Shown(pages.form(turn, agreements.find(turn, ask.number("agreement"), Act.PROPOSE)))


def propose(turn: Turn, ask: Ask) -> Outcome:
    """Make a proposal; what the guard points at is asked about first."""
    agreement = agreements.find(turn, ask.number("agreement"), Act.PROPOSE)
    title, warned_of_title = fields.guarded(turn, ask, "title")
    words, warned = fields.guarded(turn, ask)
    flaw = "" if title.strip() and words.strip() else "words" if title.strip() else "title"
    if flaw or warned_of_title or warned:
        return Shown(pages.form(turn, agreement, ask.form, flaw, warned_of_title or warned), 422)
    proposal = proposals.propose(turn, agreement.id, form_name(ask), title, words)
    return Goto(f"proposal/{proposal.id}", "proposed")


def show(turn: Turn, ask: Ask) -> Outcome:
    """One proposal, with its trail."""
    return Shown(pages.page(turn, proposals.find(turn, ask.number("proposal"), Act.READ_AGREEMENT)))


def decide(turn: Turn, ask: Ask) -> Outcome:
    """Decide as the board's director."""
    row = proposals.find(turn, ask.number("proposal"), Act.DECIDE_PROPOSAL)
    decision = fields.one_of(ProposalStatus, ask.form.get("decision", ""))
    words, warned = fields.guarded(turn, ask)
    lacks_other = decision is ProposalStatus.REPLACED and not ask.number("other")
    if row.status is ProposalStatus.OPEN and (warned or lacks_other):
        return Shown(pages.page(turn, row, "decide", ask.form, "no_other" if lacks_other else "", warned), 422)
    proposals.decide(turn, row.id, decision, words, ask.number("other"))
    return Goto(f"proposal/{row.id}", "proposal_decided")


def withdraw(turn: Turn, ask: Ask) -> Outcome:
    """Take one's own party's proposal back."""
    row = proposals.find(turn, ask.number("proposal"), Act.PROPOSE)
    words, warned = fields.guarded(turn, ask)
    if row.status is ProposalStatus.OPEN and warned:
        return Shown(pages.page(turn, row, "withdraw", ask.form, warned=warned), 422)
    proposals.withdraw(turn, row.id, words)
    return Goto(paths.agreement(row.agreement_id, "steering"), "proposal_withdrawn")
