"""The door: signed in, second factor proved, and a role that opens the page."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
HOME = "/staff/"


@pytest.mark.parametrize("path", [HOME, "/staff/account/", "/staff/nothing/here/", "/admin/"])
def test_it_sends_a_stranger_to_the_sign_in_and_back(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/staff/sign-in/?next=%2F")


@pytest.mark.parametrize("came_from", ["http://[::1", "http://[", "http://testserver[/staff/"])
def test_it_sends_who_says_nonsense_of_where_they_come_from_to_the_sign_in_too(
    client: Client, came_from: str
) -> None:
    response = client.post("/staff/account/", {}, headers={"Referer": came_from})
    assert response.status_code == 302
    assert response["Location"].startswith("/staff/sign-in/?next=%2F")


@pytest.mark.parametrize("path", [HOME, "/staff/account/", "/staff/nothing/here/", "/admin/"])
def test_it_opens_nothing_to_a_password_alone(client: Client, path: str) -> None:
    sign_in_as(client, make_staff("administrator", "deciding_officer"), proved=False)
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == "/staff/account/app/"


@pytest.mark.parametrize("role", roles.ROLES)
def test_it_opens_the_first_page_to_every_role(client: Client, role: str) -> None:
    sign_in(client, role)
    response = client.get(HOME)
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("role", [*roles.ROLES, "nobody"])
def test_it_opens_to_each_role_what_is_its_own(
    client: Client, subtests: pytest.Subtests, role: str
) -> None:
    roles_held = [role] if role in roles.ROLES else []
    sign_in(client, *roles_held)
    request = client.get(HOME).wsgi_request
    for permission in sorted(roles.PERMISSIONS):
        with subtests.test(permission=permission):
            page = may(permission)(lambda request: HttpResponse("open"))
            expected = 200 if permission in roles.ROLES.get(role, ()) else 403
            assert page(request).status_code == expected


def test_it_knows_no_misspelt_permission() -> None:
    with pytest.raises(AssertionError):
        may("decid")


def test_it_closes_to_an_account_that_is_no_longer_active(client: Client) -> None:
    user = sign_in(client, "deciding_officer")
    user.is_active = False
    user.save()
    assert client.get(HOME).status_code == 302


def test_it_sets_no_session_on_public_pages(client: Client) -> None:
    response = client.get("/en/")
    assert response.status_code == 200
    assert not hasattr(response.wsgi_request, "session")
    assert "guichet_staff" not in response.cookies


def test_it_says_who_is_in_and_offers_what_the_role_opens(client: Client) -> None:
    sign_in(client, "administrator", name="ada")
    page = client.get(HOME).content.decode()
    assert "ada" in page
    assert 'href="/admin/"' in page


def test_it_hides_what_the_role_does_not_open(client: Client) -> None:
    sign_in(client, "intake_officer")
    assert 'href="/admin/"' not in client.get(HOME).content.decode()


def test_it_speaks_french_when_asked(client: Client) -> None:
    sign_in(client, "auditor")
    response = client.post("/staff/language/", {"language": "fr", "next": "/staff/"})
    assert response["Location"] == "/staff/"
    page = client.get(HOME).content.decode()
    assert '<html lang="fr"' in page
    assert "Votre travail" in page


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_it_leads_nowhere_else_after_a_change_of_language(client: Client, target: str) -> None:
    response = client.post("/staff/language/", {"language": "fr", "next": target})
    assert response["Location"] == "/staff/"


def test_it_reads_the_language_of_the_browser() -> None:
    from guichet.staff.frame import languages

    request = RequestFactory().get("/staff/", headers={"accept-language": "fr-CA,ar"})
    other = RequestFactory().get("/staff/", headers={"accept-language": "ar"})
    assert languages.preferred(request) == "fr"
    assert languages.preferred(other) == "en"
