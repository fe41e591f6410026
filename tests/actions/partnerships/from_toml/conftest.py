"""An import of TOML that commits as the command does."""

import pytest
from sqlmodel import Session

from bot.actions.partnerships import Outcome, import_partnerships, read
from tests.actions.partnerships.from_toml.writing import Load
from tests.actions.partnerships.workbooks import NOW


@pytest.fixture
def load(session: Session) -> Load:
    """Imports a text and commits, as the command does."""

    def run(content: str | bytes) -> Outcome:
        outcome = import_partnerships(session, read(content), NOW)
        session.commit()
        session.expire_all()
        return outcome

    return run
