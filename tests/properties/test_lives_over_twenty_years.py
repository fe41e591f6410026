"""Whole lives of agreements: every reminder, step and report is told once, to each, and none is lost."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot import leads
from bot.agreements import backward
from tests.properties.agreements import BOARDS, ENDS, FIRST, PARTNERS, Pact, Person, Story, Version
from tests.properties.almanac import at, is_working
from tests.properties.boards import Batch, Board, boards, steps
from tests.properties.lives import lives
from tests.properties.reminded import Happening, expected
from tests.properties.uptime import Uptime
from tests.properties.worlds import TIMES, examples, world


@examples(4)
@given(story=lives(2))
def test_what_is_due_in_an_agreements_life_is_told_once_whatever_became_of_the_bot(clean: Engine, story: Story) -> None:
    with world(clean) as here:
        said = Happening(story, here).happen()
    wanted = expected(story)
    assert (said - wanted, wanted - said) == ({}, {}), "(said too much, not said)"


@settings(max_examples=100 * TIMES, deadline=None)
@given(data=st.data(), end=ENDS)
def test_the_steps_are_those_of_the_words_on_working_days_and_in_their_order(data: st.DataObject, end: date) -> None:
    board = data.draw(boards("Nämnd 1", [end]))
    known = board.known(max((batch.at for batch in board.batches), default=at(FIRST, 8)))
    times = backward.LeadTimes(board.signature, board.papers, board.dialogue)
    plan = backward.plan(end, [backward.Meeting(*meeting) for meeting in known.items()], times)
    wanted = steps(end, board, known)
    assert [(step.kind, step.day) for step in wanted] == [(kind.value, plan.day(kind)) for kind in backward.STEPS][
        : len(wanted)
    ]
    assert [one.due_on for one in leads.of_steps(plan)][: len(wanted)] == [step.told for step in wanted]
    days = [plan.dialogue, plan.draft, plan.decision, plan.signature]
    assert days == sorted(days)
    assert all(map(is_working, days))
    assert plan.signature <= end


def test_a_step_on_a_leap_day_and_in_the_nights_of_the_clock_changes_is_told_at_eight(clean: Engine) -> None:
    begun = at(date(2023, 1, 2), 9)
    meetings = ((date(2024, 3, 7), date(2024, 3, 7)), (date(2024, 11, 4), date(2024, 10, 14)))
    board = Board(BOARDS[0], 14, 21, 8, (Batch(begun + timedelta(minutes=1), meetings),))
    everybody = tuple(Person(name, begun) for name in BOARDS + PARTNERS)
    for end, wanted in (
        (date(2024, 4, 5), {"2024-02-28 07:00": "dialogue", "2024-02-29 07:00": "draft and decision"}),
        (date(2024, 11, 20), {"2024-10-04 06:00": "dialogue", "2024-10-28 07:00": "decision"}),
    ):
        pact = Pact("Avtal", date(2023, 1, 1), (BOARDS[0], PARTNERS[0]), (Version(begun, end),))
        story = Story(Uptime(begun, ()), (pact,), everybody, (board,))
        with world(clean) as here:
            said = Happening(story, here).happen()
        assert said == expected(story)
        assert {moment[:16] for _, moment, number in said if number == 0} >= wanted.keys()
