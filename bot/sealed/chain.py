"""The chain over the audit: each link holds the digest before it and one entry, so that no later change goes unseen.

A link within each transaction would be a lock that all wait for. So the links are made afterwards, by the minute, and
what waits for its link is said. Whoever can write the database can make the chain anew; against that stands the anchor.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Engine, Select, and_, bindparam, column, func, insert, select, table, text
from sqlalchemy.exc import DataError, DBAPIError
from sqlmodel import Session, col

from bot.sealed.anchor import FIRST, Anchor, Head, newest
from models import AuditEntry, AuditSeal

CHUNK = 1000
MARGIN = 10_000
"""How many ids behind the newest sealed one a tick looks for entries that were committed late."""
GRACE = timedelta(minutes=10)
"""No transaction is open so long."""
KEPT = 100
"""How many findings are kept; the others are counted."""
LOCK = 4_202_023  # any number of our own: one sealer at a time
FORMAT = "handslag audit 1"
COLUMNS = ("id", "at", "member_id", "act", "subject", "subject_id", "allowed", "screen")
LOWEST, HIGHEST = -(2**63), 2**63 - 1
UNREADABLE = "unreadable"

# Without types: what stands there is compared as it stands, also where it could not be read as a moment or a truth.
ENTRY = table(str(AuditEntry.__tablename__), *map(column, COLUMNS))
SEAL = table(str(AuditSeal.__tablename__), *map(column, ("number", "entry_id", "digest", "sealed_at")))
START, END, MANY = (bindparam(name, type_=BigInteger) for name in ("start", "end", "many"))
SEALED = select(SEAL.c.number).where(SEAL.c.entry_id == ENTRY.c.id, SEAL.c.entry_id > START).exists()
BETWEEN = and_(ENTRY.c.id > START, ENTRY.c.id <= END)
WAITING = select(*ENTRY.c).where(BETWEEN, ~SEALED).order_by(ENTRY.c.id).limit(MANY)
UNSEALED = select(ENTRY.c.id, ENTRY.c.at).where(BETWEEN, ~SEALED).order_by(ENTRY.c.id)
LINKS = (
    select(*SEAL.c, *ENTRY.c)
    .join_from(SEAL, ENTRY, ENTRY.c.id == SEAL.c.entry_id, isouter=True)
    .where(SEAL.c.number > START)
    .order_by(SEAL.c.number)
    .limit(MANY)
)
BARE = select(SEAL.c.number, SEAL.c.entry_id, SEAL.c.digest).where(SEAL.c.number > START)
BARE = BARE.order_by(SEAL.c.number).limit(MANY)
IDS = select(ENTRY.c.id).where(ENTRY.c.id > START).order_by(ENTRY.c.id).limit(MANY).subquery()
LAST_ID = select(func.max(IDS.c.id))

_encoded = json.JSONEncoder(separators=(",", ":"), default=lambda value: [repr(value)]).encode
Progress = Callable[[int, int], None]


class Fault(Enum):
    """What can be wrong, and how it is said."""

    MISFIT = "Entry {entry} does not fit link {link}: the entry was changed, or the links here were."
    ENTRY_GONE = "Entry {entry} was sealed by link {link} and is gone: it was deleted or renumbered."
    LINKS_GONE = "{missing} missing before link {link}, whose entry cannot be checked without them: links were deleted."
    OVERLOOKED = "Entry {entry} of {at} has no link while later ones have: it was put in, or its link was deleted."
    CUT_OFF = "Link {link} was kept outside the database {at} and is gone: the end of the chain was cut off."
    MADE_ANEW = "Link {link} is not the one that was kept outside the database {at}: the chain was made anew."
    LATE = "Entry {entry} is dated {at} and was sealed after entries dated much later: who put it in?"


@dataclass(frozen=True)
class Finding:
    """One fault, with the numbers that belong to it; said in a plain sentence."""

    fault: Fault
    link: int = 0
    entry: int = 0
    at: datetime | None = None
    missing: int = 0

    def __str__(self) -> str:
        at = f"{self.at:%Y-%m-%d %H:%M} UTC" if self.at else "before"
        return self.fault.value.format(link=self.link, entry=self.entry, at=at, missing=self.missing)


@dataclass(frozen=True)
class Verdict:
    """What a walk along the whole chain found."""

    sealed: int
    head: Head
    waiting: int
    """Entries that have no link yet: what nobody could prove was changed."""
    oldest: datetime | None
    """The moment of the oldest of them."""
    findings: tuple[Finding, ...]
    unnamed: int
    """How many more findings there are than are kept."""
    late: tuple[Finding, ...]
    """No fault of the chain, but to look at: put in afterwards with an earlier date, or committed late. A few."""

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def seal(session: Session, now: datetime) -> int:
    """Link a chunk of the entries that have no link yet, by id, to the end of the chain.

    It looks behind the newest linked id only as far as `MARGIN`; what is older is `sweep`'s. While another process
    seals, it does nothing.

    Returns:
        How many were linked.
    """
    # PostgreSQL lets go of such a lock when the commit can be seen; SQLite has one writer anyway.
    if _on_postgresql(session) and not session.execute(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")).scalar():
        return 0
    return _link(session, now, _reach(session), HIGHEST)


def sweep(session: Session, now: datetime) -> int:
    """The same for what was committed after more than `MARGIN` newer ones. It looks at each id: for the night."""
    if _on_postgresql(session):
        session.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
    return _link(session, now, LOWEST, _reach(session))


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _reach(session: Session) -> int:
    return (session.execute(select(func.max(col(AuditSeal.entry_id)))).scalar() or 0) - MARGIN


def _link(session: Session, now: datetime, start: int, end: int) -> int:
    head = newest(session)
    links = []
    for entry in session.execute(WAITING, {"start": start, "end": end, "many": CHUNK}):
        head = Head(head.number + 1, digest(head.digest, head.number + 1, now, entry))
        links.append({"number": head.number, "entry_id": entry.id, "digest": head.digest, "sealed_at": now})
    if links:
        session.execute(insert(AuditSeal), links)
    return len(links)


def digest(previous: bytes, number: int, sealed_at: object, entry: Sequence[Any]) -> bytes:
    """SHA-256 of a link: a JSON array (RFC 8259) in ASCII, without spaces.

    In it: the format's name, the digest before it in hex, the link's number, when it was made, and the entry's
    `COLUMNS` in their order; moments in UTC with microseconds.
    """
    number_, at, member_id, act, subject, subject_id, allowed, screen = entry
    whether = bool(allowed) if allowed in (0, 1) else allowed
    written = (number_, _written(at), member_id, act, subject, subject_id, whether, screen)
    return sha256(_encoded([FORMAT, previous.hex(), number, _written(sealed_at), *written]).encode()).digest()


def _written(value: object) -> object:
    read = moment(value)
    return read.isoformat(timespec="microseconds") if read else value


def moment(value: object) -> datetime | None:
    """What stands in a column as a moment, or nothing where it is none. SQLite keeps UTC as text without a zone."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(read, datetime):
            return None
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def verify(engine: Engine, anchors: Sequence[Anchor] = (), progress: Progress = lambda _done, _total: None) -> Verdict:
    """Walk along the chain in chunks, each in a transaction of its own, and compare it with entries and `anchors`.

    Args:
        engine: the database.
        anchors: what was kept outside it; without them an end that was cut off, or a chain made anew, is not found.
        progress: is told how many links of how many were looked at.

    Raises:
        sqlalchemy.exc.DBAPIError: the database is away, or its tables cannot be read.
    """
    walk = _Walk(anchors)
    with Session(engine) as session:
        total = newest(session).number
    start = LOWEST
    while links := _links(engine, start):
        for link in links:
            walk.take(link)
        start = links[-1][0]
        progress(min(walk.sealed, total), total)
    start = LOWEST
    while (end := _page(engine, LAST_ID, start=start, many=CHUNK)[0][0]) is not None:
        for entry_id, at in _page(engine, UNSEALED, start=start, end=end):
            walk.meet(entry_id, moment(at))
        start = end
    return walk.verdict()


