"""What the command prints of a file."""

import codecs
import io
import sys
from pathlib import Path

import pytest

from bot.guard.command import check_file

TEXT = "Hej Åsa,\r\nÅke 811218-9876 nås på 070-123 45 67\råsa@åre.se\n  Åvägen 12\n"
PRINTED = "2:5 identity\n2:24 phone\n3:1 email\n4:3 address\n"


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["UTF-8", "UTF-8 with BOM", "UTF-16 LE", "UTF-16 BE", "Windows-1252"],
)
def test_each_hit_is_a_line_with_its_place_and_kind_in_every_encoding(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(content)
    assert check_file(file) == 1
    assert capsys.readouterr() == (PRINTED, "")


def test_a_hit_at_the_very_start_after_a_byte_order_mark_is_in_the_first_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(codecs.BOM_UTF8 + b"811218-9876")
    assert check_file(file) == 1
    assert capsys.readouterr().out == "1:1 identity\n"


def test_a_file_without_hits_prints_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Mötet är 2022-10-03 14:30.", encoding="utf-8")
    assert check_file(file) == 0
    assert capsys.readouterr() == ("", "")


def test_a_file_that_is_not_there_or_is_a_folder_is_said_on_standard_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        assert check_file(path) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith(f"{path} cannot be read: ")


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert check_file(Path("-")) == 1
    assert capsys.readouterr().out == PRINTED
