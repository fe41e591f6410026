"""How many came: a number, one to four, or not known. The chat carries no number of fewer than five."""

import re
from dataclasses import dataclass

from models import Activity, ActivityKind

KINDS = tuple(kind for kind in ActivityKind if kind is not ActivityKind.PRESENCE)
"""What a partner logs; the board's hours at its premises are shifts."""
FEWEST = 5
"""From so many on a number may stand in the chat."""
MOST = 99_999
FEW = re.compile(rf"1 ?(?:-|–|till|to) ?{FEWEST - 1}")


@dataclass(frozen=True)
class Count:
    """A number, or one to four (`few`); neither where it is not known."""

    number: int | None = None
    few: bool = False

    @property
    def fewest(self) -> int:
        """No fewer than so many."""
        return 1 if self.few else self.number or 0

    @property
    def most(self) -> int:
        """No more than so many; any number where it is not known."""
        return FEWEST - 1 if self.few else MOST if self.number is None else self.number

    @property
    def told(self) -> int | None:
        """As the chat and its buttons tell it: 1 stands for one to four, also where the room knows how many."""
        return 1 if self.few or (self.number and self.number < FEWEST) else self.number


def of_button(number: int) -> Count:
    """What a button with `number` says: those from one to four say no more than that."""
    return Count(few=True) if 0 < number < FEWEST else Count(number)


def visitors(activity: Activity) -> Count:
    """All who came, the volunteers among them."""
    return Count(activity.visitors, activity.few_visitors)


def volunteers(activity: Activity) -> Count:
    """The volunteers among them."""
    return Count(activity.volunteers, activity.few_volunteers)


def leaves_few(activity: Activity, number: int) -> bool:
    """Whether `number` volunteers would tell that one to four of those who came were none."""
    came = visitors(activity).told
    return came is not None and came >= FEWEST and 0 < came - number < FEWEST


def hides_volunteers(activity: Activity) -> bool:
    """Whether the number of volunteers is known and not told, for what it would say of the others."""
    gave = volunteers(activity).number
    return gave is not None and leaves_few(activity, gave)


def told_volunteers(activity: Activity) -> int | None:
    """`volunteers().told`; nothing where it is hidden."""
    return None if hides_volunteers(activity) else volunteers(activity).told


def read(text: str) -> Count | None:
    """What somebody wrote in a field: a whole number, `1–4`, or nothing where they do not know.

    Returns:
        How many; nothing where it is none of these.
    """
    said = text.strip().replace("\xa0", " ")
    if not said:
        return Count()
    if FEW.fullmatch(said.casefold()):
        return Count(few=True)
    digits = said.replace(" ", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= len(str(MOST)):
        return Count(int(digits))
    return None


def shown(count: Count) -> str:
    """The same as such a field shows it."""
    return f"1–{FEWEST - 1}" if count.few else "" if count.number is None else str(count.number)
