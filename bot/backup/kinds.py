"""What a column holds, by the same few words on both databases, and how a value of it is written in JSON."""

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Date, DateTime, Integer, LargeBinary, String, TypeDecorator
from sqlalchemy.types import NullType, TypeEngine

from models.base import Moment


class Kind(StrEnum):
    """What stands in a column. The words are the format's: they stand in every backup that was ever taken."""

    NUMBER = "number"
    TRUTH = "truth"
    TEXT = "text"
    MOMENT = "moment"
    DAY = "day"
    BYTES = "bytes"
    JSON = "json"


class UnknownKind(Exception):
    """A column of a type that the format has no word for."""


_FAMILIES: tuple[tuple[type[TypeEngine[Any]], Kind], ...] = (
    (Boolean, Kind.TRUTH),
    (Integer, Kind.NUMBER),
    (String, Kind.TEXT),
    (DateTime, Kind.MOMENT),
    (Date, Kind.DAY),
    (LargeBinary, Kind.BYTES),
    (JSON, Kind.JSON),
)
_TYPES: dict[Kind, TypeEngine[Any]] = {
    Kind.NUMBER: BigInteger(),
    Kind.TRUTH: Boolean(),
    Kind.TEXT: String(),
    Kind.MOMENT: Moment(),
    Kind.DAY: Date(),
    Kind.BYTES: LargeBinary(),
    Kind.JSON: NullType(),
}
"""JSON goes as the text that it is: a value that is null and one that is missing stay two things."""


def kind_of(found: TypeEngine[Any]) -> Kind:
    """The kind of a column of the type `found`, as the database says it or a model declares it.

    Raises:
        UnknownKind: the format has none.
    """
    if isinstance(found, TypeDecorator):
        found = found.impl_instance
    for family, kind in _FAMILIES:
        if isinstance(found, family):
            return kind
    raise UnknownKind(type(found).__name__)


def type_of(kind: Kind) -> TypeEngine[Any]:
    """The type with which a column of `kind` is read and written, on either database."""
    return _TYPES[kind]


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _bytes(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _from_bytes(value: str) -> bytes:
    return base64.b64decode(value, validate=True)


_WRITE: dict[Kind, Callable[[Any], object]] = {
    Kind.MOMENT: _moment,
    Kind.DAY: date.isoformat,
    Kind.BYTES: _bytes,
}
_READ: dict[Kind, Callable[[Any], object]] = {
    Kind.MOMENT: datetime.fromisoformat,
    Kind.DAY: date.fromisoformat,
    Kind.BYTES: _from_bytes,
}


def writer(kind: Kind) -> Callable[[Any], object] | None:
    """What makes a value of `kind`, other than nothing, one that JSON can hold; none where it is one already."""
    return _WRITE.get(kind)


def reader(kind: Kind) -> Callable[[Any], object] | None:
    """The way back."""
    return _READ.get(kind)
