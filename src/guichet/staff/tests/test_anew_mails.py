"""A fresh start is told by mail: when it is asked for, and when it is done."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from guichet.kernel import clock
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.post import deliver
from guichet.post.send import MAKERS
from guichet.staff.accounts import anew, anew_mails
from guichet.staff.testing import as_shown, make_staff, sign_in
from guichet.staff.tests.test_administration import NO_POSTING, USERS

pytestmark = pytest.mark.django_db
UNTOLD = "Tell anna yourself"


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.EMAIL_URL = f"file://{tmp_path}"
    return tmp_path


def arrived(folder: Path) -> list[tuple[str, str]]:
    """Deliver what waits, and return address and subject of each mail."""
    for dispatch in Dispatch.objects.filter(sent_at=None):
        assert deliver.deliver(dispatch.pk, now=clock.now())
    mails = [file.read_text() for file in folder.glob("*.eml")]
    for file in folder.glob("*.eml"):
        file.unlink()
    return sorted((_header(mail, "To"), _header(mail, "Subject")) for mail in mails)


def _header(mail: str, name: str) -> str:
    return next(line.split(": ")[1] for line in mail.splitlines() if line.startswith(f"{name}: "))


def with_address(user: User) -> User:
    user.email = f"{user.username}@example.org"
    user.save(update_fields=["email"])
    return user


def write_address(client: Client, user: User, address: str) -> str:
    form = {"username": user.username, "email": address, "is_active": "on", **NO_POSTING}
    path = f"{USERS}{user.pk}/change/"
    return client.post(path, as_shown(client, path, form), follow=True).content.decode()


def test_the_person_and_the_administrators_are_told_twice(client: Client, folder: Path) -> None:
    with_address(sign_in(client, "administrator", name="ada"))
    second = Client()
    with_address(sign_in(second, "administrator", name="bea"))
    with_address(make_staff("deciding_officer", name="dan"))
    closed = with_address(make_staff("administrator", name="eve"))
    User.objects.filter(pk=closed.pk).update(is_active=False)
    make_staff("administrator", name="fay")  # without an address
    other = make_staff("auditor", name="anna")
    assert "was changed successfully" in write_address(client, other, "anna@example.org")
    form = {"action": "start_anew", "_selected_action": [other.pk]}
    addresses = [f"{name}@example.org" for name in ("ada", "anna", "bea")]

    page = client.post(USERS, form, follow=True).content.decode()
    assert UNTOLD not in page
    assert arrived(folder) == [(to, "The account anna is to start anew") for to in addresses]

    page = second.post(USERS, form, follow=True).content.decode()
    assert "One-time password of anna" in page
    assert UNTOLD not in page
    assert arrived(folder) == [(to, "The account anna starts anew") for to in addresses]


def test_who_has_no_address_is_told_by_the_administrators(client: Client, folder: Path) -> None:
    sign_in(client, "administrator")
    second = Client()
    with_address(sign_in(second, "administrator", name="bea"))
    other = make_staff("auditor", name="anna")
    form = {"action": "start_anew", "_selected_action": [other.pk]}
    assert UNTOLD in client.post(USERS, form, follow=True).content.decode()
    assert UNTOLD in second.post(USERS, form, follow=True).content.decode()
    assert [to for to, _ in arrived(folder)] == ["bea@example.org"] * 2


@pytest.mark.parametrize("command", ["start_anew", "make_administrator"])
def test_what_the_machine_does_is_told_too(folder: Path, command: str) -> None:
    with_address(make_staff("administrator", name="ada"))
    other, output = make_staff("auditor", name="anna"), StringIO()
    call_command(command, "anna", stdout=output)
    assert UNTOLD in output.getvalue()
    assert [to for to, _ in arrived(folder)] == ["ada@example.org"]
    with_address(other)
    output = StringIO()
    call_command(command, "anna", stdout=output)
    assert UNTOLD not in output.getvalue()
    assert [to for to, _ in arrived(folder)] == ["ada@example.org", "anna@example.org"]


def test_a_new_account_starts_nothing_anew() -> None:
    output = StringIO()
    call_command("make_administrator", "anna", stdout=output)
    assert UNTOLD not in output.getvalue()
    assert not Dispatch.objects.exists()


def test_an_address_that_cannot_be_one_is_refused_beside_its_field(client: Client) -> None:
    sign_in(client, "administrator")
    other = make_staff("auditor", name="anna")
    client.cookies["guichet_staff_language"] = "fr"
    page = write_address(client, other, "anna.example.org")
    assert "Une adresse électronique contient" in page
    assert 'value="anna.example.org"' in page
    assert "aucun mot de passe n’y est envoyé" in page
    client.cookies["guichet_staff_language"] = "en"
    assert "was changed successfully" in write_address(client, other, "anna@EXAMPLE.org")
    assert User.objects.get(pk=other.pk).email == "anna@example.org"
    line = AuditEntry.objects.get(verb="changed")
    assert line.facts["fields"] == ["E-mail address", "Roles"]
    assert "example.org" not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("kind", [anew.ASKED, anew.STARTED])
def test_it_says_in_both_languages_whose_account_and_nothing_else(kind: str) -> None:
    assert MAKERS[kind] is anew_mails.parcel
    mail = anew_mails.mail("anna", kind)
    assert mail.languages == ("en", "fr")
    assert mail.text.count("The account anna") + mail.text.count("the account anna") == 1
    assert mail.text.count("e compte anna") == 2  # the heading of the second language as well
    assert "://" not in mail.text
    assert "@" not in mail.text


def test_mails_of_the_release_before_reach_the_same_people(client: Client, folder: Path) -> None:
    for number in range(11):  # 1 begins 11 as well
        with_address(make_staff("administrator", name=f"ada{number}"))
    other = with_address(make_staff("auditor", name="anna"))
    anew.tell(other, anew.ASKED, now=clock.now())
    Dispatch.objects.update(addressee=None)
    addresses = sorted(["anna@example.org", *(f"ada{number}@example.org" for number in range(11))])
    assert [to for to, _ in arrived(folder)] == addresses


def test_a_closed_administrator_is_no_longer_told() -> None:
    ada = with_address(make_staff("administrator", name="ada"))
    other = make_staff("auditor", name="anna")
    assert not anew.tell(other, anew.ASKED, now=clock.now())
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert anew_mails.parcel(Dispatch.objects.get(), clock.now()) is None
