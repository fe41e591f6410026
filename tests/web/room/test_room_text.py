"""What people write shows as text: no element, no attribute, and no character that turns the line around."""

import unicodedata

import pytest
from sqlmodel import select

from bot.demo.cast import YLVA
from models import Consent, Note
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE
MARK = "kännetecken"
HOSTILE = (
    f"<script>alert('{MARK}')</script>",
    f'"><img src=x onerror="alert(1)">{MARK}',
    f"</textarea><h1 id=x>{MARK}</h1><textarea>",
    f"' autofocus onfocus='alert(1)' {MARK}",
    f"{{{{ 7*7 }}}}{{% raw %}}{MARK}",
    f"<!-- {MARK} --><base href='https://evil.example/'>",
    f"&lt;b&gt;&#x202e;{MARK}",
    f"{MARK}\u202egnp.exe\u202c\u2066\u2069",
    f"{MARK}\x07\x1b[31m\x7f\u0085\u200b\ufeff\u2028",
    f"javascript:alert('{MARK}')",
)
NEVER_MADE = frozenset({"img", "script", "base"})
SEEN_THROUGH = "\n\t\u200d\ufe0f"


def shape(visitor: Visitor) -> list[tuple[str, tuple[str, ...]]]:
    """Each element of the page with its attributes; whether something is chosen hangs on what was written."""
    chosen = ("selected", "checked")
    return [(tag, tuple(name for name in names if name not in chosen)) for tag, names in visitor.page.elements]


def no_raw_control(html: str) -> None:
    odd = {f"U+{ord(letter):04X}" for letter in html if unicodedata.category(letter)[0] == "C"} - {"U+000A", "U+0009"}
    assert odd == set()


def made_nothing(visitor: Visitor, plain: list[tuple[str, tuple[str, ...]]]) -> None:
    """The page has the elements that it has with plain words in it, and no control character acts."""
    no_raw_control(visitor.html)
    # A line end that somebody wrote is a line end on the page.
    assert [each for each in shape(visitor) if each[0] not in ("br", "p")] == [
        each for each in plain if each[0] not in ("br", "p")
    ]
    assert not any(name.startswith("on") for _, names in shape(visitor) for name in names)


@pytest.mark.parametrize("words", HOSTILE)
async def test_what_is_written_in_a_note_shows_as_text(
    ylva: Visitor, knut: Visitor, room: OpenRoom, words: str
) -> None:
    plain_code, code = room.refers(), room.refers()
    shapes: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for each, said in ((plain_code, MARK), (code, words)):
        await ylva.post(f"r/{each}/note", words=said, shared="yes")
        note = room.store.run_now(lambda session: session.exec(select(Note.id).order_by(Note.id.desc())).first())  # type: ignore[attr-defined]
        for path in (f"r/{each}", f"note/{note}/edit", f"note/{note}/strike"):
            await ylva.get(path)
            assert MARK in ylva.text or "edit" in path
            kind = path.rpartition("/")[2] if path.startswith("note") else "referral"
            if each == plain_code:
                shapes[kind] = shape(ylva)
            else:
                made_nothing(ylva, shapes[kind])
        await ylva.post(f"note/{note}/edit", words=f"{said} igen")
        await ylva.get(f"r/{each}")
        if each == plain_code:
            shapes["versions"] = shape(ylva)
        else:
            made_nothing(ylva, shapes["versions"])
    await knut.get(f"r/{code}")
    assert MARK in knut.text
    no_raw_control(knut.html)


@pytest.mark.parametrize("kind", ["reason", "wishes", "contact"])
async def test_what_is_written_of_a_person_shows_as_text(ylva: Visitor, room: OpenRoom, kind: str) -> None:
    code = room.refers()
    about = f"r/{code}/about/{kind}"
    await ylva.post(about, words=MARK)
    plain = {}
    for path in (f"r/{code}", about):
        await ylva.get(path)
        plain[path] = shape(ylva)
    for words in HOSTILE:
        await ylva.post(about, words=words)
        for path in (f"r/{code}", about):
            await ylva.get(path)
            assert MARK in ylva.html
            made_nothing(ylva, plain[path])


async def test_a_hostile_draft_shows_as_text_in_every_field(ylva: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    note = f"r/{code}/note"
    await ylva.get(note)
    fields = {name: value for name, value in ylva.page.form(note).fields.items() if name != "csrf"}
    await ylva.keep(note, **fields)
    await ylva.get(note)
    plain = shape(ylva)
    for name in (*fields, "shared", "step"):
        for words in HOSTILE:
            await ylva.keep(note, **{**fields, name: words})
            assert ylva.status == 204, (name, words)
            await ylva.get(note)
            assert ylva.status == 200
            made_nothing(ylva, plain)


@pytest.mark.parametrize("words", HOSTILE)
async def test_what_the_guard_and_a_conflict_show_again_is_text(ylva: Visitor, room: OpenRoom, words: str) -> None:
    code = room.refers()
    about = f"r/{code}/about/reason"
    await ylva.post(about, words=f"{words} 070-174 06 05")
    assert ylva.status == 422
    no_raw_control(ylva.html)
    assert not NEVER_MADE & {tag for tag, names in shape(ylva) if tag != "script" or "src" not in names} - {"base"}
    await ylva.submit(ylva.page.form(about), choice="keep")
    await ylva.get(about)
    form = ylva.page.form(about)
    await ylva.post(about, words=f"{words} nytt")
    await ylva.submit(form, words=f"{words} gammalt")
    assert ylva.status == 409
    await ylva.get(about)
    assert "Någon annan har sparat" in ylva.text
    no_raw_control(ylva.html)
    assert [tag for tag, _ in shape(ylva) if tag in ("img", "h1")] == ["h1"]


async def test_hostile_names_and_parties_show_as_text(ylva: Visitor, knut: Visitor, room: OpenRoom) -> None:
    code = room.refers()
    await ylva.get(f"r/{code}")
    plain = shape(ylva)
    for words in HOSTILE:
        room.store.run_now(lambda session, words=words: setattr(member(session, YLVA), "name", words))  # type: ignore[misc]
        room.store.run_now(lambda session, words=words: setattr(member(session, YLVA), "unit", words))  # type: ignore[misc]
        consent = {"shared_with": [words]}
        room.change(Consent, room.referral_id(code), **consent)
        for visitor in (ylva, knut):
            await visitor.get(f"r/{code}")
            no_raw_control(visitor.html)
            assert MARK in visitor.text
        assert [tag for tag, _ in shape(ylva) if tag in ("img", "base", "h1")] == ["base", "h1"]
    assert plain
