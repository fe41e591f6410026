"""A document's values become a Word file, by a template that an officer may have edited."""

import io
import shutil
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.documents.partnership.final import Final
from bot.documents.partnership.followup import FollowUp
from bot.documents.partnership.steering import SteeringPaper
from messages.documents import FOLDER
from messages.room.render import visible

NAMES = ("followup", "final", "steering")
"""The templates that there are: each a Word file of its name."""
ENDING = ".docx"


class TemplateFaultyError(Exception):
    """A template cannot be filled in: it says which, and what is wrong with it."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"the template {name} cannot be used: {why}")


View = FollowUp | Final | SteeringPaper


@dataclass(frozen=True)
class Templates:
    """Where templates are: those in `folder` stand instead of the built-in ones of the same name."""

    folder: Path | None = None

    def path(self, name: str) -> Path:
        """The file of the template `name`."""
        own = self.folder / f"{name}{ENDING}" if self.folder else None
        return own if own and own.is_file() else FOLDER / f"{name}{ENDING}"


def copy_out(folder: Path) -> Iterable[Path]:
    """Copy the built-in templates into `folder`, to be edited there.

    Returns:
        The files.

    Raises:
        FileExistsError: one of them is there already; nothing is copied then.
    """
    wanted = [folder / f"{name}{ENDING}" for name in NAMES]
    for there in wanted:
        if there.exists():
            raise FileExistsError(there)
    folder.mkdir(parents=True, exist_ok=True)
    for name, to in zip(NAMES, wanted, strict=True):
        shutil.copyfile(FOLDER / f"{name}{ENDING}", to)
    return wanted


def draw(name: str, view: View, at: datetime, templates: Templates) -> bytes:
    """The Word file: the template `name` filled with the dataclass `view`.

    Args:
        name: one of `NAMES`.
        view: what the template's tags may name, also as `part`; its texts show as they are, whatever they hold.
        at: when it was drawn up (aware), which the file's properties say.
        templates: where the template is.

    Raises:
        TemplateFaultyError: the file is no Word file, or a tag in it is wrong or names what there is not.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate  # type: ignore[import-untyped]
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    path = templates.path(name)
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        document = DocxTemplate(path)
        document.render({**plain(view), "part": plain(view)}, jinja_env=environment, autoescape=True)
    except (TemplateError, PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as wrong:
        raise TemplateFaultyError(path.name, _why(wrong)) from wrong
    _say_nothing_of_the_author(document, at)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def plain(value: object) -> Any:  # noqa: ANN401 - a template's values
    """Dataclasses as dictionaries, tuples as lists; characters that act instead of showing are written out."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return visible(value) if isinstance(value, str) else value


def _why(wrong: Exception) -> str:
    """The fault on one line; of a wrong tag also where in the file's text it is."""
    line = getattr(wrong, "lineno", None)
    said = " ".join(str(wrong).split()) or type(wrong).__name__
    return f"{said} (tag near line {line} of its text)" if line else said


def _say_nothing_of_the_author(document: Any, at: datetime) -> None:  # noqa: ANN401 - docxtpl has no types
    properties = document.docx.core_properties
    properties.created = properties.modified = at.replace(tzinfo=None)
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.revision = 1
