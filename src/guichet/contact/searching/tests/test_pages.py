"""An agent searches inside a contact: hints come back, and nothing that proves who somebody is."""

import re
import secrets
from dataclasses import replace

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection, transaction
from django.test import Client

from guichet.applications.changes import corrections
from guichet.applications.models import Application, SearchKeys
from guichet.applications.searching import keys as search_keys
from guichet.applications.testing import make_listed
from guichet.contact.calls import actions as calls
from guichet.contact.calls.models import TelephoneCall
from guichet.contact.calls.upkeep import derive_phones
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_identity import compared, day, said
from guichet.contact.models import CaseSearch, IdentityCheck, SearchHit
from guichet.interactions.models import Interaction
from guichet.kernel import clock
from guichet.kernel.guarding.table import CASE_SEARCHES
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
SAYS = re.compile(r'data-search="seek\.(\w+)"')
PHONE = "+33142345678"


@pytest.fixture
def application() -> Application:
    return make_listed()


@pytest.fixture
def address(client: Client) -> str:
    sign_in(client, "national_agent", name="anne")
    return begun(client)


def sought(client: Client, address: str, text: str, **words: str) -> tuple[str, str]:
    """Search for a text; return what the page says of it, and the page."""
    _, page = pressed(client, address, "seek", seek=text, **words)
    says = SAYS.search(page)
    return says[1] if says else "", page


def called(client: Client, name: str, number: str = PHONE) -> str:
    """Let a telephone system tell of a call that Anne answers; return the address of its page."""
    now = clock.now()
    calls.begin("system", name, number=number, language="fr", menu="", now=now)
    calls.answer("system", name, agent="anne", now=now)
    return f"/staff/contact/{Interaction.objects.latest('pk').number}/"


def test_a_case_is_met_by_number_and_by_name_and_shows_initials_and_year_alone(
    client: Client, address: str, application: Application
) -> None:
    name, born = said(application)["full_name"], day("birth_date", application.born_on)
    wrong = []
    for text, words in (
        (application.number, {}),
        (f"{application.number[:4]} {application.number[4:].lower()}", {}),
        (application.number[1:], {}),  # its check digit says whose number it is
        (name.lower(), {}),
        (" ".join(reversed(name.split())), {}),
        (name.split()[0], born),
    ):
        says, page = sought(client, address, text, **words)
        main = page.split("data-search", 1)[1].split("</section>", 1)[0]
        shows = [part for part in (*name.split(), application.number) if part[2:] and part in main]
        if says != "some" or shows or str(application.born_on.year) not in main:  # type: ignore[union-attr]
            wrong.append((text, says, shows))
    assert wrong == []
    assert CaseSearch.objects.count() == SearchHit.objects.count() == 6
    assert AuditEntry.objects.filter(verb="search", record_type="interaction").count() == 6


def test_what_searches_nothing_or_too_much_is_said_in_a_sentence_and_stays(
    client: Client, address: str, application: Application
) -> None:
    both_ways = "abc \u202eقثف " * 1000  # ten thousand characters in two directions
    sentences = {
        "": "This is needed",
        both_ways: "write at most 120 characters",
        "12": "Type a number, a name or a telephone number.",
        "Anna": "This name is too short to search by.",
        "V572319049": "This number is mistyped",
        "9999999999999999": "This is no telephone number",
        "Иванов Пётр": "Ask how the passport spells the name",
        "Somebody Else": "Nothing fits. Ask for the number once more",
        "V572319048": "Nothing fits. Ask for the number once more",
    }
    wrong = []
    for text, sentence in sentences.items():
        status, page = pressed(client, address, "seek", seek=text, told="Kept.", pin="123")
        if sentence not in page or status >= 500 or 'value="123"' not in page:
            wrong.append((text[:20], status))
    assert wrong == []
    assert not SearchHit.objects.exists()


def test_more_than_a_page_tells_of_is_told_as_too_wide(
    client: Client, address: str, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_keys, "MOST", 0)
    says, page = sought(client, address, said(application)["full_name"])
    assert says == "too_wide" and "Compare with this one" not in page
    assert CaseSearch.objects.get().is_too_wide and not SearchHit.objects.exists()


def test_a_telephone_is_known_or_maybe_and_opens_nothing(
    client: Client, address: str, application: Application
) -> None:
    contact = called(client, "one")
    assert sought(client, contact, PHONE)[0] == "none"
    compared(client, contact, number=application.number)  # enough to send by, and no proof
    says, page = sought(client, contact, "00 33 1 42 34 56 78")
    assert says == "some" and "maybe: a contact about this case" in page
    assert 'value="tell:' not in page

    assert compared(client, called(client, "two"), **said(application))[0] == "fits"
    other = called(client, "three")
    says, page = sought(client, other, "01 42 34 56 78")  # without its country
    assert says == "some" and "known: this number stands" in page
    assert 'value="tell:' not in page and Interaction.objects.latest("pk").disclosure == "general"


