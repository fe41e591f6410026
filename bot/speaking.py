"""How a notice is said: its place in the chat, what it takes away, and the message itself."""

import time
from dataclasses import replace

from bot.cards.card import Card
from bot.saying import Saying
from bot.voice import Deletion, Voice
from messages import views

CHAT_PAUSE_SECONDS = 1.0  # Bot API FAQ: about one message a second to one chat
REMEMBERED_CHATS = 10_000


class Speaker:
    """Says notices through a voice, `chat_pause` seconds apart in one chat."""

    def __init__(self, voice: Voice, chat_pause: float) -> None:
        self._voice = voice
        self.chat_pause = chat_pause
        self._last_said: dict[int, float] = {}

    def until_place(self, chat_id: int) -> float:
        """Take the chat's next place, a pause after the one before: a substitute hears several at once.

        Returns:
            In how many seconds it comes.
        """
        now = time.monotonic()
        place = max(now, self._last_said.get(chat_id, 0.0) + self.chat_pause)
        if len(self._last_said) > REMEMBERED_CHATS:
            self._last_said.clear()
        self._last_said[chat_id] = place
        return place - now

    async def take_away(self, saying: Saying) -> Card | None:
        """The card, once what it takes away is gone; nothing where that was gone already.

        Raises:
            telegram.error.TelegramError: it could not be taken away.
        """
        await self._voice.delete_all(saying.chat_id, saying.takes)
        card = saying.card
        if card is None or card.takes_away is None:
            return card
        deletion = await self._voice.delete(saying.chat_id, card.takes_away)
        if deletion is Deletion.GONE_BEFORE:
            return None
        assert isinstance(card.view, views.WordsDeleted), "what else takes a message away"
        return replace(card, view=replace(card.view, deleted=deletion is Deletion.GONE_NOW))

    async def say(self, card: Card, saying: Saying) -> int:
        """Send it, or let the message that stands become it; the message's id.

        Raises:
            telegram.error.TelegramError: it was not sent, or may not have been (TimedOut).
        """
        chat_id, language = saying.chat_id, saying.language
        if saying.standing is None:
            return await self._voice.say(card, chat_id, language, silent=saying.silent)
        anew = await self._voice.show(card, chat_id, saying.standing, language, silent=saying.silent)
        return anew or saying.standing
