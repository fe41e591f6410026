"""The dossier of an agreement: the list, its own page, the form of its texts, and a proposal."""

from dataclasses import dataclass
from datetime import date

from messages.room.pages.base import RoomPage
from messages.room.pages.writing import Warned
from messages.word import Value, Word


@dataclass(frozen=True)
class AgreementLine:
    """One agreement in the list. `group` is a word of `agreement`, `standing` one where the group does not say it.

    `unexplained` is a number of days.
    """

    path: str
    name: str
    standing: str
    group: str
    valid_from: date
    valid_to: date
    unexplained: int = 0


@dataclass(frozen=True)
class AgreementsPage(RoomPage):
    """The reader's agreements; `propose` is where one is proposed, empty where the reader may not."""

    lines: tuple[AgreementLine, ...]
    page: int
    pages: int
    propose: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence: a word of `agreement`, and what is filled in."""

    word: str
    values: dict[str, Value]


@dataclass(frozen=True)
class PartyShown:
    """A party, and its organisation number as a source writes it; `doubted` where that cannot be right."""

    name: str
    board: bool
    number: str
    doubted: bool


@dataclass(frozen=True)
class FactShown:
    """What is known under a heading (a word of `agreement`); where nothing is, `empty` says how."""

    heading: str
    words: str
    empty: str = ""
    """A word of `agreement` that stands instead of the words."""


@dataclass(frozen=True)
class NeighbourShown:
    """The agreement before or after; `gap` is the days between without one, `heading` a word of `agreement`."""

    heading: str
    path: str
    name: str
    gap: int


@dataclass(frozen=True)
class BelowLink:
    """A page below: a word of `agreement` (`link_…`), its path, and how much waits there."""

    name: str
    path: str
    count: int = 0


@dataclass(frozen=True)
class AgreementPage(RoomPage):
    """An agreement's own page. `doubts` stand at the top; paths are empty where the reader may not go."""

    name: str
    standing: str
    doubts: tuple[Sentence, ...]
    doubt_words: str
    period: tuple[Sentence, ...]
    intention: Word | None
    neighbours: tuple[NeighbourShown, ...]
    parties: tuple[PartyShown, ...]
    facts: tuple[FactShown, ...]
    uses: tuple[str, ...]
    links: tuple[BelowLink, ...]
    edit: str = ""
    correct: str = ""
    follow: str = ""


@dataclass(frozen=True)
class TextField:
    """A text to be written. `none` says that there is nothing, and `may_be_none` lets that be ticked. `source` is what
    a source says where the form says otherwise, `standing` what stands where somebody else saved it meanwhile."""

    key: str
    words: str
    none: bool
    may_be_none: bool
    source: str | None = None
    standing: str = ""
    passed: bool = False
    rows: int = 2


@dataclass(frozen=True)
class TruthField:
    """A question of yes, no, or not known (`yes`, `no`, empty). `source` and `standing` as of a text."""

    key: str
    said: str
    source: str | None = None
    standing: str = ""
    passed: bool = False


@dataclass(frozen=True)
class FlagField:
    """A box to tick."""

    key: str
    ticked: bool
    passed: bool = False


@dataclass(frozen=True)
class AgreementFormPage(RoomPage):
    """The form of an agreement's texts and of what it uses. `seen` marks what the writer has seen."""

    name: str
    back: str
    action: str
    seen: str
    texts: tuple[TextField, ...]
    truths: tuple[TruthField, ...]
    flags: tuple[FlagField, ...]
    longest: int
    passed: bool = False
    long_ones: tuple[str, ...] = ()
    warned: Warned | None = None


@dataclass(frozen=True)
class OptionShown:
    """One of several: what is sent, and what is shown."""

    value: str
    name: str


@dataclass(frozen=True)
class ProposalFormPage(RoomPage):
    """The form of a proposed agreement. `flaw` is a word of `agreement`, `flaw_values` what is filled in."""

    action: str
    back: str
    correcting: bool
    seen: str
    name: str
    board: str
    parties: tuple[str, ...]
    """What is chosen in each of the fields for other parties; those after the first `shown` are folded away."""
    shown: int
    organisations: tuple[OptionShown, ...]
    valid_from: str
    valid_to: str
    months: str
    follows: str
    earlier: tuple[OptionShown, ...]
    purpose: str
    copies: bool
    longest: int
    longest_name: int
    flaw: str = ""
    flaw_values: dict[str, Value] | None = None
    warned: Warned | None = None
