"""A caller proves who they are: what fits, what fails, and that nothing is looked at otherwise."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from guichet.applications import tokens
from guichet.applications.models import Application
from guichet.applications.testing import NOW, make_listed
from guichet.contact import actions
from guichet.contact.models import CaseLook, IdentityCheck
from guichet.interactions import actions as contacts
from guichet.interactions.models import Interaction
from guichet.interactions.testing import make_call
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.staff.testing import make_staff

pytestmark = pytest.mark.django_db
NATIONAL = frozenset({"national_agent"})


def whole_set(application: Application, **changes: str | date) -> dict[str, str | date]:
    answers = application.answers
    assert application.born_on
    return {
        "number": application.number,
        "full_name": f"{answers['given_names']} {answers['surname']}".lower(),
        "birth_date": application.born_on,
        "passport_number": str(answers["passport_number"]),
        **changes,
    }


def prove(
    call: Interaction, facts: Mapping[str, str | date], *, now: object = NOW, **other: object
) -> IdentityCheck:
    keywords = {"agent": call.agent_id, "roles": NATIONAL, "now": now, **other}
    return actions.prove(call.pk, facts, **keywords)  # type: ignore[arg-type]


@pytest.fixture
def application() -> Application:
    return make_listed()


@pytest.fixture
def call() -> Interaction:
    return make_call(agent=make_staff("national_agent").pk, now=NOW)


def test_a_set_that_fits_opens_the_case_for_this_contact_alone(
    call: Interaction, application: Application
) -> None:
    check = prove(call, whole_set(application))
    assert (check.level, check.failed) == ("case", False)
    call.refresh_from_db()
    assert (call.disclosure, call.has_case) == ("case", True)
    look = {"agent": call.agent_id, "roles": NATIONAL, "now": NOW}
    assert actions.look(call.pk, application.number, "tell_letters", **look) == application
    assert CaseLook.objects.get().check_made == check
    with pytest.raises(Obstacle, match="not_disclosed"):
        actions.look(call.pk, application.number, "change_contact", **look)

    other = make_call(agent=call.agent_id, now=NOW)
    with pytest.raises(Obstacle, match="not_disclosed"):
        actions.look(other.pk, application.number, "tell_status", **look)
    contacts.end(call.pk, "answered", now=NOW)
    with pytest.raises(Obstacle, match="interaction_ended"):
        actions.look(call.pk, application.number, "tell_status", **look)


def test_a_number_that_does_not_check_itself_is_no_set(
    call: Interaction, application: Application
) -> None:
    with pytest.raises(Obstacle, match="invalid"):
        prove(call, whole_set(application, number="V572319047"))
    assert not IdentityCheck.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"full_name": "Somebody Else"},
        {"birth_date": date(1950, 1, 1)},
        {"passport_number": "XX9999999"},
        {"number": "V572319048"},
        {"pin": "ABCDEFGH"},
        {"representative_name": "A Friend"},
        {"code": "123456"},
    ],
)
def test_one_wrong_fact_fails_the_set_and_none_is_named(
    call: Interaction, application: Application, changes: dict[str, str | date]
) -> None:
    check = prove(call, whole_set(application, **changes))
    assert (check.fits, check.failed, check.level, check.application) == (
        False,
        True,
        "send",
        None,
    )
    assert not call.subjects.exists()


def test_number_and_pin_open_as_much(call: Interaction, application: Application) -> None:
    facts = {"number": application.number, "pin": tokens.pin_of(application)}
    assert prove(call, facts).level == "case"
    assert prove(call, {**facts, "number": "V572319048"}).level == "send"


def test_a_number_alone_tells_not_even_that_there_is_a_case(
    call: Interaction, application: Application
) -> None:
    checks = [prove(call, {"number": number}) for number in (application.number, "V572319048")]
    assert {(check.level, check.failed) for check in checks} == {("send", False)}
    assert not call.subjects.exists()


def test_three_failed_sets_of_any_agents_lock_a_case_by_telephone_for_a_day(
    call: Interaction, application: Application
) -> None:
    wrong = whole_set(application, full_name="Somebody Else")
    for _ in range(3):
        other = make_call(agent=make_staff("national_agent").pk, now=NOW)
        prove(other, wrong)
    assert prove(call, whole_set(application)).level == "send"
    desk = contacts.begin(
        contacts.Contact(channel="in_person", language="en", agent=call.agent_id), now=NOW
    )
    assert prove(desk, whole_set(application)).level == "case"
    assert prove(call, whole_set(application), now=NOW + timedelta(hours=24)).level == "case"


def test_sets_that_name_a_case_by_its_passport_count_for_the_same_case(
    call: Interaction, application: Application
) -> None:
    answers = application.answers
    wrong: dict[str, str | date] = {
        "passport_number": str(answers["passport_number"]),
        "issuer": str(answers["issuer"]),
        "birth_date": date(1901, 1, 1),
        "expiry_date": date(2031, 1, 1),
    }
    assert [prove(call, wrong).failed for _ in range(3)] == [True] * 3
    assert prove(call, whole_set(application)).level == "send"


def test_nothing_that_was_said_is_kept(call: Interaction, application: Application) -> None:
    prove(call, whole_set(application, full_name="Quirinus Zwetschgenmus"))
    rows = [*IdentityCheck.objects.values(), *AuditEntry.objects.values()]
    assert "Quirinus" not in str(rows)
    assert str(application.answers["passport_number"]) not in str(rows)


def test_a_colleague_proves_nothing_in_the_contact_of_another(
    call: Interaction, application: Application
) -> None:
    with pytest.raises(Obstacle, match="not_your_contact"):
        prove(call, whole_set(application), agent=make_staff("national_agent").pk)


def test_a_general_agent_gets_no_further_than_sending(
    call: Interaction, application: Application
) -> None:
    check = prove(call, whole_set(application), roles=frozenset({"general_agent"}))
    assert check.level == "send"
    with pytest.raises(Obstacle, match="not_disclosed"):
        actions.look(
            call.pk,
            application.number,
            "tell_status",
            agent=call.agent_id or 0,
            roles=frozenset({"general_agent"}),
            now=NOW,
        )


def test_the_database_knows_no_look_without_a_contact(application: Application) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseLook.objects.create(action="tell_status", looked_at=NOW)
    values = {"subject": "V1", "facts": [], "channel": "telephone", "checked_at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityCheck.objects.create(fits=True, failed=False, level="case", **values)
    call = make_call(now=NOW)
    with pytest.raises(IntegrityError, match="opens_nothing"), transaction.atomic():
        IdentityCheck.objects.create(
            interaction=call, fits=False, failed=True, level="status", **values
        )
