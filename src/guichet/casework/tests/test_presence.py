"""Who is in a file: told at once, kept up by the open page, over by itself, and no look."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.applications.decisions import requests
from guichet.applications.models import Application
from guichet.applications.testing import make_listed
from guichet.casework.models import Presence
from guichet.casework.tests import desk
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def application() -> Application:
    return make_listed(7, now=clock.now())


def officer(name: str) -> tuple[Client, User]:
    client = Client()
    return client, sign_in(client, "deciding_officer", name=name)


def read(client: Client, application: Application, verb: str = "") -> str:
    return desk.body(client.get(desk.address(application, verb)))


def sign(client: Client, application: Application, **fields: str) -> str:
    """Do what an open page does every so often; return what it then shows.

    `at`: which of the officer's pages it is.
    """
    answer = client.post(desk.address(application, "presence"), fields)
    assert (answer.status_code, answer["Cache-Control"]) == (
        204 if "leave" in fields else 200,
        "no-store, private",
    )
    return desk.body(answer)


def made_at(page: str) -> str:
    mark = re.search(r'data-at="([^"]+)"', page)
    assert mark
    return mark[1]


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    now = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: now)


def test_the_second_officer_sees_the_first_and_the_first_the_second(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    (amelie, _), (ottilie, _) = officer("amelie"), officer("ottilie")
    assert (
        "amelie"
        not in read(amelie, application).partition('class="case"')[0].partition("data-presence")[2]
    )
    looks = AuditEntry.objects.count()
    assert sign(amelie, application).strip() == ""
    assert AuditEntry.objects.count() == looks, "an open page is no look of its own"
    page = read(ottilie, application)
    assert "amelie is in this file now, since" in page
    assert "ottilie opened this file at" in sign(amelie, application)
    sign(ottilie, application, at=made_at(page))
    assert "ottilie is in this file now" in sign(amelie, application)
    assert "ottilie is in this file now" in read(amelie, application, "refuse")
    assert "ottilie is in this file now" in read(amelie, application, "note")
    sign(ottilie, application, at=made_at(page), leave="yes")
    assert sign(amelie, application).strip() == ""
    later(monkeypatch, seconds=101)  # the browser of the first is gone without a word
    assert "amelie" not in sign(ottilie, application)


def test_who_goes_from_page_to_page_of_a_file_stays_in_it(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser says that the first page is left when the second one has come already."""
    (amelie, _), (ottilie, _) = officer("amelie"), officer("ottilie")
    first = made_at(read(ottilie, application))
    later(monkeypatch, seconds=5)
    second = made_at(read(ottilie, application, "note"))
    sign(ottilie, application, leave="yes", at=first)
    assert "ottilie" in sign(amelie, application)
    later(monkeypatch, seconds=5)
    sign(ottilie, application, at=second)  # under way while the page is left
    sign(ottilie, application, leave="yes", at=second)
    assert "ottilie" not in sign(amelie, application)
    sign(ottilie, application, at=second)  # sent before, read after
    assert "ottilie" not in sign(amelie, application)
    read(ottilie, application)
    assert "ottilie" in sign(amelie, application)


def test_without_script_somebody_may_be_reading_for_ten_minutes(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    (amelie, _), (ottilie, _) = officer("amelie"), officer("ottilie")
    read(amelie, application)
    later(monkeypatch, minutes=9)
    assert "amelie opened this file at" in read(ottilie, application)
    later(monkeypatch, minutes=2)
    assert "amelie opened this file" not in read(ottilie, application)
    read(amelie, make_listed(8, now=clock.now()))
    assert not Presence.objects.filter(application=application, officer__username="amelie").exists()


def test_what_a_colleague_does_meanwhile_is_told_before_anything_is_typed(
    application: Application,
) -> None:
    amelie, _ = officer("amelie")
    page = read(amelie, application, "refuse")
    change = desk.change_of(page)
    assert sign(amelie, application, seen=change).strip() == ""
    requests.offer_information(application.pk, "I was acquitted.", now=clock.now())
    words = sign(amelie, application, seen=change)
    assert "has changed since you opened this page" in words
    assert "added information unasked" in words
    assert desk.address(application) in words
    amelie.cookies["guichet_staff_language"] = "fr"
    assert "Ce dossier a changé" in sign(amelie, application, seen=change)
    assert sign(amelie, application, seen="x").strip() == ""


def test_an_open_page_keeps_nobody_signed_in(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    amelie, _ = officer("amelie")
    read(amelie, application)
    later(monkeypatch, minutes=20)
    sign(amelie, application)
    later(monkeypatch, minutes=11)
    path = desk.address(application, "presence")
    assert amelie.post(path).status_code == 302
    answer = amelie.get(desk.address(application))
    assert answer["Location"].endswith("&ended=idle"), "who comes back reads why"


def test_it_is_closed_to_whoever_sees_no_files(client: Client, application: Application) -> None:
    path = desk.address(application, "presence")
    assert client.post(path).status_code == 302
    sign_in(client, "administrator")
    assert client.post(path).status_code == 403
    reader = Client()
    sign_in(reader, "auditor")
    assert reader.post("/staff/cases/V000000000/presence/").status_code == 404
    assert reader.get(path).status_code == 405
