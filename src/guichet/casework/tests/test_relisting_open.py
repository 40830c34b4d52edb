"""The report of lists that are law: who waits for a decision and gets another answer now."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import numbers
from guichet.applications.models import Application
from guichet.casework.tests.desk import body
from guichet.casework.tests.test_relisting import FIGURES, PATH, fact, on, one_of_each_kind
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


def test_the_report_of_a_law_shows_who_waits_and_gets_another_answer(client: Client) -> None:
    sign_in(client, "deciding_officer")
    now = clock.now()
    case = one_of_each_kind(now)[-1]
    form = {"nationality": "MEX", **on(now.year, now.month, now.day)}
    assert "No open application would get another answer." in body(client.post(PATH, form))
    Application.objects.filter(pk=case.pk).update(submitted_at=now - timedelta(days=1100))
    page = body(client.post(PATH, form))
    assert [int(fact(page, label)[0]) for label in FIGURES[-3:]] == [1, 1, 0]
    row = page.partition("<h3>Open applications with another answer")[2]
    assert numbers.for_people(case.number) in row
    answers = [f"Authorization, by the {name} list</td>" for name in ("full", "conditional")]
    assert re.findall(r"Authorization, by the \w+ list</td>", row) == answers
    look = AuditEntry.objects.filter(verb="see", facts__page="relisting").latest("pk")
    assert case.pk in look.facts["applications"]
