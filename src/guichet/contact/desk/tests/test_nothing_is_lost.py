"""Whatever an agent presses, what they typed beside it stays; what was told is put right."""

import re

import pytest
from django.test import Client

from guichet.applications.testing import make_listed
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_on_case import with_code
from guichet.guidance.testing import publish_shipped
from guichet.interactions.models import Interaction
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
BEFORE = re.compile(r'name="told_before" value="([^"]*)"')
TOLD = re.compile(r'<textarea[^>]*name="told"[^>]*>\s*([^<]*)</textarea>')
# Typed into every field that is none of the press itself.
TYPED = {
    "pin": "3456",
    "question": "When is it ready?",
    "email": "new@example.org",
    "value": "Cork",
    "outcome": "elsewhere",
}


@pytest.fixture
def address(client: Client) -> str:
    sign_in(client, "national_agent")
    return begun(client)


def lost(page: str, *, used_up: str = "") -> list[str]:
    """Return what was typed and stands on the page no more."""
    entries = {name: text for name, text in TYPED.items() if name != used_up}
    texts = {**entries, "outcome": 'value="elsewhere" selected'}
    return [name for name, text in texts.items() if text not in page]


def told(page: str) -> str:
    match = TOLD.search(page)
    assert match
    return match[1]


def before(page: str) -> str:
    match = BEFORE.search(page)
    assert match
    return match[1]


def test_no_press_loses_what_was_typed_beside_it(client: Client, address: str) -> None:
    publish_shipped()
    application = make_listed()
    page = with_code(client, address, application)
    key = re.search(r'value="tell:tell_letters:(\d+)"', page)
    assert key
    page = pressed(client, address, f"tell:tell_letters:{key[1]}")[1]
    again = re.search(r'value="(again:[^"]+)"', page)
    assert again
    wrong = []
    for do, used_up in (
        ("note", ""),
        ("find", ""),
        ("play:lost_letter", ""),
        ("answer:0:no", ""),
        ("back:0", ""),
        ("seek", ""),
        (f"tell:tell_status:{key[1]}", ""),
        (again[1], ""),
        ("send:send_letter", ""),
        ("promise", ""),
        (f"ask:{key[1]}", "question"),
    ):
        words = {**TYPED, "promise": "answer", **day_of_promise(), "seek": "Somebody Else"}
        status, page = pressed(client, address, do, internal=f"At {do}.", told="Said.", **words)
        missing = lost(page, used_up=used_up)
        if status != 200 or missing or f"At {do}." not in page or told(page) != "Said.":
            wrong.append((do, status, missing, told(page)))
    assert wrong == []
    notes = [note.words for note in Interaction.objects.get().notes.filter(kind="told")]
    assert notes == ["Said."]
    fresh = client.get(address).content.decode()
    assert "3456" not in fresh and told(fresh) == "Said."


def day_of_promise() -> dict[str, str]:
    return {"due_on_year": "2027", "due_on_month": "3", "due_on_day": "1"}


def test_what_was_told_is_put_right_until_the_contact_ends(client: Client, address: str) -> None:
    page = pressed(client, address, "note", told="It takes 72 days.")[1]
    stale = before(page)
    status, page = pressed(
        client, address, "note", told="It takes 72 hours.", told_before=stale, internal="Calm."
    )
    assert status == 200 and "The notes are kept." in page and "72 days" not in page
    notes = Interaction.objects.get().notes
    assert {note.words for note in notes.all()} == {"It takes 72 hours.", "Calm."}
    assert AuditEntry.objects.filter(verb="put_right").count() == 1

    # Another window that still shows the first words adds to what was put right, and hides nothing.
    page = pressed(client, address, "note", told="Call again.", told_before=stale)[1]
    told_notes = [note.words for note in notes.filter(kind="told")]
    assert told_notes == ["It takes 72 hours.", "Call again."] and told(page) == "Call again."
    assert (
        "There was nothing to keep yet." in pressed(client, address, "note", told="Call again.")[1]
    )
    _, page = pressed(
        client, address, "end", outcome="answered", told="Call soon.", told_before=before(page)
    )
    assert "The contact has ended." in page
    assert notes.filter(kind="told").last().words == "Call soon."  # type: ignore[union-attr]
    assert pressed(client, address, "note", told="Never.", told_before=stale)[0] == 409


def test_what_was_told_is_taken_out_by_emptying_its_field(client: Client, address: str) -> None:
    pressed(client, address, "note", told="Hers.")
    stale = before(client.get(address).content.decode())
    page = pressed(client, address, "note", told="It takes 72 days.")[1]  # of another window
    pressed(client, address, "note", told="", told_before=stale)
    notes = Interaction.objects.get().notes
    assert notes.count() == 2
    status, page = pressed(client, address, "note", told="", told_before=before(page))
    assert status == 200 and "is taken out" in page and "72 days" not in page
    # The words before stand in the field again, and go only where they are emptied themselves.
    assert told(page) == "Hers."
    words = {"told": "", "told_before": before(page), "outcome": "answered"}
    status, page = pressed(client, address, "end", **words)
    assert status == 422 and told(page) == "" and before(page) == words["told_before"]
    assert pressed(client, address, "find", **words)[0] == 200 and not notes.exists()
    assert AuditEntry.objects.filter(verb="take_out").count() == 2


def test_a_promise_is_kept_without_losing_what_is_typed(client: Client, address: str) -> None:
    page = pressed(client, address, "promise", promise="answer", **day_of_promise())[1]
    keep = re.search(r'<button[^>]*form="contact"[^>]*value="(keep:\d+)"', page)
    assert keep
    status, page = pressed(client, address, keep[1], **TYPED)
    assert status == 200 and "The promise is kept." in page and "3456" in page
