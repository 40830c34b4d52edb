"""One administrator stays who can sign in when the agency's own sign-in is down."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.staff import roles
from guichet.staff.models import AgencyIdentity
from guichet.staff.testing import as_shown, make_staff, sign_in
from guichet.staff.tests.test_administration import NO_POSTING, USERS

pytestmark = pytest.mark.django_db
REFUSED = "This is the last administrator who can sign in without the agency"


@pytest.fixture
def lou(client: Client, settings: Settings) -> User:
    """The one administrator with a password; another, of the agency's sign-in, is signed in."""
    settings.OIDC_ISSUER = "https://sign-in.example.org"
    ada = sign_in(client, "administrator", name="ada")
    AgencyIdentity.objects.create(user=ada, subject="ada", issuer=settings.OIDC_ISSUER)
    return make_staff("administrator", name="lou")


def change(client: Client, user: User, *, role: str, is_active: bool) -> tuple[bool, str]:
    """Send the form of an account; return whether it was saved, and the page."""
    group = Group.objects.get_or_create(name=role)[0]
    form = {"username": user.username, "first_name": "", "last_name": "", "groups": [group.pk]}
    form |= NO_POSTING | ({"is_active": "on"} if is_active else {})
    path = f"{USERS}{user.pk}/change/"
    answer = client.post(path, as_shown(client, path, form))
    return answer.status_code == 302, answer.content.decode()


WAYS = [
    pytest.param("auditor", True, id="another role"),
    pytest.param("administrator", False, id="no longer active"),
]


@pytest.mark.parametrize(("role", "is_active"), WAYS)
def test_the_last_one_with_a_password_stays(
    client: Client, lou: User, role: str, is_active: bool
) -> None:
    is_saved, page = change(client, lou, role=role, is_active=is_active)
    assert (is_saved, REFUSED in page) == (False, True)
    lou.refresh_from_db()
    assert lou.is_active
    assert roles.roles_of(User.objects.get(pk=lou.pk)) == {"administrator"}
    assert change(client, lou, role="administrator", is_active=True)[0]


@pytest.mark.parametrize(("role", "is_active"), WAYS)
def test_of_two_one_may_go(client: Client, lou: User, role: str, is_active: bool) -> None:
    make_staff("administrator", name="max")
    assert change(client, lou, role=role, is_active=is_active)[0]


@pytest.mark.parametrize("why", ["inactive", "of the agency"])
def test_who_cannot_come_in_then_does_not_count(client: Client, lou: User, why: str) -> None:
    other = make_staff("administrator", name="max")
    if why == "inactive":
        User.objects.filter(pk=other.pk).update(is_active=False)
    else:
        AgencyIdentity.objects.create(user=other, subject="max", issuer="https://sign-in")
    assert REFUSED in change(client, lou, role="auditor", is_active=True)[1]


def test_without_an_agencys_sign_in_nothing_is_asked(
    client: Client, lou: User, settings: Settings
) -> None:
    settings.OIDC_ISSUER = ""
    assert change(client, lou, role="auditor", is_active=True)[0]
