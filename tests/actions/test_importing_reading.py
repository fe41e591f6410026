"""Reading a partnerships file: where its entries stand, and what is said where it cannot be read."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions.partnerships import read
from bot.actions.partnerships.written_dates import guess_date

BASE = """[board]
name = "Nämnden"
[[organisation]]
name = "Odlarna"
"""


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("[board]\nname = Nämnden\n", 2, "not valid TOML at column 8: this is no value (text needs straight quotes"),
        ("[board]\nname = ”Nämnden”\n", 2, 'use straight quotes: "'),
        ("x = 1\n\nvalid_from = 2022-9-1\n", 3, "a date is written 2022-09-01"),
        ("[board]\n[board]\n", 2, "not valid TOML at column 7"),
        ("[board]\nname = 'a'\nname = 'b'\n", 3, "a key is given twice in one entry"),
        ("[board]\nname = [", 2, "not valid TOML at the end of the file"),
        ("x = " + "[" * 5000, 1, "nested too deeply"),
        ("x = " + "9" * 5000, 1, "not valid TOML"),
        ("[board]\nname = 'Nämnden'\n".encode("cp1252"), 2, "not UTF-8: byte 0xE4 (ä in Windows-1252)"),
        ("[board]".encode("utf-16"), 1, "the file is UTF-16; save it as UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_reported_alike(content: str | bytes, line: int, reason: str) -> None:
    reading = read(content)
    [problem] = reading.problems
    assert (problem.line, problem.header, reading.entries) == (line, "", ())
    assert reason in problem.reason
    assert "nothing of the file was imported" in problem.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(encoding: str, line_end: str) -> None:
    reading = read(BASE.replace("\n", line_end).encode(encoding))
    assert [(entry.line, entry.name) for entry in reading.entries] == [(1, "Nämnden"), (3, "Odlarna")]


def test_headers_inside_text_comments_and_lists_are_no_headers() -> None:
    text = '''# [[organisation]]
[[organisation]]  # [[organisation]]
name = "A [[organisation]]"
remark = """
[[organisation]]
\\"""[[organisation]]
"" """""
  [[ "organisation" ]]
name = 'B'
remark = \'\'\'
[[organisation]]
""" # \'\'\'
list = [
  [ "[[organisation]]" ], # ]
  [[ 1 ]],
]
[organisation.consent]
months = 1
[["organi\\u0073ation"]]
name = "C"
'''
    assert [(entry.line, entry.values["name"]) for entry in read(text).entries] == [
        (2, "A [[organisation]]"),
        (8, "B"),
        (19, "C"),
    ]


@given(
    st.lists(st.sampled_from(['"""', "'''", '"', "'", "[[organisation]]", "\n", "#", "\\", "a = ", "[", "]", "{", "}"]))
)
def test_no_mixture_of_quotes_and_brackets_crashes(pieces: list[str]) -> None:
    text = "".join(pieces)
    reading = read(text)
    assert all(text.split("\n")[entry.line - 1].strip()[:1] in ("[", "o") for entry in reading.entries)


@given(st.binary())
def test_no_bytes_crash(content: bytes) -> None:
    read(content)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first text of a run is slow
@given(st.text(max_size=30) | st.integers())
def test_no_text_crashes_the_guess_at_a_date(written: str | int) -> None:
    guess_date(written)


@pytest.mark.parametrize(
    "written", ["2022-9-1", "2022/09/01", "1/9 2022", "1.9.2022", "1 sept. 2022", "den 1:a september 2022"]
)
def test_a_date_in_another_spelling_is_understood_for_the_hint(written: str) -> None:
    assert guess_date(written) == date(2022, 9, 1)
