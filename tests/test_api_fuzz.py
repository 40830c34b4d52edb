"""Whatever programs send, the API answers as it is described, and never with a fault of ours."""

import base64
import random
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import positive_data_acceptance, response_schema_conformance

from guichet.booking.models import Slot
from guichet.booking.testing import make_booked, make_open_slot
from guichet.kernel import clock
from guichet.kernel.models import Try
from guichet.kernel.testing import further
from guichet.offices.testing import make_jurisdiction

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
load_all_checks()
BOUNDED = settings(
    max_examples=further(60),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
VALID = {
    "name": "Ada Lovelace",
    "date_of_birth": "1985-05-17",
    "phone": "+12125550142",
    "language": "en",
}


described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())


@pytest.fixture(autouse=True)
def world(transactional_db: None) -> Iterator[None]:
    """Put an office with free times and an appointment behind the API; no limits by network."""
    now = clock.now()
    for day in range(1, 6):
        make_open_slot(capacity=3, starts_at=now + timedelta(days=day), opens_at=now)
    make_jurisdiction(Slot.objects.all()[0].office, postal_code="10001")
    make_booked(Slot.objects.all()[0], now=now)
    with override_settings(RATE_LIMITS=False):
        yield


@described.parametrize()
@BOUNDED
def test_it_answers_as_it_is_described(case: Case) -> None:
    # What fits the description may still be nobody's name or a forged slot: that is no fault.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


@described.parametrize()
@BOUNDED
def test_it_answers_as_described_when_led_to_what_exists(case: Case) -> None:
    chance = random.Random(repr((case.body, case.query, case.path_parameters)))
    lead(case, chance)
    case.call_and_validate(checks=[not_a_server_error, response_schema_conformance])


def lead(case: Case, chance: random.Random) -> None:
    """Put what exists where something was made up, most of the time."""
    booked = make_booked_again()
    parameters = {"code": "TST", "number": booked.appointment.confirmation_number}
    for name in case.path_parameters or {}:
        case.path_parameters[name] = parameters[name]
    if "service" in (case.query or {}) and chance.random() < 0.9:
        case.query["service"] = "case_question"
    if isinstance(case.body, dict):
        slots = list(Slot.objects.values_list("pk", flat=True))
        whole = {**VALID, "slot": str(chance.choice(slots))}
        for field in [field for field in whole if chance.random() < 0.8]:
            if field in case.body or chance.random() < 0.5:
                case.body[field] = whole[field]
    pair = f"{parameters['number']}:{booked.pin}".encode()
    case.headers = {**(case.headers or {}), "Authorization": f"Basic {encoded(pair)}"}


def make_booked_again() -> Any:
    """Return the appointment of the world, booked again where the last example cancelled it."""
    Try.objects.all().delete()
    slot = Slot.objects.order_by("?").first()
    assert slot is not None
    Slot.objects.update(taken=0)
    slot.appointments.model.objects.all().delete()
    return make_booked(slot, now=clock.now())


def encoded(pair: bytes) -> str:
    return base64.b64encode(pair).decode()
