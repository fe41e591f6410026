"""What can be taken out of a referral."""

from bot import clock
from bot.documents.kept import CaseFile
from bot.pages import paths
from messages import Word
from messages.room.pages import ExportPage, PrintPage
from messages.room.pages.export import NoteToMask, Paper
from models import Referral


def page(referral: Referral, file: CaseFile, count: int) -> ExportPage:
    """The documents, and whether it has been transferred; `count` referrals of the person are the reader's."""
    transferred = referral.transferred_at
    return ExportPage(
        code=referral.code,
        back=paths.referral(referral),
        root=path(referral),
        notes=_notes(file),
        transferred_on=clock.today(transferred) if transferred else None,
        count=count,
    )


def printed(code: str, paper: Paper) -> PrintPage:
    """A paper on the screen."""
    return PrintPage(paper, f"r/{code}/export")


def path(referral: Referral) -> str:
    """Where it is all offered."""
    return paths.under(referral, "export")


def _notes(file: CaseFile) -> tuple[NoteToMask, ...]:
    return tuple(NoteToMask(note.id, note.day, Word(f"note.{note.kind}"), note.by) for note in reversed(file.notes))
