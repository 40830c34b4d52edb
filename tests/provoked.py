"""A call of a program for every code of the API: what has to be so that it is answered with it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from guichet.applications.api.tests.test_api_applications import answer_for, start
from guichet.applications.fee import providers
from guichet.applications.testing import NOW, make_paid, person
from guichet.booking import rules
from guichet.booking.api.tests.calls import ADA, Program
from guichet.booking.models import Appointment
from guichet.booking.testing import make_open_slot
from guichet.booking.tests.test_contacts import fill
from guichet.guidance.testing import publish
from guichet.kernel import clock
from guichet.kernel.guarding import proofs
from guichet.offices.models import Office
from guichet.offices.testing import make_jurisdiction, make_office, make_service

LONG = "8f14e45f-ceea-467f-a830-6a2b0a5d1c44"
Provoke = Callable[["Attempt"], Any]
PROVOKED: dict[tuple[str, str], Provoke] = {}


class Attempt:
    """A program of one network, and what a test may bend."""

    def __init__(self, bend: pytest.MonkeyPatch) -> None:
        self.program, self.bend = Program(), bend

    def slot(self, **changes: Any) -> dict[str, str]:
        """Return the body of a call that names an open time."""
        return {"slot": str(make_open_slot(**changes).pk)}


def by(programme: str, code: str) -> Callable[[Provoke], Provoke]:
    def note(provoke: Provoke) -> Provoke:
        PROVOKED[programme, code] = provoke
        return provoke

    return note


@by("all", "wrong_host")
def _another_host(attempt: Attempt) -> Any:
    return attempt.program.get("offices", Host="elsewhere.example")


@by("all", "wrong_token")
def _no_token(attempt: Attempt) -> Any:
    attempt.bend.setattr(settings, "METRICS_TOKEN", "a long token")
    return Client().get("/metrics")


@by("all", "cross_site")
def _a_page_of_another_site(attempt: Attempt) -> Any:
    return attempt.program.post("holds", {}, **{"Sec-Fetch-Site": "cross-site"})


@by("all", "not_found")
def _no_such_address(attempt: Attempt) -> Any:
    return Client().get("/api/nothing")


@by("all", "not_allowed")
def _a_method_that_is_nanswer_for(attempt: Attempt) -> Any:
    return Client().delete("/api/v1/offices")


@by("all", "idempotency_key_reused")
def _another_body(attempt: Attempt) -> Any:
    attempt.program.post("holds", attempt.slot(), **{"Idempotency-Key": LONG})
    return attempt.program.post("holds", {"slot": "0"}, **{"Idempotency-Key": LONG})


@by("all", "too_large")
def _a_long_body(attempt: Attempt) -> Any:
    return attempt.program.post("holds", {"slot": "1" * 70_000})


@by("all", "wrong_content_type")
def _text(attempt: Attempt) -> Any:
    return attempt.program.post("holds", raw=b"slot", kind="text/plain")


@by("all", "invalid")
def _nothing_of_what_is_needed(attempt: Attempt) -> Any:
    return attempt.program.post("eta/status", {})


@by("all", "proof_needed")
def _more_than_is_free(attempt: Attempt) -> Any:
    attempt.bend.setattr(proofs, "TRIES", 8)
    body = attempt.slot(capacity=40)
    for _ in range(rules.FREE_CLAIMS):
        attempt.program.post("holds", body)
    return attempt.program.post("holds", body)


@by("all", "too_many")
def _guesses(attempt: Attempt) -> Any:
    appointment, (number, _) = attempt.program.booked(make_open_slot())
    path = f"appointments/{appointment['confirmation_number']}"
    answers = [attempt.program.get(path, basic=(number, "000000")) for _ in range(6)]
    return answers[-1]


@by("all", "failed")
def _a_fault(attempt: Attempt) -> Any:
    def fail(**facts: object) -> None:
        raise RuntimeError

    attempt.bend.setattr("guichet.offices.queries.find_office", fail)
    return attempt.program.get("offices?country=MX")


@by("all", "unavailable")
def _no_database(attempt: Attempt) -> Any:
    def fail(**facts: object) -> None:
        raise OperationalError

    attempt.bend.setattr("guichet.offices.queries.find_office", fail)
    return attempt.program.get("offices?country=MX")


@by("appointments", "wrong_credentials")
def _a_wrong_pin(attempt: Attempt) -> Any:
    appointment, (number, _) = attempt.program.booked(make_open_slot())
    return attempt.program.get(
        f"appointments/{appointment['confirmation_number']}", basic=(number, "000000")
    )


@by("appointments", "mistyped_number")
def _a_slip(attempt: Attempt) -> Any:
    return attempt.program.get("appointments/ABCDEFGHJ", basic=("ABCDEFGHJ", "000000"))


@by("appointments", "already_booked")
def _twice(attempt: Attempt) -> Any:
    attempt.program.booked(make_open_slot())
    return attempt.program.book(make_open_slot(starts_at=NOW + timedelta(days=8)))


@by("appointments", "same_time")
def _two_services(attempt: Attempt) -> Any:
    office = make_office()
    attempt.program.booked(make_open_slot(office=office))
    other = make_service(code="other")
    return attempt.program.book(make_open_slot(office=office, service=other))


@by("appointments", "checked_in")
def _cancelled_in_the_waiting_room(attempt: Attempt) -> Any:
    appointment, basic = attempt.program.booked(make_open_slot())
    Appointment.objects.update(checked_in_at=NOW)
    path = f"appointments/{appointment['confirmation_number']}"
    return attempt.program.post(f"{path}/cancel", basic=basic)


@by("appointments", "already_cancelled")
def _moved_after_the_end(attempt: Attempt) -> Any:
    appointment, basic = attempt.program.booked(make_open_slot())
    path = f"appointments/{appointment['confirmation_number']}"
    attempt.program.post(f"{path}/cancel", basic=basic)
    later = attempt.slot(starts_at=NOW + timedelta(days=8))
    return attempt.program.post(f"{path}/move", later, basic=basic)


@by("appointments", "hold_expired")
def _too_late(attempt: Attempt) -> Any:
    hold = attempt.program.post("holds", attempt.slot()).json()["hold"]
    attempt.bend.setattr(clock, "now", lambda: NOW + timedelta(minutes=11))
    return attempt.program.post("appointments", {"hold": hold, **ADA})


@by("appointments", "slot_closed")
def _a_time_that_is_over(attempt: Attempt) -> Any:
    return attempt.program.book(make_open_slot(starts_at=NOW - timedelta(days=1)))


@by("appointments", "slot_full")
def _the_last_place(attempt: Attempt) -> Any:
    body = attempt.slot(capacity=1)
    attempt.program.post("holds", body)
    return attempt.program.post("holds", body)


@by("appointments", "too_many_for_contact")
def _many_of_one_phanswer_for(attempt: Attempt) -> Any:
    fill(phone=ADA["phone"], email="ada@example.org")
    other = make_open_slot(starts_at=NOW + timedelta(days=8))
    return attempt.program.book(other, email="ada@example.org")


@by("appointments", "ambiguous")
def _a_phone_of_two_countries(attempt: Attempt) -> Any:
    office = make_office()
    Office.objects.update(country="IT", subdivision="")
    for country in ("IT", "FR"):
        make_jurisdiction(office, country=country)
    return attempt.program.book(make_open_slot(office=office), phone="06 12 34 56 78")


@by("eta", "wrong_credentials")
def _a_wrong_pin_of_an_application(attempt: Attempt) -> Any:
    number, _ = start()
    return answer_for((number, "00000000"))


@by("eta", "mistyped_number")
def _a_slip_in_a_number(attempt: Attempt) -> Any:
    return answer_for(("V123456789", "00000000"))


@by("eta", "not_possible_now")
def _saved_after_it_was_sent(attempt: Attempt) -> Any:
    pair = start(answers=person())
    answer_for(pair, "POST", "/submit", {"payment_token": "paid"})
    return answer_for(pair, "PUT", body={"answers": person()})


@by("eta", "changed_elsewhere")
def _two_programs(attempt: Attempt) -> Any:
    pair = start(answers=person())
    body = {"answers": person(birth_city="Cork"), "version": 0}
    answer_for(pair, "PUT", body=body)
    return answer_for(pair, "PUT", body=body)


@by("eta", "authorization_valid")
def _a_second_answer_for(attempt: Attempt) -> Any:
    make_paid(0)
    return answer_for(start(answers=person()), "POST", "/submit", {"payment_token": "paid"})


@by("eta", "payment_unavailable")
def _no_provider(attempt: Attempt) -> Any:
    attempt.bend.setattr(settings, "PAYMENT_PROVIDER", "")
    providers.provider.cache_clear()
    return answer_for(start(answers=person()), "POST", "/submit")


@by("scenarios", "version_ended")
def _an_earlier_version(attempt: Attempt) -> Any:
    day = NOW - timedelta(days=9)
    for _ in range(2):
        publish("lost_letter", now=day, **{"from": day.date()})
    return attempt.program.get("scenarios/lost_letter?version=1")
