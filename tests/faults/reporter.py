"""A koordinator who hands in reports in the room, and a manager who judges them."""

import asyncio

from tests.faults.ledger import Words
from tests.faults.visitor import Guest

BEGINS, RETURNS = 0.5, 0.3


class Reporter(Guest):
    """Begins each report that is due, writes it, and hands it in."""

    async def act(self) -> None:
        """Write the next report that is not in."""
        await self.open("reports")
        page = self.room.page
        begin = next((form for form in page.forms if form.action.endswith("/reports") and "duty" in form.fields), None)
        if begin and self.chance.random() < BEGINS:
            await self.send(begin)
            return
        for path in self.chance.sample(of_reports(page.links), len(of_reports(page.links))):
            await self.open(path)
            if self.room.page.has_form(path):
                await self._hand_in(path, self.words("report"))
                return
        await asyncio.sleep(self.chance.uniform(1, 3))

    async def _hand_in(self, path: str, said: Words) -> None:
        """Write it and hand it in, until it says that it is in, or that it was returned since."""
        seen = None
        while not said.saved:
            if not self.room.page.has_form(path):
                said.saved = said.tried  # an answer that was lost: it is in
                return
            form = self.room.page.form(path)
            revision = int(form.fields["revision"])
            if seen is not None and revision > seen + 1:
                said.saved = True
                return
            seen = revision if seen is None else seen
            said.tried = True
            await self.send(form, results=said.text, do="hand_in")
            await self.open(path)


class Judge(Guest):
    """Returns some reports to be mended, and approves the others."""

    async def act(self) -> None:
        """Judge a report that is in."""
        await self.open("reports")
        for path in of_reports(self.room.page.links):
            await self.open(path)
            judge = f"{path}/judge"
            if self.room.page.has_form(judge) and "approve" in self.room.html:
                await self._judge(path, judge)
                return
        await asyncio.sleep(self.chance.uniform(1, 3))

    async def _judge(self, path: str, judge: str) -> None:
        said = self.words("judgement")
        verdict = "return" if self.chance.random() < RETURNS else "approve"
        while not said.saved:
            form = self.room.page.form(judge) if self.room.page.has_form(judge) else None
            if said.tried and said.text in self.room.text and not (form and form.fields["words"] == said.text):
                said.saved = True
                return
            if form is None:
                return
            said.tried = True
            await self.send(form, words=said.text, verdict=verdict, due_on="")
            await self.open(path)


def of_reports(links: list[str]) -> list[str]:
    """The paths of reports among `links`."""
    return [link for link in dict.fromkeys(links) if link.startswith("report/") and link.count("/") == 1]
