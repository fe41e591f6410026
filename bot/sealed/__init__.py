"""What is locked away: the keys outside the database, the data key of each client, and the words sealed with it."""

from bot.sealed.ring import KeyRing, KeysMissing, Unsealable
from bot.sealed.vault import Place, Vault

__all__ = ["KeyRing", "KeysMissing", "Place", "Unsealable", "Vault"]
