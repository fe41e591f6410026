"""The row of the years sees what is missed, what is doubled, and what is said at night."""

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from bot import outbox
from bot.store import open_engine
from models import Notice, NoticeKind
from tests.faults.figures import Order
from tests.faults.rows import calendar
from tests.faults.rows.calendar_life import Life
from tests.faults.rows.calendar_plan import draw

DAYS = 10


def an_engine(template: Path, folder: Path) -> Engine:
    """An engine on an empty, migrated database."""
    path = folder / "handslag.db"
    path.write_bytes(template.read_bytes())
    return open_engine(f"sqlite:///{path}")


def lived(template: Path, folder: Path, without: str = "") -> calendar.Verdict:
    """What comes of some days."""
    engine = an_engine(template, folder)
    plan = draw(1, random.Random(1), DAYS)
    try:
        return calendar.live(plan, engine, folder, without)
    finally:
        engine.dispose()


def test_a_tick_that_never_runs_is_missed(sqlite_template: Path, tmp_path: Path) -> None:
    verdict = lived(sqlite_template, tmp_path, "digests")

    told, missed, doubled = verdict.of("digest")
    assert (told, doubled) == (0, 0)
    assert missed > 0
    assert verdict.of("activity_asked")[1:] == (0, 0)


def test_what_is_owed_twice_or_said_at_night_is_seen(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver, remember = Life._deliver, Life._remember

    def at_night(life: Life, moment: object) -> None:
        deliver(life, moment)  # type: ignore[arg-type]
        with life.world.unit() as session:
            for one in session.exec(select(Notice).where(col(Notice.kind) == NoticeKind.DIGEST)).all():
                one.sent_at = (one.sent_at or life.clock.moment).replace(hour=23)

    def twice(life: Life) -> None:
        remember(life)
        with life.world.unit() as session:
            digests = select(Notice).where(col(Notice.kind) == NoticeKind.DIGEST, ~col(Notice.key).contains("again"))
            for one in session.exec(digests).all():
                week = one.occasion
                outbox.owe(session, one.recipient_id, NoticeKind.DIGEST, one.about_id, f"{week}again", one.due_at)

    monkeypatch.setattr(Life, "_deliver", at_night)
    monkeypatch.setattr(Life, "_remember", twice)
    verdict = lived(sqlite_template, tmp_path)

    assert verdict.of("digest")[2] > 0
    assert verdict.wrong_hours > 0


async def test_the_row_tells_all_figures_and_all_are_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar, "SHORT_DAYS", DAYS)

    order = Order("sqlite", f"sqlite:///{tmp_path / 'row.db'}", calendar.SHORT, "1", tmp_path)
    figures = await calendar.play(order)

    assert [one.what for one in figures if not one.good] == []
    told = {one.what: one.value for one in figures}
    assert told["days lived"] == DAYS
    assert told["ticks"] > DAYS * 5
