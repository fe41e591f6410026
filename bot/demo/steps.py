"""What a step of the story can be: a tap, a line, a look, days that pass."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta

from bot.clock import at_local, today
from bot.demo.cast import Player
from bot.demo.stage import NotSeen, Stage

Step = tuple[str, Callable[[Stage], Awaitable[None]]]


def tap(who: Player, button: str, *seen: str, by: Player | None = None) -> Step:
    """`who` taps `button`; then `by` (or `who`) sees a message with all of `seen`."""

    async def step(stage: Stage) -> None:
        await stage.taps(who, button)
        await stage.sees(by or who, *seen)

    return f"{who.name} taps [{button}]", step


def write(who: Player, text: str, *seen: str) -> Step:
    """`who` writes `text` and then sees a message with all of `seen`."""

    async def step(stage: Stage) -> None:
        await stage.types(who, text)
        await stage.sees(who, *seen)

    return f"{who.name} writes {text}", step


def look(who: Player, *seen: str) -> Step:
    """`who` sees a message with all of `seen`."""

    async def step(stage: Stage) -> None:
        await stage.sees(who, *seen)

    return f"{who.name} sees {', '.join(seen)}", step


def days_pass(days: int, hour: int) -> Step:
    """It is `hour` o'clock `days` later; what falls due on the way has happened."""

    async def step(stage: Stage) -> None:
        now = stage.production.clock.now()
        await stage.production.travel(at_local(today(now) + timedelta(days=days), hour))

    return f"{days} days pass", step


def it_is(day: date, hour: int, minute: int = 0) -> Step:
    """It is that time of `day`; what falls due on the way has happened."""

    async def step(stage: Stage) -> None:
        await stage.production.travel(at_local(day, hour, minute))

    return f"it is {day} {hour:02d}:{minute:02d}", step


def reply(who: Player, text: str, *seen: str) -> Step:
    """`who` replies to the newest card with `text`, which must not stay, and sees a message with all of `seen`."""

    async def step(stage: Stage) -> None:
        card = stage.newest_of_bot(who)
        stage.world.send_text(who.telegram_id, text, reply_to=card["message_id"])
        await stage.production.settle()
        await stage.sees(who, *seen)
        if any(text in str(message) for message in stage.world.chat(who.telegram_id)):
            raise NotSeen("the words still stand in the chat")

    return f"{who.name} replies to a card", step
