"""One valid authorization per passport, and every way in which one ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connections, transaction

from guichet.applications import identities, queries
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import authorizations, relisting
from guichet.applications.models import Application, Authorization, Decision, Reconsideration
from guichet.applications.public_status import of
from guichet.applications.testing import (
    NOW,
    explained,
    make_listed,
    make_officer,
    make_paid,
    make_refused,
)
from guichet.applications.tests.answering import clean
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle


def authorization_of(application: Application) -> Authorization:
    authorization = queries.authorization_of(application)
    assert authorization
    return authorization


@pytest.mark.django_db
def test_it_ends_the_earlier_one_of_the_same_passport() -> None:
    first = make_paid(1)
    second = make_paid(1, now=NOW + timedelta(days=1))
    assert authorization_of(first).ended_as == "superseded"
    assert not authorization_of(second).ended_as
    assert of(first, now=NOW).status.code == "no_longer_valid"
    assert first.decisions.filter(kind="superseded").exists()


@pytest.mark.django_db
def test_it_leaves_the_other_passport_of_a_person_alone() -> None:
    first, second = make_paid(1), make_paid(1, passport_number="SECOND001")
    assert second.state == "issued"
    assert [authorization_of(application).ended_as for application in (first, second)] == ["", ""]
    assert bytes(authorization_of(first).person) == bytes(authorization_of(second).person)


@pytest.mark.django_db
def test_it_is_valid_no_longer_than_the_passport() -> None:
    application = make_paid(expiry_date="2027-03-01")
    assert authorization_of(application).valid_until == date(2027, 3, 1)


@pytest.mark.django_db
def test_it_expires_after_its_last_day_once() -> None:
    application = make_paid(expiry_date="2027-03-01")
    last = datetime(2027, 3, 2, 4, 59, tzinfo=UTC)
    assert authorizations.expire(now=last) == 0
    assert authorizations.expire(now=last + timedelta(minutes=1)) == 1
    assert authorizations.expire(now=last + timedelta(minutes=2)) == 0
    assert authorization_of(application).ended_as == "expired"
    assert application.letters.filter(kind="expired").count() == 1


@pytest.mark.django_db
def test_it_is_cancelled_once_with_reasons_by_a_person() -> None:
    application = make_paid()
    officer = make_officer()
    cancelled = authorizations.cancel(
        authorization_of(application), officer=officer, why=explained(), now=NOW
    )
    assert cancelled.ended_as == "cancelled"
    assert of(application, now=NOW).reasons == ("criminality",)
    with pytest.raises(Obstacle, match="not_possible_now"):
        authorizations.cancel(cancelled, officer=officer, why=explained(), now=NOW)
    with pytest.raises(Obstacle, match="invalid"):
        authorizations.cancel(cancelled, officer=officer, why=explained(words=""), now=NOW)


@pytest.mark.django_db
def test_it_can_be_looked_at_again_while_it_stays_valid() -> None:
    application = make_paid()
    authorizations.revalidate(
        authorization_of(application), mark=True, officer=make_officer(), now=NOW
    )
    assert authorization_of(application).under_revalidation
    assert of(application, now=NOW).status.code == "approved"


@pytest.mark.django_db
def test_it_never_lives_twice() -> None:
    authorization = authorization_of(make_paid())
    authorizations.end(authorization, "cancelled", now=NOW)
    for change in ({"ended_at": None, "ended_as": ""}, {"ended_as": "expired"}):
        with pytest.raises(IntegrityError, match="cannot become"), transaction.atomic():
            Authorization.objects.filter(pk=authorization.pk).update(**change)


@pytest.mark.django_db
def test_it_lets_the_database_refuse_a_second_valid_one() -> None:
    authorization = authorization_of(make_paid(1))
    other = make_listed(2)
    authorization.pk, authorization.number, authorization.application = None, "J000000000", other
    with pytest.raises(IntegrityError, match="one_valid_authorization_per_passport"):
        authorization.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_it_leaves_one_valid_when_four_are_approved_together() -> None:
    cases = [make_listed(1, birth_city=city) for city in ("Cork", "Sligo", "Tralee", "Athlone")]
    officer, together = make_officer(), Barrier(4)

    def approve(application: Application) -> str:
        together.wait()
        try:
            return decisions.approve(application.pk, officer=officer, now=NOW).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(approve, cases)) == ["issued"] * 4

    assert Authorization.objects.filter(ended_at=None).count() == 1
    assert Authorization.objects.filter(ended_as="superseded").count() == 3
    assert Decision.objects.filter(kind="superseded").count() == 3
    assert AuditEntry.objects.filter(verb="superseded").count() == 3


@pytest.mark.django_db
def test_it_lets_the_database_refuse_an_officer_who_looks_again_at_their_own_decision() -> None:
    officer = make_officer()
    refusal = make_refused(officer=officer).decisions.get(kind="refused")
    with pytest.raises(IntegrityError, match="somebody_else_looks_again"):
        Reconsideration.objects.create(
            decision=refusal,
            first_officer_id=officer,
            officer_id=officer,
            new_facts="x",
            asked_at=NOW,
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts", [{"officer": None, "public_reasons": ["x"]}, {"public_reasons": []}]
)
def test_it_lets_the_database_refuse_a_refusal_by_nobody_or_without_reason(
    facts: dict[str, object],
) -> None:
    values = {"officer_id": make_officer(), **facts}
    if "officer" in facts:
        del values["officer_id"]
    with pytest.raises(IntegrityError, match="a_person_refuses_and_says_why"):
        Decision.objects.create(application=make_listed(), kind="refused", at=NOW, **values)


MEXICO_WAS_EXEMPT = datetime(2024, 2, 1, 17, 0, tzinfo=UTC)
MEXICO_IS_CONDITIONAL = datetime(2024, 3, 1, 17, 0, tzinfo=UTC)


def make_mexican(number: int, **changes: object) -> Authorization:
    return authorization_of(
        make_paid(
            number,
            now=MEXICO_WAS_EXEMPT,
            issuer="MEX",
            nationality="MEX",
            issue_date="2023-05-01",
            **changes,
        )
    )


@pytest.mark.django_db
def test_it_reports_what_a_change_of_lists_ends_before_it_ends_anything() -> None:
    mexican, permitted = make_mexican(1), make_mexican(2)
    irish = authorization_of(make_paid(3, now=MEXICO_WAS_EXEMPT, issue_date="2023-05-01"))
    report = relisting.re_evaluate(at=MEXICO_IS_CONDITIONAL, permit_holders=[permitted.number])
    assert (report.looked_at, report.lapsing, report.kept_for_permit) == (3, (mexican.pk,), 1)
    assert report.by_nationality == (("MEX", 1),)
    assert Authorization.objects.filter(ended_at=None).count() == 3

    now, officer = MEXICO_IS_CONDITIONAL, make_officer()
    assert relisting.apply(report, officer=officer, now=now) == 1
    assert relisting.apply(report, officer=officer, now=now) == 0
    for application, how in ((mexican, "lapsed_by_list_change"), (permitted, ""), (irish, "")):
        application.refresh_from_db()
        assert application.ended_as == how
    assert mexican.application.letters.filter(kind="lapsed").count() == 1


@pytest.mark.django_db
def test_it_ends_nothing_before_the_day_of_a_report_comes() -> None:
    mexican, officer = make_mexican(1), make_officer()
    report = relisting.re_evaluate(at=MEXICO_IS_CONDITIONAL)
    before = MEXICO_WAS_EXEMPT + timedelta(days=1)
    assert relisting.apply(report, officer=officer, now=before) == 0
    mexican.refresh_from_db()
    assert (mexican.ended_as, mexican.application.letters.filter(kind="lapsed").count()) == ("", 0)


@pytest.mark.django_db
def test_it_ends_nothing_while_the_lists_stay() -> None:
    make_mexican(1)
    assert relisting.re_evaluate(at=MEXICO_WAS_EXEMPT + timedelta(days=1)).lapsing == ()


@pytest.mark.django_db
def test_it_looks_only_at_the_nationalities_that_are_asked_for() -> None:
    make_mexican(1)
    report = relisting.re_evaluate(at=MEXICO_IS_CONDITIONAL, nationalities=["IRL"])
    assert report.looked_at == 0


@pytest.mark.django_db
def test_it_reports_on_the_command_line_and_ends_only_when_told_by_whom() -> None:
    mexican, officer = make_mexican(1), get_user_model().objects.get(pk=make_officer())
    output = StringIO()
    call_command("re_evaluate", "2024-03-01", stdout=output)
    assert output.getvalue().splitlines()[0] == "MEX 1"
    mexican.refresh_from_db()
    assert not mexican.ended_as
    with pytest.raises(CommandError, match="no account"):
        call_command("re_evaluate", "2024-03-01", "--apply", "nobody", stdout=output)
    call_command("re_evaluate", "2024-03-01", "--apply", officer.get_username(), stdout=output)
    mexican.refresh_from_db()
    assert mexican.ended_as == "lapsed_by_list_change"


def test_it_takes_both_codes_of_germany_for_one() -> None:
    keys = {
        identities.keys_of(clean({"issuer": code, "passport_number": "C01X00T47"})).passport
        for code in ("D", "DEU")
    }
    assert len(keys) == 1
