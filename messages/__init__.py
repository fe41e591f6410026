"""Every word that a user reads: typed views, a template each in Swedish and English, and the buttons' labels."""

from messages.render import label, render
from messages.word import Value, Word

__all__ = ["Value", "Word", "label", "render"]
