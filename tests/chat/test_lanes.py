"""Fairness: a person's updates in order, people side by side, a thousand strangers in one transaction."""

import asyncio
from collections.abc import Sequence

import pytest

from bot import buttons
from bot.chat.answer import Answer
from bot.chat.incoming import Incoming, Kind
from bot.chat.lanes import Lanes
from bot.chat.strangers import TO_ALL_AT_ONCE, TO_ONE, Strangers
from bot.demo.cast import KNUT, YLVA
from bot.errors import StorageDown
from bot.store import Store
from models import AuditEntry, Event, HandledUpdate, Language, Member
from tests.hands import HandClock
from tests.works import STRANGER, Works, rows, send_referral, works

MEMBERS = {1, 2, 3}


class Counted:
    """Serves by hand: notes what came together, and lets it go when told to."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.gate = asyncio.Event()
        self.down: set[int] = set()
        self.lanes = Lanes(self._serve, self._serve_strangers, in_flight=2)

    async def _serve(self, group: Sequence[Incoming]) -> Answer | None:
        await self.gate.wait()
        await asyncio.sleep(0)
        self.groups.append([incoming.update_id for incoming in group])
        if self.down & {incoming.update_id for incoming in group}:
            raise StorageDown("away")
        return Answer(member_id=1)

    async def _serve_strangers(self, group: Sequence[Incoming]) -> dict[int, Answer | None]:
        await self.gate.wait()
        strangers = [place for place, incoming in enumerate(group) if incoming.telegram_id not in MEMBERS]
        self.groups.append([-group[place].update_id for place in strangers])
        return {place: Answer(stranger=True) for place in strangers}

    def come(self, *updates: Incoming) -> "asyncio.Future[list[Answer | BaseException | None]]":
        """They come in this order."""
        return asyncio.gather(*(self.lanes.serve(update) for update in updates), return_exceptions=True)

    def served(self) -> list[int]:
        """The updates as they were served, a stranger's with a minus."""
        return [number for group in self.groups for number in group]


def words(number: int, person: int) -> Incoming:
    """`person` writes."""
    return Incoming(number, Kind.WORDS, chat_id=person, telegram_id=person)


def tap(number: int, person: int, data: str = "x") -> Incoming:
    """`person` taps."""
    return Incoming(number, Kind.TAP, chat_id=person, telegram_id=person, message_id=7, query_id=str(number), data=data)


async def test_a_thousand_strangers_are_served_a_hundred_at_a_time() -> None:
    counted = Counted()
    counted.gate.set()
    answers = await counted.come(*(words(number, 1000 + number) for number in range(1, 1001)))
    assert [len(group) for group in counted.groups] == [100] * 10
    assert all(isinstance(answer, Answer) and answer.stranger for answer in answers)


async def test_members_whom_nobody_knew_yet_keep_their_order_when_they_change_lanes() -> None:
    counted = Counted()
    coming = counted.come(*(words(number, 1 + number % 3) for number in range(1, 31)))
    await asyncio.sleep(0)
    counted.gate.set()
    later = counted.come(*(words(number, 1 + number % 3) for number in range(31, 61)))
    await coming
    await later
    for person in MEMBERS:
        own = [number for number in counted.served() if 1 + number % 3 == person]
        assert own == sorted(own)
        assert len(own) == 20


async def test_a_member_waits_for_one_update_of_a_flooder_and_not_for_a_hundred() -> None:
    counted = Counted()
    counted.gate.set()
    await counted.come(words(1, 1), words(2, 2))
    counted.groups.clear()
    await counted.come(*(tap(10 + number, 1, str(number)) for number in range(100)), words(200, 2))
    assert counted.served().index(200) <= 2


async def test_one_tap_a_hundred_times_is_one_and_another_tap_between_them_is_its_own() -> None:
    counted = Counted()
    counted.gate.set()
    await counted.come(words(1, 1))
    counted.groups.clear()
    taps = [tap(number, 1) for number in range(100)]
    taps[50] = tap(50, 1, "another")
    answers = await counted.come(*taps)
    assert [len(group) for group in counted.groups] == [50, 1, 49]
    assert [number for number, answer in enumerate(answers) if answer] == [0, 50, 51]


