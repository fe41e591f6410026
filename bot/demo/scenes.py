"""The scenes of the story: what each step does, and what it expects to be seen."""

from datetime import date

from bot.demo.cast import ADA, KNUT, MAJ, OLLE, SIRI, YLVA, Player
from bot.demo.stage import NotSeen, Stage, text_of
from bot.demo.steps import Step, days_pass, it_is, look, reply, tap, write

NEWCOMER = 4999


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
FOLLOW_UP: list[Step] = [
    tap(KNUT, "Ta upp igen", "Pågår"),
    look(OLLE, "Tagen upp igen"),
    it_is(date(2022, 10, 5), 16),
    write(KNUT, "/anteckning", "Vem gäller det"),
    tap(KNUT, "R-", "Vad hände i dag"),
    tap(KNUT, "Kom", "Antecknat: kom ons 5 okt"),
    look(OLLE, "Kom: ons 5 okt"),
    reply(OLLE, "Tog en kaffe", "Vad hände i dag"),
    tap(OLLE, "Kontakt", "Antecknat: kontakt ons 5 okt"),
    it_is(date(2022, 10, 6), 9),
    look(MAJ, "Text har kommit i chatten"),
    write(KNUT, "/anteckning", "Vem gäller det"),
    tap(KNUT, "R-", "Vad hände i dag"),
    tap(KNUT, "Kom inte", "ny tid", "Jag frågar igen tors 13 okt"),
    look(OLLE, "Kom inte"),
    tap(KNUT, "Föreslå en ny tid", "Vilken dag"),
    tap(KNUT, "mån 10 okt", "Vilken tid"),
    tap(KNUT, "10:00", "Ni har föreslagit mån 10 okt"),
    look(OLLE, "föreslår mån 10 okt"),
    tap(OLLE, "Tiden passar", "Tiden är bestämd"),
    it_is(date(2022, 10, 10), 11),
    look(MAJ, "Veckobrev", "A1", "färre än 5"),
    write(KNUT, "/anteckning", "Vem gäller det"),
    tap(KNUT, "R-", "Vad hände i dag"),
    tap(KNUT, "Deltog", "Antecknat: deltog mån 10 okt"),
]
WAITING: list[Step] = [
    write(KNUT, "/lediga", "B2"),
    tap(KNUT, "Plats", "plats"),
    write(OLLE, "/hanvisa B2 trädgård", "Skyddade personuppgifter"),
    tap(OLLE, "Nej, fortsätt", "Hur ska ni mötas"),
    tap(OLLE, "Ring mig", "frivilligt"),
    tap(OLLE, "Ja, personen samtycker", "Inget är skickat än"),
    tap(OLLE, "Skicka hänvisningen", "Skickat till B2"),
    tap(OLLE, "Öppna", "svarar senast tors 13 okt"),
    tap(OLLE, "Ja, koden är införd", "Koden är införd i akten"),
    look(KNUT, "Ny hänvisning till er", "senast tors 13 okt"),
    it_is(date(2022, 10, 14), 9),
    look(KNUT, "Påminnelse", "Svaret dröjer"),
    it_is(date(2022, 10, 19), 9),
    look(OLLE, "du väntar fortfarande på svar"),
    it_is(date(2022, 10, 24), 8),
    look(MAJ, "Veckobrev", "B2 · har väntat på svar i 14 dagar"),
    it_is(date(2022, 10, 25), 9),
    look(MAJ, "B2 har inte svarat på 15 dagar", "Olle Exempel"),
    look(KNUT, "har väntat i 15 dagar"),
    write(KNUT, "/inkorg", "väntar på ert svar"),
    tap(KNUT, "● R-", "Er tur"),
    tap(KNUT, "Vi tar emot", "Vilken dag"),
    tap(KNUT, "tors 27 okt", "Ni tar emot"),
    look(OLLE, "B2 tar emot tors 27 okt"),
]
AGREEMENTS: list[Step] = [
    write(MAJ, "/iop", "överenskommelser"),
    tap(MAJ, "Street Minds", "Vem får veta vad", "2 december 2022"),
    tap(MAJ, "Rapporter", "Ingen rapport"),
    tap(MAJ, "Ny delrapport", "Vilken månad 2022"),
    tap(MAJ, "dec", "Vilken dag"),
    tap(MAJ, "15", "Delrapport", "15 december 2022"),
    it_is(date(2022, 11, 15), 9),
    look(KNUT, "Street Minds", "Delrapport", "15 december 2022"),
    it_is(date(2022, 12, 2), 9),
    look(MAJ, "Street Minds", "slut om 180 dagar"),
    tap(MAJ, "Dialog pågår", "Inriktning: dialog pågår"),
    it_is(date(2022, 12, 16), 9),
    look(MAJ, "försenad"),
    tap(MAJ, "Mottagen: delrapport tors 15 dec", "mottagen"),
    it_is(date(2023, 3, 2), 9),
    look(MAJ, "Street Minds", "slut om 90 dagar"),
    look(KNUT, "Street Minds", "slut om 90 dagar"),
    tap(MAJ, "Förlänga", "Inriktning: förlänga"),
    it_is(date(2023, 4, 3), 9),
    write(MAJ, "/kommande", "28 april 2023", "Street Minds"),
    write(MAJ, "/veckobrev", "B2", "förlänga"),
]
SCENES: list[tuple[str, list[Step]]] = [
    ("Ylva hänvisar", REFER),
    ("Knut svarar", CONFIRM),
    ("Ingen kod glöms", REMEMBER),
    ("Försiktigt", CAREFUL),
    ("Folk kommer och är borta", PEOPLE),
    ("Någon slutar", LEAVE),
    ("En vecka", FOLLOW_UP),
    ("Ingen lämnas att vänta", WAITING),
    ("Inget tar slut i tysthet", AGREEMENTS),
]
