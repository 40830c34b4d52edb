"""The database is lost between a page and its button: nothing typed is lost with it."""

import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from guichet.booking.clients import coming_back
from guichet.booking.testing import make_booked
from guichet.booking.tests.journey import MANAGE, NOTICE
from guichet.booking.tests.pages import text_of

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r'<input type="hidden" name="(number|pin)" value="([^"]*)">')


def test_what_was_typed_is_sent_again_when_the_database_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    booked = make_booked()
    client = Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})
    number = str(booked.appointment.confirmation_number)

    def fail(*_args: Any, **_kwargs: Any) -> None:
        raise OperationalError("the database did not reply")

    with monkeypatch.context() as outage:
        outage.setattr(coming_back, "sign_in", fail)
        answer = client.post(MANAGE, {"number": number, "pin": booked.pin})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    text = answer.content.decode()
    assert "We cannot answer at this moment" in text
    assert "Send it again" in text

    page = client.post(MANAGE, dict(HIDDEN.findall(text)), follow=True)
    assert page.redirect_chain == [(NOTICE, 302)]
    assert "Ada a" in text_of(page)
