"""A visit that was ended opens nothing any more, and its end is kept as long as a note can live."""

from datetime import UTC, datetime, timedelta

import pytest

from guichet.kernel import endings
from guichet.kernel.models import EndedVisit

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_it_knows_of_an_ended_visit_and_of_no_other() -> None:
    ended, other = endings.new_visit(), endings.new_visit()
    endings.end(ended, now=NOW)
    endings.end(ended, now=NOW + timedelta(minutes=1))
    assert endings.has_ended(ended)
    assert not endings.has_ended(other)
    assert EndedVisit.objects.count() == 1


@pytest.mark.django_db
def test_it_writes_down_nothing_that_names_the_visit() -> None:
    visit = endings.new_visit()
    endings.end(visit, now=NOW)
    row = EndedVisit.objects.get()
    assert bytes(row.key) == endings.keys_of(visit)[0]
    assert visit not in str(row)
    assert visit.encode() not in bytes(row.key)


@pytest.mark.django_db
def test_it_forgets_an_end_only_when_no_note_of_the_visit_opens_anything() -> None:
    visit = endings.new_visit()
    began = int(NOW.timestamp())
    endings.end(visit, now=NOW)
    last = NOW + endings.LONGEST
    assert endings.is_within(began, now=last)
    assert endings.purge(now=last) == 0
    assert endings.has_ended(visit)
    later = last + timedelta(seconds=1)
    assert not endings.is_within(began, now=later)
    assert endings.purge(now=later) == 1
    assert not endings.has_ended(visit)


def test_it_believes_no_visit_that_begins_in_the_future() -> None:
    assert endings.is_within(int(NOW.timestamp()), now=NOW)
    assert not endings.is_within(int(NOW.timestamp()) + 60, now=NOW)
    assert not endings.is_within(0, now=NOW)


def test_it_names_no_two_visits_alike() -> None:
    names = {endings.new_visit() for _time in range(1000)}
    assert len(names) == 1000
    assert min(map(len, names)) >= 21  # 128 bits
