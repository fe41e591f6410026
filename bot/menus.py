"""Every command there is: its name in both languages, who has it, and whether the menu shows it."""

from dataclasses import dataclass

from bot.policy import Act, allows
from models import Role


@dataclass(frozen=True)
class Command:
    """A command; `act` is what it needs (nothing: everybody has it). `name` is its key everywhere."""

    name: str
    sv: str
    en: str
    act: Act | None = None
    in_menu: bool = True

    def in_language(self, language: str) -> str:
        """What is typed after the slash, in `language`."""
        return self.en if language == "en" else self.sv


COMMANDS = (
    Command("refer", "hanvisa", "refer", Act.REFER),
    Command("mine", "mina", "mine", Act.SEE_OWN_REFERRALS),
    Command("inbox", "inkorg", "inbox", Act.SEE_INBOX),
    Command("note", "anteckning", "note", Act.NOTE),
    Command("room", "rum", "room", Act.ENTER),
    Command("lock", "las", "lock", Act.ENTER, in_menu=False),
    Command("capacity", "lediga", "capacity", Act.SET_CAPACITY),
    Command("open_days", "oppet", "opendays", Act.SET_OPEN_DAYS),
    Command("agreements", "iop", "agreements", Act.SEE_AGREEMENTS),
    Command("reports", "rapport", "report", Act.SEE_REPORTS),
    Command("activity", "aktivitet", "activity", Act.LOG_ACTIVITY),
    Command("shift", "pass", "shift", Act.LOG_SHIFT),
    Command("coming", "kommande", "coming", Act.SEE_COMING),
    Command("digest", "veckobrev", "weekly", Act.SEE_DIGEST),
    Command("invite", "bjudin", "invite", Act.INVITE),
    Command("members", "medlemmar", "members", Act.SEE_MEMBERS),
    Command("away", "borta", "away", Act.BE_AWAY),
    Command("phone", "telefon", "phone", Act.REFER),
    Command("quiet", "tyst", "quiet"),
    Command("language", "sprak", "language"),
    Command("help", "hjalp", "help"),
    Command("menu", "meny", "menu", in_menu=False),
    Command("cancel", "avbryt", "cancel", in_menu=False),
)
PLAIN = str.maketrans("åäöé", "aaoe")
BY_WORD = {word: command for command in COMMANDS for word in (command.sv, command.en)}


def command_of(word: str) -> Command | None:
    """The command that `word` means, with or without the dots and rings that Telegram's own list cannot have."""
    return BY_WORD.get(word.translate(PLAIN))


def commands_for(role: Role) -> list[Command]:
    """The commands that somebody of `role` has."""
    return [command for command in COMMANDS if command.act is None or allows(role, command.act)]
