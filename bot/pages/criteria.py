"""The criteria of an IOP: as they were judged of an agreement, and the form in which one is judged."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.agreements import agreement_facts, criteria, periods
from bot.agreements.criteria import GUIDELINES_LONGEST, SENTENCE_LONGEST
from bot.pages import paths
from bot.pages.criteria_material import general, material
from bot.turn import Turn
from messages.room.pages import AnswerShown, CriteriaPage, CriterionShown, JudgePage, Warned
from models import Agreement, Answer, Assessment, Criterion, Member

Fields = Mapping[str, str]


def page(turn: Turn, agreement: Agreement, *, steers: bool) -> CriteriaPage:
    """All criteria; where the reader steers the agreement each leads to its form."""
    asked = _asked(turn, agreement)
    return CriteriaPage(
        name=agreement.name,
        back=paths.agreement(agreement.id),
        material=tuple(general(agreement)),
        criteria=tuple(_shown(turn, agreement, one, asked, steers=steers) for one in Criterion),
        due=len(asked.due),
        since=criteria.asked_from(agreement, turn.today),
    )


def form(
    turn: Turn,
    agreement: Agreement,
    criterion: Criterion,
    fields: Fields | None = None,
    flaw: str = "",
    warned: Warned | None = None,
) -> JudgePage:
    """The form of one criterion: empty, or as it came back."""
    given = fields or {}
    return JudgePage(
        name=agreement.name,
        back=paths.agreement(agreement.id, "criteria"),
        action=path(agreement, criterion),
        one=_shown(turn, agreement, criterion, _asked(turn, agreement), steers=True),
        answers=tuple(answer.value for answer in Answer),
        answer=given.get("answer", ""),
        sentence=given.get("sentence", ""),
        day=given.get("day", turn.today.isoformat()),
        last_day=turn.today,
        guidelines=given.get("guidelines", _guidelines(agreement)),
        longest=SENTENCE_LONGEST,
        longest_guidelines=GUIDELINES_LONGEST,
        flaw=flaw,
        warned=warned,
    )


def path(agreement: Agreement, criterion: Criterion) -> str:
    """Where a criterion is judged."""
    return paths.agreement(agreement.id, f"criteria/{criterion}")


def _guidelines(agreement: Agreement) -> str:
    return agreement_facts.text(agreement, "guidelines") or agreement_facts.GUIDELINES


@dataclass(frozen=True)
class _Asked:
    """All answers about an agreement, those that stand about the one before it, and what is due."""

    own: Sequence[Assessment]
    before: Mapping[Criterion, Assessment]
    earlier: str
    due: Collection[Criterion]


def _asked(turn: Turn, agreement: Agreement) -> _Asked:
    earlier = periods.predecessor(turn.session, agreement)
    return _Asked(
        criteria.history(turn.session, agreement.id),
        criteria.answers(turn.session, earlier.id) if earlier else {},
        earlier.name if earlier else "",
        criteria.due_again(turn.session, agreement, turn.today),
    )


def _shown(turn: Turn, agreement: Agreement, criterion: Criterion, asked: _Asked, *, steers: bool) -> CriterionShown:
    own = [row for row in asked.own if row.criterion is criterion]
    history = [_answer(turn, row) for row in own[1:]]
    if before := asked.before.get(criterion):
        history.append(_answer(turn, before, asked.earlier))
    return CriterionShown(
        criterion=criterion.value,
        path=path(agreement, criterion) if steers else "",
        answer=_answer(turn, own[0]) if own else None,
        history=tuple(history),
        material=tuple(material(agreement, criterion)),
        due=criterion in asked.due,
    )


def _answer(turn: Turn, row: Assessment, earlier: str = "") -> AnswerShown:
    by = turn.session.get_one(Member, row.member_id).name
    return AnswerShown(row.answer.value, row.sentence, row.judged_on, by, row.guidelines, earlier)
