"""An `[[organisation]]` or `[board]` entry, checked on its own."""

from dataclasses import dataclass
from typing import Any

from bot.actions import orgnr
from bot.actions.partnerships.aliases import as_alias
from bot.actions.partnerships.fields import Fields
from bot.actions.partnerships.findings import show
from bot.actions.partnerships.reading import Entry
from bot.actions.partnerships.values import (
    NAME_LONGEST,
    Unfit,
    as_flag,
    as_hour,
    as_months,
    as_remark,
    as_text,
    as_text_or_none,
    as_texts,
    as_written,
)
from bot.actions.partnerships.weekdays import MONDAY_TO_FRIDAY, as_weekdays
from bot.actions.partnerships.wishes import WishFacts, as_wishes
from models import PRESET, OrganisationKind, Scope

CONSENT_MONTHS = 12
OPENS, CLOSES = 8, 18
NOBODY: tuple[str, ...] = ()
NO_WISHES: tuple[WishFacts, ...] = ()


@dataclass(frozen=True)
class OrganisationFacts:
    """What a good entry says."""

    name: str
    alias: str | None
    """As the file gives it; nothing where the organisation gets one or keeps its own."""
    columns: dict[str, Any]
    """The columns of `Organisation` that the file decides, but for the alias."""
    wishes: tuple[WishFacts, ...]

    @property
    def is_board(self) -> bool:
        """Whether it is a public board, which needs no alias."""
        return bool(self.columns["kind"] == OrganisationKind.MUNICIPAL_BOARD)


def check_organisation(entry: Entry) -> tuple[OrganisationFacts | None, list[str], list[str]]:
    """Check `entry` on its own.

    Returns:
        Its facts, or nothing where something is wrong with it; what is wrong; and what is merely odd.
    """
    fields = Fields(entry.values, entry.headings)
    name = fields.required("name", lambda value: as_text(value, NAME_LONGEST))
    alias = fields.optional("alias", as_alias, None)
    columns = _columns(fields, entry)
    wishes = fields.optional("wishes", as_wishes, NO_WISHES)
    fields.flag_rest()
    if fields.wrong or name is None:
        return None, fields.wrong, fields.odd
    return OrganisationFacts(name, alias, {"name": name, **columns}, wishes), [], fields.odd


def _columns(fields: Fields, entry: Entry) -> dict[str, Any]:
    return {
        "kind": _kind(fields, entry),
        **_number(fields),
        "works_with": fields.optional("works_with", as_remark, None),
        "place": fields.optional("place", as_text_or_none, None),
        "sheltered": fields.optional("sheltered", as_flag, default=False),
        "hours": fields.optional("hours", as_text_or_none, None),
        **_opening(fields),
        "phone": fields.optional("phone", as_text_or_none, None),
        "open_days": list(fields.optional("open_days", as_weekdays, MONDAY_TO_FRIDAY)),
        **_consent(fields.table("consent")),
    }


def _opening(fields: Fields) -> dict[str, int]:
    opens = fields.optional("opens", as_hour, OPENS)
    closes = fields.optional("closes", as_hour, CLOSES)
    if opens >= closes:
        fields.wrong.append(f"{fields.called('opens')} ({opens}) is not before {fields.called('closes')} ({closes})")
    return {"opens": opens, "closes": closes}


def _kind(fields: Fields, entry: Entry) -> OrganisationKind:
    board = entry.kind == "board"
    kind = fields.optional("kind", _as_kind, OrganisationKind.MUNICIPAL_BOARD if board else OrganisationKind.PARTNER)
    if board and kind != OrganisationKind.MUNICIPAL_BOARD:
        fields.wrong.append(f'kind is "{kind}" here; under [board] stands a municipal_board')
    return kind


def _as_kind(value: Any) -> OrganisationKind:  # noqa: ANN401 - what TOML gave
    try:
        return OrganisationKind(value)
    except ValueError:
        raise Unfit(f"must be one of {', '.join(OrganisationKind)}, not {show(value)}") from None


def _number(fields: Fields) -> dict[str, str | None]:
    written = fields.optional("orgnr_as_written", as_written, None)
    doubt = orgnr.doubt(written) if written else None
    if written and doubt:
        fields.odd.append(
            f"organisation number {show(written)} is doubted: {orgnr.explain(written, doubt)}. "
            "It is kept as written; ask the organisation, then correct the file"
        )
    return {"orgnr_as_written": written, "orgnr_note": doubt.note if doubt else None}


def _consent(fields: Fields) -> dict[str, Any]:
    columns = {
        "consent_share": list(fields.optional("share", _as_scopes, tuple(str(scope) for scope in PRESET))),
        "consent_with": list(fields.optional("with", as_texts, NOBODY)),
        "consent_months": fields.optional("months", _as_consent_months, CONSENT_MONTHS),
    }
    fields.flag_rest()
    return columns


def _as_scopes(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    words = set(as_texts(value))
    unknown = words - set(Scope)
    if unknown or not words:
        instead = show(min(unknown)) if unknown else "an empty list"
        raise Unfit(f"must name one or more of {', '.join(Scope)}, not {instead}")
    return tuple(str(scope) for scope in Scope if scope in words)


def _as_consent_months(value: Any) -> int:  # noqa: ANN401
    months = as_months(value)
    if months == 0:
        raise Unfit("must be at least 1")
    return months
