"""A time that no clock at the office shows is not made into a slot."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from guichet.booking.models import Slot
from guichet.offices.testing import make_office, make_service

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    make_office(zone="America/New_York")
    make_service()


def make(starts_at: str) -> str:
    out = StringIO()
    call_command("make_slot", "TST", "case_question", starts_at, stdout=out)
    return out.getvalue().strip()


def test_it_refuses_a_wall_time_that_a_clock_change_skips() -> None:
    with pytest.raises(CommandError, match="skipped by a clock change in America/New_York"):
        make("2027-03-14T02:30")
    assert not Slot.objects.exists()


def test_it_takes_the_times_around_it_and_one_with_an_offset() -> None:
    starts = [make(at) for at in ("2027-03-14T01:30", "2027-03-14T03:30", "2027-03-14T09:00+00:00")]
    assert [int(pk) for pk in starts] == list(
        Slot.objects.order_by("pk").values_list("pk", flat=True)
    )
