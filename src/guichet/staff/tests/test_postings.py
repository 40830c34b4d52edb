"""A role at an office opens that office's pages, and no other's."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, include, path
from pytest_django.fixtures import Settings

from guichet.kernel.models import AuditEntry
from guichet.staff import offices, roles
from guichet.staff.backends import ByRole
from guichet.staff.door import entry
from guichet.staff.models import Posting
from guichet.staff.testing import make_posted, make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
SITE, HOME, HERE, ELSEWHERE = "guichet.urls", "/staff/", "MIA", "BOS"
EVERY_OFFICE = [HERE, ELSEWHERE, "NONE"]


def page_of(request: HttpRequest, office: str = "") -> HttpResponse:
    return HttpResponse("open", status=404 if office == "NONE" else 200)


one_desk = path("one-desk/<office>/", entry.may_at("see_desk")(page_of), name="desk")
urlpatterns = [*get_resolver(SITE).url_patterns, path("staff/", include(([one_desk], "staff")))]


@pytest.fixture
def _desks(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a page for each office, of which there are two."""
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(offices, "LISTS", [lambda: {HERE: "Miami", ELSEWHERE: "Boston"}])


@pytest.mark.parametrize("role", [*roles.OFFICE_ROLES, *roles.ROLES, "nobody"])
def test_it_opens_at_each_office_what_the_role_opens_there(
    client: Client, subtests: pytest.Subtests, role: str
) -> None:
    user = make_posted(HERE, role) if role in roles.OFFICE_ROLES else make_staff(name="anna")
    if role in roles.ROLES:
        roles.give(user, role)
    sign_in_as(client, user)
    request = client.get(HOME).wsgi_request
    here, everywhere = roles.OFFICE_ROLES.get(role, ()), roles.ROLES.get(role, ())
    for permission in sorted(roles.AT_OFFICES):
        is_everywhere = permission in everywhere
        expected = [is_everywhere or permission in here, is_everywhere, is_everywhere]
        with subtests.test(permission=permission):
            door = entry.may_at(permission)(lambda request, office: HttpResponse("open"))
            answers = [door(request, office=office) for office in EVERY_OFFICE]
            assert [answer.status_code == 200 for answer in answers] == expected
            assert {answer.status_code for answer in answers} <= {200, 403}
            of_several = entry.may_somewhere(permission)(page_of)(request)
            assert (of_several.status_code == 200) is any(expected)


@pytest.mark.parametrize("role", roles.OFFICE_ROLES)
def test_it_opens_nothing_that_is_not_about_an_office(client: Client, role: str) -> None:
    sign_in_as(client, make_posted(HERE, role))
    request = client.get(HOME).wsgi_request
    for permission in sorted(roles.PERMISSIONS):
        assert entry.may(permission)(page_of)(request).status_code == 403, permission


def test_who_administers_reads_no_names_and_who_audits_changes_nothing() -> None:
    assert "see_desk" not in roles.ROLES["administrator"]
    assert roles.ROLES["auditor"] & roles.AT_OFFICES == {"see_desk", "see_hours", "see_figures"}
    assert roles.OFFICE_ROLES["office_manager"] == roles.AT_OFFICES


def test_somebody_may_have_several_roles_at_several_offices() -> None:
    user = make_posted(HERE, "receptionist", "counter_officer")
    roles.give_at(ELSEWHERE, user, "receptionist")
    assert roles.offices_where(user, "check_in") == {HERE, ELSEWHERE}
    assert roles.offices_where(user, "serve") == {HERE}
    assert not roles.has_at(user, "serve", ELSEWHERE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Posting.objects.create(user=user, role="receptionist", office=HERE)


@pytest.mark.usefixtures("_desks")
def test_it_is_closed_to_others_with_a_page_and_a_line_of_the_record(client: Client) -> None:
    user = make_posted(HERE, "receptionist")
    sign_in_as(client, user)
    assert client.get("/staff/one-desk/MIA/").content == b"open"
    for code, facts in ((ELSEWHERE, {"office": ELSEWHERE}), ("Olga Test", {}), ("mia", {})):
        answer = client.post(f"/staff/one-desk/{code}/")
        assert answer.status_code == 403
        assert "This page is not open to you" in answer.content.decode()
        line = AuditEntry.objects.latest("pk")
        assert (line.verb, line.actor) == ("refused", f"staff:{user.pk}")
        assert line.facts == {"route": "staff:desk", **facts}  # a code, never what was typed


@pytest.mark.usefixtures("_desks")
def test_it_leaves_to_the_page_what_an_auditor_finds_at_no_office(client: Client) -> None:
    sign_in(client, "auditor")
    answers = [client.get(f"/staff/one-desk/{office}/").status_code for office in EVERY_OFFICE]
    assert answers == [200, 200, 404]


@pytest.mark.usefixtures("_desks")
def test_it_sends_a_stranger_and_a_password_alone_to_the_sign_in(client: Client) -> None:
    assert client.get("/staff/one-desk/MIA/").status_code == 302
    sign_in_as(client, make_posted(HERE, "receptionist"), proved=False)
    assert client.get("/staff/one-desk/MIA/").status_code == 302


@pytest.mark.usefixtures("_desks")
def test_a_posting_that_is_taken_opens_nothing_from_the_next_page_on(client: Client) -> None:
    user = make_posted(HERE, "receptionist")
    sign_in_as(client, user)
    assert client.get("/staff/one-desk/MIA/").status_code == 200
    Posting.objects.all().delete()
    assert client.get("/staff/one-desk/MIA/").status_code == 403
    roles.give_at(HERE, user, "counter_officer")
    assert client.get("/staff/one-desk/MIA/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/staff/one-desk/MIA/").status_code == 302


def test_it_reads_postings_and_roles_in_the_statement_of_the_account() -> None:
    user = make_posted(HERE, "receptionist")
    roles.give(user, "auditor")
    with CaptureQueriesContext(connection) as statements:
        account = ByRole().get_user(user.pk)
        assert account
        assert roles.postings_of(account) == {("receptionist", HERE)}
        assert roles.roles_of(account) == {"auditor"}
        assert roles.has_at(account, "check_in", HERE)
    assert len(statements) == 1


def test_it_counts_no_role_that_this_site_does_not_have() -> None:
    user = make_posted(HERE, "receptionist")
    Posting.objects.update(role="doorkeeper")
    assert roles.postings_of(User.objects.get(pk=user.pk)) == frozenset()


@pytest.mark.parametrize("door", [entry.may_at, entry.may_somewhere])
def test_it_knows_no_permission_that_is_of_no_office(door: object) -> None:
    with pytest.raises(AssertionError):
        door("decide")  # type: ignore[operator]
