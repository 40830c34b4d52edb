"""Windows of one browser: each shows a page of its own, and all of them share the cookies."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from django.test import Client

from guichet.booking.models import Slot
from guichet.web.formats.dates import moment


def time_text(slot: Slot) -> str:
    """Return how a page says the time of a slot."""
    at = slot.starts_at.astimezone(ZoneInfo(slot.office.time_zone))
    return " ".join(moment(at, "en").replace("\u202f", " ").split())


@dataclass
class Form:
    """What a form of a page sends by itself, and where its buttons send it."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, dict[str, str]]] = field(default_factory=list)


class Page(HTMLParser):
    """The forms of a page, as a browser without script sees them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self._open: Form | None = None
        self._outside: list[dict[str, str]] = []
        self.feed(html)
        for attributes in self._outside:
            if form := self.by_id.get(attributes["form"]):
                self._button(form, attributes)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(attributes.get("method", "get"), attributes.get("action", ""))
            self.forms.append(self._open)
            self.by_id[attributes.get("id", "")] = self._open
        elif tag == "input" and self._open and attributes.get("type") != "checkbox":
            self._open.fields[attributes["name"]] = attributes.get("value", "")
        elif tag == "button" and attributes.get("form"):
            self._outside.append(attributes)
        elif tag == "button" and self._open:
            self._button(self._open, attributes)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None

    def _button(self, form: Form, attributes: dict[str, str]) -> None:
        fields = {attributes["name"]: attributes.get("value", "")} if "name" in attributes else {}
        form.buttons.append((attributes.get("formaction", form.action), fields))


class Window:
    """One window: what it shows, and what can be pressed there."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.path = ""
        self.shown: Any = None

    @property
    def text(self) -> str:
        html = self.shown.content.decode()
        return " ".join(html.replace("\u202f", " ").replace("\xa0", " ").split())

    @property
    def buttons(self) -> list[tuple[Form, str, dict[str, str]]]:
        """Return every button of the page's own forms; those of the frame are left out."""
        forms = Page(self.shown.content.decode()).forms if self.shown else []
        return [
            (form, address, fields)
            for form in forms
            for address, fields in form.buttons
            if "/appointments/" in address and "language" not in fields and "shared" not in fields
        ]

    def open(self, path: str) -> "Window":
        self._show(self.client.get(path, follow=True), path)
        return self

    def press(self, address: str, *, shared: str = "", **entries: str) -> "Window":
        """Press the first button that leads to an address, with what is typed into its form."""
        for form, target, fields in self.buttons:
            if target.startswith(address):
                self.send(form, target, {**fields, **entries})
                return self
        raise AssertionError(f"no button to {address} on {self.path}")

    def send(self, form: Form, target: str, fields: dict[str, str]) -> None:
        values = {**form.fields, **fields}
        if form.method == "post":
            self._show(self.client.post(target, values, follow=True), target)
        else:
            self._show(self.client.get(target, values, follow=True), target)

    def _show(self, answer: Any, path: str) -> None:
        self.shown = answer
        chain = getattr(answer, "redirect_chain", [])
        self.path = urljoin(path, chain[-1][0]) if chain else path
