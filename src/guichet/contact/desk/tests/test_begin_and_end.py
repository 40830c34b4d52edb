"""An agent begins a contact, writes down what was said, and ends it; the record has all of it."""

import re

import pytest
from django.test import Client

from guichet.interactions.models import Interaction
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in, sign_in_as

pytestmark = pytest.mark.django_db
LIST = "/staff/contact/"
BEGIN = {"channel": "telephone", "tongue": "ar", "speaks": "client"}


def begun(client: Client, **changes: str) -> str:
    """Begin a contact on the page; return the address of its page."""
    mark = re.search(r'name="once" value="([^"]+)"', client.get(LIST).content.decode())
    assert mark
    answer = client.post(LIST, {**BEGIN, "once": mark[1], **changes})
    assert answer.status_code == 303
    return str(answer["Location"])


def pressed(client: Client, address: str, do: str, **words: str) -> tuple[int, str]:
    """Press a button of a contact's page; return the status and the page that comes."""
    answer = client.post(address, {"once": "m" * 24, **words, "do": do}, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_contact_begins_goes_on_and_ends_with_what_was_told(client: Client) -> None:
    agent = sign_in(client, "general_agent")
    address = begun(client, speaks="interpreter")
    page = client.get(address).content.decode()
    assert "العربية" in page and "An interpreter" in page and "The client" in page
    assert address in client.get(LIST).content.decode()

    status, page = pressed(client, address, "end", outcome="", told="")
    assert status == 422 and page.count("This is needed") == 2
    status, page = pressed(client, address, "end", outcome="answered", internal="Knows P1234567")
    assert (status, "Knows P1234567" in page) == (422, True)
    assert Interaction.objects.get().ended_at is None

    status, page = pressed(client, address, "note", internal="Knows P1234567, calm.")
    assert (status, "Knows •••••••, calm." in page) == (200, True)
    assert "The notes are kept." in page
    status, page = pressed(client, address, "end", outcome="answered", told="Where to apply.")
    assert (status, "The contact has ended." in page) == (200, True)
    page = client.get(address).content.decode()
    assert "Where to apply." in page and "Answered" in page and "<textarea" not in page
    contact = Interaction.objects.get()
    assert (contact.agent, contact.outcome) == (agent, "answered")

    # Another window ends it once more: with the same it is ended, with other words it says so.
    status, page = pressed(client, address, "end", outcome="answered", told="Where to apply.")
    assert (status, "The contact has ended." in page) == (200, True)
    for words in (
        {"outcome": "answered", "internal": "Flies at noon."},
        {"outcome": "sent", "told": "Where to apply."},
    ):
        status, page = pressed(client, address, "end", **words)
        assert status == 409 and "Nothing was kept" in page and list(words.values())[1] in page
    entries = AuditEntry.objects.filter(record_type="interaction").values_list("verb", flat=True)
    assert sorted(entries) == ["begin", "end", "note", "note"]


def test_a_caller_may_speak_a_language_of_the_page(client: Client) -> None:
    sign_in(client, "general_agent")
    for tongue in ("en", "fr"):
        begun(client, tongue=tongue)
    languages = Interaction.objects.order_by("pk").values_list("language", flat=True)
    assert list(languages) == ["en", "fr"]


def test_nothing_need_be_told_where_the_line_was_cut_off(client: Client) -> None:
    sign_in(client, "centre_staff")
    address = begun(client, channel="in_person")
    assert pressed(client, address, "end", outcome="cut_off")[0] == 200
    assert Interaction.objects.get().outcome == "cut_off"


def test_what_is_typed_wrong_is_said_and_stays(client: Client) -> None:
    sign_in(client, "national_agent")
    wrong = []
    for name in BEGIN:
        answer = client.post(LIST, {**BEGIN, name: "nothing"})
        text = answer.content.decode()
        if answer.status_code != 422 or "Choose one of the answers on the list." not in text:
            wrong.append(name)
    address = begun(client)
    status, page = pressed(client, address, "note", internal="x" * 4001)
    if status != 422 or "x" * 4001 not in page:
        wrong.append("a note that is too long")
    assert wrong == []
    assert Interaction.objects.count() == 1


def test_a_contact_goes_on_where_it_was_when_the_session_has_died(client: Client) -> None:
    agent = sign_in(client, "national_agent")
    address = begun(client)
    pressed(client, address, "note", internal="Asks for the letter.")
    client.cookies.clear()
    assert client.get(address)["Location"].startswith("/staff/sign-in/")
    sign_in_as(client, agent)
    assert address in client.get(LIST).content.decode()
    assert "Asks for the letter." in client.get(address).content.decode()


def test_the_same_words_of_a_page_are_one_note_and_others_another(client: Client) -> None:
    sign_in(client, "national_agent")
    address = begun(client)
    for words in ("Calm.", "Calm.", "Calm, asks again."):
        pressed(client, address, "note", internal=words)
    notes = Interaction.objects.get().notes.all()
    assert [note.words for note in notes] == ["Calm.", "Calm, asks again."]


def test_a_colleague_sees_nothing_who_supervises_reads_and_auditors_change_nothing(
    client: Client,
) -> None:
    sign_in(client, "national_agent", name="anne")
    address = begun(client)
    others = {role: Client() for role in ("national_agent", "supervisor", "auditor")}
    for role, other in others.items():
        sign_in(other, role)
    assert others["national_agent"].get(address).status_code == 404
    assert address not in others["national_agent"].get(LIST).content.decode()
    for role in ("supervisor", "auditor"):
        page = others[role].get(address).content.decode()
        assert "A colleague leads this contact." in page and "<textarea" not in page, role
        assert address in others[role].get(LIST).content.decode(), role
    assert others["auditor"].post(address, {"do": "note"}).status_code == 403
    assert others["auditor"].post(LIST, BEGIN).status_code == 403
    assert 'id="begin"' not in others["auditor"].get(LIST).content.decode()
    status, page = pressed(others["supervisor"], address, "note", internal="Mine?")
    assert status == 409 and "A colleague leads this contact." in page
    assert not Interaction.objects.get().notes.exists()


def test_after_its_end_what_was_typed_is_shown_and_not_kept(client: Client) -> None:
    sign_in(client, "national_agent")
    address = begun(client)
    pressed(client, address, "end", outcome="nobody_there")
    status, page = pressed(client, address, "note", told="Written in another window")
    assert (status, "Written in another window" in page) == (409, True)
    assert "This contact has ended meanwhile." in page
    assert pressed(client, address, "end", outcome="answered", told="x")[0] == 409
    assert Interaction.objects.get().outcome == "nobody_there"


def test_the_page_is_in_french_and_typed_words_stay_when_the_language_changes(
    client: Client,
) -> None:
    sign_in(client, "national_agent")
    address = begun(client)
    page = client.post(address, {"language": "fr", "internal": "Calme."}).content.decode()
    assert "Pour les collègues" in page and "Calme." in page
    assert not Interaction.objects.get().notes.exists()