def test_a_number_that_stands_in_the_application_is_known_also_once_it_is_put_right(
    client: Client, address: str, application: Application
) -> None:
    assert sought(client, address, PHONE)[0] == "none"
    answers = {**application.answers, "on_behalf": "yes", "rep_phone": PHONE}
    application.answers = answers
    application.save()
    search_keys.keep(application)
    assert "known: this number" in sought(client, address, PHONE)[1]
    before = SearchKeys.objects.get().keys
    corrections.correct(application.pk, {"home_city": "Cork"}, now=clock.now())
    assert SearchKeys.objects.get().keys == before


def test_a_case_that_was_chosen_is_compared_with_sets_without_a_number(
    client: Client, address: str, application: Application
) -> None:
    facts = said(application)
    _, page = sought(client, address, facts["full_name"])
    hit = re.search(r'value="(take:\d+)"', page)
    assert hit
    _, page = pressed(client, address, hit[1], pin="12")
    assert "is now compared with the case that you chose" in page and 'value="12"' in page
    set_of_look_up = {
        "issuer": str(application.answers["issuer"]),
        **day("expiry_date", application.document_expires_on),
        **{name: facts[name] for name in facts if name not in ("number", "full_name")},
    }
    wrong = {**set_of_look_up, "passport_number": "XX9999999"}
    assert compared(client, address, **wrong)[0] == "wrong"
    assert IdentityCheck.objects.get().subject == application.number
    assert compared(client, address, **set_of_look_up)[0] == "fits"
    other = begun(client)
    assert pressed(client, other, hit[1])[0] == 409
    assert pressed(client, address, "take:nothing")[0] == 409


def test_who_opens_no_case_has_no_search_and_a_contact_that_is_over_neither(
    client: Client, address: str, application: Application
) -> None:
    wrong = []
    for role in ("general_agent", "centre_staff", "supervisor", "auditor"):
        other = Client()
        sign_in(other, role)
        own = begun(other) if role != "auditor" else address
        page = other.get(own).content.decode()
        status = other.post(own, {"do": "seek", "seek": application.number}).status_code
        expected = {"supervisor": (True, 200), "auditor": (False, 403)}.get(role, (False, 409))
        if ('value="seek"' in page, status) != expected:
            wrong.append((role, status))
    assert wrong == []
    airline = begun(client, speaks="carrier")
    assert pressed(client, airline, "seek", seek=application.number)[0] == 409
    pressed(client, address, "end", outcome="nobody_there")
    assert pressed(client, address, "seek", seek=application.number)[0] == 409
    assert client.get("/staff/contact/").content.decode().count('name="seek"') == 0


def test_searches_of_an_agent_are_counted_over_all_contacts(
    client: Client, address: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_LIMITS = True
    few = replace(CASE_SEARCHES, burst=2, seconds=3600.0)
    monkeypatch.setattr("guichet.contact.searching.actions.CASE_SEARCHES", few)
    for _ in range(2):
        assert pressed(client, address, "seek", seek="V572319048")[0] == 200
    status, page = pressed(client, begun(client), "seek", seek="V572319048")
    assert status == 409 and "Too many of these in a short time." in page


def test_the_database_keeps_no_search_without_a_contact_and_by_nothing_else(
    address: str, application: Application
) -> None:
    contact, now = Interaction.objects.get(), clock.now()
    wrong = []
    for facts in (
        {"interaction": None, "by": "name"},
        {"interaction": contact, "by": "shoe"},
    ):
        try:
            with transaction.atomic():
                CaseSearch.objects.create(searched_at=now, **facts)
            wrong.append(facts)
        except IntegrityError:
            continue
    assert wrong == []
    case_search = CaseSearch.objects.create(interaction=contact, by="name", searched_at=now)
    SearchHit.objects.create(search=case_search, application=application)
    with pytest.raises(IntegrityError), transaction.atomic():
        SearchHit.objects.create(search=case_search, application=application)
    application.payments.update(application=None)
    application.delete()
    assert not SearchHit.objects.exists() and not SearchKeys.objects.exists()


def test_what_a_release_before_has_written_is_searched_a_little_later(
    client: Client, address: str, application: Application
) -> None:
    SearchKeys.objects.all().delete()
    contact = called(client, "one")
    compared(client, contact, number=application.number)
    TelephoneCall.objects.update(by_phone=None)
    name = said(application)["full_name"]
    assert [sought(client, address, text)[0] for text in (name, PHONE)] == ["none"] * 2
    assert (list(search_keys.derive()), derive_phones(), derive_phones()) == ([1], 1, 0)
    assert list(search_keys.derive()) == []
    assert [sought(client, address, text)[0] for text in (name, PHONE)] == ["some"] * 2
    assert search_keys.derive_anew(now=clock.now()) == 1
    assert sought(client, address, name)[0] == "some"


def plan_of(statement: str, **keys: list[bytes]) -> str:
    with connection.cursor() as cursor:
        # Among so few PostgreSQL may well read all of them; the benchmark has two million.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", search_keys.values(**keys))
        return "\n".join(row[0] for row in cursor.fetchall())


def test_a_search_reads_indexes_alone(application: Application) -> None:
    key = [secrets.token_bytes(search_keys.LENGTH)]
    plans = [
        plan_of(search_keys.BY_NAME, keys=key, zone=key),
        plan_of(search_keys.BY_PHONE, keys=key),
    ]
    assert all("applications_by_search_keys" in plan for plan in plans)
    assert not any("Seq Scan" in plan for plan in plans)
