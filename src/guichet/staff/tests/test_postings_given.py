"""Roles at offices are given and taken in the administration, each on record, never to oneself."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.kernel.models import AuditEntry
from guichet.staff import offices, roles
from guichet.staff.models import Posting
from guichet.staff.testing import as_shown, make_posted, make_staff, sign_in, sign_in_as
from guichet.staff.tests.test_administration import USERS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_offices(monkeypatch: pytest.MonkeyPatch) -> None:
    two = {"MIA": "MIA Miami", "BOS": "BOS Boston"}
    monkeypatch.setattr(offices, "LISTS", [lambda: two])


def form_of(user: User, *rows: tuple[str, str], deletion: int = -1) -> dict[str, str]:
    """Return the form of an account whose rows are these; those it has come first."""
    keys = list(Posting.objects.filter(user=user).values_list("pk", flat=True))
    form = {"username": user.username, "is_active": "on"}
    form |= {"postings-TOTAL_FORMS": str(len(rows)), "postings-INITIAL_FORMS": str(len(keys))}
    for number, (role, office) in enumerate(rows):
        row = f"postings-{number}"
        form |= {f"{row}-role": role, f"{row}-office": office, f"{row}-user": str(user.pk)}
        form |= {f"{row}-id": str(keys[number])} if number < len(keys) else {}
        form |= {f"{row}-DELETE": "on"} if number == deletion else {}
    return form


def postings(user: User) -> set[tuple[str, str]]:
    return set(roles.postings_of(User.objects.get(pk=user.pk)))


def lines() -> list[tuple[str, dict[str, object]]]:
    rows = AuditEntry.objects.filter(verb__startswith="posting_").order_by("pk")
    return [(row.verb, row.facts) for row in rows]


def test_it_gives_and_takes_a_role_at_an_office_on_record(client: Client) -> None:
    ada, anna, theirs = sign_in(client, "administrator"), make_staff(name="anna"), Client()
    sign_in_as(theirs, anna)
    path, two = f"{USERS}{anna.pk}/change/", [("receptionist", "MIA"), ("counter_officer", "BOS")]
    assert client.post(path, as_shown(client, path, form_of(anna, *two))).status_code == 302
    assert postings(anna) == set(two)
    home = theirs.get("/staff/").content.decode()
    assert "<b>counter officer at BOS</b>, <b>receptionist at MIA</b>." in home
    assert "counter officer at BOS, receptionist at MIA" in client.get(USERS).content.decode()

    rows = list(Posting.objects.values_list("role", "office"))
    number = rows.index(("receptionist", "MIA"))
    assert (
        client.post(path, as_shown(client, path, form_of(anna, *rows, deletion=number))).status_code
        == 302
    )
    assert postings(anna) == {("counter_officer", "BOS")}
    assert "receptionist" not in theirs.get("/staff/account/").content.decode()
    mia, bos = ({"role": role, "office": office} for role, office in two)
    assert lines() == [("posting_given", bos), ("posting_given", mia), ("posting_taken", mia)]
    entry = AuditEntry.objects.filter(verb="posting_taken").get()
    assert (entry.record, entry.actor) == (anna.pk, f"staff:{ada.pk}")
    client.cookies["guichet_staff_language"] = "fr"
    page = client.get(f"{USERS}{anna.pk}/history/").content.decode()
    assert "rôle dans un bureau" in page and "role at an office" not in page
    page = client.get("/staff/audit/").content.decode()
    assert "A retiré un rôle dans un bureau" in page and "réceptionniste, bureau MIA" in page


def test_it_writes_no_line_where_nothing_is_given(client: Client) -> None:
    sign_in(client, "administrator")
    anna = make_posted("MIA", "receptionist")
    path = f"{USERS}{anna.pk}/change/"
    assert (
        client.post(
            path, as_shown(client, path, form_of(anna, ("receptionist", "MIA")))
        ).status_code
        == 302
    )
    assert lines() == []


@pytest.mark.parametrize(
    "row", [("receptionist", "MIA"), ("receptionist", ""), ("doorkeeper", "BOS"), ("", "XYZ")]
)
def test_it_says_what_does_not_fit_beside_it_and_keeps_what_is_chosen(
    client: Client, row: tuple[str, str]
) -> None:
    sign_in(client, "administrator")
    anna = make_posted("MIA", "receptionist")
    path = f"{USERS}{anna.pk}/change/"
    form = form_of(anna, ("receptionist", "MIA"), row)
    answer = client.post(path, as_shown(client, path, form))
    assert answer.status_code == 200
    assert 'class="errorlist' in answer.content.decode()
    assert postings(anna) == {("receptionist", "MIA")}


def test_it_lets_nobody_give_or_take_their_own(client: Client) -> None:
    ada = sign_in(client, "administrator")
    roles.give_at("BOS", ada, "receptionist")
    path = f"{USERS}{ada.pk}/change/"
    page = client.get(path).content.decode()
    assert "receptionist" in page and 'name="postings-0-role"' not in page
    rows = [("office_manager", "BOS"), ("office_manager", "MIA")]
    client.post(path, as_shown(client, path, form_of(ada, *rows)))
    client.post(path, as_shown(client, path, form_of(ada, ("receptionist", "BOS"), deletion=0)))
    assert postings(ada) == {("receptionist", "BOS")}
    assert lines() == []


def test_it_still_shows_a_role_at_an_office_that_is_gone(client: Client) -> None:
    sign_in(client, "administrator")
    anna = make_posted("OLD", "receptionist")
    path = f"{USERS}{anna.pk}/change/"
    assert '<option value="OLD" selected>OLD</option>' in client.get(path).content.decode()
    assert (
        client.post(
            path, as_shown(client, path, form_of(anna, ("receptionist", "OLD"), deletion=0))
        ).status_code
        == 302
    )
    assert postings(anna) == set()
