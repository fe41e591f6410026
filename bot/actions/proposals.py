"""What a party proposes to the steering group, and what becomes of it: step by step, with who, when and words."""

from sqlalchemy import select
from sqlmodel import col

from bot import audit, outbox
from bot.actions import agreements
from bot.agreements import resolutions, steering
from bot.agreements.steering import DECISIONS, LONGEST_PROPOSAL, LONGEST_TITLE
from bot.errors import Refused
from bot.outbox import Owed
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Agreement, Member, NoticeKind, Proposal, ProposalStatus, ProposalStep


def propose(turn: Turn, agreement_id: int, form: str, title: str, words: str) -> Proposal:
    """Put a proposal to the steering group; the other parties' people are told. Saving the same form again finds it.

    Raises:
        Refused: no party to the agreement, nothing written, too much, or the form was saved with other words.
    """
    agreement = agreements.find(turn, agreement_id, Act.PROPOSE, lock=True)
    known = turn.session.scalars(select(Proposal).where(col(Proposal.form) == form)).first()
    title = _written(" ".join(title.split()), LONGEST_TITLE)
    words = _written(_plain(words), LONGEST_PROPOSAL)
    if known:
        return _same(known, agreement, title, words)
    proposal = Proposal(
        agreement_id=agreement.id,
        organisation_id=turn.who.organisation_id,
        title=title,
        words=words,
        form=form,
        member_id=turn.who.id,
        at=turn.now,
    )
    turn.session.add(proposal)
    turn.session.flush()
    _step(turn, proposal, ProposalStatus.OPEN, "")
    others = [one for one in steering.proposers(turn.session, agreement.id) if not _is_ours(turn, one)]
    _tell(turn, proposal, others, "proposed")
    audit.note(turn, "propose", "proposal", proposal.id)
    return proposal


def find(turn: Turn, proposal_id: int, act: Act, *, lock: bool = False) -> Proposal:
    """A proposal, for an act that the policy allows under its agreement.

    Raises:
        Refused: there is none, or not theirs; said in the same words.
    """
    proposal = turn.session.get(Proposal, proposal_id)
    if proposal is None:
        raise Refused(views.NotFound())
    agreements.find(turn, proposal.agreement_id, act, lock=lock)  # whoever changes one of its proposals takes turns
    if lock:
        turn.session.refresh(proposal)
    return proposal


def decide(turn: Turn, proposal_id: int, decision: ProposalStatus, words: str, replaced_by_id: int = 0) -> Proposal:
    """Decide as the board's director, within its mandate; the proposer's side is told. The same again does no more.

    Args:
        turn: the director's.
        proposal_id: what is decided.
        decision: one of `DECISIONS`.
        words: what is to be said of it; may be empty.
        replaced_by_id: the open proposal under the same agreement that takes its place, where it is replaced.

    Raises:
        Refused: not theirs to decide, decided or withdrawn already, the agreement is not in force, the board has given
            no mandate, or nothing that could replace it.
    """
    proposal = find(turn, proposal_id, Act.DECIDE_PROPOSAL, lock=True)
    if decision not in DECISIONS:
        raise Refused(views.Stale())
    if _is_settled_so(turn, proposal, decision, words):
        return proposal
    _require_mandate(turn, turn.session.get_one(Agreement, proposal.agreement_id))
    if decision is ProposalStatus.REPLACED:
        _replacement(turn, proposal, replaced_by_id).replaces_id = proposal.id
    _settle(turn, proposal, decision, words)
    _tell(turn, proposal, _proposers_side(turn, proposal), "decided")
    return proposal


def withdraw(turn: Turn, proposal_id: int, words: str) -> Proposal:
    """Take a proposal of one's own party back. The same again does no more.

    Raises:
        Refused: another party's, or decided already.
    """
    proposal = find(turn, proposal_id, Act.PROPOSE, lock=True)
    if proposal.organisation_id != turn.who.organisation_id:
        raise Refused(views.NotAllowed())
    if not _is_settled_so(turn, proposal, ProposalStatus.WITHDRAWN, words):
        _settle(turn, proposal, ProposalStatus.WITHDRAWN, words)
    return proposal


def _same(proposal: Proposal, agreement: Agreement, title: str, words: str) -> Proposal:
    if (proposal.agreement_id, proposal.title, proposal.words) != (agreement.id, title, words):
        raise Refused(views.Stale())
    return proposal


def _plain(words: str) -> str:
    """With the line ends of a form made ours."""
    return words.replace("\r\n", "\n").strip()


def _written(words: str, longest: int) -> str:
    if not words:
        raise Refused(views.NothingWritten())
    return _not_too_long(words, longest)


def _not_too_long(words: str, longest: int) -> str:
    if len(words) > longest:
        raise Refused(views.TooLong(len(words), longest))
    return words


def _is_settled_so(turn: Turn, proposal: Proposal, status: ProposalStatus, words: str) -> bool:
    """Whether the one who acts has settled it in the same way, and with the same words, before.

    Raises:
        Refused: it is settled in another way, with other words, or by somebody else.
    """
    if proposal.status is ProposalStatus.OPEN:
        return False
    last = steering.steps(turn.session, proposal.id)[-1]
    if (last.status, last.member_id, last.words) == (status, turn.who.id, _plain(words)):
        return True
    raise Refused(views.ProposalSettled(turn.session.get_one(Member, last.member_id).name, last.at))


def _require_mandate(turn: Turn, agreement: Agreement) -> None:
    """The director decides what the agreement needs while it runs, and only what the board has let them decide."""
    if not agreement.in_force(turn.today):
        raise Refused(views.NotInForce(agreement.valid_from, agreement.valid_to))
    if resolutions.mandate(turn.session, agreement.id, turn.who.organisation_id, turn.today) is None:
        raise Refused(views.NoMandate())


def _replacement(turn: Turn, proposal: Proposal, replaced_by_id: int) -> Proposal:
    for other in steering.proposals(turn.session, proposal.agreement_id, still_open=True):
        if other.id == replaced_by_id and other.id != proposal.id:
            return other
    raise Refused(views.NoReplacement())


def _settle(turn: Turn, proposal: Proposal, status: ProposalStatus, words: str) -> None:
    proposal.status = status
    _step(turn, proposal, status, _not_too_long(_plain(words), LONGEST_PROPOSAL))
    audit.note(turn, f"proposal_{status}", "proposal", proposal.id)


def _step(turn: Turn, proposal: Proposal, status: ProposalStatus, words: str) -> None:
    step = ProposalStep(proposal_id=proposal.id, status=status, words=words, member_id=turn.who.id, at=turn.now)
    turn.session.add(step)


def _is_ours(turn: Turn, member: Member) -> bool:
    return member.organisation_id == turn.who.organisation_id


def _proposers_side(turn: Turn, proposal: Proposal) -> list[Member]:
    everybody = steering.proposers(turn.session, proposal.agreement_id)
    return [one for one in everybody if one.organisation_id == proposal.organisation_id and one.id != turn.who.id]


def _tell(turn: Turn, proposal: Proposal, members: list[Member], occasion: str) -> None:
    owed = [Owed(one.id, NoticeKind.PROPOSAL_NEWS, proposal.id, occasion, turn.now) for one in members]
    outbox.owe_all(turn.session, owed)
