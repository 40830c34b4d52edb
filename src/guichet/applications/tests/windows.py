"""Windows of one browser: each shows a page, and sends its forms as they stood when it came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from guichet.applications import tokens
from guichet.applications.models import Application
from guichet.applications.tests.visitor import handle_of

RESUME = "/en/eta/apply/resume/"
_WHOSE = re.compile(r"data-whose>([^<]*)<")


@dataclass
class Form:
    """A form of a page: where it goes, what its fields hold, and its buttons."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    """Collects the forms of a page that are posted below /eta/."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.area = ""
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_ours = attributes.get("method") == "post" and "/eta/" in attributes.get("action", "")
            self.open = Form(attributes["action"]) if is_ours else None
            if self.open:
                self.forms.append(self.open)
        elif self.open is None:
            return
        elif tag == "button" and attributes.get("type") != "button":
            self.open.buttons.append((attributes.get("name", ""), attributes.get("value", "")))
        elif tag == "textarea":
            self.area = attributes.get("name", "")
            self.open.fields[self.area] = [""]
        elif tag == "select":
            self.select = attributes.get("name", "")
        elif tag == "option" and "selected" in attributes:
            self.open.fields[self.select] = [attributes.get("value", "")]
        elif tag == "input" and attributes.get("type") != "file":
            is_box = attributes.get("type") in {"radio", "checkbox"}
            if not is_box or "checked" in attributes:
                self.open.fields.setdefault(attributes["name"], []).append(
                    attributes.get("value", "")
                )

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.open and self.area:
            self.open.fields[self.area][0] += data


class Window:
    """One window of a browser; all windows share the cookies of their client."""

    def __init__(self, browser: Client, path: str = "/en/eta/") -> None:
        self.browser = browser
        self.go(path)

    def go(self, path: str) -> Any:
        """Load a page."""
        return self._shows(self.browser.get(path, follow=True))

    def open(self, application: Application) -> Any:
        """Open an application with number and PIN."""
        self.go(RESUME)
        keys = {"number": application.number, "pin": tokens.pin_of(application)}
        return self.press(RESUME, **keys)

    def press(self, action: str, *, button: str = "", **texts: object) -> Any:
        """Send the form whose address ends like this, with what is typed into it."""
        form = next(form for form in self.forms() if form.action.endswith(action))
        return self.send(form, button=button, texts=texts)

    def send(self, form: Form, *, button: str = "", texts: Mapping[str, object]) -> Any:
        """Send a form as a browser does."""
        pressed = {name: value for name, value in form.buttons if name and value == button}
        fields: dict[str, Any] = {**form.fields, **texts, **pressed}
        return self._shows(self.browser.post(form.action, fields, follow=True))

    def follow(self, link: str) -> Any:
        """Press the first link whose address ends like this."""
        text = self.text.partition("<main")[2]
        links = [
            address.replace("&amp;", "&") for address in re.findall(r'<a[^>]*href="([^"]*)"', text)
        ]
        return self.go(next(address for address in links if address.endswith(link)))

    def forms(self) -> list[Form]:
        """Return the forms of the page."""
        parser = _Forms()
        parser.feed(self.text)
        return parser.forms

    @property
    def number(self) -> str:
        """Return the number of the application that the page says it is about; "" for none."""
        match = _WHOSE.search(self.text)
        return match[1].replace(" ", "") if match else ""

    @property
    def path(self) -> str:
        """Return where the window is."""
        return str(self.page.request["PATH_INFO"])

    def _shows(self, page: Any) -> Any:
        self.page = page
        is_page = "text/html" in page["Content-Type"]
        self.text = page.content.decode() if is_page else ""
        return page


def at(window: Window, application: Application, page: str) -> str:
    """Return the address of a page of an application that is open."""
    return f"/en/eta/{handle_of(window.browser, application)}/{page}"


def ticket(window: Window) -> tuple[str, str]:
    """Return number and PIN as they stand on the page to be written down."""
    number, pin = re.findall(r"data-copy-label[^>]*>([^<]*)</bdi>", window.text)[:2]
    return number.replace(" ", ""), pin
