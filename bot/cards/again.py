"""The card in place of an answer that could not be said, as things are when it can."""

from sqlalchemy import select
from sqlmodel import col

from bot import policy, relations
from bot.cards import people, refer, referral
from bot.cards.card import Card
from bot.cards.common import MENU
from bot.policy import Act
from bot.turn import Turn
from messages import views
from models import Draft, Flow, Referral

QUESTIONS = {
    Flow.REFERRAL: refer.question,
    Flow.INVITATION: people.invitation,
    Flow.ABSENCE: people.absence_question,
}


def answer(turn: Turn, about: int, *, refused: bool) -> Card:
    """The referral that the answer showed, else what is begun and open, else whether it was done.

    Args:
        turn: the reader's.
        about: the referral's id, 0 where the answer showed none.
        refused: whether the answer was a no.
    """
    row = turn.session.get(Referral, about) if about else None
    if row and policy.allows(turn.who.role, Act.SEE_REFERRAL, relations.to_referral(turn, row)):
        return referral.card(turn, row)
    newest = select(Draft).where(col(Draft.member_id) == turn.who.id).order_by(col(Draft.changed_at).desc())
    draft = turn.session.scalars(newest).first()
    if draft:
        return QUESTIONS[draft.flow](turn, draft)
    return Card(views.AnswerLost(refused), MENU)