def _links(engine: Engine, start: int, many: int = CHUNK) -> Sequence[Any]:
    """The links after the number `start`; with nonsense for a value that cannot be read, which fits no digest."""
    try:
        return _page(engine, LINKS, start=start, many=many)
    except DBAPIError as wrong:
        if not _a_value(wrong):
            raise
    bare = _page(engine, BARE, start=start, many=many)
    if many == 1:
        return [(*bare[0], None, *(UNREADABLE for _ in COLUMNS))]
    return [_links(engine, link.number - 1, many=1)[0] for link in bare]


def _a_value(wrong: DBAPIError) -> bool:
    """Whether it is a value that the driver cannot read: a moment beyond all years, or bytes that are no UTF-8."""
    return isinstance(wrong, DataError) or "decode" in str(wrong.orig)


def _page(engine: Engine, query: Select[Any], **values: int) -> Sequence[Any]:
    with engine.connect() as connection:
        return connection.execute(query, values).all()


class _Walk:
    """What was seen of the chain so far."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self.sealed = 0
        self._head = Head(0, FIRST)
        self._before: tuple[bytes, ...] = (FIRST,)
        """The digests that the next link may stand on; none where it cannot be known."""
        self._anchors: defaultdict[int, list[Anchor]] = defaultdict(list)
        for anchor in anchors:
            self._anchors[anchor.head.number].append(anchor)
        self._compare(self._head)
        self._highest, self._latest = 0, datetime.min.replace(tzinfo=UTC)
        self._waiting, self._oldest = 0, datetime.max.replace(tzinfo=UTC)
        self._findings, self._late, self._more = list[Finding](), list[Finding](), 0

    def take(self, link: Sequence[Any]) -> None:
        """The next link by number, with its entry."""
        number, entry_id, stored, sealed_at, *entry = link
        self.sealed += 1
        if number > self._head.number + 1:
            self._find(Finding(Fault.LINKS_GONE, link=number, missing=number - self._head.number - 1))
            self._before = ()
        made = [digest(previous, number, sealed_at, entry) for previous in self._before]
        if entry[0] is None:
            self._find(Finding(Fault.ENTRY_GONE, link=number, entry=entry_id))
            made = []
        elif made and stored not in made:
            self._find(Finding(Fault.MISFIT, link=number, entry=entry_id))
        else:
            self._date(entry[0], moment(entry[1]), moment(sealed_at))
            made = []
        # After a fault the next link may stand on what is there, or on what should be: one fault is told once.
        self._before = tuple(one for one in (stored, *made[:1]) if isinstance(one, bytes))
        self._head = Head(number, self._before[0] if self._before else b"")
        self._compare(self._head)

    def _date(self, entry_id: int, at: datetime | None, sealed_at: datetime | None) -> None:
        self._highest = max(self._highest, entry_id)
        if at is None or sealed_at is None:
            return
        if self._latest - at > GRACE:
            self._late.append(Finding(Fault.LATE, entry=entry_id, at=at))
            del self._late[KEPT:]
        self._latest = max(self._latest, min(at, sealed_at))

    def meet(self, entry_id: int, at: datetime | None) -> None:
        """An entry without a link."""
        self._waiting += 1
        if at is None or (entry_id < self._highest and self._latest - at > GRACE):
            self._find(Finding(Fault.OVERLOOKED, entry=entry_id, at=at))
        self._oldest = min(self._oldest, at or self._oldest)

    def verdict(self) -> Verdict:
        """What it comes to. The anchors that no link was found for hang in the air."""
        for anchor in (anchor for kept in self._anchors.values() for anchor in kept):
            self._find(Finding(Fault.CUT_OFF, link=anchor.head.number, at=anchor.at))
        oldest, found = self._oldest if self._waiting else None, tuple(self._findings)
        return Verdict(self.sealed, self._head, self._waiting, oldest, found, self._more, tuple(self._late))

    def _compare(self, head: Head) -> None:
        for anchor in self._anchors.pop(head.number, ()):
            if anchor.head != head:
                self._find(Finding(Fault.MADE_ANEW, link=head.number, at=anchor.at))

    def _find(self, finding: Finding) -> None:
        if len(self._findings) < KEPT:
            self._findings.append(finding)
        else:
            self._more += 1
