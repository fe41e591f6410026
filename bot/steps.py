"""What can happen to a referral, to which states it leads, and who is told. FHIR R5 Task.status."""

from dataclasses import dataclass

from bot.errors import Refused
from bot.policy import Act
from messages import views
from models import ANSWERABLE, ENDED, OPEN, RUNNING, Happening, ReferralStatus

S = ReferralStatus


@dataclass(frozen=True)
class Step:
    """A step: whose act it is, the states it starts from, and the one it leads to (nothing: it stays)."""

    act: Act
    before: frozenset[ReferralStatus]
    after: ReferralStatus | None = None

    @property
    def by_partner(self) -> bool:
        """Whether the partner takes it; the referrer takes the others."""
        return self.act is Act.ANSWER_REFERRAL

    def leads_to(self, status: ReferralStatus) -> ReferralStatus:
        """The state after it. Whatever a partner says, it has seen the referral."""
        seen = S.RECEIVED if self.by_partner and status is S.REQUESTED else status
        return self.after or seen


IN_HAND = frozenset({S.ACCEPTED, S.IN_PROGRESS})
ANSWER, STEER = Act.ANSWER_REFERRAL, Act.STEER_REFERRAL

STEPS: dict[Happening, Step] = {
    Happening.SEEN: Step(ANSWER, frozenset({S.REQUESTED}), S.RECEIVED),
    Happening.ACCEPTED: Step(ANSWER, ANSWERABLE, S.ACCEPTED),
    Happening.TIME_PROPOSED: Step(ANSWER, ANSWERABLE | IN_HAND),
    Happening.CALL_ASKED: Step(ANSWER, ANSWERABLE),
    Happening.WAITING_LIST: Step(ANSWER, ANSWERABLE),
    Happening.REJECTED: Step(ANSWER, ANSWERABLE, S.REJECTED),
    Happening.MATCHED: Step(ANSWER, IN_HAND, S.IN_PROGRESS),
    Happening.PAUSED: Step(ANSWER, IN_HAND, S.ON_HOLD),
    Happening.RESUMED: Step(ANSWER, frozenset({S.ON_HOLD}), S.IN_PROGRESS),
    Happening.COMPLETED: Step(ANSWER, RUNNING, S.COMPLETED),
    Happening.FAILED: Step(ANSWER, RUNNING, S.FAILED),
    Happening.TIME_SUITS: Step(STEER, ANSWERABLE | IN_HAND),
    Happening.TIME_DECLINED: Step(STEER, ANSWERABLE | IN_HAND),
    Happening.TIME_ASKED: Step(STEER, ANSWERABLE | IN_HAND),
    Happening.WITHDRAWN: Step(STEER, OPEN, S.CANCELLED),
    Happening.REOPENED: Step(STEER, ENDED - {S.ENTERED_IN_ERROR}, S.REQUESTED),
    Happening.MISTAKE: Step(STEER, frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR),
}


def named(word: str) -> Happening:
    """The step that a button names.

    Raises:
        Refused: there is none of that name; the button is of another version.
    """
    try:
        return Happening(word)
    except ValueError:
        raise Refused(views.Stale()) from None
