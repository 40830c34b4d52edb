"""Forgot, mistaken, changed: over a real database."""

import pytest

from guichet.applications.changes import corrections
from guichet.applications.models import Application, OfficerTask
from guichet.applications.testing import GUESSER, NOW, make_listed, make_officer, make_paid
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db


def kinds(application: Application) -> list[str]:
    return list(application.letters.values_list("kind", flat=True))


def tasks(application: Application) -> list[str]:
    return list(application.tasks.filter(done_at=None).values_list("kind", flat=True))


def test_it_corrects_an_address_at_once_and_keeps_both() -> None:
    application = make_listed()
    corrections.correct(application.pk, {"home_city": "Cork"}, now=NOW)
    versions = application.versions.order_by("pk")
    assert [version.answers["home_city"] for version in versions] == ["Galway", "Cork"]
    assert versions.last().changed == ["home_city"]  # type: ignore[union-attr]
    assert "corrected" in kinds(application)


def test_it_corrects_nothing_when_a_part_takes_a_new_application() -> None:
    application = make_listed()
    with pytest.raises(Obstacle, match="needs_new_application") as stop:
        corrections.correct(application.pk, {"home_city": "Cork", "surname": "BYRNE"}, now=NOW)
    assert stop.value.facts == {"fields": ["surname"]}
    application.refresh_from_db()
    assert application.answers["home_city"] == "Galway"


def test_it_asks_an_officer_where_it_is_decided_already() -> None:
    application = make_paid()
    corrections.correct(application.pk, {"employer": "Cork Hospital"}, now=NOW)
    application.refresh_from_db()
    assert application.answers["employer"] == "Galway Hospital"

    task = OfficerTask.objects.get(kind="correction")
    corrections.agree(task.pk, officer=make_officer(), now=NOW)

    application.refresh_from_db()
    assert application.answers["employer"] == "Cork Hospital"
    assert tasks(application) == []


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"home_city": ""}, {"home_city": "required"}),
        ({"travel_known": "maybe"}, {"travel_known": "unknown_value"}),
        ({"shoe_size": "38"}, {"shoe_size": "unknown_field"}),
    ],
)
def test_it_corrects_nothing_into_nonsense(changes: dict[str, str], errors: dict[str, str]) -> None:
    application = make_listed()
    with pytest.raises(Obstacle, match="invalid") as stop:
        corrections.correct(application.pk, changes, now=NOW)
    assert stop.value.facts["errors"] == errors


def test_it_writes_to_a_new_address_only_when_it_was_proven() -> None:
    from guichet.applications import tokens

    application = make_listed()
    corrections.correct(application.pk, {"email": "new@example.org"}, now=NOW)
    application.refresh_from_db()
    assert (application.email, application.email_pending) == (
        "niamh@example.org",
        "new@example.org",
    )
    code = tokens.email_code(application)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    with pytest.raises(Obstacle, match="wrong_code"):
        corrections.confirm_email(application.pk, wrong, guesser=GUESSER, now=NOW)
    corrections.confirm_email(application.pk, code, guesser=GUESSER, now=NOW)
    application.refresh_from_db()
    assert (application.email, application.email_pending) == ("new@example.org", "")
    assert application.answers["email"] == "new@example.org"
    with pytest.raises(Obstacle, match="wrong_code"):
        corrections.confirm_email(application.pk, code, guesser=GUESSER, now=NOW)


def test_it_declines_a_correction_once_and_tells_why() -> None:
    application, officer = make_paid(), make_officer()
    corrections.correct(application.pk, {"home_city": "Cork"}, now=NOW)
    task = application.tasks.get(kind="correction")
    reasons = ["correction_not_shown"]
    corrections.decline(task.pk, officer=officer, public=reasons, now=NOW)

    application.refresh_from_db()
    assert application.answers["home_city"] == "Galway"
    letter = application.letters.get(kind="correction_declined")
    version = application.versions.get(cause="asked")
    assert letter.facts == {"version": version.pk, "fields": ["home_city"], "reasons": reasons}
    assert AuditEntry.objects.filter(verb="decline", actor=f"staff:{officer}").count() == 1
    with pytest.raises(Obstacle, match="not_found"):
        corrections.decline(task.pk, officer=officer, public=reasons, now=NOW)
    with pytest.raises(Obstacle, match="not_found"):
        corrections.agree(task.pk, officer=officer, now=NOW)


def test_it_declines_nothing_without_a_reason() -> None:
    application, officer = make_paid(), make_officer()
    corrections.correct(application.pk, {"home_city": "Cork"}, now=NOW)
    with pytest.raises(Obstacle, match="invalid"):
        corrections.decline(application.tasks.get().pk, officer=officer, public=[], now=NOW)


def test_it_drops_what_a_correction_hides_and_nothing_that_a_rule_has_hidden() -> None:
    application = make_listed()
    application.answers["us_visa_number"] = "K1234567"  # asked until the list moved
    application.save(update_fields=["answers"])
    corrections.correct(application.pk, {"occupation": "retired"}, now=NOW)
    application.refresh_from_db()
    assert "employer" not in application.answers
    assert application.answers["us_visa_number"] == "K1234567"
