"""Proposing, judging and setting goals over HTTP."""

from datetime import date

from sqlmodel import Session, col, select

from models import Agreement, Assessment, Goal, Organisation, Party
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor
from tests.web.room_agreements.named import agreement, field, page_of

pytestmark = ON_SQLITE
NEW = "agreements/new"
CONFLICT, UNFIT, MISSING = 409, 422, 404


async def test_a_manager_goes_on_from_an_agreement_that_ends(room: OpenRoom, maj: Visitor, knut: Visitor) -> None:
    before = room.store.run_now(lambda session: agreement(session, "Street Minds").id)
    await maj.get(page_of(room, "Street Minds"))
    assert f"{NEW}?follows={before}" in maj.page.links
    await maj.get(f"{NEW}?follows={before}")
    form = maj.page.form(NEW)
    assert form.fields["valid_from"] == "2023-06-01"
    assert (form.fields["months"], form.fields["copies"]) == ("12", "yes")

    await maj.submit(form, name=" Street  Minds 2023 ", valid_to="2024-05-31")
    again = dict(form.fields) | {"name": "Street Minds 2023", "valid_to": "2024-05-31"}
    await maj.send(NEW, again)

    assert maj.headers["location"].endswith("?said=agreement_proposed")
    path = page_of(room, "Street Minds 2023")
    await knut.get(path)
    assert "Street Minds 2023 föreslagen" in knut.text
    assert "Följer på Street Minds" in knut.text
    await knut.get("agreements")
    assert "Street Minds 2023 1 juni 2023–31 maj 2024 · föreslagen" in knut.text.partition("Kommer")[2]
    assert "proposal" not in " ".join(knut.page.links)

    await maj.post(f"{path}/proposal", valid_to="2025-05-31")
    assert "Förslaget är ändrat." in maj.text
    assert field(room, "Street Minds 2023", "valid_to") == date(2025, 5, 31)


async def test_a_proposal_that_overlaps_says_with_which_and_comes_back_as_it_was_written(
    room: OpenRoom, maj: Visitor
) -> None:
    stacken = room.store.run_now(lambda session: _id(session, "Stacken"))

    await maj.post(NEW, name="Ny", party0=stacken, valid_from="2023-09-30", valid_to="2024-09-30", purpose="Lek.")

    assert maj.status == UNFIT
    assert "Stacken, som har samma parter och gäller 1 oktober 2019–30 september 2023." in maj.text
    form = maj.page.form(NEW)
    assert (form.fields["name"], form.fields["party0"], form.fields["purpose"].strip()) == ("Ny", stacken, "Lek.")
    await maj.submit(form, party1=stacken, valid_from="2023-10-01")
    assert "Samma part står två gånger." in maj.text
    await maj.submit(maj.page.form(NEW), party1="")
    assert "Förslaget är sparat." in maj.text
    assert "Syfte Lek." in maj.text


async def test_two_managers_who_correct_a_proposal_see_each_others_period(
    room: OpenRoom, maj: Visitor, vera: Visitor
) -> None:
    stacken = room.store.run_now(lambda session: _id(session, "Stacken"))
    await maj.post(NEW, name="Lek", party0=stacken, valid_from="2023-10-01", valid_to="2024-09-30")
    path = page_of(room, "Lek", "proposal")
    await maj.get(path)
    await vera.get(path)
    await maj.submit(maj.page.form(path), valid_to="2025-09-30")

    await vera.submit(vera.page.form(path), name="Lek och fritid")

    assert vera.status == CONFLICT
    assert "Nu heter det Lek och gäller 1 oktober 2023–30 september 2025." in vera.text
    await vera.submit(vera.page.form(path))
    assert field(room, "Lek och fritid", "valid_to") == date(2024, 9, 30)


async def test_what_is_decided_is_corrected_no_more(room: OpenRoom, maj: Visitor) -> None:
    await maj.get(page_of(room, "Stacken", "proposal"))

    assert maj.status == CONFLICT


async def test_a_board_and_several_parties_agree_in_their_order(room: OpenRoom, maj: Visitor) -> None:
    names = ("Svenska kyrkan, Farsta församling", "Farsta stadsdelsnämnd")
    ids = room.store.run_now(lambda session: [_id(session, name) for name in names])

    await maj.post(NEW, name="Café", party0=ids[0], party1=ids[1], valid_from="2023-01-01", valid_to="2023-12-31")

    def parties(session: Session) -> list[str]:
        row = session.exec(select(Agreement).where(col(Agreement.name) == "Café")).one()
        theirs = select(Party).where(col(Party.agreement_id) == row.id).order_by(col(Party.position))
        return [session.get_one(Organisation, one.organisation_id).name for one in session.exec(theirs)]

    assert room.store.run_now(parties)[1:] == list(names)


