"""The demo's facts, written into a workbook, come to the same rows as from TOML."""

import tomllib
from pathlib import Path
from typing import Any

from sqlalchemy import delete, text
from sqlmodel import Session, select

from bot.actions.partnerships.tables import TABLES
from models import Agreement, BudgetLine, Goal, Organisation, Party, Reminder, Series, Wish
from tests.actions.partnerships.conftest import Load
from tests.actions.partnerships.workbooks import made

DEMO = Path("bot/demo/partnerships.toml")
KINDS = {"municipal_board": "offentlig", "partner": "partner"}


def written(key: str, value: Any) -> Any:
    """A value of TOML as somebody would write it in a cell."""
    if key == "kind":
        return KINDS[value]
    if key == "programme_sv" and value == "":
        return "inget"
    if key == "budget_lines":
        return "; ".join(f"{line['name_sv']}: {line['sek']}" for line in value)
    if key == "recurring":
        return "; ".join(f"{one['weekday']} {one['opens']}–{one['closes']} {one['kind']}" for one in value)
    if key == "wishes":
        return "; ".join(f"{wish['sv']} = {wish['en']}" for wish in value)
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool) and key in ("sheltered", "takes_referrals", "need_identified"):
        return "ja" if value else "nej"
    return value


def flat(entry: dict[str, Any]) -> dict[str, Any]:
    consent = {f"consent.{key}": value for key, value in entry.get("consent", {}).items()}
    return {key: value for key, value in entry.items() if key != "consent"} | consent


def sheet(number: int, entries: list[dict[str, Any]]) -> list[list[Any]]:
    """The rows of a sheet, with the headings of the table where it has one for a key."""
    rows = [flat(entry) for entry in entries]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    headings = {column.key: column.heading for column in TABLES[number].columns}
    cells = [[written(key, row[key]) if key in row else None for key in keys] for row in rows]
    return [[headings.get(key, key) for key in keys], *cells]


def snapshot(session: Session) -> list[list[dict[str, Any]]]:
    """The rows of every table, without what a database counts by itself."""
    orders: dict[Any, str] = {Organisation: "id", Wish: "id", Agreement: "id", Party: "agreement_id, position"}
    orders |= {Goal: "position", BudgetLine: "position", Series: "id"}
    ids = {"id", "agreement_id", "organisation_id"}
    return [
        [row.model_dump(exclude=ids) for row in session.exec(select(table).order_by(text(order))).all()]
        for table, order in orders.items()
    ]


def test_the_demos_facts_come_to_the_same_rows_from_a_workbook(load: Load, session: Session) -> None:
    first = load(DEMO.read_bytes(), ".toml")
    from_toml = snapshot(session)
    facts = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    board = {"kind": "municipal_board", **facts["board"]}
    content = made(
        {"Organisationer": sheet(0, [board, *facts["organisation"]]), "Överenskommelser": sheet(1, facts["agreement"])}
    )

    upon = load(content)
    assert upon.problems == ()
    assert upon.changed_nothing

    for table in (Reminder, Wish, Party, Goal, BudgetLine, Series, Agreement, Organisation):
        session.execute(delete(table))
    anew = load(content)
    assert anew.added == first.added
    assert snapshot(session) == from_toml
