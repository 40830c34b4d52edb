"""Every error stands beside its field, is read out with it, and is reached from the top."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.test_forms_everywhere import MAKES, Reader, Sheet, pages, somebody

pytestmark = pytest.mark.django_db
TOP = re.compile(r'<div class="errors".*?</div>', re.DOTALL)
TAG = re.compile(r"<[a-z]+\b[^>]*>")
BESIDE = re.compile(r'aria-describedby="([^"]*)"')
# Forms that only do something, without a question, are no matter of errors; these would end it all.
ENDS = ("/withdraw/", "/finish/", "/cancel/", "/hand-in/", "/pay", "/revise/", "/send/", "/shared/")
SHORT = ("/en/eta/apply/", "/en/eta/apply/resume/", "/en/eta/lost/", "/en/eta/status/")
KEYS, CHOICE = "/en/eta/trouble/?about=no_mail", "/en/eta/yours/change/?why=mistake&choosing=1"
STEPS = [f"/en/eta/apply/steps/{name}/" for name in ("document", "background", "consent")]
BOOKING = [f"/en/appointments/{name}" for name in ("", "details/", "lost/", "manage/")]
WALKED = {
    "in the middle": ["/en/eta/apply/passport-lines/", "/en/eta/apply/steps/passport/", *STEPS[:2]],
    "paid": ["/en/eta/yours/change/passport-lines/", "/en/eta/yours/enquiry/", CHOICE],
    "asked": ["/en/eta/yours/address/", CHOICE],
    "refused": ["/en/eta/yours/look-again/", CHOICE],
    "invited": ["/en/eta/yours/interview/", CHOICE],
}


def missing_beside(text: str) -> Iterator[str]:
    """Yield the fields named on top of a page that have no sentence of their own beside them."""
    rest, ids = TOP.sub("", text), set(re.findall(r'\bid="([^"]*)"', TOP.sub("", text)))
    tags = {name: tag for tag in TAG.findall(rest) for name in re.findall(r'\bid="([^"]*)"', tag)}
    for top in TOP.findall(text):
        fields = re.findall(r'href="#([^"]+)"', top)
        if not fields:
            yield f"nothing to go to: {top}"
        for field in fields:
            match = BESIDE.search(tags.get(field, ""))
            names = match[1].split() if match else []
            errors = [name for name in names if name.endswith("-error")]
            if not errors or not set(errors) <= ids:
                yield field
    for tag in TAG.findall(rest):
        if names := BESIDE.search(tag):
            yield from set(names[1].split()) - ids


def faults_of(client: Client) -> Iterator[tuple[str, Any]]:
    """Send every form of every page, empty and wrong; yield the pages that find fault with it."""
    paths = [path for path, page in pages(client) if page.status_code == 200]
    for path in [*paths, *STEPS, KEYS, CHOICE]:
        for wrong in ("", "?"):
            page = client.get(path)
            if b'class="errors"' in page.content:
                yield path, page
            for sheet in Reader(page.content.decode()).sheets:
                answer = sent(client, path, sheet, wrong)
                if answer is not None and b'class="errors"' in answer.content:
                    yield path, answer


def sent(client: Client, path: str, sheet: Sheet, wrong: str) -> Any:
    """Return the page after a form was sent; None for one that asks nothing or ends all."""
    action = sheet.action or path
    if not sheet.asks or any(part in action for part in ENDS):
        return None
    values: dict[str, list[str]] = {name: [wrong] for name in sheet.texts}
    for name, value in sheet.pairs:
        values.setdefault(name, []).append(value)
    call = client.post if sheet.method == "post" else client.get
    return call(action, values, follow=True)


@pytest.mark.slow
@pytest.mark.parametrize("state", MAKES)
def test_every_error_stands_beside_its_field(state: str) -> None:
    walked = set()
    for path, answer in faults_of(somebody(state)):
        assert list(missing_beside(answer.content.decode())) == [], path
        walked.add(path)
    assert {*SHORT, *BOOKING, *WALKED[state]} - walked == set(), sorted(walked)


@pytest.mark.parametrize(
    ("path", "fields", "field"),
    [
        ("/en/eta/apply/", {}, "who"),
        ("/en/eta/apply/resume/", {"number": "V123456789", "pin": "1"}, "number"),
        ("/en/eta/lost/", {}, "issuer"),
        ("/en/eta/lost/", {"birth_date_year": "19850"}, "birth_date"),
    ],
)
def test_the_short_forms_say_beside_the_field_what_is_wrong(
    client: Client, path: str, fields: dict[str, str], field: str
) -> None:
    page = client.post(path, fields).content.decode()
    assert re.search(rf'<p class="error" id="{field}-error">[^<]+', TOP.sub("", page))
    assert list(missing_beside(page)) == []
