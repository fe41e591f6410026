"""A caseworker in the room: writes notes about people, keeps drafts, changes words; each note is to be there once."""

from tests.faults.ledger import Words
from tests.faults.visitor import Guest

KEEPS, LEAVES, CHANGES = 0.6, 0.15, 0.3


class Writer(Guest):
    """Writes one note after another about those whom they referred."""

    async def act(self) -> None:
        """Write a note about somebody, or leave it as a draft."""
        await self.open("day")
        about = [link for link in self.room.page.links if link.startswith("r/") and link.count("/") == 1]
        if not about:
            return
        path = self.chance.choice(about)
        said = self.words("note")
        await self._begin(path)
        if self.chance.random() < KEEPS and await self._kept(path, said) and self.chance.random() < LEAVES:
            return
        await self._save(path, said)
        if self.chance.random() < CHANGES:
            await self._change(path)

    async def _begin(self, path: str) -> None:
        await self.open(f"{path}/note")

    async def _kept(self, path: str, said: Words) -> bool:
        """Let the page keep what is written so far, as its script does."""
        drafts = self.ledger.drafts.setdefault((self.person.telegram_id, path.removeprefix("r/")), set())
        drafts.add(said.text)
        form = self.room.page.form(f"{path}/note")
        await self.answered(lambda: self.room.keep_of(form, words=said.text))
        kept = self.room.status in (202, 204)
        if kept:
            drafts.intersection_update({said.text})
            self.ledger.kept.add((self.person.telegram_id, path.removeprefix("r/")))
        await self._begin(path)
        return kept

    async def _save(self, path: str, said: Words) -> None:
        """Press *save* until it says that it is saved; where the session went meanwhile, look whether it is there."""
        whose = (self.person.telegram_id, path.removeprefix("r/"))
        while not said.saved:
            said.tried = True
            self.ledger.kept.discard(whose)  # from here on a save may have taken it
            self.ledger.drafts.setdefault(whose, set()).add(said.text)
            form = self.room.page.form(f"{path}/note")
            if await self.send(form, words=said.text) and "said=note_saved" in self.room.path:
                said.saved = True
                return
            await self.open(path)
            said.saved = said.text in self.room.text
            if not said.saved:
                await self._begin(path)

    async def _change(self, path: str) -> None:
        """Change the words of a note of the day."""
        await self.open(path)
        links = [link for link in self.room.page.links if link.startswith("note/") and link.endswith("/edit")]
        if not links:
            return
        edit, said = self.chance.choice(links), self.words("note")
        while not said.saved:
            await self.open(edit)
            if not self.room.page.has_form(edit):
                said.barred = True
                return
            said.tried = True
            done = await self.send(self.room.page.form(edit), words=said.text)
            said.saved = done and "said=note_changed" in self.room.path
            if not said.saved:
                await self.open(path)
                said.saved = said.text in self.room.text
