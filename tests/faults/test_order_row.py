"""The order row can fail: what is turned round, gone or there twice is counted, and the second book keeps order."""

import random
from datetime import datetime

from sqlalchemy import Engine, insert, update
from sqlmodel import col

from bot.store import Store
from models import HandledUpdate, Language, Member
from tests.faults.rows import order_stage
from tests.faults.rows.order_plan import Plan, Verdict, changes, judge, made


def a_plan() -> Plan:
    """Two thousand updates, of the same people each time."""
    return made(2_000, 1_664_780_400, random.Random(7))


def as_sent(plan: Plan) -> dict[int, list[str]]:
    """What changes where every choice takes effect in its turn."""
    return {user: changes("sv", chosen) for user, chosen in plan.languages.items()}


def test_what_took_effect_as_it_was_sent_is_good() -> None:
    plan = a_plan()
    assert judge(plan, list(plan.bodies), as_sent(plan)) == Verdict()


def test_queues_may_overtake_one_another_but_not_what_is_in_them() -> None:
    plan = a_plan()
    by_queue = [number for queue in plan.queues.values() for number in queue]
    assert judge(plan, by_queue, as_sent(plan)) == Verdict()
    longest = max(plan.queues.values(), key=len)
    first, second = by_queue.index(longest[0]), by_queue.index(longest[1])
    by_queue[first], by_queue[second] = by_queue[second], by_queue[first]
    assert judge(plan, by_queue, as_sent(plan)).inversions == 1


def test_what_never_took_effect_and_what_did_twice_is_counted() -> None:
    plan = a_plan()
    happened = list(plan.bodies)
    verdict = judge(plan, [*happened[:-2], happened[5], 10**6], as_sent(plan))
    assert (verdict.lost, verdict.doubled) == (2, 2)


def test_choices_that_took_effect_in_another_order_are_counted() -> None:
    plan = a_plan()
    languages = as_sent(plan)
    turned = max(languages, key=lambda user: len(languages[user]))
    languages[turned] = languages[turned][::-1][1:]
    assert judge(plan, list(plan.bodies), languages).wrong_effects == 1


def test_the_second_book_numbers_what_took_effect_as_it_does(played: Store, engine: Engine, now: datetime) -> None:
    order_stage.open_book(engine, now)
    user = order_stage.people()[0]
    with engine.begin() as connection:
        for number in (9, 3, 7):
            connection.execute(insert(HandledUpdate).values(update_id=number, handled_at=now))
        for language in (Language.EN, Language.SV, Language.EN):
            who = col(Member.telegram_id) == user
            connection.execute(update(Member).where(who).values(language=language))
    assert order_stage.read_book(engine) == ([9, 3, 7], {user: ["en", "sv", "en"]})
