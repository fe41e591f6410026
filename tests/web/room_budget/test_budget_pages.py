"""Money and hours of an agreement in the room, and the picture of the steps."""

import io
import re

from PIL import Image
from sqlmodel import Session, select

from bot.demo.cast import YLVA
from models import BudgetUse
from tests.web.room.visiting import ON_SQLITE, OpenRoom, Visitor

pytestmark = ON_SQLITE

MISSING, FLAWED, FORBIDDEN = 404, 422, 403
JUNE = {"first": "2022-06-01", "last": "2022-06-30"}


def plain(text: str) -> str:
    """The page's text with ordinary blanks."""
    return text.replace("\u00a0", " ")


async def a_line(maj: Visitor, budget: str, words: str = "Handledare", planned: str = "60 000 kr") -> None:
    await maj.get(budget)
    await maj.submit(maj.page.form(f"{budget}/line"), words=words, planned=planned)
    assert "Sparat." in maj.text


async def uses(visitor: Visitor, budget: str, amount: str, **more: str) -> None:
    await visitor.get(budget)
    form = visitor.page.form(f"{budget}/use")
    await visitor.submit(form, **{"amount": amount, "line": form.choices["line"][0], **JUNE, **more})


async def test_what_nobody_has_said_is_missing_and_not_nought(maj: Visitor, budget: str) -> None:
    await maj.get(budget)
    assert "Budget: uppgift saknas." in maj.text
    assert "kräva tillbaka sitt bidrag: uppgift saknas" in maj.text
    assert "Inga timmar är redovisade." in maj.text
    assert "0 kr" not in plain(maj.text)


async def test_the_partner_reports_and_both_sides_see_what_is_left(maj: Visitor, knut: Visitor, budget: str) -> None:
    await a_line(maj, budget)
    await uses(knut, budget, "45.000")
    await uses(knut, budget, "5 000", back="yes")

    assert "Redovisningen är sparad." in knut.text
    assert "5 000 kr tillbaka, Handledare" in plain(knut.text)
    await maj.get(budget)
    assert "Handledare 60 000 kr 40 000 kr 20 000 kr" in plain(maj.text)
    assert f"{budget}/line" not in [form.action for form in knut.page.forms]


async def test_what_is_used_beyond_the_plan_is_said_and_drawn(maj: Visitor, knut: Visitor, budget: str) -> None:
    await a_line(maj, budget, planned="1 000")
    await uses(knut, budget, "1 250,50")
    assert "Mer är använt än planerat: 250,50 kr för mycket." in plain(knut.text)
    assert '<rect class="over"' in knut.html
    assert "1 250,50 kr av 1 000 kr, 250,50 kr för mycket" in plain(knut.text)
    assert "style" not in {name for _, names in knut.page.elements for name in names}


async def test_a_form_with_a_flaw_comes_back_as_it_was_written(knut: Visitor, maj: Visitor, budget: str) -> None:
    await a_line(maj, budget)
    await uses(knut, budget, "en massa", last="2022-06-29")
    assert knut.status == FLAWED
    assert "Beloppet går inte att läsa." in knut.text
    kept = knut.page.form(f"{budget}/use").fields
    assert (kept["amount"], kept["last"]) == ("en massa", "2022-06-29")

    await uses(knut, budget, "100", first="2022-05-01")
    assert "Perioden ligger utanför överenskommelsen. Du kan redovisa från 1 juni 2022" in knut.text
    await uses(knut, budget, "100", last="2022-12-01")
    assert "Perioden är inte slut än." in knut.text
    await maj.get(budget)
    await maj.submit(maj.page.form(f"{budget}/line"), words="Lön 19900101-1239", planned="1")
    assert "peka ut en person" in maj.text


async def test_the_same_form_sent_twice_is_one_report_and_a_mistake_is_struck(
    room: OpenRoom, maj: Visitor, knut: Visitor, budget: str
) -> None:
    await a_line(maj, budget)
    await knut.get(budget)
    form = knut.page.form(f"{budget}/use")
    for _ in range(2):
        await knut.submit(form, amount="100", line=form.choices["line"][0], **JUNE)

    def count(session: Session) -> int:
        return len(session.exec(select(BudgetUse)).all())

    assert room.store.run_now(count) == 1
    strike = next(form for form in knut.page.forms if form.action.startswith("budget-use/"))
    await maj.get(budget)
    assert not maj.page.has_form(strike.action)
    await knut.submit(strike)
    assert "struket" in knut.text
    assert "inget redovisat av 60 000 kr" in plain(knut.text)


async def test_each_side_reports_its_own_hours_and_a_year_is_shown_by_itself(
    maj: Visitor, knut: Visitor, budget: str
) -> None:
    for visitor, hours, volunteers in ((knut, "7 h 30 min", "yes"), (maj, "12", "no")):
        await visitor.get(budget)
        await visitor.submit(visitor.page.form(f"{budget}/hours"), hours=hours, volunteers=volunteers, **JUNE)
    assert "Enskede-Årsta-Vantörs stadsdelsnämnd 12 tim inget redovisat" in plain(maj.text)
    assert "Street Minds inget redovisat 7 tim 30 min" in plain(maj.text)
    await maj.get(f"{budget}?year=2022")
    assert "Timmar, 2022" in maj.text


async def test_a_line_is_changed_by_a_manager_alone_and_goes_while_nothing_is_reported(
    maj: Visitor, knut: Visitor, budget: str
) -> None:
    await a_line(maj, budget)
    line = next(link for link in maj.page.links if link.startswith("budget-line/"))
    await knut.get(line)
    assert knut.status == MISSING
    await maj.post(line, words="Handledning", planned="50000")
    assert "Handledning 50 000 kr" in plain(maj.text)
    await maj.get(line)
    await maj.press(f"{line}/remove")
    assert "Posten är borttagen." in maj.text


async def test_who_is_no_party_finds_nothing(room: OpenRoom, budget: str) -> None:
    async with room.visitor() as ylva:
        await ylva.come_in(YLVA)
        await ylva.get(budget)
        assert ylva.status == MISSING


async def test_a_manager_sees_the_steps_as_a_table_and_fetches_the_picture(maj: Visitor, knut: Visitor) -> None:
    await maj.get("steps")
    assert "Inga steg är antecknade." in maj.text
    await maj.get("steps/picture")
    with Image.open(io.BytesIO(maj.answer.content)) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1080
    assert re.search(r"ladder\.png", maj.headers["content-disposition"])
    await knut.get("steps")
    assert knut.status == FORBIDDEN
