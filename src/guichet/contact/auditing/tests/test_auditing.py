"""Auditors find every contact, read it, change nothing; each look is in the record."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from guichet.interactions import actions as contacts
from guichet.interactions.models import Interaction
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
LIST = "/staff/contact/"


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def numbers(page: str) -> set[str]:
    """Return the numbers of the contacts in the list of all."""
    part = page.partition("data-all")[2].partition("</ul>")[0]
    return set(re.findall(rf'href="{LIST}(I\d+)/"', part))


def test_every_filter_narrows_the_list_and_bad_days_are_said() -> None:
    ada, bo = make_staff("general_agent", name="ada"), make_staff("national_agent", name="bo")
    first = make_call(agent=ada.pk, now=NOW - timedelta(days=2))
    contacts.end(first.pk, "answered", now=NOW - timedelta(days=2))
    second = make_call(agent=bo.pk, now=NOW)
    Interaction.objects.filter(pk=second.pk).update(channel="in_person", disclosure="case")
    auditor = Client()
    sign_in(auditor, "auditor")
    every = {first.number, second.number}
    cases = {
        "": every,
        f"agent={ada.pk}": {first.number},
        "channel=in_person": {second.number},
        "outcome=answered": {first.number},
        "level=case": {second.number},
        "day_day=28&day_month=11&day_year=2026": {first.number},
        f"agent={ada.pk}&level=case": set(),
        "page=2": every,
        "page=9999": every,
        "page=x": every,
    }
    wrong = {
        query: numbers_shown
        for query, right in cases.items()
        if (numbers_shown := numbers(auditor.get(f"{LIST}?{query}").content.decode())) != right
    }
    assert wrong == {}
    for query in ("day_day=31&day_month=2&day_year=2026", "agent=0"):
        answer = auditor.get(f"{LIST}?{query}")
        assert answer.status_code == 422 and numbers(answer.content.decode()) == set()


def test_a_look_at_a_contact_is_recorded_and_nothing_can_be_pressed() -> None:
    ada = make_staff("general_agent", name="ada")
    contact = make_call(agent=ada.pk, now=NOW)
    contacts.note(
        contact.pk, "Calm.", kind="internal", language="en", author=ada.pk, once="1", now=NOW
    )
    own, auditor = Client(), Client()
    sign_in_as(own, ada)
    reader = sign_in(auditor, "auditor")
    path = f"{LIST}{contact.number}/"
    assert own.get(path).status_code == 200
    looks = AuditEntry.objects.filter(verb="see", record_type="interaction")
    assert not looks.exists()
    page = auditor.get(path).content.decode()
    assert "Calm." in page and 'name="do"' not in page and "Nothing of a case" in page
    assert auditor.post(path, {"do": "note", "internal": "Mine."}).status_code == 403
    assert auditor.post(LIST, {}).status_code == 403
    assert looks.get().record == contact.pk and looks.get().actor == f"staff:{reader.pk}"
    auditor.get(LIST)
    assert AuditEntry.objects.filter(verb="see", record_type="contacts").count() == 1


def test_an_agent_sees_no_list_of_all() -> None:
    agent = Client()
    sign_in(agent, "general_agent")
    make_call(agent=make_staff("national_agent").pk, now=NOW)
    page = agent.get(LIST).content.decode()
    assert "data-all" not in page and numbers(page) == set()