async def test_what_waits_behind_an_update_that_met_a_storage_that_was_down_does_not_overtake_it() -> None:
    counted = Counted()
    counted.gate.set()
    await counted.come(words(1, 1), words(2, 2))
    counted.down = {10}
    results = await counted.come(words(10, 1), words(11, 1), words(12, 2))
    assert [type(result) for result in results] == [StorageDown, StorageDown, Answer]
    assert 11 not in counted.served()
    counted.down.clear()
    await counted.come(words(10, 1), words(11, 1))
    assert counted.served()[-2:] == [10, 11]


def test_strangers_are_told_so_much_and_no_more(clock: HandClock) -> None:
    strangers, said = Strangers(), Answer(stranger=True, delete=True, new_commands=True)

    def told(stranger: int, times: int) -> int:
        answers = [strangers.limited(stranger, said, clock.now()) for _ in range(times)]
        assert all(answer and answer.delete for answer in answers), "words go in any case"
        return sum(answer is not None and answer.new_commands for answer in answers)

    assert told(1, 50) == TO_ONE
    assert sum(told(number, 1) for number in range(2, 100)) == TO_ALL_AT_ONCE - TO_ONE
    clock.forward(seconds=1)
    assert told(1, 1) == 0
    assert sum(told(number, 1) for number in range(200, 300)) == 10
    clock.forward(seconds=61)
    assert told(1, 1) == 1


async def a_card_to_answer(it: Works, played: Store, clock: HandClock) -> tuple[int, int]:
    """A referral that Knut is shown; its id and the message."""
    sent = played.run_now(lambda session: send_referral(session, clock.now()).id)
    await it.types(KNUT, "/inkorg")
    return sent, it.heard(KNUT)[-1]["message_id"]


async def test_a_hundred_taps_on_one_button_take_effect_once_and_each_is_remembered(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        sent, message = await a_card_to_answer(it, played, clock)
        before = len(rows(played, HandledUpdate)), len(rows(played, AuditEntry))
        for _ in range(100):
            it.world.tap(KNUT.telegram_id, message, it.data(buttons.Step(sent, 1, "waiting_list"), KNUT))
        await it.serve()
        assert len(rows(played, HandledUpdate)) == before[0] + 100
        assert [event.happening for event in rows(played, Event)] == ["sent", "waiting_list"]
        assert len(rows(played, AuditEntry)) < before[1] + 10
        assert len(it.heard(KNUT)) == 1, "the card itself, and no refusal"


async def test_a_tap_that_comes_again_takes_no_effect_from_the_same_tap_made_anew_behind_it(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        await it.types(YLVA, "/sprak")
        message = it.heard(YLVA)[-1]["message_id"]
        swedish, english = (it.data(buttons.SetLanguage(language), YLVA) for language in ("sv", "en"))
        it.world.tap(YLVA.telegram_id, message, swedish)
        [came] = it.waiting()
        await it.app.desk.handle(came)
        await it.taps(YLVA, message, english)
        it.world.tap(YLVA.telegram_id, message, swedish)
        [anew] = it.waiting()
        await asyncio.gather(*(it.app.desk.handle(update) for update in (came, anew)))
        await it.app.desk.drain()
        assert [member.language for member in rows(played, Member) if member.name == YLVA.name] == [Language.SV]


async def test_strangers_who_write_at_once_are_each_remembered_and_their_words_go(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        for number in range(60):
            it.world.add_user(20_000 + number, f"Nr {number}", started=True)
            it.world.send_text(20_000 + number, "hej")
        it.world.send_text(YLVA.telegram_id, "/meny")
        await it.serve()
        assert len(rows(played, HandledUpdate)) == 61
        chats = [it.world.chat(20_000 + number) for number in range(60)]
        assert not [message for chat in chats for message in chat if not message["from"]["is_bot"]]
        assert sum(bool(chat) for chat in chats) == TO_ALL_AT_ONCE
        assert YLVA.name in it.texts(YLVA)[0]


async def test_a_bug_that_one_stranger_brings_to_light_takes_nobody_elses_answer(
    played: Store, database_url: str, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with works(database_url, clock) as it:
        it.world.add_user(20_000, "Annan", started=True)
        monkeypatch.setattr("bot.chat.strangers.invitations.claim", lambda *_: 1 // 0)
        it.world.send_text(20_000, "/start i_broken")
        it.world.send_text(STRANGER, "hej")
        await it.serve()
        assert len(rows(played, HandledUpdate)) == 2
        assert len(it.heard(STRANGER)) == len(it.heard(20_000)) == 1
