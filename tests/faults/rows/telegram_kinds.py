"""What Telegram and the network do to us: each kind of fault, where it strikes, and what the figures allow."""

from dataclasses import dataclass

SAYING = ("sendMessage", "editMessageText", "answerCallbackQuery")
ALL = (*SAYING, "getUpdates")
POLLING = ("getUpdates",)


@dataclass(frozen=True)
class Kind:
    """A fault, the methods it strikes, and for how many seconds it lasts.

    `hides` says whether a message may have arrived although the bot cannot know: then it may come once more.
    `closes` says that the chat is closed: what is owed waits until its owner writes. `away`: nothing at all comes
    through, in that way.
    """

    name: str
    methods: tuple[str, ...] = ALL
    hides: bool = False
    closes: bool = False
    away: str = ""
    asks: float = 1.0
    """What `too_many_requests` asks, or how long `timeout_after` is silent; in seconds."""
    lasts: float = 4.0
    """Longer than the bot tries to say an answer."""


KINDS = (
    Kind("server_error"),
    Kind("bad_gateway"),
    Kind("too_many_requests", SAYING, asks=2),
    Kind("too_many_requests", SAYING, asks=40),
    Kind("too_many_requests", POLLING, asks=3),
    Kind("drop_before"),
    Kind("drop_after", hides=True),
    Kind("timeout_after", hides=True, asks=12),
    Kind("reset_in_body", hides=True),
    Kind("half_json", hides=True),
    Kind("html"),
    Kind("duplicate", POLLING),
    Kind("another_poller", POLLING),
    Kind("webhook_set", POLLING),
    Kind("blocked", SAYING, closes=True, lasts=1),
    Kind("deactivated", SAYING, closes=True, lasts=1),
    Kind("migrated", SAYING[:2], closes=True, lasts=1),
    Kind("refused", away="refused"),
    Kind("silent", away="silent"),
)
QUICKEST = ("half_json", "blocked")
"""Those of the short form."""
