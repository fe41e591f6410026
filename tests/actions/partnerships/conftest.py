"""An empty database, and an import that commits as the command does."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.actions.partnerships import Outcome, import_partnerships, read_bytes
from bot.store import open_engine
from models import Organisation
from tests.actions.partnerships.workbooks import NOW

Load = Callable[..., Outcome]


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    engine = open_engine(f"sqlite:///{tmp_path}/partnerships.db")
    Organisation.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def load(session: Session) -> Load:
    """Imports a file's bytes and commits."""

    def run(content: bytes, suffix: str = ".xlsx") -> Outcome:
        outcome = import_partnerships(session, read_bytes(content, suffix), NOW)
        session.commit()
        session.expire_all()
        return outcome

    return run
