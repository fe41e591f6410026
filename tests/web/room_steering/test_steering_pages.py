"""The steering group's pages over HTTP: seats, meetings with their pack, proposals, and who is a director."""

from datetime import date

from sqlmodel import Session, select

from bot.demo.cast import KNUT, MAJ, SIRI
from models import Proposal, SteeringMeeting, SteeringMember
from tests.actions.test_proposals import mandated
from tests.conversations.playing import agreement
from tests.hands import member
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE
UNPROCESSABLE, CONFLICT, MISSING = 422, 409, 404
HOSTILE = "<script>alert(1)</script>"


def steering(room: OpenRoom) -> str:
    of = room.store.run_now(lambda session: agreement(session, "Street Minds").id)
    return f"agreement/{of}/steering"


async def meets(room: OpenRoom, maj: Visitor, day: str = "2022-10-10") -> str:
    """Maj calls a meeting; its path."""
    page = steering(room)
    await maj.get(page)
    await maj.submit(maj.page.form(f"{page}/meeting"), day=day, hour="kl. 14.30", place=HOSTILE)
    return f"meeting/{room.store.run_now(lambda session: session.exec(select(SteeringMeeting.id)).one())}"


async def proposes(room: OpenRoom, visitor: Visitor, title: str = "Öppet på lördagar") -> str:
    """The visitor makes a proposal; its path."""
    await visitor.post(steering(room).replace("steering", "propose"), title=title, words=f"Fler kommer.\n\n{HOSTILE}")
    assert "Förslaget är lämnat." in visitor.text
    ids = room.store.run_now(lambda session: session.exec(select(Proposal.id)).all())
    return f"proposal/{max(ids)}"


async def test_a_seat_is_given_to_somebody_in_the_chat_and_ends(room: OpenRoom, maj: Visitor, knut: Visitor) -> None:
    page = steering(room)
    await maj.get(page)
    form = maj.page.form(f"{page}/seat")
    siri = str(room.store.run_now(lambda session: member(session, SIRI).id))
    assert siri in form.choices["member"]
    await maj.submit(form, member=siri, role="chair")
    await maj.submit(maj.page.form(f"{page}/seat"), name=f"Pia {HOSTILE}")

    await knut.get(page)
    assert "Siri Låtsas, ordförande" in knut.text
    assert "finns i chatten" in knut.text
    assert f"Pia {HOSTILE}" in knut.text
    assert HOSTILE not in knut.html
    ends = [form.action for form in knut.page.forms if form.action.endswith("/end")]
    assert len(ends) == 1
    assert knut.page.form(f"{page}/seat").choices["party"] != form.choices["party"]
    assert not knut.page.has_form(f"{page}/meeting")

    await knut.submit(knut.page.form(ends[0]), until="2022-10-02")
    assert "Personen ingår i gruppen från och med 3 oktober 2022." in knut.text
    await knut.get(page)
    await knut.submit(knut.page.form(ends[0]), until="31 okt")
    assert "Sista dagen är sparad." in knut.text
    seats = room.store.run_now(lambda session: [row.until for row in session.exec(select(SteeringMember))])
    assert seats == [date(2022, 10, 31), None]


async def test_a_meeting_is_called_changed_and_called_off(room: OpenRoom, maj: Visitor, knut: Visitor) -> None:
    path = await meets(room, maj, "14 nov")
    assert "Mån 14 nov kl. 14:30" in maj.text
    assert HOSTILE not in maj.html

    await maj.get(path)
    assert "Underlaget blir klart här 7 november 2022." in maj.text
    await maj.submit(maj.page.form(f"{path}/change"), day="15/11", hour="9", place="Rummet bredvid")
    assert "Tis 15 nov kl. 09:00" in maj.text
    await knut.get(path)
    assert "Rummet bredvid" in knut.text
    assert not knut.page.has_form(f"{path}/change")
    await maj.press(f"{path}/off")
    assert "Mötet är inställt." in maj.text
    assert not maj.page.has_form(f"{path}/change")


async def test_the_pack_says_what_is_known_and_what_is_not(room: OpenRoom, maj: Visitor, knut: Visitor) -> None:
    path = await meets(room, maj)
    for _ in range(3):
        room.refers()

    await knut.get(path)

    assert "Underlag för tiden sedan överenskommelsen började: 1 juni 2022–2 oktober 2022." in knut.text
    assert "uppgift saknas" in knut.text.casefold()
    assert "visas inte" in knut.text
    assert "Delrapport" in knut.text or "Inga rapporter" in knut.text
    assert "R-" not in knut.text
    await maj.get(path)
    document = next(link for link in maj.page.links if "documents/pack" in link)
    assert document not in knut.page.links
    await maj.get(document)
    assert maj.headers["content-disposition"].startswith("attachment")


