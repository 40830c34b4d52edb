"""A change of the lists from the officer's side: reported first, ended once it is confirmed."""

import re
from datetime import datetime, timedelta
from time import process_time
from typing import Any

import pytest
from django.test import Client

from guichet.applications import numbers
from guichet.applications.decisions import authorizations, trial
from guichet.applications.models import Application, Authorization
from guichet.applications.testing import make_listed, make_paid
from guichet.casework import words
from guichet.casework.relisting import views
from guichet.casework.tests.desk import body
from guichet.eligibility.content import law, today
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
PATH = "/staff/relisting/"
LISTS = {"none": "Neither list", "C": "Conditional list", "V": "Full list"}
LABELS = re.compile(r' data-label="[^"]*"')  # of what is a card where the room is small
MANY, AT_MOST = 10_000, 15.0  # seconds of processor: an officer waits for the report


def on(year: int, month: int, day: int) -> dict[str, str]:
    return {"on_year": str(year), "on_month": str(month), "on_day": str(day)}


def mexican(number: int) -> Application:
    """Return an authorization that was given while Mexico was on list V (until 2024-02-28)."""
    application = make_paid(number, now=clock.now())
    application.answers |= {"issuer": "MEX", "nationality": "MEX"}
    application.save(update_fields=["answers"])
    authorizations.Authorization.objects.filter(application=application).update(
        nationality="MEX", basis="V"
    )
    return Application.objects.get(pk=application.pk)


def end_of(application: Application) -> str:
    return authorizations.Authorization.objects.get(application=application).ended_as


