"""The administration: the staff's own door, no file of a person, and a record of every change."""

from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client

from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.testing import soon
from guichet.staff import roles, second_factor
from guichet.staff.accounts import anew
from guichet.staff.accounts.administration import Administration, Recorded
from guichet.staff.testing import as_shown, make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
USERS = "/admin/auth/user/"
NO_POSTING = {"postings-TOTAL_FORMS": "0", "postings-INITIAL_FORMS": "0"}


def test_it_is_ours_and_records_whatever_is_registered() -> None:
    assert isinstance(admin.site._wrapped, Administration)  # type: ignore[attr-defined]
    assert all(isinstance(pages, Recorded) for pages in admin.site._registry.values())


def test_it_shows_no_file_of_a_person() -> None:
    labels = {model._meta.app_label for model in admin.site._registry}
    assert labels <= {"auth", "offices", "procrastinate", "staff"}  # of staff: its teams
    names = {model._meta.model_name for model in admin.site._registry}
    assert names.isdisjoint({"group", "authenticator", "emailaddress", "session"})


@pytest.mark.parametrize("role", [role for role in roles.ROLES if role != "administrator"])
@pytest.mark.parametrize("path", ["/admin/", USERS, "/admin/offices/office/", "/admin/login/"])
def test_it_is_closed_to_other_roles(client: Client, role: str, path: str) -> None:
    user = sign_in(client, role)
    User.objects.filter(pk=user.pk).update(is_staff=True)  # means nothing here
    assert client.get(path, follow=True).status_code == 403


def test_it_is_open_to_administrators(client: Client) -> None:
    sign_in(client, "administrator")
    for path in ("/admin/", USERS, "/admin/offices/office/", "/admin/offices/jurisdiction/"):
        assert client.get(path).status_code == 200
    assert client.get("/admin/login/")["Location"] == "/admin/"
    assert client.get("/admin/password_change/")["Location"] == "/staff/account/password/"


NO_ROWS = ["NaN", "on", "9" * 30, "1\x00", "\u202e", ""]


@pytest.mark.parametrize("path", [USERS, "/admin/offices/closure/", "/admin/offices/office/"])
@pytest.mark.parametrize("marked", soon("NaN", "1\x00", of=NO_ROWS))
def test_it_does_nothing_with_what_is_no_row(client: Client, path: str, marked: str) -> None:
    sign_in(client, "administrator")
    for action in ("start_anew", "delete_selected", "nothing"):
        form = {"action": action, "index": "0", "_selected_action": [marked]}
        assert client.post(path, form, follow=True).status_code == 200


def test_it_is_closed_to_an_administrator_without_second_factor(client: Client) -> None:
    sign_in_as(client, make_staff("administrator"), proved=False)
    assert client.get("/admin/login/")["Location"] == "/staff/account/app/"


def test_it_makes_an_account_with_a_one_time_password_shown_once(client: Client) -> None:
    ada = sign_in(client, "administrator", name="ada")
    group = Group.objects.get_or_create(name="auditor")[0]
    form = {"username": "anna", "first_name": "", "last_name": "", "groups": [group.pk]}
    form |= NO_POSTING
    page = client.post(USERS + "add/", {**form, "is_active": "on"}, follow=True).content.decode()
    anna = User.objects.get(username="anna")
    password = page.split("One-time password of anna: ")[1].split()[0]
    assert anna.check_password(password)
    assert roles.roles_of(anna) == {"auditor"}
    assert password not in client.get(USERS).content.decode()
    entry = AuditEntry.objects.get(verb="roles_changed")
    assert (entry.record, entry.actor) == (anna.pk, f"staff:{ada.pk}")
    assert entry.facts == {"before": [], "after": ["auditor"]}
    assert AuditEntry.objects.filter(verb="added", record=anna.pk).exists()
    assert "anna" not in str(list(AuditEntry.objects.values()))


def test_it_lets_nobody_give_themselves_a_role(client: Client) -> None:
    ada = sign_in(client, "administrator", name="ada")
    deciding = Group.objects.get_or_create(name="deciding_officer")[0]
    form = {"username": "ada", "first_name": "A", "last_name": "", "groups": [deciding.pk]}
    form |= NO_POSTING
    path = f"{USERS}{ada.pk}/change/"
    assert client.post(path, as_shown(client, path, form)).status_code == 302
    changed = User.objects.get(pk=ada.pk)
    assert roles.roles_of(changed) == {"administrator"}
    assert changed.is_active
    assert changed.first_name == "A"
    assert AuditEntry.objects.get(verb="changed").facts["fields"] == ["First name"]


def test_it_deletes_no_account(client: Client) -> None:
    sign_in(client, "administrator")
    other = make_staff("auditor")
    assert client.post(f"{USERS}{other.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=other.pk).exists()


def test_two_administrators_let_somebody_start_anew_and_end_their_sessions(client: Client) -> None:
    ada, second = sign_in(client, "administrator"), Client()
    bea = sign_in(second, "administrator")
    other = make_staff("auditor", name="anna")
    TOTP.activate(other, generate_totp_secret())
    theirs = Client()
    sign_in_as(theirs, other)
    assert theirs.get("/staff/").status_code == 200
    form = {"action": "start_anew", "_selected_action": [other.pk]}
    for _ in range(2):  # asking twice is no confirmation
        page = client.post(USERS, form, follow=True).content.decode()
        assert "when a second administrator" in page
        assert "One-time password" not in page
    assert theirs.get("/staff/").status_code == 200
    assert second_factor.has_one(other)
    assert "One-time password of anna" in second.post(USERS, form, follow=True).content.decode()
    assert not second_factor.has_one(other)
    assert theirs.get("/staff/").status_code == 302
    line = AuditEntry.objects.get(verb="started_anew")
    assert (line.actor, line.facts) == (f"staff:{bea.pk}", {"factors": 1, "asked_by": ada.pk})


def test_a_request_of_yesterday_confirms_nothing(client: Client) -> None:
    second, other = make_staff("administrator"), make_staff("auditor", name="anna")
    ada = sign_in(client, "administrator")
    start = clock.now()
    assert anew.ask(other, by=ada, now=start) == 0
    assert anew.ask(other, by=second, now=start + timedelta(days=1, seconds=1)) == 0


def test_the_only_administrator_is_sent_to_the_machine(client: Client) -> None:
    sign_in(client, "administrator")
    other = make_staff("auditor", name="anna")
    TOTP.activate(other, generate_totp_secret())
    form = {"action": "start_anew", "_selected_action": [other.pk]}
    page = client.post(USERS, form, follow=True).content.decode()
    assert "./guichet start-anew anna" in page
    assert second_factor.has_one(other)
    output = StringIO()
    call_command("start_anew", "anna", stdout=output)
    other.refresh_from_db()
    assert other.check_password(output.getvalue().split()[-1])
    assert not second_factor.has_one(other)


def test_it_takes_no_factor_from_oneself(client: Client) -> None:
    ada = sign_in(client, "administrator")
    TOTP.activate(ada, generate_totp_secret())
    client.post(USERS, {"action": "start_anew", "_selected_action": [ada.pk]})
    assert Authenticator.objects.filter(user=ada).exists()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_speaks_the_language_of_the_staff_pages(client: Client, language: str) -> None:
    sign_in(client, "administrator")
    client.cookies["guichet_staff_language"] = language
    page = client.get(USERS).content.decode()
    assert {"en": "Start anew", "fr": "Recommencer"}[language] in page
