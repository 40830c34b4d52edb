"""Who else has a case open is told on the open page of a contact, as they come and go."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.applications.models import Application
from guichet.applications.testing import make_listed
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.desk.tests.test_identity import compared, said
from guichet.contact.models import CaseLook
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.models import StaffSession
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
ANNE = "anne has the same case"
BEN = "ben has the same case"
OFFICER = "An officer has this case open"


@pytest.fixture
def application() -> Application:
    return make_listed()


def staff(role: str, name: str) -> tuple[Client, User]:
    client = Client()
    return client, sign_in(client, role, name=name)


def part(page: str) -> str:
    """Return the address that an open page asks anew of its case, as its script does."""
    match = re.search(r'role="status"[^>]* data-live="([^"]+)"', page)
    assert match
    return match[1]


def asked_anew(client: Client, path: str) -> str:
    answer = client.get(path)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store, private")
    words = answer.content.decode()
    assert "<html" not in words and part(words) == path
    return words


def test_an_open_page_tells_of_a_colleague_who_comes_and_goes(application: Application) -> None:
    (anne, _), (ben, _) = staff("national_agent", "anne"), staff("national_agent", "ben")
    first, second = begun(anne), begun(ben)
    page = compared(anne, first, **said(application))[1]
    assert BEN not in page and BEN not in asked_anew(anne, part(page))

    theirs = part(compared(ben, second, **said(application))[1])
    assert BEN in asked_anew(anne, part(page)) and ANNE in asked_anew(ben, theirs)
    pressed(ben, second, "end", outcome="cut_off")
    assert BEN not in asked_anew(anne, part(page))
    wrong = {client.get(path).status_code for client, path in ((ben, part(page)), (ben, theirs))}
    assert wrong == {404}, "of a contact of somebody else, or one that has ended"
    assert anne.get(re.sub(r"/\d+/", "/0/", part(page))).status_code == 404


def test_an_open_page_tells_of_an_officer_and_not_who_it_is(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    (anne, _), (otto, _) = staff("national_agent", "anne"), staff("deciding_officer", "otto")
    page = compared(anne, begun(anne), **said(application))[1]
    assert OFFICER not in page
    assert otto.get(f"/staff/cases/{application.number}/").status_code == 200
    words = asked_anew(anne, part(page))
    assert OFFICER in words and "otto" not in words
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert OFFICER not in asked_anew(anne, part(page))


def test_to_ask_anew_is_no_look_writes_nothing_and_keeps_nobody_signed_in(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    anne, account = staff("national_agent", "anne")
    path = part(compared(anne, begun(anne), **said(application))[1])
    marks = (CaseLook, AuditEntry)
    before = [mark.objects.count() for mark in marks]
    noted_at = StaffSession.objects.get(user=account).seen_at
    later = clock.now() + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: later)
    asked_anew(anne, path)
    assert [mark.objects.count() for mark in marks] == before
    assert StaffSession.objects.get(user=account).seen_at == noted_at
    later += timedelta(minutes=20)
    answer = anne.get(path)
    assert answer.status_code == 302 and "/staff/sign-in/" in answer["Location"]
