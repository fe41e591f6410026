"""What an agreement says of itself beside its period: as a source has it, or as the board wrote it in the room."""

from typing import Any

from models import Agreement

TEXTS = (
    "purpose_sv",
    "purpose_en",
    "target_group_sv",
    "need_sv",
    "need_facts",
    "need_source",
    "programme_sv",
    "shared_learning_sv",
    "responsible_department",
    "preparation_sv",
    "contribution_board_sv",
    "contribution_partner_sv",
    "cooperators_sv",
    "annexes_sv",
    "guidelines",
    "procurement_doubt_sv",
)
"""The facts that the board writes in the room."""
GUIDELINES = "dnr 171-84/2017"
"""The city's guidelines by which agreements were judged (the follow-up of 2022 names them)."""


def fact(agreement: Agreement, key: str) -> Any:  # noqa: ANN401 - whatever a source can hold
    """What is known under `key`; nothing where no source says it, an empty string where it is known to be none."""
    return {**agreement.facts, **(agreement.room_facts or {})}.get(key)


def text(agreement: Agreement, key: str) -> str | None:
    """The same as text; a source's list becomes lines."""
    said = fact(agreement, key)
    if isinstance(said, list):
        return "\n".join(map(str, said))
    return said if isinstance(said, str) else None


def flag(agreement: Agreement, key: str) -> bool | None:
    """The same as yes or no; nothing where no source says it."""
    said = fact(agreement, key)
    return said if isinstance(said, bool) else None


def has_doubt(agreement: Agreement) -> bool:
    """Whether it is doubted that the service need not be procured."""
    return flag(agreement, "procurement_doubt") is True
