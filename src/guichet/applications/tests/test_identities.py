"""What applications are found by, whichever way a name is written."""

import pytest

from guichet.applications import identities
from guichet.applications.apply import starting
from guichet.applications.decisions import queries
from guichet.applications.form.answers import reading_of
from guichet.applications.models import Application
from guichet.applications.testing import (
    NOW,
    make_draft,
    make_listed,
)

pytestmark = pytest.mark.django_db


def test_it_knows_a_person_whose_names_stand_the_other_way_round() -> None:
    first = make_listed(1)
    second = make_listed(2)
    second.answers |= {"surname": first.answers["given_names"], "given_names": "OBRIEN-SMYTHE"}
    first.answers |= {"surname": "O'BRIEN SMYTHE"}
    for application in (first, second):
        starting.index(application, reading_of(application.answers, now=NOW))
        application.save()
    assert bytes(first.person or b"") != bytes(second.person or b"")
    assert queries.history_of(second).other_open
    assert queries.history_of(first).other_open


def test_it_derives_the_words_of_earlier_applications_in_batches() -> None:
    for number in range(3):
        make_draft(number)
    Application.objects.update(person_words=None)
    assert [identities.derive_words(now=NOW, most=2) for _ in range(3)] == [2, 1, 0]
    assert not Application.objects.filter(person__isnull=False, person_words=None).exists()
