"""The dossier of an agreement: the list, its own page, its texts, and proposals."""

from bot import dates, policy
from bot.actions import agreement_plans, agreement_proposals, agreements
from bot.agreements import agreement_facts, agreement_form, proposed
from bot.agreements.proposed import Flaw, Wanted
from bot.pages import agreement as hub
from bot.pages import agreement_edit, agreement_list, agreement_proposal, paths
from bot.pages.page import Ask, Goto, Outcome, Shown
from bot.policy import Act, Relation
from bot.turn import Turn
from bot.web.room.guarded_fields import guarded_all
from models import Agreement

UNREADABLE = -1


def show(turn: Turn, ask: Ask) -> Outcome:
    """The reader's agreements."""
    policy.require(turn.who, Act.READ_AGREEMENT, Relation.OWN_ORGANISATION)
    return Shown(agreement_list.page(turn, ask.number("page")))


def one(turn: Turn, ask: Ask) -> Outcome:
    """One agreement."""
    return Shown(hub.page(turn, agreements.find(turn, ask.number("agreement"), Act.READ_AGREEMENT)))


def edit(turn: Turn, ask: Ask) -> Outcome:
    """The form of its texts."""
    return Shown(agreement_edit.page(agreements.find(turn, ask.number("agreement"))))


def save(turn: Turn, ask: Ask) -> Outcome:
    """Save what was changed; what others changed meanwhile, or the guard points at, comes back."""
    agreement = agreements.find(turn, ask.number("agreement"), lock=True)
    seen = agreement_form.read_seals(ask.form.get("seen", ""))
    asked = agreement_form.read(ask.form)
    written = agreement_form.changed(seen, asked).keys() & set(agreement_facts.TEXTS)
    words, warned = guarded_all(turn, ask, sorted(written))
    wanted = agreement_form.read({**ask.form, **words})
    passed = agreement_form.passed(seen, wanted, agreement_form.standing(agreement))
    if warned or passed or agreement_form.too_long(wanted):
        return Shown(agreement_edit.again(agreement, seen, wanted, warned), 409 if passed else 422)
    agreement_plans.save(turn, agreement.id, seen, wanted)
    return Goto(paths.agreement(agreement.id), "agreement_saved")


def new(turn: Turn, ask: Ask) -> Outcome:
    """The form of a proposal; after another agreement, where one is named."""
    followed = agreements.find(turn, ask.number("follows")) if ask.number("follows") else None
    return Shown(agreement_proposal.new(turn, followed))


def propose(turn: Turn, ask: Ask) -> Outcome:
    """Propose it; a form with a flaw comes back."""
    return _proposed(turn, ask, None)


def proposal(turn: Turn, ask: Ask) -> Outcome:
    """The form of a proposal that is not decided yet."""
    return Shown(agreement_proposal.standing(turn, agreement_proposals.find(turn, ask.number("agreement"))))


def correct(turn: Turn, ask: Ask) -> Outcome:
    """Correct it; a form with a flaw, or one that somebody else was before, comes back."""
    return _proposed(turn, ask, agreement_proposals.find(turn, ask.number("agreement"), lock=True))


def _proposed(turn: Turn, ask: Ask, own: Agreement | None) -> Outcome:
    policy.require(turn.who, Act.PROPOSE_AGREEMENT)
    words, warned = guarded_all(turn, ask, ("name", "purpose"))
    asked = Ask(ask.path, ask.query, {**ask.form, **words})
    wanted = _wanted(turn, asked)
    if warned:
        return Shown(agreement_proposal.again(turn, asked.form, None, warned, own), 422)
    flaw = proposed.flaw(turn.session, wanted, turn.who.organisation_id, own)
    if flaw and not (flaw.word == "taken" and flaw.other and proposed.is_same(turn.session, flaw.other, wanted)):
        return Shown(agreement_proposal.again(turn, asked.form, flaw, None, own), 422)
    if (
        own
        and ask.form.get("seen") != agreement_proposal.seen(turn, own)
        and not proposed.is_same(turn.session, own, wanted)
    ):
        return Shown(agreement_proposal.again(turn, asked.form, Flaw("changed", own), None, own), 409)
    if own:
        row = agreement_proposals.correct(turn, own.id, wanted)
        return Goto(paths.agreement(row.id), "proposal_corrected")
    row = agreement_proposals.propose(turn, wanted)
    return Goto(paths.agreement(row.id), "agreement_proposed")


def _wanted(turn: Turn, ask: Ask) -> Wanted:
    chosen = [ask.number(key) for key, said in ask.form.items() if key.startswith("party") and said]
    return Wanted(
        name=" ".join(ask.form.get("name", "").split()),
        parties=(turn.who.organisation_id, *chosen),
        valid_from=dates.understood(ask.form.get("valid_from", "").strip(), turn.today, "future"),
        valid_to=dates.understood(ask.form.get("valid_to", "").strip(), turn.today, "future"),
        months=_months(ask),
        follows=ask.number("follows") or None,
        purpose=ask.form.get("purpose", "").strip(),
        copies=ask.ticked("copies"),
    )


def _months(ask: Ask) -> int | None:
    """Whole months, nothing where the field is empty."""
    said = ask.form.get("months", "").strip()
    if not said:
        return None
    return ask.number("months") if said.isdigit() else UNREADABLE
