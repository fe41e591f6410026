"""A line of the simulation: a day, what falls on it, who is told, and the rule behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.agreements.backward import STEPS
from models import ReminderKind, Role

BOARD, GROUP, GROUP_TOLD, DUTY = "board_meeting", "steering_meeting", "steering_reminder", "report_duty"
REMINDERS = (ReminderKind.EXPIRY, ReminderKind.LAPSED, ReminderKind.REPORT_DUE, ReminderKind.REPORT_LATE)
ORDER = (BOARD, GROUP, GROUP_TOLD, DUTY, *STEPS, *REMINDERS)
"""All kinds of lines, as they stand within a day."""


@dataclass(frozen=True)
class Line:
    """One of them. `about` is the agreement's name, or the board's where it is the board's own."""

    on: date
    kind: str
    about: str
    what: str
    rule: str
    to: tuple[Role, ...] = ()
    agreement: str | None = None
    reckoned_from: date | None = None
    """The date that it is about, where that is another."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """For a machine: what is known beside the day, the kind and the agreement."""
    says_rule: bool = True
    """Whether a machine is told the rule; the rows about ends and reports are as they always were."""

    @property
    def place(self) -> tuple[date, str, int, date]:
        """By which lines are sorted: by day and name, and what is to be done before what is only told."""
        return self.on, self.about, ORDER.index(self.kind), self.reckoned_from or self.on

    @property
    def facts(self) -> dict[str, Any]:
        """For a machine."""
        facts = {"on": self.on.isoformat(), "kind": self.kind, "agreement": self.agreement, **self.more}
        facts["to"] = [role.value for role in self.to]
        return {**facts, "rule": self.rule} if self.says_rule else facts

    def __str__(self) -> str:
        to = f" -> {', '.join(self.to)}" if self.to else ""
        return f"{self.on:%a %Y-%m-%d}  {self.about}: {self.what}{to} ({self.rule})"
