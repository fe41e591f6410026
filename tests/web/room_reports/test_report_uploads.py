"""Documents of a report: what is taken, what is not, and what hostile senders try."""

import io
import struct
import zipfile
from urllib.parse import urljoin

from sqlmodel import select

from bot.agreements.report_files import LARGEST
from bot.demo.cast import KNUT, YLVA
from models import ReportFile
from tests.web.room.visiting import OpenRoom, Visitor
from tests.web.room_reports.handing import (
    BOUNDARY,
    END,
    PDF,
    begins,
    open_document,
    packed,
    part,
    send_raw,
    upload,
    word,
)

GONE, TOO_LARGE, ODD, BAD, FORBIDDEN, MISSING, CLOSED, OTHER_TYPE = 400, 413, 422, 400, 403, 404, 401, 415


def rows(room: OpenRoom) -> list[ReportFile]:
    return room.store.run_now(lambda session: list(session.exec(select(ReportFile)).all()))


async def test_a_document_is_added_handed_in_and_fetched_by_both(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    data = word(b"<w:document>Vi har provat.</w:document>")
    for _ in range(2):
        await upload(knut, path, data, "C:\\Mina dokument\\Årsrapport 2022.DOCX")
        assert "Filen är sparad." in knut.text
    [row] = rows(room)
    assert (row.name, row.size) == ("Årsrapport 2022.docx", len(data))
    assert data[:40] not in row.sealed, "the same upload twice is one file, and it is sealed"
    link = next(one for one in knut.page.links if "/file/" in one)
    await maj.get(link)
    assert maj.status == MISSING, "not before it is handed in"

    await knut.get(path)
    await knut.submit(knut.page.form(path), do="hand_in")
    for visitor in (knut, maj):
        await visitor.get(path)
        assert "Årsrapport 2022.docx" in visitor.text
        await visitor.get(link)
        assert visitor.answer.content == data
        assert visitor.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%85rsrapport%202022.docx"
        assert visitor.headers["x-content-type-options"] == "nosniff"
        assert visitor.headers["cache-control"] == "no-store"
    async with room.visitor() as ylva:
        await ylva.come_in(YLVA)
        await ylva.get(link)
        assert ylva.status == MISSING


async def test_a_document_is_taken_back_before_it_is_handed_in_and_not_after(
    room: OpenRoom, knut: Visitor, maj: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await upload(knut, path, open_document(), "fel.odt")
    remove = next(form for form in knut.page.forms if form.action.endswith("/remove"))
    await knut.submit(remove)
    assert "fel.odt" not in knut.text
    await upload(knut, path, PDF, "rätt.pdf")
    kept = next(form for form in knut.page.forms if form.action.endswith("/remove"))
    await knut.get(path)
    await knut.submit(knut.page.form(path), do="hand_in")
    await knut.submit(kept)
    assert "redan inlämnad" in knut.text
    room.clock.forward(minutes=1)
    await maj.get(path)
    await maj.submit(maj.page.form(f"{path}/judge"), verdict="return", words="Mer, tack.")
    await knut.submit(kept)
    assert "redan inlämnad" in knut.text, "the board has received it"
    wrong, right = rows(room)
    assert wrong.removed_at is not None
    assert len(wrong.sealed) < 50, "its bytes are gone"
    assert right.removed_at is None


async def test_without_a_script_the_words_are_saved_on_the_way_to_the_documents(
    knut: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await knut.submit(knut.page.form(path), do="files", results="Vi har provat.")
    assert knut.page.has_form(f"{path}/files")
    await knut.get(path)
    assert knut.page.form(path).fields["results"] == "Vi har provat."


def bomb() -> bytes:
    """Some kilobytes that say they unpack to more than 200 megabytes."""
    return word(bytes(210 * 1024 * 1024))


def lying() -> bytes:
    """A file whose directory is said to be larger than one can be."""
    data = bytearray(word())
    at = data.rfind(b"PK\x05\x06")
    struct.pack_into("<L", data, at + 12, 2**31)
    return bytes(data)


def locked() -> bytes:
    """A document that says it is locked with a password."""
    data = bytearray(word())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def many() -> bytes:
    """A file of more entries than one wants to read."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as folder:
        for number in range(9000):
            folder.writestr(f"word/{number}", b"")
    return held.getvalue()


NOT_TAKEN = {
    "a web page called PDF": (b"<!doctype html><script>alert(1)</script>", "rapport.pdf"),
    "a web page that begins as a PDF": (b"%PDF-1.7\n<script>alert(1)</script>", "rapport.pdf"),
    "a web page before a ZIP": (b"<html>" + word(), "rapport.docx"),
    "a workbook": (packed(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<x/>"}), "rapport.docx"),
    "macros": (word(**{"word/vbaProject.bin": b"x"}), "rapport.docx"),
    "a directory that lies": (lying(), "rapport.docx"),
    "too many entries": (many(), "rapport.docx"),
    "locked": (locked(), "rapport.docx"),
    "cut off": (word()[:-30], "rapport.docx"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "rapport.doc"),
}


async def test_what_is_no_document_is_said_plainly_and_not_kept(
    room: OpenRoom, knut: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await knut.post(path, do="save", results="Vi har provat.")
    for why, (data, name) in {**NOT_TAKEN, "a bomb": (bomb(), "rapport.docx")}.items():
        await upload(knut, path, data, name)
        assert knut.status == ODD, why
        assert "Filen är inte Word, OpenDocument eller PDF." in knut.text, why
    await upload(knut, path, b"", "tom.pdf")
    assert "Välj en fil först." in knut.text
    assert rows(room) == []


async def test_a_document_that_is_too_large_is_said_and_nothing_of_it_is_kept(
    room: OpenRoom, knut: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    for size in (LARGEST + 1, LARGEST + 1024 * 1024):
        await upload(knut, path, PDF + bytes(size - len(PDF)), "stor.pdf")
        assert knut.status == TOO_LARGE
        assert "Filen är för stor. Högst 10 MB" in knut.text
    assert rows(room) == []


async def test_no_more_documents_than_fit(room: OpenRoom, knut: Visitor, agreement_id: int) -> None:
    path = await begins(knut, agreement_id)
    for number in range(5):
        await upload(knut, path, PDF + b"%d" % number + b"\n%%EOF\n", f"{number}.pdf")
    assert not knut.page.has_form(f"{path}/files")
    csrf = next(form for form in knut.page.forms if form.action.endswith("/remove")).fields["csrf"].encode()
    await send_raw(knut, f"{path}/files", part("csrf", csrf) + part("file", PDF, "6.pdf") + END)
    assert "Det ryms 5 filer" in knut.text
    assert len(rows(room)) == 5


NAMES = {
    "../../etc/passwd": "passwd.pdf",
    "..\\..\\rapport\u202egnp.exe": "rapport gnp.exe.pdf",
    "a\x07b\u200bc<d>.pdf": "a b c d.pdf",
    "19121212-1212 Anna.pdf": "rapport.pdf",
    ".pdf": "rapport.pdf",
    "x" * 300 + ".pdf": "x" * 80 + ".pdf",
}


async def test_a_name_never_acts_and_never_says_who_somebody_is(
    room: OpenRoom, knut: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    for number, (given, kept) in enumerate(NAMES.items()):
        await upload(knut, path, PDF + b"%d" % number + b"\n%%EOF\n", given.replace("\\", "\\\\"))
        [row] = [row for row in rows(room) if row.removed_at is None]
        assert row.name == kept
        await knut.submit(next(form for form in knut.page.forms if form.action.endswith("/remove")))


async def test_what_is_no_form_of_ours_is_refused(room: OpenRoom, knut: Visitor, agreement_id: int) -> None:
    path = f"{await begins(knut, agreement_id)}/files"
    await knut.get(path)
    csrf = part("csrf", knut.page.form(path).fields["csrf"].encode())
    document = part("file", PDF, "a.pdf")
    tried = {
        "cut off in the document": (csrf + document[:-20], {}, BAD),
        "without an end": (csrf + document, {}, BAD),
        "another boundary": (csrf + document + END, {"Content_Type": "multipart/form-data; boundary=annan"}, BAD),
        "no boundary": (csrf + document + END, {"Content_Type": "multipart/form-data"}, BAD),
        "another type": (csrf + document + END, {"Content_Type": "text/plain"}, OTHER_TYPE),
        "two documents": (csrf + document + document + END, {}, BAD),
        "another field": (csrf + part("bild", PDF, "a.pdf") + END, {}, BAD),
        "a long field": (csrf + part("x", bytes(9000)) + document + END, {}, BAD),
        "many fields": (csrf + b"".join(part(f"f{n}", b"") for n in range(20)) + document + END, {}, BAD),
        "no token": (document + END, {}, FORBIDDEN),
        "another's token": (part("csrf", b"0" * 64) + document + END, {}, FORBIDDEN),
        "another site": (csrf + document + END, {"Sec_Fetch_Site": "cross-site"}, FORBIDDEN),
        "nothing": (b"", {}, BAD),
        "only a boundary": (f"--{BOUNDARY}".encode(), {}, BAD),
    }
    for why, (content, headers, status) in tried.items():
        await send_raw(knut, path, content, **headers)
        assert knut.status == status, why
    assert rows(room) == []
    knut.browser.cookies.clear()
    await send_raw(knut, path, csrf + document + END)
    assert knut.status == CLOSED


async def test_a_document_sent_when_the_room_has_locked_is_not_kept(
    room: OpenRoom, knut: Visitor, agreement_id: int
) -> None:
    path = await begins(knut, agreement_id)
    await knut.get(f"{path}/files")
    csrf = part("csrf", knut.page.form(f"{path}/files").fields["csrf"].encode())
    room.clock.forward(hours=1)
    await send_raw(knut, f"{path}/files", csrf + part("file", PDF, "a.pdf") + END)
    await knut._follow()
    assert "/unlock" in knut.path
    await knut.unlock()
    assert knut.page.has_form(f"{path}/files"), KNUT.name
    assert urljoin(knut.root, path) in knut.path
    assert rows(room) == []
