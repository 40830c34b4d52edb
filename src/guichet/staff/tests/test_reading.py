"""The account of a session is read by a statement that is written once, as the plain query does."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from guichet.kernel import clock
from guichet.staff import reading, roles
from guichet.staff.models import OneTimePassword
from guichet.staff.sessions import lifetime
from guichet.staff.testing import make_posted, sign_in_as

pytestmark = pytest.mark.django_db


def facts(user: User) -> dict[str, object]:
    """Return all that was read of an account."""
    return {name: value for name, value in vars(user).items() if name != "_state"}


@pytest.mark.parametrize("has_password", [True, False])
def test_it_reads_what_the_plain_query_reads(client: Client, has_password: bool) -> None:
    user = make_posted("MIA", "office_manager", "receptionist")
    roles.give(user, "auditor", "intake_officer")
    sign_in_as(client, user)
    client.get("/staff/")  # the session has a row from now on
    if has_password:
        OneTimePassword.objects.create(user=user, given_at=clock.now())

    account, plain = reading.account(user.pk), reading.accounts(user.pk).get()

    assert account == plain
    assert facts(account) == facts(plain)
    assert roles.roles_of(account) == {"auditor", "intake_officer"}
    assert len(roles.postings_of(account)) == 2
    assert (
        hasattr(account, "one_time_password") is has_password is hasattr(plain, "one_time_password")
    )
    assert len(lifetime.live(account, now=clock.now())) == 1


def test_it_asks_once_for_all_of_it(django_assert_num_queries: Any) -> None:
    pk = make_posted("MIA", "receptionist").pk
    with django_assert_num_queries(1):
        account = reading.account(pk)
        assert account
        assert not hasattr(account, "one_time_password")
        assert roles.has_at(account, "check_in", "MIA")


def test_nobody_is_none() -> None:
    assert reading.account(10**6) is None


def test_it_makes_an_account_that_can_be_changed_and_saved() -> None:
    account = reading.account(make_posted("MIA", "receptionist").pk)
    assert account
    account.is_active = False
    account.save()
    assert not User.objects.get(pk=account.pk).is_active
