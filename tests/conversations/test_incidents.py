"""What tells who a person is goes at once, is kept as a kind alone, and is answered for by a manager in the room."""

from datetime import datetime

import pytest
from sqlmodel import Session, col, select

from bot import incident_lists
from bot.actions import incidents
from bot.demo.cast import ADA, BOARD, KNUT, MAJ, PARTNER, YLVA, Player
from bot.errors import Refused
from bot.pages import incidents as pages
from bot.store import Store
from messages import views
from models import AuditEntry, Incident, Member, NoticeKind, Role
from tests.conversations.playing import Play
from tests.hands import member, turn
from tests.works import stored_bytes

NUMBER = "811228-9874"
LOOKS = "Det ser ut som"
STOOD = "Något som pekar ut en person"
OTHER_MANAGER = Player(6101, "Moa Medchef", Role.MANAGER, BOARD)


async def _incidents(play: Play) -> list[Incident]:
    return await play.rows(lambda session: list(session.exec(select(Incident).order_by(col(Incident.id))).all()))


@pytest.mark.parametrize(
    ("writes", "kind", "word"),
    [
        (f"hon heter {NUMBER}", "identity", "ett personnummer"),
        ("nås på 070-174 06 05", "phone", "ett telefonnummer"),
        ("ture.testsson@example.com", "email", "en e-postadress"),
        ("bor på Påhittsgatan 12", "address", "en adress"),
        (f"/hanvisa B2 {NUMBER}", "identity", "ett personnummer"),
        (f"/telefon {NUMBER}", "identity", "ett personnummer"),
        (f"/mina {NUMBER}", "identity", "ett personnummer"),
    ],
)
async def test_it_goes_is_named_and_is_kept_as_its_kind(play: Play, writes: str, kind: str, word: str) -> None:
    await play.types(YLVA, writes)
    assert not any(writes in text for text in play.texts(YLVA))
    assert f"{LOOKS} {word}" in play.bot_says(YLVA)
    assert "Telegram har redan tagit emot det" in play.bot_says(YLVA)
    assert play.has_button(YLVA, "Öppna rummet")
    assert [row.kinds for row in await _incidents(play)] == [[kind]]
    await play.rows(lambda _session: None)
    url = play.production.app.settings.database_url
    secret = writes.split(maxsplit=1)[-1].encode()
    assert secret not in stored_bytes(url)


async def test_ones_own_work_number_is_no_incident(play: Play) -> None:
    await play.types(YLVA, "/telefon 08-465 004 30")
    assert "08-465 004 30" in play.bot_says(YLVA)
    assert await _incidents(play) == []


async def test_a_command_with_it_is_not_carried_out(play: Play) -> None:
    await play.types(YLVA, f"/hanvisa B2 {NUMBER}")
    assert await play.drafts() == 0


async def test_captions_and_changed_messages_are_seen_as_well(play: Play) -> None:
    play.world.send_other(YLVA.telegram_id, "photo", caption=f"kort på {NUMBER}")
    await play.production.settle()
    play.production.telegram.faults.add("server_error", "deleteMessage", times=20)
    sent = play.world.send_text(YLVA.telegram_id, "hej")
    await play.production.settle()
    play.world.edit_text(YLVA.telegram_id, sent["message_id"], f"hej {NUMBER}")
    await play.production.settle()
    assert [row.kinds for row in await _incidents(play)] == [["identity"], ["identity"]]


@pytest.mark.parametrize(("kind", "found"), [("contact", ["phone"]), ("location", ["address"])])
async def test_a_contact_is_a_number_and_a_place_an_address(play: Play, kind: str, found: list[str]) -> None:
    play.world.send_other(YLVA.telegram_id, kind)
    await play.production.settle()
    assert [row.kinds for row in await _incidents(play)] == [found]


async def test_words_without_it_are_no_incident(play: Play) -> None:
    await play.types(YLVA, "kan någon ringa mig")
    assert await _incidents(play) == []
    assert "Skriv det i rummet" in play.bot_says(YLVA)
    assert play.has_button(YLVA, "Öppna rummet")


async def test_the_manager_hears_unit_and_day_and_nothing_else(play: Play) -> None:
    await play.types(YLVA, f"hon heter {NUMBER}")
    said = play.bot_says(MAJ)
    assert STOOD in said
    assert "Uppsökarna, mån 3 okt" in said
    assert NUMBER not in said
    assert YLVA.name not in said
    below = play.newest_of_bot(MAJ)["reply_markup"]["inline_keyboard"]
    assert below[0][0]["web_app"]["url"].endswith("/room?to=incidents")
    assert STOOD not in play.bot_says(ADA)


