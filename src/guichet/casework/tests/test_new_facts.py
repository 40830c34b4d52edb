"""What a client writes beside a fact of a refusal stands beside that fact for the officer."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import testing as worlds
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.models import Reconsideration
from guichet.applications.testing import NOW
from guichet.applications.tests.paper import stop_clock, text_of
from guichet.applications.tests.visitor import leads_to
from guichet.casework.tests.desk import address, body
from guichet.staff.testing import sign_in
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
NEWS = "The court of Cork quashed this in May 2026."


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW + timedelta(hours=2))


def test_new_facts_point_at_a_fact_and_the_officer_reads_them_beside_it(client: Client) -> None:
    application = open_it(client, worlds.make_refused())
    path = "/en/eta/yours/look-again/"
    page = text_of(client.get(path))
    assert page.count("<textarea") == 2  # one for the fact, one for all else
    assert 'name="fact_offence"' in page
    form = {"fact_offence": NEWS, "fact_employer": "Not a fact of it."}
    marks = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))
    assert leads_to(client.post(path, {**marks, **form})) == path + "?sent"
    request = Reconsideration.objects.get()
    assert (request.about_facts, request.new_facts) == ({"offence": NEWS}, "")
    page = text_of(client.get(path))
    assert NEWS in page
    assert "You wrote about this fact" in page
    sign_in(client, "deciding_officer")
    question = texts("fields").get("field.offence.label", "en").text
    for place in (
        address(application),
        address(application, "reconsider", request.pk),
    ):
        officers = body(client.get(place))
        assert officers.index(question) < officers.index(NEWS), place
