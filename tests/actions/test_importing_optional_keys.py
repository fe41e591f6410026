"""The optional keys of a partner: their defaults, aliases that stay, wishes that come and go."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.actions.partnerships import Outcome, Tally, import_partnerships, read
from bot.clock import at_local
from bot.store import open_engine
from models import Organisation, OrganisationKind, Wish

TODAY = date(2022, 10, 3)
NOW = at_local(TODAY, 9)

Load = Callable[[str | bytes], Outcome]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_engine(f"sqlite:///{tmp_path}/partnerships.db")
    Organisation.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def load(session: Session) -> Load:
    """Imports a text and commits, as the command does."""

    def run(content: str | bytes) -> Outcome:
        outcome = import_partnerships(session, read(content), NOW)
        session.commit()
        session.expire_all()
        return outcome

    return run


def organisation(session: Session, name: str) -> Organisation:
    return session.exec(select(Organisation).where(Organisation.name == name)).one()


def wishes(session: Session, name: str) -> list[tuple[str, str]]:
    query = select(Wish).where(Wish.organisation_id == organisation(session, name).id, Wish.withdrawn == False)  # noqa: E712
    return [(wish.sv, wish.en) for wish in session.exec(query.order_by("position"))]


def partner(name: str, *lines: str) -> str:
    return "\n".join(("[[organisation]]", f'name = "{name}"', *lines, ""))


def test_optional_keys_have_working_defaults(load: Load, session: Session) -> None:
    load(partner("Odlarna"))
    row = organisation(session, "Odlarna")
    assert (row.kind, row.alias, row.open_days) == (OrganisationKind.PARTNER, "A1", [1, 2, 3, 4, 5])
    assert (row.consent_share, row.consent_with, row.consent_months) == (["wishes", "attendance", "progress"], [], 12)
    assert (row.place, row.sheltered, row.orgnr_as_written, row.orgnr_note) == (None, False, None, None)
    assert wishes(session, "Odlarna") == []


def test_open_days_are_read_in_swedish_and_english(load: Load, session: Session) -> None:
    load(partner("Odlarna", 'open_days = ["Sön", "ons", "måndag", "Thursday", "ma\u030an", "lö."]'))
    assert organisation(session, "Odlarna").open_days == [1, 3, 4, 6, 7]


def test_a_consent_preset_is_stored_in_the_order_of_the_scopes(load: Load, session: Session) -> None:
    load(partner("Odlarna", 'consent = {share = ["progress", "wishes"], with = ["Torget ek. för."], months = 6}'))
    row = organisation(session, "Odlarna")
    assert (row.consent_share, row.consent_with, row.consent_months) == (["wishes", "progress"], ["Torget ek. för."], 6)


def test_an_alias_once_given_stays_when_others_come_before(load: Load, session: Session) -> None:
    load(partner("Odlarna") + partner("Bagarna"))
    load(partner("Cyklarna") + partner("Nya", 'alias = "A4"') + partner("Odlarna") + partner("Dansarna"))
    got = {name: organisation(session, name).alias for name in ("Odlarna", "Bagarna", "Cyklarna", "Nya", "Dansarna")}
    assert got == {"Odlarna": "A1", "Bagarna": "A2", "Cyklarna": "A3", "Nya": "A4", "Dansarna": "A5"}


def test_an_alias_that_the_file_changes_is_pointed_out(load: Load, session: Session) -> None:
    load(partner("Odlarna"))
    outcome = load(partner("Odlarna", 'alias = "B2"'))
    assert "its alias was A1 and is now B2" in outcome.cautions[0].reason
    assert organisation(session, "Odlarna").alias == "B2"


def test_an_alias_may_pass_on_in_one_run_when_its_holder_gives_it_up(load: Load, session: Session) -> None:
    load(partner("Odlarna") + partner("Bagarna"))
    moved = partner("Odlarna", 'alias = "A2"') + partner("Bagarna", 'alias = "A3"')
    assert load(moved).changed == Tally(organisations=2)
    assert [organisation(session, name).alias for name in ("Odlarna", "Bagarna")] == ["A2", "A3"]
    assert load(moved).changed_nothing


def test_after_z9_aliases_have_two_letters(load: Load, session: Session) -> None:
    load("".join(partner(f"Förening {number}") for number in range(235)))
    assert [organisation(session, f"Förening {number}").alias for number in (8, 9, 233, 234)] == [
        "A9",
        "B1",
        "Z9",
        "AA1",
    ]


def test_a_wish_that_leaves_the_file_is_withdrawn_and_comes_back_as_itself(load: Load, session: Session) -> None:
    both = partner("Odlarna", 'wishes = ["trädgård", {sv = "språkkafé", en = "language café"}]')
    load(both)
    before = {wish.sv: wish.id for wish in session.exec(select(Wish))}
    assert load(partner("Odlarna", 'wishes = ["Trädgård"]')).changed == Tally(organisations=1)
    assert wishes(session, "Odlarna") == [("Trädgård", "Trädgård")]
    assert load(both).changed == Tally(organisations=1)
    assert wishes(session, "Odlarna") == [("trädgård", "trädgård"), ("språkkafé", "language café")]
    assert {wish.sv: wish.id for wish in session.exec(select(Wish))} == before
    assert load(both).changed_nothing
