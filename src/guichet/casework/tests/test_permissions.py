"""Every address of the officers' pages: who may open it, and that each look is noted."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from guichet.applications.models import Application
from guichet.casework.deeds.table import DEEDS
from guichet.casework.tests.every_address import addresses
from guichet.casework.urls import urlpatterns
from guichet.kernel.models import AuditEntry
from guichet.staff.roles import ROLES
from guichet.staff.testing import sign_in, sign_in_as

pytestmark = pytest.mark.django_db
PREPARE = {"intake_officer", "deciding_officer"}
DECIDE = {"deciding_officer"}
SEE = {"intake_officer", "deciding_officer", "auditor"}
AUDIT = {"auditor", "administrator"}
BY_PERMISSION = {"see_files": SEE, "prepare": PREPARE, "decide": DECIDE, "see_audit": AUDIT}
# What is not a deed, with the permission that opens it.
OTHERS = {
    "audit": "see_audit",
    "export": "see_audit",
    "relisting": "decide",
    "enquiries": "see_files",
    "enquiry": "see_files",
    "cases": "see_files",
    "find": "see_files",
    "work": "see_files",
    "search": "see_files",
    "keep_view": "see_files",
    "forget_view": "see_files",
    "give_many": "prepare",
    "note": "prepare",
    "read_note": "prepare",
    "settle_escalation": "prepare",
    "take": "prepare",
    "give_back": "prepare",
    "case": "see_files",
    "letter": "see_files",
    "paper": "see_files",
    "paper_picture": "see_files",
    "paper_page": "see_files",
    "presence": "see_files",
    "question_presence": "see_files",
}
POSTED = {
    *("find", "take", "give_back", "give_many", "keep_view", "forget_view", "read_note"),
    *("presence", "question_presence"),
}
OF_NOBODY = {*POSTED, "work", "search", "audit", "export", "enquiries", "relisting"}
OPENS = {**OTHERS, **{deed.verb: deed.permission for deed in DEEDS}}


@pytest.fixture(scope="module")
def every_path(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """Make a record for each page once; every test rolls back to here, the module to nothing."""
    with django_db_blocker.unblock(), transaction.atomic():
        paths = addresses()
        connection.check_constraints()  # now and once, not at the end of each test
        yield paths
        transaction.set_rollback(True)


@pytest.fixture
def path_of(every_path: dict[str, str], db: None) -> dict[str, str]:
    return every_path


def test_it_knows_who_may_open_every_address(path_of: dict[str, str]) -> None:
    assert {route.name for route in urlpatterns} == set(OPENS) == set(path_of)


@pytest.mark.parametrize("role", ROLES)
def test_it_opens_each_page_to_its_roles_alone(
    client: Client, path_of: dict[str, str], role: str
) -> None:
    sign_in(client, role)
    for name, path in path_of.items():
        posts = name in POSTED
        answer = client.post(path) if posts else client.get(path)
        is_open = role in BY_PERMISSION[OPENS[name]]
        assert (answer.status_code != 403) is is_open, (role, name, answer.status_code)
        if not is_open and not posts:
            assert client.post(path, {"step": "confirm"}).status_code in {403, 405}, name


def test_it_sends_everybody_else_to_the_sign_in(client: Client, path_of: dict[str, str]) -> None:
    half = Client()
    officer = sign_in(Client(), "deciding_officer")
    sign_in_as(half, officer, proved=False)
    for browser in (client, half):
        for name, path in path_of.items():
            for answer in (browser.get(path), browser.post(path)):
                assert answer.status_code == 302, name
                assert "/staff/cases/" not in answer["Location"].partition("?")[0], name
    assert not AuditEntry.objects.filter(verb="see").exists()


def test_it_notes_a_look_at_every_page_about_a_person(
    client: Client, path_of: dict[str, str]
) -> None:
    officer = sign_in(client, "deciding_officer")
    for name, path in path_of.items():
        if name in OF_NOBODY:
            continue
        before = AuditEntry.objects.filter(verb="see", actor=f"staff:{officer.pk}").count()
        client.get(path)
        after = AuditEntry.objects.filter(verb="see", actor=f"staff:{officer.pk}").count()
        assert after == before + (2 if name == "enquiry" else 1), name  # a question, and its file


def test_it_lets_nobody_change_anything_by_looking(client: Client, path_of: dict[str, str]) -> None:
    sign_in(client, "deciding_officer")
    before = sorted(Application.objects.values_list("pk", "state", "version"))
    changes = AuditEntry.objects.exclude(verb__in=["see", "refused"]).count()
    for path in path_of.values():
        client.get(path)
    assert sorted(Application.objects.values_list("pk", "state", "version")) == before
    assert AuditEntry.objects.exclude(verb__in=["see", "refused"]).count() == changes
