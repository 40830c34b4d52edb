"""Who speaks and the language change in a contact: what another has proven opens nothing."""

import re
import secrets

import pytest
from django.db import connection
from django.test import Client

from guichet.applications.models import Application
from guichet.applications.testing import make_listed
from guichet.contact import rules
from guichet.contact.desk.rules import SPEAKERS
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_identity import compared, said
from guichet.contact.disclosure import table
from guichet.contact.models import CaseLook, IdentityCheck
from guichet.contact.rules import Proof
from guichet.interactions.models import Interaction
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return make_listed()


@pytest.fixture
def address(client: Client) -> str:
    sign_in(client, "national_agent")
    return begun(client)


def rows_of(auditor: Client, query: str) -> str:
    page = auditor.get(f"/staff/contact/?{query}").content.decode()
    return page.partition("data-all")[2].partition("</ul>")[0]


def changed(client: Client, address: str, **words: str) -> str:
    status, page = pressed(client, address, "speaks", **{"tongue": "ar", **words})
    assert status == 200
    return page


def test_whoever_else_speaks_has_proven_nothing_and_the_record_says_so(
    client: Client, address: str, application: Application
) -> None:
    _, page = compared(client, address, **said(application))
    tell = re.search(r'value="(tell:tell_status:\d+)"', page)
    assert tell and pressed(client, address, tell[1])[0] == 200
    page = changed(client, address, speaks="representative", told="Said.", full_name="Typed before")
    assert "Somebody else speaks now." in page and "A representative" in page
    assert "Full name of the representative" in page and "Typed before" not in page
    assert 'value="tell:' not in page and "Said." in page
    assert pressed(client, address, tell[1])[0] == 409
    assert pressed(client, address, "send:send_letter")[0] == 409

    contact = Interaction.objects.get()
    assert contact.disclosure == "general" and CaseLook.objects.count() == 1
    people = [(person.role, person.certainty) for person in contact.participants.all()]
    assert people == [("client", "known"), ("representative", "unknown")]
    assert contact.participants.exclude(left_at=None).get().role == "client"
    assert AuditEntry.objects.filter(verb="change_speakers").count() == 1
    auditor = Client()
    sign_in(auditor, "auditor")
    level = IdentityCheck.objects.get().level
    for query, is_there in ((f"level={level}", True), ("level=general", False)):
        assert (contact.number in rows_of(auditor, query)) is is_there
    assert "Nothing of a case" not in auditor.get(address).content.decode()
    # A representative whom the application does not name goes no further than sending.
    assert compared(client, address, **said(application))[0] != "fits"
    assert "of what they say" not in changed(client, address, speaks="client")
    assert compared(client, address, **said(application))[0] == "fits"
    assert contact.participants.count() == 3 and IdentityCheck.objects.count() == 3


def test_what_was_said_of_one_case_reaches_no_other(
    client: Client, address: str, application: Application
) -> None:
    other = make_listed()
    assert compared(client, address, **said(application))[0] == "fits"
    assert pressed(client, address, "note", told="Of the first alone.")[0] == 200
    for speaker in ("", "client"):
        if speaker:
            changed(client, address, speaks=speaker)
        facts = said(other, once=secrets.token_urlsafe(24))
        status, page = pressed(client, address, "prove", **facts)
        assert status == 409 and "is about another case" in page
    contact = Interaction.objects.get()
    assert contact.subjects.get().number == application.number
    assert not IdentityCheck.objects.filter(application=other, fits=True).exists()


def test_compare_on_a_page_from_before_the_change_says_that_it_does_not_count(
    client: Client, address: str, application: Application
) -> None:
    words = {**said(application), "once": "e" * 24}
    assert compared(client, address, **words)[0] == "fits"
    changed(client, address, speaks="interpreter")
    status, page = pressed(client, address, "prove", **words, internal="Calm.")
    assert status == 409 and "it does not count any more" in page and application.number in page
    assert "What they said fits" not in page and 'value="tell:' not in page and "Calm." in page
    mark = re.search(r'name="once" value="([^"]+)"', page)
    assert mark and mark[1] != words["once"]
    assert compared(client, address, **{**words, "once": mark[1]})[0] == "fits"


def test_a_call_that_turns_out_to_be_an_airline_s_opens_nothing(
    client: Client, address: str, application: Application
) -> None:
    compared(client, address, **said(application))
    page = changed(client, address, speaks="carrier")
    assert "You speak with an airline" in page and 'value="seek"' not in page
    assert pressed(client, address, "prove", **said(application))[0] == 200
    assert not IdentityCheck.objects.filter(dropped_at=None).exclude(level="general").exists()


def test_another_language_alone_drops_no_proof(
    client: Client, address: str, application: Application
) -> None:
    compared(client, address, **said(application))
    page = changed(client, address, tongue="fr", speaks="client")
    assert "goes on in the other language" in page and "Français" in page
    assert 'value="tell:tell_status' in page
    assert Interaction.objects.get().language == "fr"
    assert "Nothing is different" in changed(client, address, tongue="fr", speaks="client")
    assert AuditEntry.objects.filter(verb="change_language").count() == 1
    for wrong in ({"speaks": "nobody"}, {"tongue": "xx"}):
        facts = {"tongue": "ar", "speaks": "client", **wrong}
        assert pressed(client, address, "speaks", **facts)[0] == 422
    assert Interaction.objects.get().language == "fr"


def test_each_speaker_reaches_what_the_table_allows_and_no_more() -> None:
    full = {"number", "full_name", "birth_date", "passport_number"}
    levels = {
        (speaks, role): max(
            table().rank(
                rules.reached(
                    table(),
                    {role},
                    Proof(facts=frozenset(facts), fits=True, participant=participant),
                )
            )
            for facts in (full, {"number", "code"}, {"number"})
            for participant in SPEAKERS[speaks][:1]
        )
        for speaks in SPEAKERS
        for role in table().most
    }
    send, change = table().rank("send"), table().rank("change")
    for (speaks, role), rank in levels.items():
        goes_to = table().rank(table().most[role])
        most = {"carrier": 0, "representative": min(send, goes_to)}.get(speaks, goes_to)
        assert rank == most, (speaks, role)
    assert change in levels.values()


def test_the_database_has_room_for_a_release_before(address: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO interactions_participant (interaction_id, role, certainty, name)"
            " SELECT id, 'client', 'unknown', '' FROM interactions_interaction"
        )
    assert Interaction.objects.get().participants.filter(left_at=None).count() == 2
