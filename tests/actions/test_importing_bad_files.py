"""Importing partnerships from TOML: everything that is wrong is said, with its line, and the rest is kept."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.actions.partnerships import Outcome, Problem, Tally, import_partnerships, read
from bot.clock import at_local
from bot.store import open_engine
from models import Organisation

TODAY = date(2022, 10, 3)
NOW = at_local(TODAY, 9)
BASE = """[board]
name = "Nämnden"
[[organisation]]
name = "Odlarna"
"""
GOOD = {"parties": '["Nämnden", "Odlarna"]', "valid_from": "2022-01-01", "valid_to": "2022-12-31"}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_engine(f"sqlite:///{tmp_path}/partnerships.db")
    Organisation.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def load(session: Session, text: str) -> Outcome:
    return import_partnerships(session, read(text), NOW)


def partner(line: str) -> str:
    return f'[[organisation]]\nname = "Bagarna"\n{line}\n'


def pact(name: str, **keys: str) -> str:
    lines = [f"{key} = {value}" for key, value in {**GOOD, **keys}.items() if value]
    return "\n".join(("[[agreement]]", f'name = "{name}"', *lines, ""))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("kind = 3", "kind must be one of municipal_board, partner, not 3"),
        ("orgnr_as_written = 8024619168", "orgnr_as_written must be text in quotes, not 8024619168"),
        ('orgnr_as_written = "80\\u0000"', "orgnr_as_written holds an invisible character (U+0000)"),
        ('alias = "b2"', 'not "b2"; write "B2"'),
        ('alias = "ABC1"', "alias must be one or two capital letters and a number from 1 to 99, like B2"),
        ('alias = "A0"', "alias must be"),
        ('alias = "Å1"', "alias must be"),
        ("alias = 7", "alias must be"),
        ('wishes = "trädgård"', 'wishes must be a list, not "trädgård"'),
        ('wishes = ["trädgård", "TRÄDGÅRD"]', '(number 2 of the list) "TRÄDGÅRD" is the same as "trädgård"'),
        ('wishes = ["bygg", {sv = "snickra", en = "Bygg"}]', "(number 2 of the list)"),
        ('wishes = [" "]', "wishes (number 1 of the list) is empty"),
        ('wishes = ["1234567890123456789012345"]', "is longer than 24 characters"),
        ('wishes = ["träd\\ngård"]', "holds an invisible character (U+000A)"),
        ('wishes = ["träd\\u200bgård"]', "holds an invisible character (U+200B)"),
        ('wishes = [{en = "garden"}]', "lacks sv, its Swedish word"),
        ('wishes = [{sv = "a", fi = "b"}]', 'holds the unknown key "fi"'),
        ("wishes = [true]", "must be text in quotes, not true"),
        ('open_days = ["mon", "freeday"]', 'open_days names no day of the week: "freeday"'),
        ("open_days = [1]", "open_days names no day of the week: 1"),
        ("open_days = []", "an empty list (leave the key out for Monday to Friday)"),
        ('open_days = "mon"', "open_days must be a list of days"),
        ("opens = 25", "opens must be a whole hour from 0 to 24 (without quotes), not 25"),
        ('opens = "9"', "opens must be a whole hour from 0 to 24 (without quotes)"),
        ("opens = 15\ncloses = 15", "opens (15) is not before closes (15)"),
        ("sheltered = 1", "sheltered must be true or false (without quotes), not 1"),
        ('sheltered = "true"', 'sheltered must be true or false (without quotes), not "true"'),
        ("phone = 465", "phone must be text in quotes"),
        ("place = 2022-01-01", "place must be text in quotes, not 2022-01-01"),
        ('consent = "all"', 'consent must be a table of keys and values, not "all"'),
        ('consent.share = ["wishes", "diagnosis"]', "consent.share must name one or more of wishes, attendance"),
        ("consent.share = []", "not an empty list"),
        ('consent.with = "Torget"', "consent.with must be a list"),
        ('consent.with = ["Torget", "torget"]', 'consent.with names "torget" twice'),
        ("consent.months = true", "consent.months must be a whole number of months"),
        ("consent.months = -1", "consent.months must not be negative"),
        ("consent.months = 0", "consent.months must be at least 1"),
        ("consent.months = 99999999999999999999999", "consent.months is more than 600"),
    ],
)
def test_a_bad_organisation_is_reported_with_its_line_and_left_out(session: Session, line: str, reason: str) -> None:
    outcome = load(session, BASE + partner(line))
    [problem] = outcome.problems
    assert (problem.line, problem.header, problem.name) == (5, "[[organisation]]", "Bagarna")
    assert reason in problem.reason
    assert outcome.added == Tally(organisations=2)
    assert not session.exec(select(Organisation).where(Organisation.name == "Bagarna")).all()


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"parties": ""}, "parties is missing"),
        ({"valid_to": ""}, "valid_to is missing"),
        ({"parties": '["Nämnden"]'}, "parties must name at least two organisations, not 1"),
        ({"parties": '["Nämnden", "Odlarna", "odlarna"]'}, 'parties names "odlarna" twice'),
        ({"parties": '["Nämnden", "Odlarne"]'}, 'neither of the file nor of the database; did you mean "Odlarna"?'),
        ({"parties": '["Nämnden", 7]'}, "parties (number 2 of the list) must be text in quotes, not 7"),
        ({"parties": '"Nämnden"'}, "parties must be a list"),
        ({"valid_from": '"1 juni 2022"'}, "write 2022-06-01 without quotes"),
        ({"valid_from": '"2022-06-01"'}, "write 2022-06-01 without quotes"),
        ({"valid_from": '"nästa år"'}, "write it like 2022-09-01, without quotes"),
        ({"valid_from": "20220601"}, "write 2022-06-01 without quotes"),
        ({"valid_from": "true"}, "valid_from must be a date, not true"),
        ({"valid_from": "2022-06-01T09:00:00"}, "must be a date without a time of day: write 2022-06-01"),
        ({"valid_to": "2021-12-31"}, "valid_to (2021-12-31) is before valid_from (2022-01-01)"),
        ({"reported_end": "2021-12-31"}, "reported_end (2021-12-31) is before valid_from"),
        ({"extension_permitted_months": "-12"}, "extension_permitted_months must not be negative: -12"),
        ({"extension_permitted_months": "true"}, "must be a whole number of months (without quotes), not true"),
        ({"extension_permitted_months": "12.0"}, "must be a whole number of months (without quotes), not 12.0"),
        ({"takes_referrals": '"ja"'}, "takes_referrals must be true or false"),
        ({"follows": '"Bakning"'}, "follows names the agreement itself"),
        ({"follows": '"Ingenting"'}, 'it follows "Ingenting", which is neither in the file nor in the database'),
        ({"follows": "1"}, "follows must be text in quotes"),
        ({"deep": "[" * 30 + "]" * 30}, "deep is nested more than 20 levels deep"),
        ({"big": "0x" + "f" * 5000}, "big holds a number beyond 64 bits"),
    ],
)
def test_a_bad_agreement_is_reported_with_its_line_and_left_out(
    session: Session, keys: dict[str, str], reason: str
) -> None:
    outcome = load(session, BASE + pact("Odling") + pact("Bakning", **keys))
    [problem] = outcome.problems
    assert (problem.line, problem.header, problem.name) == (10, "[[agreement]]", "Bakning")
    assert reason in problem.reason
    assert outcome.added == Tally(organisations=2, agreements=1)


def test_everything_wrong_with_an_entry_is_said_at_once(session: Session) -> None:
    outcome = load(session, '[[agreement]]\nname = "X"\nparties = ["P", "Q"]\nvalid_from = 1\nfollows = "Y"\n')
    words = ["valid_from", "valid_to is missing", '"P"', '"Q"', '"Y"']
    assert all(any(word in found.reason for found in outcome.problems) for word in words)
    assert str(outcome.problems[0]).startswith("line 1, [[agreement]] X: valid_from must be a date, not 1; ")


def test_an_entry_without_a_name_is_found_by_its_line(session: Session) -> None:
    outcome = load(session, BASE + '[[organisation]]\nplace = "Gården"\n')
    assert outcome.problems == (Problem(5, "[[organisation]]", None, "name is missing"),)


def test_the_second_of_a_name_is_left_out_and_told_where_the_first_stands(session: Session) -> None:
    outcome = load(session, BASE + '[[organisation]]\nname = "ODLARNA"\n' + pact("Odling") + pact("Odling"))
    assert [(found.line, found.name) for found in outcome.problems] == [(5, "ODLARNA"), (12, "Odling")]
    assert "on line 3;" in outcome.problems[0].reason
    assert "on line 7;" in outcome.problems[1].reason


def test_a_name_that_differs_in_capitals_from_a_stored_one_is_refused(session: Session) -> None:
    load(session, BASE)
    [problem] = load(session, '[[organisation]]\nname = "odlarna"\n').problems
    assert 'differs in capitals only from "Odlarna"' in problem.reason


def test_an_alias_of_another_is_refused(session: Session) -> None:
    load(session, BASE)
    [problem] = load(session, partner('alias = "A1"')).problems
    assert problem.reason.startswith('alias A1 is taken by "Odlarna"')


def test_two_that_would_swap_aliases_are_both_refused(session: Session) -> None:
    load(session, partner('alias = "B1"') + BASE)
    swapped = partner('alias = "A1"') + BASE + 'alias = "B1"\n'
    outcome = load(session, swapped)
    assert [found.name for found in outcome.problems] == ["Bagarna", "Odlarna"]
    assert outcome.changed_nothing


def test_a_party_or_predecessor_that_was_left_out_is_named_with_its_line(session: Session) -> None:
    bad = pact("Odling", valid_to="2021-01-01")
    new = pact("Odling II", follows='"Odling"') + pact("Bakning", parties='["Nämnden", "Bagarna"]')
    outcome = load(session, BASE + partner("place = 1") + bad + new)
    assert 'follows "Odling", which was not imported itself (line 8)' in outcome.problems[2].reason
    assert 'the party "Bagarna" was not imported itself (line 5)' in outcome.problems[3].reason


def test_a_circle_is_refused_and_so_is_what_hangs_on_it(session: Session) -> None:
    circle = pact("A", follows='"B"') + pact("B", follows='"C"') + pact("C", follows='"A"')
    outcome = load(session, BASE + circle + pact("D", follows='"C"') + pact("E"))
    assert [found.name for found in outcome.problems] == ["A", "B", "C", "D"]
    assert outcome.problems[0].reason.endswith('circle: "A" after "B" after "C" after "A"')
    assert outcome.added.agreements == 1


def test_a_circle_through_the_database_is_refused(session: Session) -> None:
    later = {"valid_from": "2023-01-01", "valid_to": "2023-12-31"}
    assert load(session, BASE + pact("A") + pact("B", follows='"A"', **later)).problems == ()
    outcome = load(session, pact("A", follows='"B"'))
    assert "circle" in outcome.problems[0].reason
    assert outcome.changed_nothing


def test_unknown_keys_of_an_organisation_are_pointed_out_and_it_is_kept(session: Session) -> None:
    outcome = load(session, BASE + partner('plats = "Gården"\nalais = "B2"\nconsent = {shares = []}'))
    assert outcome.problems == ()
    assert [found.reason for found in outcome.cautions] == [
        'key "consent.shares" is not known and was not used; did you mean "share"?',
        'key "plats" is not known and was not used; did you mean "place"?',
        'key "alais" is not known and was not used; did you mean "alias"?',
    ]
    assert outcome.added.organisations == 3


def test_a_year_far_away_is_pointed_out_and_the_agreement_kept(session: Session) -> None:
    outcome = load(session, BASE + pact("Odling", valid_to="2202-12-31"))
    assert "more than 30 years from today" in outcome.cautions[0].reason
    assert outcome.added.agreements == 1


@pytest.mark.parametrize(
    ("text", "line", "header", "reason"),
    [
        ("\n[[organisations]]\nname = 'X'\n", 2, "[organisations]", "no such section"),
        ("[organisation]\nname = 'X'\n", 1, "[[organisation]]", "it is a table here"),
        ("[[board]]\nname = 'X'\n", 1, "[board]", "it is a list here"),
        ("# x\nagreement = 3\n", 2, "[[agreement]]", "it is 3 here"),
        ("organisation = [1]\n", 1, "[[organisation]]", "it is 1, not an entry"),
        ("[board]\nname = 'X'\nkind = 'partner'\n", 1, "[board]", "under [board] stands a municipal_board"),
    ],
)
def test_sections_in_the_wrong_shape_are_reported(
    session: Session, text: str, line: int, header: str, reason: str
) -> None:
    [problem] = load(session, text).problems
    assert (problem.line, problem.header) == (line, header)
    assert reason in problem.reason


def test_no_character_that_steers_a_terminal_reaches_a_report(session: Session) -> None:
    outcome = load(
        session,
        '[[organisation]]\nname = "\\u001b[2J"\n"\\u001b]" = 1\n["\\u001b"]\n[[agreement]]\nname = "X\\u202e"\n',
    )
    assert outcome.problems
    assert all(str(found).isprintable() for found in (*outcome.problems, *outcome.cautions))


def test_every_one_of_many_bad_entries_is_named(session: Session) -> None:
    count = 300
    circle = [pact(f"Ö {n}", follows=f'"Ö {(n + 1) % count}"') for n in range(count)]
    strangers = [pact(f"F {n}", parties=f'["Nämnden", "Okänd förening {n}"]') for n in range(count)]
    outcome = load(session, BASE + "".join(circle + strangers))
    assert len(outcome.problems) == 2 * count