def test_it_reports_and_ends_nothing_before_it_is_confirmed(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    holder, permit_holder = mexican(1), mexican(2)
    form = {"nationality": "MEX", **on(2026, 1, 5), "permits": permit_holder.authorization.number}
    page = body(client.post(PATH, form))
    assert "Report: Mexico, Jan 5, 2026" in page
    assert 'name="lapsing" value="1"' in page
    assert (end_of(holder), end_of(permit_holder)) == ("", "")

    answer = client.post(PATH, {**form, "lapsing": "1", "step": "confirm"})
    assert answer["Location"] == PATH
    assert (end_of(holder), end_of(permit_holder)) == ("lapsed_by_list_change", "")
    assert holder.letters.filter(kind="lapsed").count() == 1
    assert "The authorizations have ended" in body(client.get(PATH))
    note = AuditEntry.objects.get(verb="relist")
    assert (note.actor, note.facts) == (f"staff:{officer.pk}", {"ended": 1})


def test_it_ends_nothing_when_the_report_has_changed(client: Client) -> None:
    sign_in(client, "deciding_officer")
    holder, other = mexican(1), mexican(2)
    form = {"nationality": "MEX", **on(2026, 1, 5), "lapsing": "1", "step": "confirm"}
    page = client.post(PATH, form)
    assert "figures have changed" in body(page)
    assert (end_of(holder), end_of(other)) == ("", "")


def test_it_ends_nothing_of_a_nationality_that_stays(client: Client) -> None:
    sign_in(client, "deciding_officer")
    make_paid(now=clock.now())
    day = today(clock.now())
    page = body(client.post(PATH, {"nationality": "IRL", **on(day.year, day.month, day.day)}))
    assert "Nothing ends." in page
    assert 'value="confirm"' not in page


def test_it_leaves_many_to_the_command(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(client, "deciding_officer")
    holder = mexican(1)
    monkeypatch.setattr(views, "MOST", 0)
    form = {"nationality": "MEX", **on(2026, 1, 5)}
    assert 'value="confirm"' not in body(client.post(PATH, form))
    client.post(PATH, {**form, "lapsing": "1", "step": "confirm"})
    assert end_of(holder) == ""


@pytest.mark.parametrize(
    "form", [{}, {"nationality": "Mexico"}, {"nationality": "MEX", "on_day": "31"}]
)
def test_it_says_what_is_missing(client: Client, form: dict[str, str]) -> None:
    sign_in(client, "deciding_officer")
    assert client.post(PATH, form).status_code == 422
    assert client.post(PATH, {**form, "step": "change"}).status_code == 200


def test_it_knows_no_lists_before_the_history_begins(client: Client) -> None:
    sign_in(client, "deciding_officer")
    answer = client.post(PATH, {"nationality": "MEX", **on(2018, 6, 4), "change": "none"})
    assert answer.status_code == 422
    assert "The lists are known from Jun 5, 2018 on." in body(answer)
    assert "List the day before" not in body(
        client.post(PATH, {"nationality": "MEX", **on(2018, 6, 5)})
    )


@pytest.mark.parametrize("role", ["intake_officer", "auditor", "administrator"])
def test_it_is_for_those_who_decide(client: Client, role: str) -> None:
    sign_in(client, role)
    assert client.get(PATH).status_code == 403


def test_it_chooses_no_nationality_for_the_officer(client: Client) -> None:
    sign_in(client, "deciding_officer")
    assert '<option value="">Choose</option>' in body(client.get(PATH))


def test_it_ends_nothing_before_the_day_has_come(client: Client) -> None:
    sign_in(client, "deciding_officer")
    holder, day = mexican(1), today(clock.now()) + timedelta(days=1)
    form = {"nationality": "MEX", **on(day.year, day.month, day.day)}
    page = body(client.post(PATH, form))
    assert "This day is still to come." in page
    assert 'value="confirm"' not in page
    client.post(PATH, {**form, "lapsing": "1", "step": "confirm"})
    assert end_of(holder) == ""


def test_it_tells_a_mistyped_permit_beside_its_field_and_ends_nothing(client: Client) -> None:
    sign_in(client, "deciding_officer")
    holder, permit_holder = mexican(1), mexican(2)
    number = permit_holder.authorization.number
    swapped = number[:-1] + str((int(number[-1]) + 1) % 10)
    form = {"nationality": "MEX", **on(2026, 1, 5), "lapsing": "1", "step": "confirm"}
    for permits in (swapped, f"{number}, {swapped}", permit_holder.number, f"{number} 12"):
        answer = client.post(PATH, {**form, "permits": permits})
        page = body(answer)
        assert answer.status_code == 422
        assert "These are not numbers of authorizations" in page
        assert 'name="lapsing"' not in page
        assert permits in page
    spaced = f"{number[:4]} {number[4:7]} {number[7:]} ; {number.lower()}"
    assert client.post(PATH, {**form, "permits": spaced}).status_code == 302
    assert (end_of(holder), end_of(permit_holder)) == ("lapsed_by_list_change", "")


def test_an_official_tries_a_change_before_it_is_law(client: Client) -> None:
    sign_in(client, "deciding_officer")
    stays, holder = make_paid(1, now=clock.now()), make_paid(2, now=clock.now())
    Authorization.objects.filter(application=stays).update(nationality="SWE")
    day = today(clock.now()) + timedelta(days=40)
    form = {"nationality": "IRL", **on(day.year, day.month, day.day)}
    assert "Nothing ends." in body(client.post(PATH, form))
    for change, ends in (("none", 1), ("C", 1), ("V", 0)):
        page = body(client.post(PATH, {**form, "change": change}))
        assert "A trial, not the law." in page
        assert "Tried here: Ireland on" in page
        assert re.findall(r"List [^<]+</dt><dd><bdi>([^<]+)<", page) == ["Full list", LISTS[change]]
        assert f'name="lapsing" value="{ends}"' in page
        assert ("OBRIEN C" in page) is bool(ends)  # whom it ends
        assert (numbers.for_people(holder.number) in page) is bool(ends)
        assert 'value="confirm"' not in page
    looks = AuditEntry.objects.filter(verb="see", facts__page="relisting")
    assert [look.facts["applications"] for look in looks] == [[holder.pk]] * 2
    client.post(PATH, {**form, "change": "none", "lapsing": "1", "step": "confirm"})
    past = {"nationality": "IRL", **on(2026, 1, 5), "change": "none"}
    client.post(PATH, {**past, "lapsing": "1", "step": "confirm"})  # also where the day has come
    assert end_of(holder) == ""
    assert "Nothing ends." in body(client.post(PATH, form))  # the law is what it was
    assert client.post(PATH, {**form, "change": "X"}).status_code == 422


def fact(page: str, label: str) -> str:
    """Return what stands beside a label in the figures of a report."""
    return page.partition(f"<dt>{label}</dt>")[2].partition("</dd>")[0].rpartition("<bdi>")[2][:2]


FIGURES = (
    "Valid authorizations looked at",
    "Ended by the published lists already",
    "Ended by the change in addition",
    "Stay valid",
    "Open applications looked at",
    "Open applications with another answer",
    "Open applications that keep their answer",
)


def one_of_each_kind(now: datetime) -> tuple[Application, ...]:
    """Return whom the law ends, whom the trial ends (two), and somebody who is not decided."""
    by_law, by_trial, permit_holder = mexican(1), mexican(2), mexican(3)
    Authorization.objects.filter(application=by_trial).update(basis="C")
    by_trial.answers |= {"trv_in_last_10_years": "yes", "us_visa": "no"}
    by_trial.save(update_fields=["answers"])
    long_ago = now - timedelta(days=1100)
    Authorization.objects.filter(application=by_law).update(issued_at=long_ago)
    case = make_listed(
        4, now=now, issuer="MEX", nationality="MEX", trv_in_last_10_years="yes", us_visa="no"
    )
    make_listed(5, now=now)  # of another nationality
    return by_law, by_trial, permit_holder, case


def test_a_trial_tells_apart_whom_the_law_ends_whom_it_ends_and_who_is_not_decided(
    client: Client,
) -> None:
    sign_in(client, "deciding_officer")
    now = clock.now()
    by_law, by_trial, permit_holder, case = one_of_each_kind(now)
    day = today(now) + timedelta(days=40)
    form = {"nationality": "MEX", **on(day.year, day.month, day.day), "change": "none"}
    page = body(client.post(PATH, {**form, "permits": permit_holder.authorization.number}))
    page = LABELS.sub("", page)
    figures = [int(re.findall(r"\d+", fact(page, label))[0]) for label in FIGURES]
    assert figures == [3, 1, 2, 0, 1, 1, 0]
    already, rest = page.partition("<h3>Ended by the published lists already")[2].split(
        "<h3>Ended by the change in addition"
    )
    in_addition, others = rest.split("<h3>Open applications with another answer")
    for part, application, day_or_answer in (
        (already, by_law, "Feb 29, 2024"),
        (in_addition, by_trial, words.short(day, "en")),
        (in_addition, permit_holder, words.short(day, "en")),
        (others, case, "Authorization, by the conditional list</td><td>Visa"),
    ):
        assert numbers.for_people(application.number) in part
        assert day_or_answer in part
    assert already.count("<tr>") == others.count("<tr>") == 2
    look = AuditEntry.objects.get(verb="see", facts__page="relisting")
    people = (by_law, by_trial, permit_holder, case)
    assert look.facts["applications"] == sorted(person.pk for person in people)

    page = LABELS.sub("", body(client.post(PATH, {**form, "change": "V"})))
    assert "Authorizations that the published lists end and the change would keep: 2." in page
    assert "Authorization, by the conditional list</td><td>Authorization, by the full" in page


def test_open_cases_of_others_are_not_read(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, "deciding_officer")
    for number in range(3):
        make_listed(number, now=clock.now())
    trial_law = law().if_moved("MEX", to="none", on=today(clock.now()))
    noon = law().noon_of(today(clock.now()))
    assert not trial._open("MEX").exists()
    with django_assert_max_num_queries(3):
        assert trial.compare(at=noon, nationality="IRL", under=trial_law).open.looked_at == 3


@pytest.mark.slow
def test_ten_thousand_are_reported_at_once_and_ended_by_the_command(client: Client) -> None:
    sign_in(client, "deciding_officer")
    holder = mexican(1)
    template = Authorization.objects.get(application=holder)
    answers = holder.answers
    values = {"language": "en", "started_at": clock.now(), "saved_at": clock.now()}
    applications = Application.objects.bulk_create(
        Application(number=f"V{200_000_000 + number}", answers=answers, **values)
        for number in range(MANY)
    )
    columns = [field.attname for field in Authorization._meta.fields if not field.primary_key]
    facts = {name: getattr(template, name) for name in columns}
    Authorization.objects.bulk_create(
        Authorization(
            **{
                **facts,
                "application_id": application.pk,
                "number": f"J{application.number[1:]}",
                "passport": application.number.encode().ljust(32),
            }
        )
        for application in applications
    )
    form = {"nationality": "MEX", **on(2026, 1, 5)}
    began = process_time()
    page = body(client.post(PATH, form))
    assert process_time() - began < AT_MOST
    assert f'name="lapsing" value="{MANY + 1}"' in page
    assert "More than 500 would end" in page
    client.post(PATH, {**form, "lapsing": f"{MANY + 1}", "step": "confirm"})
    assert Authorization.objects.filter(ended_at=None).count() == MANY + 1
