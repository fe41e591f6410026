"""What is missing or unsafe, in plain words."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select
from telegram.error import InvalidToken, TelegramError

from bot import clock
from bot.app import build
from bot.backup import check as backups
from bot.clock import SystemClock
from bot.commands import SECRET_CHARACTERS
from bot.sealed import KeyRing, KeysMissing, keys_check
from bot.sealed.ledger import Ledger
from bot.sealed.rotation import needed
from bot.settings import Settings
from bot.store import open_engine
from bot.watch.beats import FRESH
from models import Agreement, Alarm, Heartbeat, Member, Organisation, Role, schema


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `bad` needs mending before real people use the bot."""

    words: str
    bad: bool = False


async def examine() -> int:
    """Look at everything and print what was found.

    Returns:
        The exit code: 1 where something is bad.
    """
    settings = Settings()
    said = [*_settings(settings), *_keys(settings), *_backups(settings), *_database(settings)]
    findings = [*said, *await _telegram(settings)]
    for finding in findings:
        sys.stdout.write(f"{'✗' if finding.bad else '✓'} {finding.words}\n")
    return 1 if any(finding.bad for finding in findings) else 0


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.on_sqlite:
        yield Finding("SQLite: one process, `python -m bot run`. Keep the file on an encrypted disk.")
    secret = settings.webhook_secret.get_secret_value()
    if settings.public_url and not settings.public_url.startswith("https://"):
        yield Finding("PUBLIC_URL must begin with https://: Telegram calls nothing else.", bad=True)
    if settings.public_url and len(secret) < SECRET_CHARACTERS:
        yield Finding(
            f"WEBHOOK_SECRET is shorter than {SECRET_CHARACTERS} characters: anybody could call us.", bad=True
        )
    if not settings.child_worry_phone:
        yield Finding("CHILD_WORRY_PHONE is not set: the help page names 112 only.", bad=True)
    if not settings.protected_data_phone:
        yield Finding(
            "PROTECTED_DATA_PHONE is not set: whom to call about somebody who must not be referred here.", bad=True
        )
    if settings.shared_clock:
        yield Finding("SHARED_CLOCK is set: time is not what it is. Only for tests.", bad=not settings.local_telegram)


def _keys(settings: Settings) -> Iterator[Finding]:
    try:
        ring = settings.key_ring()
    except KeysMissing as wrong:
        yield Finding(f"The keys cannot be read: {wrong}.", bad=True)
        return
    for words, bad in (*keys_check.of_file(settings.key_file), *keys_check.of_ring(ring, settings.key_escrow)):
        yield Finding(words, bad)


def _backups(settings: Settings) -> Iterator[Finding]:
    for words, bad in backups.of_settings(settings.backup_recipients):
        yield Finding(words, bad)


def _taken(session: Session, settings: Settings) -> Iterator[Finding]:
    for words, bad in backups.of_rows(session, settings.backup_recipients, clock.SystemClock().now()):
        yield Finding(words, bad)


def _sealed(session: Session, settings: Settings) -> Iterator[Finding]:
    ring = _ring(settings)
    ledger = Ledger(settings.erasure_ledger)
    for words, bad in (*keys_check.of_rows(ring, needed(session)), *keys_check.of_ledger(session, ledger)):
        yield Finding(words, bad)


def _ring(settings: Settings) -> KeyRing | None:
    """The keys, where they can be read; where not, `_keys` has said so."""
    try:
        return settings.key_ring()
    except KeysMissing:
        return None


def _database(settings: Settings) -> Iterator[Finding]:
    engine = open_engine(settings.database_url)
    try:
        with engine.connect() as connection:
            current = schema.is_current(connection)
            yield Finding("The database answers.")
            if not current:
                yield Finding("The database lacks migrations: run `python -m bot migrate`.", bad=True)
                return
        with Session(engine) as session:
            yield from _people(session)
            yield from _sealed(session, settings)
            yield from _watched(session)
            yield from _taken(session, settings)
    except SQLAlchemyError as wrong:
        yield Finding(f"The database does not answer ({type(wrong).__name__}): look at DATABASE_URL.", bad=True)


def _watched(session: Session) -> Iterator[Finding]:
    """Which alarms are open, and which processes have fallen silent without a word."""
    now = SystemClock().now()
    for alarm in session.exec(select(Alarm).where(col(Alarm.over_at).is_(None))):
        words = f"Alarm {alarm.kind} since {alarm.first_at:%Y-%m-%d %H:%M} UTC: see Alarms in docs/drift.md."
        yield Finding(words, bad=True)
    silent = select(Heartbeat).where(col(Heartbeat.at) < now - FRESH).order_by(col(Heartbeat.at))
    for one in session.exec(silent):
        yield Finding(f"A process ({one.service}) has been silent since {one.at:%Y-%m-%d %H:%M} UTC.")


def _people(session: Session) -> Iterator[Finding]:
    if not session.exec(select(func.count()).select_from(Organisation)).one():
        yield Finding("No organisations yet: `python -m bot import FILE`.", bad=True)
        return
    yield Finding(f"{session.exec(select(func.count()).select_from(Agreement)).one()} agreements.")
    current = select(Member.role).where(col(Member.ended_at).is_(None))
    roles = set(session.exec(current).all())
    for role in (Role.ADMINISTRATOR, Role.MANAGER, Role.CASEWORKER, Role.KOORDINATOR):
        if role not in roles:
            how = f"python -m bot invite --role {role} --organisation NAME"
            yield Finding(f"No {role} has joined yet: `{how}`.", bad=role is not Role.ADMINISTRATOR)


async def _telegram(settings: Settings) -> list[Finding]:
    if not settings.token:
        return [Finding("TELEGRAM_TOKEN is not set: BotFather gives it to you.", bad=True)]
    app = build(settings)
    try:
        await app.bot.initialize()
        found = [Finding(f"Telegram knows the bot as @{app.bot.username}.")]
        if app.bot.bot.can_join_groups:
            found.append(Finding("The bot can be added to groups: turn it off with /setjoingroups.", bad=True))
    except InvalidToken:
        return [Finding("Telegram does not know this TELEGRAM_TOKEN.", bad=True)]
    except TelegramError as away:
        return [Finding(f"Telegram cannot be reached ({type(away).__name__}).", bad=True)]
    finally:
        await app.bot.shutdown()
    return found
