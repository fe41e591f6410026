"""The users' guide (docs/handbok.md) shows pictures that are there, names every command, and links to what exists."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from bot.menus import COMMANDS, commands_for
from messages import label
from messages.render import FOLDER
from models import Role

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "handbok.md").read_text(encoding="utf-8")
PICTURES = re.findall(r"!\[([^\]]*)\]\(([^)\s]*)\)", TEXT)
LINKS = re.findall(r"(?<!!)\[[^\]]+\]\(([^)\s]*)\)", TEXT)
COMMAND_LINE = re.compile(r"^\| `/(\w+)` \| `/(\w+)` \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
IN_BOLD = re.compile(r"\*\*([^*]+)\*\*")
OWN_EMPHASIS = {
    "Akut: ring 112",
    "För in den i akten",
    "Ingen ska falla mellan stolarna",
    "Mer samtycke",
    "Utkast sparas medan du skriver",
}
"""What stands in bold and is not said on any button or page."""
LARGEST_BYTES = 60_000
PHONE_WIDTHS = range(360, 421)
OF_A_MACHINE = (
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\blocalhost\b|https?://|(?<![\w.])/(?:work|home|root|tmp|var|etc|opt|srv|Users)/"
)
ROLES = {
    Role.CASEWORKER: "handläggare",
    Role.KOORDINATOR: "koordinator",
    Role.MANAGER: "chef",
    Role.PARTNER_MANAGER: "verksamhetschef",
    Role.ADMINISTRATOR: "administratör",
}


def anchor(heading: str) -> str:
    """A heading's anchor, as GitHub makes it: in small letters, no punctuation, a hyphen for each space."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def who_has(name: str) -> str:
    """Those who have the command of that name, as the guide says it."""
    roles = [word for role, word in ROLES.items() if name in {command.name for command in commands_for(role)}]
    return "alla" if len(roles) == len(ROLES) else ", ".join(roles)


def phrases(said: dict[str, Any]) -> Iterator[str]:
    """Every text of a table of words, and of the tables in it."""
    for value in said.values():
        if isinstance(value, dict):
            yield from phrases(value)
        else:
            yield value


def on_the_screen() -> tuple[set[str], str]:
    """Every text of a button or of a page in the room; and all that is said in the chat."""
    tables = (FOLDER / "sv" / "labels.toml", FOLDER / "room" / "sv.toml")
    words = {phrase for table in tables for phrase in phrases(tomllib.loads(table.read_text(encoding="utf-8")))}
    said = "\n".join(path.read_text(encoding="utf-8") for path in sorted((FOLDER / "sv").glob("*.html")))
    return words, said


def is_shown(bold: str, words: set[str], said: str) -> bool:
    """Whether a button or page says `bold`, or begins with it, or a message has it."""
    return any(word == bold or re.match(rf"{re.escape(bold)}[ .:?]", word) for word in words) or bold in said


def test_every_picture_is_there_and_is_described() -> None:
    assert 8 <= len(PICTURES) <= 12
    for described, path in PICTURES:
        assert len(described) >= 30, path
        assert (DOCS / path).is_file(), path


def test_no_picture_lies_unused() -> None:
    lying = {path.relative_to(DOCS).as_posix() for path in (DOCS / "bilder").iterdir()}
    assert lying == {path for _, path in PICTURES}


def test_every_picture_is_a_small_png_as_wide_as_a_phone() -> None:
    for _, path in PICTURES:
        assert (DOCS / path).stat().st_size < LARGEST_BYTES, path
        with Image.open(DOCS / path) as picture:
            assert picture.format == "PNG", path
            assert picture.width in PHONE_WIDTHS, path


def test_every_command_stands_in_the_table_in_both_languages_with_those_who_have_it() -> None:
    lines = COMMAND_LINE.findall(TEXT)
    assert lines == [(command.sv, command.en, who_has(command.name)) for command in COMMANDS]


def test_every_command_that_the_text_tells_to_write_exists() -> None:
    written = set(re.findall(r"`/([\wåäö]+)", TEXT))
    known = {word for command in COMMANDS for word in (command.sv, command.en)}
    assert written - known == {"hänvisa"}  # said there to be the same as hanvisa


def test_every_link_leads_to_a_heading_or_a_file() -> None:
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", TEXT, re.MULTILINE)}
    assert LINKS
    for link in LINKS:
        path, _, place = link.partition("#")
        assert (DOCS / path).exists(), link
        assert path or place in headings, link


def test_every_chapter_stands_in_the_list_of_contents() -> None:
    chapters = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    listed = re.findall(r"^- \[([^\]]+)\]\(#([^)]+)\)$", TEXT, re.MULTILINE)
    assert listed == [(chapter, anchor(chapter)) for chapter in chapters]


def test_the_answers_of_a_partner_are_called_as_their_buttons_are() -> None:
    table = TEXT.split("| Svar |")[1].split("\n\n")[0]
    steps = ("accepted", "seen", "time_proposed", "call_asked", "waiting_list", "rejected")
    assert IN_BOLD.findall(table) == [label(f"step_{step}", "sv") for step in steps]


def test_what_stands_in_bold_is_called_so_on_the_screen() -> None:
    words, said = on_the_screen()
    bold = {re.sub(r"\s+", " ", phrase).rstrip(".:?") for phrase in IN_BOLD.findall(TEXT)}
    assert {phrase for phrase in bold if not is_shown(phrase, words, said)} == OWN_EMPHASIS


def test_it_names_no_machine_and_no_path() -> None:
    assert not re.findall(OF_A_MACHINE, TEXT)


def test_it_does_not_shout_and_its_lines_are_short() -> None:
    prose = re.sub(r"!\[", "[", TEXT)
    assert "!" not in prose
    long = [line for line in TEXT.splitlines() if len(line) > 125 and not line.startswith(("|", "!["))]
    assert not long
