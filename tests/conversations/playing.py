"""Phones to play on in tests: what a person does, sees, and has to choose from."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from bot.buttons import Button
from bot.callbacks import encode, signing_key
from bot.clock import at_local, local
from bot.demo.cast import KNUT, PARTNER, YLVA, Player
from bot.demo.production import Production
from bot.demo.stage import Message, Stage, text_of
from bot.demo.telegram.state import Chat
from models import Agreement, Draft, Language, Member, Note, Notice, NoticeKind, Organisation, Referral, ReferralStatus

T = TypeVar("T")
CODE = re.compile(r"R-[2-9A-Y]{5,7}")
SHORTEST = ("Nej, fortsätt", "B2", "Ring mig", "Inga önskemål", "Ja, personen samtycker", "Skicka")


class Play(Stage):
    """The stage, with what tests ask of it."""

    def __init__(self, production: Production) -> None:
        super().__init__(production)
        self._taken: list[Message] = []
        self._remove = self.world.remove
        self.world.remove = self._remember_and_remove  # type: ignore[method-assign]

    def _remember_and_remove(self, chat: Chat, message_ids: Iterable[int]) -> None:
        numbers = list(message_ids)
        self._taken += [chat.shown(number) for number in numbers if number in chat.messages]
        self._remove(chat, numbers)

    def ever(self, who: Player) -> list[Message]:
        """All that ever stood in the chat, what was taken away too, in the order in which it came."""
        gone = [message for message in self._taken if message["chat"]["id"] == who.telegram_id]
        return sorted([*gone, *self.world.chat(who.telegram_id)], key=lambda message: int(message["message_id"]))

    async def refer(self, who: Player = YLVA, *wishes: str) -> str:
        """`who` refers a person to B2 the shortest way, or with wishes; the code."""
        await self.types(who, "/hanvisa")
        await self.all_taps(who, "Nej, fortsätt", "B2", "Ring mig", *wishes)
        await self.all_taps(who, "Klar" if wishes else "Inga önskemål", "Ja, personen samtycker", "Skicka")
        await self.sees(who, "Skickat till B2")
        return self.code(who)

    async def all_taps(self, who: Player, *words: str) -> None:
        """One tap after the other."""
        for each in words:
            await self.taps(who, each)

    async def taps_again(self, who: Player, held: tuple[Message, dict[str, Any]]) -> None:
        """`who` taps a button that `button` gave earlier, whatever its message has become since."""
        message, button = held
        self.world.tap(who.telegram_id, message["message_id"], button["callback_data"])
        await self.production.settle()

    async def forges(self, who: Player, button: Button) -> None:
        """`who` sends a button that no card offers them now, rightly signed: one from before their role changed."""
        data = encode(button, signing_key(self.production.app.settings.token), who.telegram_id)
        self.world.tap(who.telegram_id, self.newest_of_bot(who)["message_id"], data)
        await self.production.settle()

    async def replies(self, who: Player, message: Message, text: str) -> None:
        """`who` answers a message in their chat with `text`."""
        self.world.send_text(who.telegram_id, text, reply_to=message["message_id"])
        await self.production.settle()

    async def opens(self, who: Player, code: str) -> None:
        """`who` opens the link behind a code."""
        await self.types(who, f"/start {code}")

    async def notes_down(self, who: Player, code: str, *words: str) -> None:
        """`who` notes by taps what happened to the person behind a code."""
        await self.opens(who, code)
        await self.all_taps(who, "Anteckna", *words)

    def code(self, who: Player) -> str:
        """The code that stands in the newest message that has one."""
        for message in reversed(self.world.chat(who.telegram_id)):
            if found := CODE.search(text_of(message)):
                return found.group()
        raise AssertionError(f"{who.name} sees no code")

    def bot_says(self, who: Player) -> str:
        """The bot's newest message."""
        return text_of(self.newest_of_bot(who))

    def now_stands(self, who: Player, message: Message) -> Message:
        """What has become of a message."""
        number = message["message_id"]
        return next(found for found in self.world.chat(who.telegram_id) if found["message_id"] == number)

    def texts(self, who: Player) -> list[str]:
        """All that stands in the chat."""
        return [text_of(message) for message in self.world.chat(who.telegram_id)]

    def when(self, who: Player, *words: str) -> list[str]:
        """When the bot's messages that hold all of `words` came: `2022-10-07 08:00`."""
        return [
            f"{local(datetime.fromtimestamp(message['date'], UTC)):%Y-%m-%d %H:%M}"
            for message in self.ever(who)
            if message["from"]["is_bot"] and all(word in text_of(message) for word in words)
        ]

    def choices(self, who: Player) -> list[str]:
        """The buttons below the bot's newest message, in order."""
        keyboard = self.newest_of_bot(who).get("reply_markup", {}).get("inline_keyboard", [])
        return [button["text"] for row in keyboard for button in row]

    def has_button(self, who: Player, words: str) -> bool:
        """Whether the bot's newest message has a button whose words begin so."""
        return any(choice.startswith(words) for choice in self.choices(who))

    def commands(self, who: Player) -> list[str]:
        """The phone's command list."""
        return [command["command"] for command in self.world.commands(who.telegram_id)]

    async def rows(self, unit: Callable[[Session], T]) -> T:
        """Ask or change the rows behind the bot's back."""
        return await self.production.app.store.run(unit)

    async def status(self, code: str) -> ReferralStatus:
        """The FHIR state in the row."""
        return (await self.referral(code)).status

    async def referral(self, code: str) -> Referral:
        """The row behind a code."""
        return await self.rows(lambda session: session.exec(select(Referral).where(col(Referral.code) == code)).one())

    async def notes(self, code: str) -> list[Note]:
        """The notes about the person behind a code, those that were struck too, in the order they were made."""
        of_code = (
            select(Note).join(Referral, col(Referral.id) == col(Note.referral_id)).where(col(Referral.code) == code)
        )
        return await self.rows(lambda session: list(session.exec(of_code.order_by(col(Note.id))).all()))

    async def owed(self, kind: NoticeKind) -> list[Notice]:
        """The notices of that kind, said or not, in the order they were owed."""
        of_kind = select(Notice).where(col(Notice.kind) == kind).order_by(col(Notice.id))
        return await self.rows(lambda session: list(session.exec(of_kind).all()))

    async def open_days(self, *weekdays: int) -> None:
        """B2 is there on these ISO weekdays, behind the bot's back."""
        await self.rows(lambda session: setattr(organisation(session, PARTNER), "open_days", list(weekdays)))

    async def copies(self, code: str, count: int) -> None:
        """`count` referrals more like the one with `code`, each sent an hour earlier than the one before."""
        original = await self.referral(code)
        fields: dict[str, Any] = original.model_dump(exclude={"id", "code", "draft_id", "version", "sent_at"})

        def add(session: Session) -> None:
            for number in range(count):
                sent_at = original.sent_at - timedelta(hours=number + 1)
                copy = Referral(
                    **fields, sent_at=sent_at, code=f"R-COPY{number:02d}", draft_id=1000 + number, version=1
                )
                session.add(copy)

        await self.rows(add)

    async def referrals(self) -> int:
        """How many there are."""
        return await self.rows(lambda session: len(session.exec(select(Referral)).all()))

    async def drafts(self) -> int:
        """How many drafts are open."""
        return await self.rows(lambda session: len(session.exec(select(Draft)).all()))

    async def travel(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Let it be that hour of `day` in Stockholm."""
        await self.production.travel(at_local(day, hour, minute))

    async def comes_up(self, day: date, hour: int, minute: int = 0) -> None:
        """The bot was down until that hour of `day` in Stockholm: it finds then what fell due meanwhile."""
        moment = at_local(day, hour, minute)
        async with self.production._travelling:
            self.production._move_to(moment)
            await self.production._tick_until(moment)
        await self.production.settle()

    async def joins(self, player: Player) -> None:
        """`player` is a member and has started the bot."""
        now = self.production.clock.now()
        await self.rows(lambda session: _add(session, player, now))
        self.phone(player)
        await self.types(player, "/start")

    def phone(self, player: Player, language: str = "sv") -> None:
        """`player` has a phone with Telegram, no more."""
        self.world.add_user(player.telegram_id, player.name, language, started=True)

    async def reads_code(self, code: str) -> None:
        """The referrer has put the code into the case file, so that nothing waits for them."""
        await self.opens(YLVA, code)
        await self.taps(YLVA, "Ja, koden är införd")

    async def answer(self, *words: str, who: Player = KNUT) -> None:
        """The koordinator's taps."""
        await self.all_taps(who, *words)


def organisation(session: Session, name: str) -> Organisation:
    """The organisation called `name`."""
    return session.exec(select(Organisation).where(col(Organisation.name) == name)).one()


def agreement(session: Session, name: str) -> Agreement:
    """The agreement called `name`."""
    return session.exec(select(Agreement).where(col(Agreement.name) == name)).one()


def _add(session: Session, player: Player, now: datetime) -> None:
    session.add(
        Member(
            telegram_id=player.telegram_id,
            name=player.name,
            role=player.role,
            organisation_id=organisation(session, player.organisation).id,
            unit=player.unit,
            language=Language.SV,
            joined_at=now,
        )
    )
