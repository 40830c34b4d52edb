"""What an agent promises is kept or waits; who has the same case is told of the other."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications.testing import make_listed
from guichet.contact.desk.tests.test_begin_and_end import LIST, begun, pressed
from guichet.contact.desk.tests.test_identity import compared, day, said
from guichet.eligibility.content import today
from guichet.interactions.models import Promise
from guichet.kernel import clock
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


def test_a_promise_is_made_once_waits_on_the_list_and_is_kept_after_the_end(
    client: Client,
) -> None:
    sign_in(client, "national_agent")
    address = begun(client)
    due = day("due_on", today(clock.now()) + timedelta(days=2))
    for _ in range(2):
        status, page = pressed(client, address, "promise", promise="answer", **due)
        assert status == 200 and "It is promised" in page
    promise = Promise.objects.get()
    assert "Promises to keep" in client.get(LIST).content.decode()
    pressed(client, address, "end", outcome="cut_off")
    colleague = Client()
    sign_in(colleague, "supervisor")
    assert pressed(colleague, address, f"keep:{promise.pk}")[0] == 409
    status, page = pressed(client, address, f"keep:{promise.pk}")
    assert status == 200 and "The promise is kept." in page
    assert "Promises to keep" not in client.get(LIST).content.decode()


def test_what_is_promised_wrong_is_said(client: Client) -> None:
    sign_in(client, "national_agent")
    address = begun(client)
    past = day("due_on", today(clock.now()) - timedelta(days=1))
    wrong = [
        name
        for name, press, words in (
            ("nothing", "promise", {}),
            ("a day that is over", "promise", {"promise": "answer", **past}),
            ("a day far off", "promise", {"promise": "answer", **day("due_on", "9999-12-31")}),
            ("what nobody promises", "promise", {"promise": "money", **past}),
        )
        if pressed(client, address, press, **words)[0] != 422
    ]
    wrong += [key for key in ("keep:1", "keep:x") if pressed(client, address, key)[0] != 409]
    assert wrong == []
    assert not Promise.objects.exists()


def test_two_agents_with_one_case_are_told_of_each_other(client: Client) -> None:
    application, colleague = make_listed(), Client()
    sign_in(client, "national_agent", name="anne")
    sign_in(colleague, "national_agent", name="ben")
    address, other = begun(client), begun(colleague)
    assert "data-colleague" not in compared(client, address, **said(application))[1]
    assert "anne has the same case" in compared(colleague, other, **said(application))[1]
    assert "ben has the same case" in client.get(address).content.decode()
    pressed(colleague, other, "end", outcome="cut_off")
    assert "data-colleague" not in client.get(address).content.decode()
