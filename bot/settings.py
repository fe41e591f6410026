"""What the environment says, read once."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.sealed import KeyRing


def with_driver(url: str) -> str:
    """A database URL as platforms write it, with the driver that we use named in it."""
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


class Settings(BaseSettings):
    """The settings of one process. A variable's name is the field's in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: Annotated[str, AfterValidator(with_driver)] = "sqlite:///handslag.db"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    public_url: str = ""
    webhook_secret: SecretStr = SecretStr("")
    child_worry_phone: str = ""
    """The board's number for worry about a child, on the help page."""
    protected_data_phone: str = ""
    """Whom to call about a person with protected personal data or under 18."""
    key_encryption_key: SecretStr = SecretStr("")
    """The keys that seal what is written of people, `name:base64`, the current one first; or else `key_file`."""
    key_file: Path | None = None
    key_escrow: str = ""
    """Fingerprints, with commas, of the keys of which the board has a sealed copy: see `python -m bot keys escrow`."""
    erasure_ledger: Path = Path("erased.log")
    """Whose files are erased, kept outside the database and its backups."""
    audit_anchor: Path | None = None
    """Where the head of the audit's chain is kept, outside the database."""
    openid_issuer: str = ""
    """The board's own login (OpenID Connect), where the room shall offer it."""
    openid_client_id: str = ""
    openid_client_secret: SecretStr = SecretStr("")
    backup_recipients: str = ""
    """Public keys (age), with commas, to which backups are encrypted: see `python -m bot backup keys`."""
    backup_folder: Path = Path("backups")
    """Where the scheduled backups are kept; best on another disk, copied elsewhere from there."""
    backups_kept: int = Field(default=30, ge=1)
    """How many scheduled backups stay; older ones are removed."""
    metrics_token: SecretStr = SecretStr("")
    """What a collector of metrics shows as a bearer token; without one only this machine may read them."""
    health_port: int = Field(default=0, ge=0, le=65535)
    """Where `worker` answers about its health, on this machine; 0 does not."""
    drain_seconds: float = Field(default=2.0, ge=0, le=3)
    """How long requests are still taken in after SIGTERM, so that a proxy can turn elsewhere first."""
    templates: Path | None = None
    """A folder with Word templates of the board's own, which stand instead of the built-in ones of the same name."""
    shared_clock: Path | None = None
    """A file that moves the clock: for the test harness against a local Telegram, refused with the real one."""
    in_flight: int = Field(default=48, ge=1, le=200)
    """How many updates, and how many messages, are under way at once."""

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.telegram_token.get_secret_value()

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is a file of our own."""
        return self.database_url.startswith("sqlite")

    def key_ring(self) -> KeyRing | None:
        """The keys outside the database; nothing where none are set, and then there is no room.

        Raises:
            KeysMissing: they cannot be read.
        """
        return KeyRing.of(self.key_encryption_key.get_secret_value(), self.key_file)

    @property
    def room_url(self) -> str:
        """Where the room is; empty where the bot has no public address."""
        return self.public_url.rstrip("/")

    @property
    def room_ancestors(self) -> str:
        """The origins that may frame the room: Telegram's own web page (Bot API, Mini Apps), or a local one."""
        return "http://127.0.0.1:*" if self.local_telegram else "https://web.telegram.org"

    @property
    def with_room_on_disk(self) -> tuple[Path, ...]:
        """The folders on this machine that must not fill up: of the database, where it is a file, and of backups."""
        database = (Path(self.database_url.partition(":///")[2]).parent,) if self.on_sqlite else ()
        return (*database, *((self.backup_folder,) if self.backup_recipients else ()))

    @property
    def local_telegram(self) -> bool:
        """Whether the Bot API is one on this machine."""
        return urlsplit(self.telegram_api_url).hostname in ("127.0.0.1", "localhost")
