"""What the players did, as they remember it. The checker holds the database against it."""

from dataclasses import dataclass, field

from bot.buttons import Button


@dataclass(frozen=True)
class Tap:
    """A tap that Telegram accepted."""

    user: int
    button: Button


@dataclass
class Intention:
    """One person that a caseworker set out to refer: to be exactly one referral, as chosen, once sending was tapped."""

    user: int
    sent: set[int] = field(default_factory=set)
    """The drafts whose *Skicka hänvisningen* was tapped."""
    handover: str = ""
    wishes: set[int] = field(default_factory=set)
    finished: bool = False
    """Whether the player saw that it was sent."""


@dataclass
class Words:
    """Words that were written in the room once: `kind` says as what."""

    kind: str
    user: int
    text: str
    tried: bool = False
    """Whether they were sent: from then on they may be there."""
    saved: bool = False
    """Whether the page said so: from then on they must be."""
    barred: bool = False
    """Whether the page took none any more: if they are not there by then, they never will be."""


@dataclass
class Ledger:
    """Everything that Telegram and the room accepted from the players. `issued` counts the updates for the bot."""

    issued: int = 0
    taps: list[Tap] = field(default_factory=list)
    intentions: list[Intention] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    drafts: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    """What a draft may say, by whose it is and the code of whom it is about."""
    kept: set[tuple[int, str]] = field(default_factory=set)
    """Drafts of which the page was told that they are kept, and that were not sent since."""
    forgotten: set[int] = field(default_factory=set)
    """Updates seen as handled before the clock was moved: their ids are rightly forgotten after eight days."""
    in_flight: set[tuple[int, int]] = field(default_factory=set)
    """Notices that were claimed and not marked when a kill came, each with the number of its attempt."""
    anew: int = 0
    """Taps after which the message was gone: its card may have been sent anew."""

    def next_number(self) -> int:
        """A number that was not given before."""
        return len(self.words) + 1
