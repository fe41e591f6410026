"""The scenes of the story: what each step does, and what it expects to be seen."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.clock import at_local, today
from bot.demo.cast import ADA, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.demo.stage import NotSeen, Stage, text_of

Step = tuple[str, Callable[[Stage], Awaitable[None]]]
NEWCOMER = 4999


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


async def _words_are_gone(stage: Stage) -> None:
    words = "Han heter Ture Testsson"
    await stage.types(YLVA, words)
    await stage.sees(YLVA, "hör inte hemma i chatten")
    if any(words in str(message) for message in stage.world.chat(YLVA.telegram_id)):
        raise NotSeen("the words still stand in the chat")


def _link(stage: Stage) -> str:
    said = " ".join(text_of(message) for message in stage.world.chat(MAJ.telegram_id))
    return next(word for word in said.split() if "start=i-" in word)


async def _newcomer_joins(stage: Stage) -> None:
    link = _link(stage)
    stage.world.add_user(NEWCOMER, "Nils Nypåhittad")
    stage.world.send_text(NEWCOMER, f"/start {link.partition('start=')[2]}")
    await stage.production.settle()
    await stage.sees(MAJ, "Nils Nypåhittad")


async def _link_is_spent(stage: Stage) -> None:
    link = _link(stage)
    late = Player(5001, "Sen Påhittsson", YLVA.role, YLVA.organisation)
    stage.world.add_user(late.telegram_id, late.name)
    await stage.types(late, f"/start {link.partition('start=')[2]}")
    spent = stage.last(late)
    await stage.types(late, "/start")
    if spent != stage.last(late):
        raise NotSeen("a spent link says more than no link")


async def _picture_came(stage: Stage) -> None:
    if "photo" not in stage.newest_of_bot(YLVA):
        raise NotSeen("no picture came")


REFER: list[Step] = [
    write(YLVA, "/hanvisa", "Skyddade personuppgifter"),
    tap(YLVA, "Nej, fortsätt", "Till vem"),
    tap(YLVA, "B2", "Hur ska ni mötas"),
    tap(YLVA, "Ring mig", "Vad vill"),
    tap(YLVA, "trädgård", "Vad vill"),
    tap(YLVA, "hantverk", "Vad vill"),
    tap(YLVA, "Klar", "frivilligt", "påverkar inte ditt bistånd"),
    tap(YLVA, "Ja, personen samtycker", "Inget är skickat än"),
    tap(YLVA, "Skicka hänvisningen", "Skickat till B2", "R-"),
    tap(YLVA, "Kvinna", "R-"),
    tap(YLVA, "Visa hänvisningskort", "R-"),
    ("the referral card came as a picture", _picture_came),
]
CONFIRM: list[Step] = [
    look(KNUT, "Ny hänvisning till er", "trädgård, hantverk"),
    look(SIRI, "Ny hänvisning till er"),
    tap(KNUT, "Sedd", "Sedd"),
    look(YLVA, "Sedd"),
    tap(KNUT, "Vi tar emot", "Vilken dag"),
    tap(KNUT, "tis 4 okt", "Ni tar emot"),
    look(YLVA, "B2 tar emot tis 4 okt"),
    tap(SIRI, "Väntelista", "Knut Påhittad"),
    tap(KNUT, "Matchad med", "Vad"),
    tap(KNUT, "trädgård", "trädgård"),
    look(YLVA, "trädgård"),
]
REMEMBER: list[Step] = [
    days_pass(1, 16),
    look(YLVA, "Är koden införd i akten?"),
    tap(YLVA, "Ja, koden är införd", "Koden är införd i akten"),
    write(YLVA, "/mina", "1 hänvisning"),
]
PEOPLE: list[Step] = [
    write(MAJ, "/bjudin", "Vem vill du bjuda in"),
    tap(MAJ, "Uppsökare / handläggare", "Enskede"),
    tap(MAJ, "Enskede-Årsta-Vantör", "48 timmar"),
    ("Nils Nypåhittad joins, and Maj is told", _newcomer_joins),
    ("a spent link says no more than no link", _link_is_spent),
    write(YLVA, "/borta 14 okt", "ersätter"),
    tap(YLVA, "Olle Exempel", "14 okt"),
    look(OLLE, "Ylva Uppdiktad"),
    tap(KNUT, "Pausa", "Pausad"),
    look(OLLE, "Pausad"),
    write(YLVA, "/borta", "Olle Exempel"),
    tap(YLVA, "Jag är tillbaka", "som vanligt"),
]
LEAVE: list[Step] = [
    write(ADA, "/medlemmar", "medlemmar"),
    tap(ADA, "Ylva Uppdiktad", "öppen hänvisning"),
    tap(ADA, "Avsluta medlemskapet", "Ylva Uppdiktad"),
    tap(ADA, "Olle Exempel", "Ylva Uppdiktad"),
    look(OLLE, "Ylva Uppdiktad"),
    write(YLVA, "/mina", "inbjud"),
    write(OLLE, "/mina", "1 hänvisning"),
]
CAREFUL: list[Step] = [
    ("words about a client are taken away unread", _words_are_gone),
    write(MAJ, "/iop", "överenskommelser"),
    tap(MAJ, "Street Minds", "31 maj 2023"),
    write(KNUT, "/lediga", "B2"),
    tap(KNUT, "Fullt", "fullt"),
    write(OLLE, "/hanvisa B2 trädgård", "B2", "fullt"),
    write(SIRI, "/sprak", "språk"),
    tap(SIRI, "English", "English"),
    write(SIRI, "/help", "112"),
]
SCENES: list[tuple[str, list[Step]]] = [
    ("Ylva hänvisar", REFER),
    ("Knut svarar", CONFIRM),
    ("Ingen kod glöms", REMEMBER),
    ("Försiktigt", CAREFUL),
    ("Folk kommer och är borta", PEOPLE),
    ("Någon slutar", LEAVE),
]