async def test_a_partners_incident_reaches_the_boards_manager_who_can_close_it(play: Play) -> None:
    await play.types(KNUT, f"hon heter {NUMBER}")
    assert STOOD in play.bot_says(MAJ)
    assert f"{PARTNER}, mån 3 okt" in play.bot_says(MAJ)


async def test_nobody_is_told_of_one_that_was_closed_meanwhile(play: Play) -> None:
    play.world.block(MAJ.telegram_id)
    await play.production.settle()
    await play.types(YLVA, NUMBER)
    now = play.production.clock.now()
    await play.rows(lambda session: setattr(session.exec(select(Incident)).one(), "closed_at", now))
    play.world.unblock(MAJ.telegram_id)
    await play.production.settle()
    assert [notice.dropped_for for notice in await play.owed(NoticeKind.INCIDENT)] == ["nothing to say any more"]


def _came(session: Session, now: datetime, who: Player = YLVA) -> Incident:
    return incidents.report(turn(session, who, now), {"identity", "phone"})


@pytest.mark.parametrize("reported", [True, False])
def test_a_manager_closes_it_with_an_answer_once(session: Session, now: datetime, *, reported: bool) -> None:
    maj, incident = turn(session, MAJ, now), _came(session, now)
    incidents.close(maj, incident.id, reported=reported)
    incidents.close(maj, incident.id, reported=not reported)
    assert (incident.reported, incident.closed_by_id, incident.closed_at) == (reported, maj.who.id, now)
    acts = session.exec(select(AuditEntry.act).where(col(AuditEntry.subject) == "incident")).all()
    assert list(acts) == ["sent_identifying", "report_breach" if reported else "close_incident"]


@pytest.mark.parametrize("who", [YLVA, KNUT, ADA])
def test_nobody_else_sees_or_closes_it(session: Session, now: datetime, who: Player) -> None:
    incident = _came(session, now)
    with pytest.raises(Refused):
        incidents.close(turn(session, who, now), incident.id, reported=False)
    with pytest.raises(Refused):
        pages.page(turn(session, who, now))


def test_another_boards_manager_sees_none_and_closes_none(session: Session, now: datetime) -> None:
    farsta = Player(6102, "Fia Farsta", Role.MANAGER, "Farsta stadsdelsnämnd")
    _add(session, farsta, now)
    incident = _came(session, now)
    assert pages.page(turn(session, farsta, now)).waiting == ()
    with pytest.raises(Refused) as no:
        incidents.close(turn(session, farsta, now), incident.id, reported=False)
    assert isinstance(no.value.view, views.NotFound)


def test_the_room_names_the_writer_and_the_kinds(session: Session, now: datetime) -> None:
    _came(session, now)
    (line,) = pages.page(turn(session, MAJ, now)).waiting
    assert (line.writer, line.unit, line.can_close) == (YLVA.name, "Uppsökarna", True)
    assert [kind.key for kind in line.kinds] == ["found.identity", "found.phone"]


def test_ones_own_is_another_managers_where_there_is_one(session: Session, now: datetime) -> None:
    incident = _came(session, now, MAJ)
    maj = turn(session, MAJ, now)
    assert incident_lists.may_close(maj, incident), "nobody else could"
    _add(session, OTHER_MANAGER, now)
    assert not incident_lists.may_close(maj, incident)
    assert incident_lists.may_close(turn(session, OTHER_MANAGER, now), incident)


def test_an_incident_that_is_undone_leaves_nothing(played: Store, now: datetime) -> None:
    def unit(session: Session) -> None:
        _came(session, now)
        raise Refused(views.Stale())

    with pytest.raises(Refused):
        played.run_now(unit)
    assert played.run_now(lambda session: session.exec(select(Incident)).all()) == []


def _add(session: Session, player: Player, now: datetime) -> None:
    from tests.conversations.playing import organisation

    home = organisation(session, player.organisation).id
    row = Member(
        telegram_id=player.telegram_id, name=player.name, role=player.role, organisation_id=home, joined_at=now
    )
    session.add(row)
    session.flush()
    assert member(session, player).id
