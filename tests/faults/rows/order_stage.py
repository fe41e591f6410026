"""Some hundred people, and a second book in the database in which it numbers itself what took effect, as it does."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from bot.demo.cast import BOARD
from models import Language, Member, Organisation, Role

FIRST_PERSON = 20_000
PEOPLE = 200
BOOK = {
    "sqlite": (
        "CREATE TABLE effect_order (n INTEGER PRIMARY KEY AUTOINCREMENT, update_id BIGINT, member_id INT, said TEXT)",
        (
            "CREATE TRIGGER effect_handled AFTER INSERT ON handledupdate BEGIN "
            "INSERT INTO effect_order (update_id) VALUES (NEW.update_id); END"
        ),
        (
            "CREATE TRIGGER effect_language AFTER UPDATE OF language ON member BEGIN "
            "INSERT INTO effect_order (member_id, said) VALUES (NEW.id, NEW.language); END"
        ),
    ),
    "postgresql": (
        "CREATE TABLE effect_order (n BIGSERIAL PRIMARY KEY, update_id BIGINT, member_id INT, said TEXT)",
        (
            "CREATE FUNCTION effect_handled() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN INSERT INTO effect_order (update_id) VALUES (NEW.update_id); RETURN NULL; END'"
        ),
        (
            "CREATE FUNCTION effect_language() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN INSERT INTO effect_order (member_id, said) VALUES (NEW.id, NEW.language); RETURN NULL; END'"
        ),
        "CREATE TRIGGER effect_handled AFTER INSERT ON handledupdate FOR EACH ROW EXECUTE FUNCTION effect_handled()",
        (
            "CREATE TRIGGER effect_language AFTER UPDATE OF language ON member "
            "FOR EACH ROW EXECUTE FUNCTION effect_language()"
        ),
    ),
}
"""For the harness's database alone. What took effect is numbered inside its transaction, when it does."""


def people() -> list[int]:
    """Their Telegram ids."""
    return list(range(FIRST_PERSON, FIRST_PERSON + PEOPLE))


def open_book(engine: Engine, now: datetime) -> None:
    """Sign the people in, and begin the second book."""
    with Session(engine) as session:
        board = session.exec(select(Organisation).where(col(Organisation.name) == BOARD)).one().id
        for user in people():
            session.add(
                Member(
                    telegram_id=user,
                    name=f"Nr {user}",
                    role=Role.CASEWORKER,
                    organisation_id=board,
                    language=Language.SV,
                    joined_at=now,
                )
            )
        session.commit()
    with engine.begin() as connection:
        for statement in BOOK[engine.dialect.name]:
            connection.execute(text(statement))


def read_book(engine: Engine) -> tuple[list[int], dict[int, list[str]]]:
    """The updates in the order in which they took effect, and by Telegram id the languages that were chosen."""
    rows = "SELECT update_id, telegram_id, said FROM effect_order LEFT JOIN member ON member.id = member_id ORDER BY n"
    updates, languages = [], defaultdict[int, list[str]](list)
    with engine.connect() as connection:
        for update_id, user, said in connection.execute(text(rows)):
            if update_id is not None:
                updates.append(int(update_id))
            else:
                languages[user].append(said)
    return updates, languages


def message(number: int, user: int, command: str, unix: int) -> dict[str, Any]:
    """An update: `user` writes `command`."""
    who = {"id": user, "is_bot": False, "first_name": f"Nr {user}", "language_code": "sv"}
    chat = {"id": user, "type": "private", "first_name": f"Nr {user}"}
    return {
        "update_id": number,
        "message": {"message_id": number, "from": who, "chat": chat, "date": unix, "text": command},
    }


def tap(number: int, user: int, data: str, unix: int) -> dict[str, Any]:
    """An update: `user` taps a button with `data` below a message of the bot's."""
    below = message(number, user, "Ett kort", unix)["message"]
    query = {"id": str(number), "from": below["from"], "message": {**below, "message_id": 1}, "data": data}
    return {"update_id": number, "callback_query": {**query, "chat_instance": str(-user)}}
