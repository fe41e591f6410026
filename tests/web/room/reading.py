"""Reading a page of the room: its text, its forms, and every element and attribute that it is made of."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self

VOID = frozenset({"input", "br", "meta", "link", "base", "img", "hr"})
UNSEEN = frozenset({"script", "style", "head"})


@dataclass
class Form:
    """A form, with what it holds as it came."""

    action: str
    draft: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    """What a select, or a group of radio buttons, offers."""


@dataclass
class Page:
    """What a page holds."""

    base: str = ""
    text: str = ""
    forms: list[Form] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    elements: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """Each element with the names of its attributes."""

    @classmethod
    def read(cls, html: str) -> Self:
        """Read it."""
        page = cls()
        reader = _Reader(page)
        reader.feed(html)
        reader.close()
        page.text = " ".join("".join(reader.said).split())
        return page

    def form(self, action: str) -> Form:
        """The form that posts to `action`."""
        found = [form for form in self.forms if form.action == action]
        assert found, f"no form that posts to {action}: {[form.action for form in self.forms]}; {self.text}"
        return found[0]

    def has_form(self, action: str) -> bool:
        """Whether there is one."""
        return any(form.action == action for form in self.forms)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.said: list[str] = []
        self._page = page
        self._open: list[str] = []
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._page.elements.append((tag, tuple(name for name, _ in attrs)))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "base":
            self._page.base = given["href"]
        elif tag == "a":
            self._page.links.append(given.get("href", ""))
        elif tag == "form":
            self._page.forms.append(Form(given.get("action", ""), given.get("data-draft", "")))
        elif self._page.forms and "form" in self._open:
            self._take(tag, given)
        if tag in ("p", "li", "h1", "h2", "h3", "br", "button", "option", "label", "a", "summary", "div"):
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            continue
        if tag == "textarea" and self._area:
            held = self._page.forms[-1].fields
            held[self._area] = held[self._area].removeprefix("\n")  # as HTML has it
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            held = self._page.forms[-1].fields
            held[self._area] = held[self._area] + data
        if not UNSEEN & set(self._open):
            self.said.append(data)

    def _take(self, tag: str, given: dict[str, str]) -> None:
        form = self._page.forms[-1]
        name = given.get("name", "")
        if tag == "textarea":
            form.fields[name] = ""
            self._area = name
        elif tag == "select":
            self._select = name
            form.choices[name] = []
        elif tag == "option":
            form.choices[self._select].append(given["value"])
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = given["value"]
        elif tag == "input":
            self._take_input(form, name, given)

    def _take_input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(given.get("value", "on"))
            if "checked" not in given:
                return
        form.fields[name] = given.get("value", "")
