"""Many bookings of one office from one source: staff see that there are, never whose."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking import actions, places
from guichet.booking.guarding import sources
from guichet.booking.testing import NOW, make_details, make_open_slot
from guichet.kernel import clock
from guichet.kernel.guarding.network import Ladder
from guichet.kernel.guarding.proofs import Proof
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
HERE = Ladder((b"h" * 32,))


@pytest.fixture(autouse=True)
def standing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(sources.Counted, "until", 0.0)


def fill(count: int, *, phone: str = "", networks: Ladder = HERE) -> None:
    slot = make_open_slot(capacity=count, starts_at=NOW + timedelta(days=3))
    for number in range(count):
        details = make_details(number, **({"phone": phone} if phone else {}))
        claim = places.claim(
            slot.pk,
            visitor=None,
            networks=networks,
            now=NOW,
            until=NOW + timedelta(minutes=10),
            proof=Proof(units=2.0**20, name=f"{number}{phone}", ends_at=NOW),
        )
        actions.book(claim.pk, details, language="en", now=NOW)


def test_staff_see_many_bookings_from_one_network(client: Client) -> None:
    fill(sources.MANY)
    sign_in(client, "intake_officer")
    page = client.get("/staff/sources/").content.decode()
    assert f"{sources.MANY} from one network" in page
    assert HERE.nearest.hex() not in page
    assert "Ada" not in page


def test_a_few_are_nothing_to_look_at(client: Client) -> None:
    fill(sources.MANY - 1)
    sign_in(client, "auditor")
    assert "Nothing stands out" in client.get("/staff/sources/").content.decode()
    assert client.get("/staff/").content.decode().count("Many from one source") >= 1


def test_the_metric_names_the_office_alone(client: Client) -> None:
    fill(sources.MANY)
    text = client.get("/metrics").content.decode()
    assert f'guichet_bookings_from_one_source{{office="TST"}} {sources.MANY}' in text
    assert HERE.nearest.hex() not in text


def test_strangers_do_not_see_it(client: Client) -> None:
    assert client.get("/staff/sources/").status_code in {302, 403}
