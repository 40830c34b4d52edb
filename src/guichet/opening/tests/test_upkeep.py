"""What became of an appointment is forgotten along with it."""

from datetime import timedelta

import pytest

from guichet.booking import upkeep
from guichet.booking.models import Appointment
from guichet.offices.models import Closure
from guichet.opening import actions
from guichet.opening.models import Outcome
from guichet.opening.testing import MANAGER, NINE, make_people, make_slots, make_working_office

pytestmark = pytest.mark.django_db
EARLY, HOUR = NINE - timedelta(hours=2), timedelta(hours=1)


@pytest.mark.parametrize("plan", Closure.PLANS)
def test_it_is_forgotten_with_the_appointment(plan: str) -> None:
    office = make_working_office()
    make_people(make_slots(office, 2), now=EARLY)
    make_slots(office, 1, first=NINE + timedelta(days=1))
    closure = actions.close(
        office,
        starts_at=NINE,
        ends_at=NINE + HOUR,
        reason="event",
        by=MANAGER,
        plan=plan,
        now=EARLY,
    )
    actions.settle(closure, now=EARLY)
    assert Outcome.objects.count() == 4
    later = NINE + upkeep.APPOINTMENTS_KEPT + timedelta(days=2)
    upkeep.end_due_claims(now=later)
    upkeep.purge(now=later)
    assert not Outcome.objects.exists()
    assert not Appointment.objects.exists()
