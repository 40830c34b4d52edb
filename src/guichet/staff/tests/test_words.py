"""The words of the staff pages are whole in English and French, and nowhere else."""

import re

import pytest
from django.utils.translation import override

from guichet.kernel.testing import wrong
from guichet.staff import audit, roles
from guichet.staff.frame import menu
from guichet.staff.frame.words import TOPIC, later, plain_sentence
from guichet.staff.testing import make_staff
from guichet.web.words import texts

STAFF = texts(TOPIC)


def test_it_is_whole_in_two_languages() -> None:
    assert STAFF.languages() == {"en", "fr"}
    assert STAFF.missing() == []
    assert STAFF.unknown() == []


def test_it_fills_the_same_holes_in_both() -> None:
    assert wrong(_check_holes, sorted(STAFF.keys())) == []


def _check_holes(key: str) -> None:
    holes = [sorted(re.findall(r"%\(\w+\)s", words)) for words in STAFF.everywhere(key).values()]
    assert holes[0] == holes[1]


def test_it_has_words_for_every_role_and_entry() -> None:
    for role in roles.ROLES:
        assert f"role.{role}" in STAFF
    for entry in menu.ENTRIES:
        assert f"menu.{entry.key}" in texts(entry.topic)
        assert f"menu.{entry.key}_help" in texts(entry.topic)


def test_it_speaks_when_it_is_shown() -> None:
    role = later("role.auditor")
    with override("fr"):
        assert str(role) == plain_sentence("role.auditor") == "auditeur"
    with override("ar"):
        assert str(role) == "auditor"


@pytest.mark.django_db
def test_it_records_who_did_what() -> None:
    from guichet.kernel.models import AuditEntry

    officer = make_staff("auditor")
    audit.did(officer, "changed", "office", 42)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.verb) == (f"staff:{officer.pk}", "changed")
    assert (entry.record_type, entry.record) == ("office", 42)
