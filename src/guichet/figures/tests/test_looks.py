"""The first free time is looked for once an hour; what was counted is not kept twice."""

from datetime import datetime, timedelta

import pytest

from guichet.booking import upkeep
from guichet.booking.testing import make_open_slot
from guichet.counter.testing import TEN, make_desk_office
from guichet.figures import actions, queries
from guichet.figures.models import FirstFree
from guichet.offices.models import Office

pytestmark = pytest.mark.django_db
DAY, NIGHT = TEN.date(), TEN + timedelta(days=2)


def test_what_figures_are_made_of_is_forgotten_once_it_is_counted() -> None:
    office = make_desk_office()
    make_look(office, TEN, 9)
    make_look(office, TEN + timedelta(days=1), 9)
    actions.note_nothing(office, "case_question", "es", now=TEN)
    assert upkeep.ALSO_KEPT["counted_looks"](now=NIGHT) == 0
    actions.count_days(now=NIGHT)
    assert upkeep.ALSO_KEPT["counted_looks"](now=NIGHT) == 2
    assert FirstFree.objects.get().date == DAY + timedelta(days=1)


def make_look(office: Office, at: datetime, days: int | None) -> None:
    """Note that the first free time was so many days away."""
    FirstFree.objects.create(
        office=office,
        service_id="case_question",
        date=at.date(),
        at=at,
        starts_at=None if days is None else at + timedelta(days=days),
    )


def test_looks_for_the_first_time_become_days() -> None:
    office = make_desk_office()
    for hour, days in enumerate([3, 3, 9, None]):
        make_look(office, TEN + timedelta(hours=hour), days)
    actions.count_days(now=NIGHT)
    figures = queries.figures_of(office.pk, first=DAY, last=DAY)["service", "case_question"]
    assert (figures["looks"], figures["never_free"]) == (4, 1)
    assert (figures.half("leads"), figures.nearly_all("leads")) == (3, 9)


def test_an_hour_is_looked_at_once() -> None:
    office = make_desk_office()
    make_open_slot(office=office, starts_at=TEN + timedelta(days=4), opens_at=TEN)
    actions.look_for_first_times(now=TEN)
    actions.look_for_first_times(now=TEN + timedelta(minutes=20))
    look = FirstFree.objects.get()
    assert (look.at, look.date, look.starts_at) == (TEN, DAY, TEN + timedelta(days=4))
