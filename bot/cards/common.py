"""The menu, the help page, and the settings of one's own."""

from bot import buttons
from bot.cards.card import Card, Press, Row
from bot.menus import commands_for
from bot.turn import Turn
from messages import Word, views
from models import Member, Organisation

MENU: tuple[Row, ...] = ((Press("menu", buttons.ShowMenu()),),)
QUIET_CHOICES = ((20, 7), (18, 8), (22, 6), (0, 0))


def room_row(turn: Turn, path: str) -> tuple[Row, ...]:
    """The button that opens the sealed room at `path`; nothing where there is no room."""
    link = turn.house.room_link(path)
    return ((Press("open_room", room=link),),) if link else ()


def role_word(member: Member) -> Word:
    """The member's role, as a word."""
    return Word(f"role.{member.role}")


def menu(turn: Turn) -> Card:
    """What one can do, a button a line."""
    commands = [command for command in commands_for(turn.who.role) if command.in_menu]
    rows = tuple((Press(f"do_{command.name}", buttons.RunCommand(command.name)),) for command in commands)
    return Card(views.Menu(turn.who.name, role_word(turn.who), _organisation(turn)), rows)


def help_page(turn: Turn) -> Card:
    """Every command of the role with a line each, and whom to call when it burns."""
    lines = tuple(
        views.HelpLine(command.in_language(turn.language), Word(f"help.{command.name}"))
        for command in commands_for(turn.who.role)
    )
    return Card(views.Help(role_word(turn.who), lines, turn.house.child_phone), MENU)


def welcome(turn: Turn) -> Card:
    """To somebody who has just joined."""
    return Card(views.Welcome(turn.who.name, role_word(turn.who), _organisation(turn)), menu(turn).rows)


def room(turn: Turn) -> Card:
    """The button to the sealed room, or that there is none."""
    row = room_row(turn, "day")
    return Card(views.RoomDoor(is_open=bool(row)), (*row, *MENU))


def locked() -> Card:
    """The room is locked."""
    return Card(views.RoomLocked(), MENU)


def language_choice() -> Card:
    """Swedish or English."""
    row = (Press("swedish", buttons.SetLanguage("sv")), Press("english", buttons.SetLanguage("en")))
    return Card(views.LanguageChoice(), (row,))


def language_chosen() -> Card:
    """In the language that was chosen."""
    return Card(views.LanguageChosen(), MENU)


def phone(turn: Turn) -> Card:
    """The work number that partners call."""
    return Card(views.Phone(turn.who.phone), MENU)


def quiet_hours(turn: Turn) -> Card:
    """The hours without a sound, and others to choose."""
    choices = [
        Press("quiet_never" if start == end else "quiet_between", buttons.SetQuiet(start, end), _hours(start, end))
        for start, end in QUIET_CHOICES
    ]
    return Card(
        views.QuietHours(turn.who.quiet_from, turn.who.quiet_to), (tuple(choices[:2]), tuple(choices[2:]), *MENU)
    )


def _hours(start: int, end: int) -> dict[str, str]:
    return {"start": f"{start:02d}", "end": f"{end:02d}"}


def _organisation(turn: Turn) -> str:
    return turn.session.get_one(Organisation, turn.who.organisation_id).name
