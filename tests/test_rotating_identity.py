"""IDENTITY_KEY is rotated step by step, and no passport gets two authorizations meanwhile."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError
from django.db import connection, transaction

from guichet.applications import identities
from guichet.applications import public_status as status
from guichet.applications.decisions import authorizations
from guichet.applications.form.circumstances import day_of
from guichet.applications.models import Application, Authorization
from guichet.applications.public_status import StatusQuestion
from guichet.applications.testing import GUESSER, NIAMH, NOW, make_paid, person
from guichet.kernel.enciphering import current
from guichet.kernel.enciphering.shelves import Shelved, Shelves
from guichet.kernel.enciphering.tests.test_nodes import another
from guichet.kernel.models import AuditEntry, Mark
from guichet.kernel.running import preparation
from tests.patience import PATIENCE
from tests.rotating import rotate, two_keys

pytestmark = pytest.mark.django_db

__all__ = ["two_keys"]
STEPS = [Shelves(1), Shelves(1, 2), Shelves(1, 2, True), Shelves(2, 2, True), Shelves(2, 2)]
STEPS += [Shelves(2)]
ONE = "one_valid_authorization_per_passport_next"


def code_by_passport(number: int) -> str:
    answers = person(number)
    question = StatusQuestion(
        passport_number=str(answers["passport_number"]),
        issuer="IRL",
        born_on=day_of(NIAMH, "birth_date"),
        expires_on=day_of(NIAMH, "expiry_date"),
    )
    return status.look_up(question, guesser=GUESSER, now=NOW).status.code


def shelf_of(application: Application) -> dict[str, list[bytes]]:
    """Return the keyed hashes as they stand, by their columns."""
    names = [f"{column}{suffix}" for column in identities.COLUMNS for suffix in ("", "_next")]
    row = Application.objects.filter(pk=application.pk).values(*names).get()
    return {name: key and bytes(key) for name, key in row.items()}


def valid_passports() -> list[str]:
    valid = Authorization.objects.filter(ended_at=None).select_related("application")
    return sorted(str(each.application.answers["passport_number"]) for each in valid)


def go_to(step: Shelves) -> None:
    current.leave(current.IDENTITY, step.text)


def test_who_looks_up_or_applies_at_any_step_finds_and_gets_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    applications = [make_paid(number) for number in (1, 2)]
    before = shelf_of(applications[0])
    steps: list[str] = []

    def look_and_apply() -> None:
        current.forget()
        steps.append(current.identity_shelves().text)
        assert code_by_passport(2) == "approved"
        make_paid(1)  # once more for a passport that has one
        make_paid(3)
        assert valid_passports() == ["PA0000001", "PA0000002", "PA0000003"]

    monkeypatch.setattr(current, "wait", look_and_apply)
    output = rotate("identity")
    assert steps == [step.text for step in STEPS]
    assert output.endswith("version 2; any other may go from IDENTITY_KEY.\n")
    after = shelf_of(applications[0])
    for column in identities.COLUMNS:
        assert after[column] not in (None, before[column])
        assert after[f"{column}_next"] is None
    authorization = Authorization.objects.get(application=applications[1])
    assert bytes(authorization.passport) == shelf_of(applications[1])["passport"]
    assert AuditEntry.objects.get(verb="rotate_keys").facts["kind"] == "identity"


@pytest.mark.parametrize(("late", "early"), [*pairwise(STEPS)], ids=lambda step: step.text)
def test_two_processes_at_neighbouring_steps_cannot_give_one_passport_two(
    late: Shelves, early: Shelves, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_to(late)
    make_paid(1)
    monkeypatch.setattr(authorizations, "_make_room", lambda *args, **kinds: give_up())
    calls: list[int] = []

    def give_up() -> None:
        """Look for no other, as who looked a moment earlier; a second time nobody asks."""
        calls.append(1)
        assert len(calls) < 2, "the database refused it"

    go_to(early)
    with pytest.raises(AssertionError, match="the database refused it"), transaction.atomic():
        make_paid(1)
    assert valid_passports() == ["PA0000001"]


def test_without_the_second_unique_index_there_would_be_two(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {ONE}")
    go_to(Shelves(1, 2, True))
    make_paid(1)
    monkeypatch.setattr(authorizations, "_make_room", lambda *args, **kinds: None)
    go_to(Shelves(2, 2, True))
    make_paid(1)
    assert valid_passports() == ["PA0000001"] * 2


@pytest.mark.parametrize("step", STEPS[1:], ids=lambda step: step.text)
def test_it_goes_on_where_it_was_killed(step: Shelves, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        make_paid(number)
    bring = Shelved.is_undone

    def killed(self: Shelved, shelves: Shelves) -> Any:
        undone = bring(self, shelves)
        if undone and shelves == step:
            monkeypatch.setattr(Shelved, "is_undone", bring)
            undone[1](Application.objects.order_by("pk").values_list("pk", flat=True)[0])
            raise KeyboardInterrupt
        return undone

    monkeypatch.setattr(Shelved, "is_undone", killed)
    if step.name in {"fill", "copy", "empty"}:
        with pytest.raises(KeyboardInterrupt):
            rotate("identity")
    rotate("identity")
    assert current.identity_shelves() == Shelves(2)
    for application in Application.objects.all():
        shelf = shelf_of(application)
        assert [name for name, key in shelf.items() if key is None] == [
            f"{column}_next" for column in identities.COLUMNS
        ]
    assert [code_by_passport(number) for number in (1, 2, 3)] == ["approved"] * 3


@pytest.mark.django_db(transaction=True)
def test_who_ends_an_authorization_meanwhile_never_waits_for_the_rotation() -> None:
    application = make_paid(1)
    go_to(Shelves(1, 2))
    current.forget()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Authorization.objects.filter(application=application).update(under_revalidation=True)
            rotation = pool.submit(fill_elsewhere, application.pk)
            deadline = time.monotonic() + PATIENCE
            while not rotation.done() and not somebody_waits():
                assert time.monotonic() < deadline
                time.sleep(0.01)
            Application.objects.select_for_update(nowait=True).get(pk=application.pk)
        rotation.result(PATIENCE)
    assert Authorization.objects.get().passport_next


def fill_elsewhere(pk: int) -> None:
    try:
        identities.fill(pk)
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


def test_what_the_answers_tell_no_more_is_carried_over() -> None:
    application = make_paid(1)
    before = shelf_of(application)
    Application.objects.filter(pk=application.pk).update(answers={})
    rotate("identity")
    after = shelf_of(application)
    assert len({after["passport"], before["passport"], None}) == 3


def test_nothing_is_rotated_before_every_process_has_the_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()
    for kind in ("identity", "pin"):
        with another("guichet-web keys 1"), pytest.raises(CommandError, match="guichet-web"):
            rotate(kind)
    assert not Mark.objects.filter(name__in=[current.IDENTITY, current.PIN]).exists()


def test_a_node_that_lacks_a_key_the_site_goes_by_does_not_start(settings: LazySettings) -> None:
    rotate("identity")
    rotate("pin")
    settings.IDENTITY_KEY = settings.PIN_KEY = "another"
    assert (current.missing_of("IDENTITY_KEY"), current.missing_of("PIN_KEY")) == ([2], [2])
    with pytest.raises(SystemExit, match="IDENTITY_KEY of this node has no key of version 2, by"):
        preparation.check_database(print)
