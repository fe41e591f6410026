"""The steps toward what follows after an agreement, as the manager hears of them in the chat.

Street Minds ends on 31 May 2023; its board meets on 20 April.
"""

from datetime import date

import pytest
from sqlalchemy import delete
from sqlmodel import Session

from bot.actions import boards
from bot.clock import at_local
from bot.demo.cast import KNUT, MAJ
from models import BoardMeeting
from tests.conversations.playing import Play
from tests.hands import turn

pytestmark = pytest.mark.months("reminders")


@pytest.mark.parametrize("now", [at_local(date(2023, 1, 23), 9)])
async def test_the_manager_hears_of_each_step_with_the_days_of_the_others(play: Play) -> None:
    def tell(session: Session) -> None:
        session.execute(delete(BoardMeeting))
        boards.add_meetings(turn(session, MAJ, at_local(date(2023, 1, 23), 9)), "2023-04-20")

    await play.rows(tell)
    await play.types(MAJ, "/kommande")
    assert "27 januari 2023 till chef" in play.bot_says(MAJ)
    assert "Street Minds: dialogen med partnern börjar 27 januari 2023" in play.bot_says(MAJ)
    await play.types(KNUT, "/kommande")
    assert "dialogen" not in play.bot_says(KNUT)

    await play.travel(date(2023, 5, 11))

    dialogue = ("Street Minds", "Dags att börja dialogen", "Underlaget ska vara klart 30 mars 2023")
    assert play.when(MAJ, *dialogue, "Nämnden möts 20 april 2023", "underskrivet 17 maj 2023") == ["2023-01-27 08:00"]
    assert play.when(MAJ, "Street Minds", "Underlaget ska vara klart 30 mars", "om 69 dagar") == ["2023-03-23 08:00"]
    assert "2023-04-13 08:00" in play.when(MAJ, "Street Minds", "Nämnden möts 20 april 2023")
    assert "2023-05-10 08:00" in play.when(MAJ, "Street Minds", "ska vara underskrivet 17 maj 2023")
    assert play.when(KNUT, "Street Minds", "Underlaget") == play.when(KNUT, "Nämnden möts") == []