async def test_what_is_written_of_accessibility_passes_the_guard_and_is_not_overwritten(
    room: OpenRoom, maj: Visitor, knut: Visitor
) -> None:
    path = await meets(room, maj)
    raised = f"{path}/accessibility"
    await maj.get(path)
    await knut.get(path)
    await knut.submit(knut.page.form(raised), words="Ring 070-174 06 05 om hörslingan.")
    assert knut.status == UNPROCESSABLE
    assert "pekar ut en person" in knut.text
    await knut.submit(knut.page.form(raised), choice="mask")
    assert "Ring [telefonnummer] om hörslingan." in knut.text

    await maj.submit(maj.page.form(raised), words="Ramp.")
    assert maj.status == CONFLICT
    assert "Ring [telefonnummer] om hörslingan." in maj.text
    assert maj.page.form(raised).fields["words"] == "Ramp."
    await maj.submit(maj.page.form(raised), words="Ramp och hörslinga.")
    assert "Ramp och hörslinga." in maj.text


async def test_a_proposal_is_made_by_the_partner_and_decided_by_the_director(
    room: OpenRoom, maj: Visitor, knut: Visitor
) -> None:
    path, other = await proposes(room, knut), await proposes(room, knut, "Öppet på söndagar")
    await maj.get(path)
    assert not maj.page.has_form(f"{path}/decide")
    assert HOSTILE not in maj.html

    room.store.run_now(lambda session: setattr(member(session, MAJ), "director", True))
    await maj.get(path)
    assert "Nämndens beslut som ger direktören mandat saknas." in maj.text
    assert steering(room).replace("steering", "decisions") in maj.page.links
    await maj.send(f"{path}/decide", {**maj.page.form("lock").fields, "decision": "approved"})
    assert "Nämndens beslut saknas." in maj.text

    room.store.run_now(lambda session: mandated(session, room.clock.now(), MAJ))
    await maj.get(path)
    await maj.submit(maj.page.form(f"{path}/decide"), decision="replaced", words="Söndag passar bättre.")
    assert "Välj det förslag som gäller i stället." in maj.text
    await maj.submit(maj.page.form(f"{path}/decide"), decision="replaced", other=other.rpartition("/")[2])
    assert "Ersatt av Öppet på söndagar" in maj.text
    assert "Söndag passar bättre." in maj.text

    await knut.get(other)
    assert "Ersätter Öppet på lördagar" in knut.text
    await knut.submit(knut.page.form(f"{other}/withdraw"), words="Löst ändå.")
    await knut.get(other)
    assert "Återtaget" in knut.text
    assert "Löst ändå." in knut.text


async def test_a_proposal_with_a_number_in_it_comes_back_with_a_warning_and_its_words(
    room: OpenRoom, knut: Visitor
) -> None:
    propose = steering(room).replace("steering", "propose")
    await knut.post(propose, title="Öppet för 19900101-1239", words="Skäl")
    assert knut.status == UNPROCESSABLE
    assert knut.page.form(propose).fields["words"] == "Skäl"

    await knut.submit(knut.page.form(propose), choice="mask")

    assert "Öppet för [personnummer]" in knut.text
    assert room.store.run_now(lambda session: len(session.exec(select(Proposal)).all())) == 1


async def test_a_caseworker_finds_no_steering_group(room: OpenRoom, maj: Visitor, ylva: Visitor) -> None:
    path = await meets(room, maj)

    for each in (steering(room), path):
        await ylva.get(each)
        assert ylva.status == MISSING


async def test_the_administrator_marks_a_manager_as_director(room: OpenRoom, ada: Visitor, maj: Visitor) -> None:
    def people(session: Session) -> tuple[str, str]:
        return f"people/{member(session, MAJ).id}", f"people/{member(session, KNUT).id}"

    path, koordinator = room.store.run_now(people)
    await ada.get(path)
    await ada.submit(ada.page.form(f"{path}/director"), director="yes")
    assert "Personen beslutar nu som direktör." in ada.text
    await maj.get(path)
    assert "Beslutar som direktör" in maj.text
    assert not maj.page.has_form(f"{path}/director")
    await ada.get(koordinator)
    assert not ada.page.has_form(f"{koordinator}/director")
