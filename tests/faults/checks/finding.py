"""What a check finds."""

from typing import Literal

Kind = Literal["lost", "doubled"]
Finding = tuple[Kind, str]
"""Whether something is lost or doubled, and what."""
