"""Words about a client do not belong in the chat: deleted at once, nothing of them kept."""

from collections.abc import Callable

import pytest
import structlog

from bot.demo.cast import YLVA
from bot.store import Store
from tests.hands import HandClock
from tests.works import CANARY, ON_SQLITE, STRANGER, Works, stored_bytes, works

GROUP = -77
Sending = Callable[[Works, int], object]


def say(words: str, *, forwarded: bool = False) -> Sending:
    return lambda it, who: it.world.send_text(who, words, forwarded=forwarded)


def send(kind: str, caption: str | None = None) -> Sending:
    return lambda it, who: it.world.send_other(who, kind, caption)


WORDS: dict[str, Sending] = {
    "text": say(f"Min klient {CANARY} mår dåligt"),
    "long text": say(CANARY * 300),
    "two lines": say(f"/\n{CANARY}"),
    "unknown command": say(f"/{CANARY} hej"),
    "command with words": say(f"/meny {CANARY}"),
    "one-liner that is not understood": say(f"/hanvisa B2 {CANARY}"),
    "absence that is not understood": say(f"/borta {CANARY}"),
    "link with words": say(f"/start {CANARY}"),
    "forwarded text": say(CANARY, forwarded=True),
    "forwarded command": say(f"/hanvisa B2 {CANARY}", forwarded=True),
    "voice": send("voice"),
    "photo": send("photo", CANARY),
    "photo with a command": send("photo", f"/meny {CANARY}"),
    "video": send("video", CANARY),
    "document": send("document", CANARY),
    "sticker": send("sticker"),
    "location": send("location"),
    "contact": send("contact"),
}
SECRETS = (CANARY, "intyg.pdf", "57.7089", "+46700000000")


@ON_SQLITE
@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("who", [YLVA.telegram_id, STRANGER])
async def test_words_are_deleted_and_nothing_of_them_is_kept_or_logged(
    played: Store, database_url: str, clock: HandClock, kind: str, who: int
) -> None:
    async with works(database_url, clock) as it:
        with structlog.testing.capture_logs() as logged:
            sent = WORDS[kind](it, who)
            await it.serve()
        assert isinstance(sent, dict)
        there = {message["message_id"] for message in it.world.chat(who)}
        asked_by_name = kind == "link with words" and who == STRANGER
        assert (sent["message_id"] in there) is asked_by_name
        assert it.texts(who)
        said = "".join(it.texts(who))
    on_disk = stored_bytes(database_url)
    for secret in SECRETS:
        assert secret not in said
        assert secret not in repr(logged)
        assert secret.encode() not in on_disk
        assert secret.casefold().encode() not in on_disk


async def test_an_edit_that_brings_words_is_deleted(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        sent = it.world.send_text(YLVA.telegram_id, "/meny")
        await it.serve()
        it.world.edit_text(YLVA.telegram_id, sent["message_id"], CANARY)
        await it.serve()
        assert all(message["from"]["is_bot"] for message in it.world.chat(YLVA.telegram_id))
        assert "Jag har tagit bort" in it.texts(YLVA)[-1]


async def test_where_telegram_does_not_delete_the_person_is_told_so(
    played: Store, database_url: str, clock: HandClock
) -> None:
    async with works(database_url, clock) as it:
        it.world.send_text(YLVA.telegram_id, CANARY)
        [raw] = it.waiting()
        clock.forward(hours=49)
        await it.app.desk.handle(raw)
        await it.app.desk.drain()
        assert "Jag kunde inte ta bort" in it.texts(YLVA)[-1]


async def test_a_command_without_words_stays(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        sent = it.world.send_text(YLVA.telegram_id, "/meny")
        await it.serve()
        assert sent in it.world.chat(YLVA.telegram_id)


async def test_groups_are_left_whatever_is_said_in_them(played: Store, database_url: str, clock: HandClock) -> None:
    async with works(database_url, clock) as it:
        it.world.add_to_group(YLVA.telegram_id, GROUP, "Kafferummet")
        await it.serve()
        assert not it.world.chats[GROUP].member
        it.world.chats[GROUP].member = True
        it.world.send_text(YLVA.telegram_id, f"/hjalp {CANARY}", chat_id=GROUP)
        await it.serve()
        assert not it.world.chats[GROUP].member
        assert not [message for message in it.world.chat(GROUP) if message["from"]["is_bot"]]
        assert not it.heard(YLVA)
