"""A referral that is found by its code to be changed is as it stands now, not as it was when it was looked at."""

from sqlmodel import Session

from bot.actions import referrals
from bot.demo.cast import YLVA
from bot.policy import Act
from bot.store import Store
from models import Referral
from tests.hands import HandClock, a_referral, turn


def test_what_changed_since_it_was_looked_at_is_seen_under_the_lock(played: Store, clock: HandClock) -> None:
    code = played.run_now(lambda session: a_referral(turn(session, YLVA, clock.now())).code)
    with Session(played.engine) as session:
        ylva = turn(session, YLVA, clock.now())
        looked_at = referrals.find_exactly(ylva, code, Act.WRITE_PARTICULARS)
        revision = looked_at.revision
        session.rollback()
        session.get_one(Referral, looked_at.id)
        session.connection().exec_driver_sql(f"UPDATE referral SET revision = {revision + 1} WHERE code = '{code}'")  # noqa: S608
        assert looked_at.revision == revision, "the session has not looked again"

        assert referrals.find_exactly(ylva, code, Act.WRITE_PARTICULARS, lock=True).revision == revision + 1
