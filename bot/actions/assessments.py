"""A board's manager judges whether an agreement meets the criteria of an IOP."""

from datetime import date

from sqlalchemy import select
from sqlmodel import col

from bot import audit
from bot.actions import agreements
from bot.agreements.criteria import GUIDELINES_LONGEST, OLDEST, SENTENCE_LONGEST
from bot.errors import Refused
from bot.turn import Turn
from messages import views
from models import Answer, Assessment, Criterion


def judge(
    turn: Turn, agreement_id: int, criterion: Criterion, answer: Answer, sentence: str, guidelines: str, judged_on: date
) -> Assessment:
    """Answer one criterion as it was judged on a day; earlier answers stay. The writer's same answer again is one.

    `guidelines` is the version by which it was judged.

    Raises:
        Refused: not theirs, no sentence or no version, too long, or a day that has not been.
    """
    agreement = agreements.find(turn, agreement_id, lock=True)
    sentence, guidelines = sentence.strip(), guidelines.strip()
    if not sentence or not guidelines:
        raise Refused(views.NothingWritten())
    for words, longest in ((sentence, SENTENCE_LONGEST), (guidelines, GUIDELINES_LONGEST)):
        if len(words) > longest:
            raise Refused(views.TooLong(len(words), longest))
    if not OLDEST <= judged_on <= turn.today:
        raise Refused(views.UnknownDay())
    last = _last_of(turn, agreement.id, criterion)
    said = (answer, sentence, guidelines, judged_on)
    if last and (last.answer, last.sentence, last.guidelines, last.judged_on) == said:
        return last
    row = Assessment(
        agreement_id=agreement.id,
        criterion=criterion,
        answer=answer,
        sentence=sentence,
        guidelines=guidelines,
        judged_on=judged_on,
        member_id=turn.who.id,
        at=turn.now,
    )
    turn.session.add(row)
    turn.session.flush()
    audit.note(turn, f"judge_{criterion}", "agreement", agreement.id)
    return row


def _last_of(turn: Turn, agreement_id: int, criterion: Criterion) -> Assessment | None:
    """What the one who acts answered last."""
    own = select(Assessment).where(
        col(Assessment.agreement_id) == agreement_id,
        col(Assessment.criterion) == criterion,
        col(Assessment.member_id) == turn.who.id,
    )
    return turn.session.scalars(own.order_by(col(Assessment.id).desc()).limit(1)).first()
