"""Reminders of ends and reports: each said once, to each, as soon as it may be said, whatever became of the bot."""

from hypothesis import given
from sqlalchemy import Engine

from tests.properties.agreements import Story, stories
from tests.properties.reminded import Happening, expected
from tests.properties.worlds import examples, world

A_FEW = 4
"""Agreements; `make faults ROWS=calendar` plays many, and more stories, on both databases."""


@examples(4)
@given(story=stories(A_FEW))
def test_everybody_is_told_once_of_every_occasion_or_in_one_notice_after_the_bot_was_away(
    clean: Engine, story: Story
) -> None:
    with world(clean) as here:
        said = Happening(story, here).happen()
    wanted = expected(story)
    assert (said - wanted, wanted - said) == ({}, {}), "(said too much, not said)"