async def test_before_an_answer_the_facts_stand_as_material_and_after_it_the_answer(
    room: OpenRoom, maj: Visitor
) -> None:
    path = page_of(room, "Stacken", "criteria")
    await maj.get(path)
    assert "Källan säger att ingen samhällsutmaning är formulerad." in maj.text
    assert "Tjänsten behöver inte upphandlas Inte bedömt. Känt sedan tidigare: det är ifrågasatt" in maj.text
    assert "inget program nämns" in maj.text

    await maj.get(f"{path}/procurement")
    form = maj.page.form(f"{path}/procurement")
    assert form.fields["guidelines"] == "dnr 171-84/2017"
    assert "answer" not in form.fields, "what a source says is no answer"
    await maj.submit(form, answer="unclear", sentence="Vi har frågat juristen.")
    await maj.send(form.action, {**form.fields, "answer": "unclear", "sentence": "Vi har frågat juristen."})
    await maj.get(path)

    assert "Oklart · 3 oktober 2022 Vi har frågat juristen." in maj.text
    assert room.store.run_now(lambda session: len(session.exec(select(Assessment)).all())) == 1
    await maj.get(page_of(room, "Stacken"))
    assert "Nämnden bedömde 3 oktober 2022 att frågan är oklar." in maj.text.partition("Parter")[0]


async def test_an_answer_without_a_reason_or_of_tomorrow_comes_back(room: OpenRoom, maj: Visitor) -> None:
    path = page_of(room, "Stacken", "criteria/no_market")

    await maj.post(path, answer="met", sentence=" ")
    assert "Skriv en mening om varför." in maj.text
    await maj.submit(maj.page.form(path), sentence="Ingen annan finns.", day="2022-10-04")
    assert "Välj en dag som har varit." in maj.text
    await maj.submit(maj.page.form(path), sentence="Ring 070-174 06 05.", day="2022-10-03")
    assert "pekar ut en person" in maj.text
    await maj.submit(maj.page.form(path), choice="mask")

    assert "Uppfyllt · 3 oktober 2022 Ring [telefonnummer]." in maj.text


async def test_a_renewal_counts_what_is_to_be_asked_again_and_shows_the_answers_before(
    room: OpenRoom, maj: Visitor
) -> None:
    first, second = (page_of(room, name, "criteria") for name in ("Street Minds (first)", "Street Minds"))
    await maj.post(f"{first}/not_grant", answer="met", sentence="Bidraget räcker inte.", day="2021-05-01")

    await maj.get(second)
    assert "Att bedöma inför förnyelsen: 8. Bara svar från 3 december 2021 och framåt räknas." in maj.text
    assert "Ska bedömas igen Tidigare svar Uppfyllt · 1 maj 2021 · Street Minds (first)" in maj.text
    await maj.post(f"{second}/not_grant", answer="met", sentence="Bidraget räcker inte.")

    assert "Att bedöma inför förnyelsen: 7." in maj.text
    await maj.get(page_of(room, "Street Minds"))
    assert "Kriterier 7" in maj.text


async def test_a_koordinator_reads_the_answers_and_the_goals_and_finds_no_form(room: OpenRoom, knut: Visitor) -> None:
    for below in ("criteria", "goals"):
        await knut.get(page_of(room, "Street Minds", below))
        assert knut.status == 200
        assert [form.action for form in knut.page.forms] == ["lock"]


async def test_a_goal_is_written_judged_and_only_removed_while_nobody_has_judged_it(
    room: OpenRoom, maj: Visitor
) -> None:
    path = page_of(room, "Stacken", "goals")
    await maj.get(path)
    assert "uppgift saknas" in maj.text
    await maj.post(path, words="Fler barn ute", follow_up="Räkna i oktober")
    goal = f"goal/{room.store.run_now(lambda session: _goal(session, 'Fler barn ute').id)}"
    assert "Så följs det upp: Räkna i oktober Inte bedömt" in maj.text

    await maj.post(f"{goal}/judge", attainment="partly", words="Lite fler.")
    assert "Delvis uppnått · 3 oktober 2022" in maj.text
    await maj.get(goal)
    assert not maj.page.has_form(f"{goal}/remove")
    await maj.post(f"{goal}/judge", attainment="", words="")
    await maj.get(goal)
    await maj.press(f"{goal}/remove")

    assert "Målet är borttaget." in maj.text
    await maj.get(goal)
    assert maj.status == MISSING


async def test_two_managers_with_the_same_goal_see_each_others_words(
    room: OpenRoom, maj: Visitor, vera: Visitor
) -> None:
    await maj.post(page_of(room, "Stacken", "goals"), words="Fler barn ute", follow_up="")
    goal = f"goal/{room.store.run_now(lambda session: _goal(session, 'Fler barn ute').id)}"
    for path, mine, theirs in (
        (goal, {"words": "Majs mål"}, {"words": "Veras mål"}),
        (f"{goal}/judge", {"attainment": "partly", "words": "Majs skäl"}, {"attainment": "reached", "words": "Veras"}),
    ):
        await maj.get(path)
        await vera.get(path)
        await maj.submit(maj.page.form(path), **mine)
        await vera.submit(vera.page.form(path), **theirs)

        assert vera.status == CONFLICT
        assert mine["words"] in vera.text
        assert vera.page.form(path).fields["words"].strip() == theirs["words"]
        await vera.submit(vera.page.form(path))
        assert theirs["words"] in vera.text


def _id(session: Session, name: str) -> str:
    return str(session.exec(select(Organisation.id).where(col(Organisation.name) == name)).one())


def _goal(session: Session, words: str) -> Goal:
    return session.exec(select(Goal).where(col(Goal.words) == words)).one()
