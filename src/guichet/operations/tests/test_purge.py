"""One command forgets for both programmes, and counts what it forgot."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command

from guichet.applications.models import Application
from guichet.applications.testing import make_draft
from guichet.kernel import clock
from guichet.staff import tasks


@pytest.mark.django_db
def test_it_forgets_for_both_programmes_and_counts() -> None:
    make_draft(1, now=clock.now() - timedelta(days=31))
    make_draft(2, now=clock.now())
    out = StringIO()
    call_command("purge", stdout=out)
    assert "1 unfinished applications" in out.getvalue()
    assert "0 appointments" in out.getvalue()
    assert Application.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["command", "worker"])
def test_it_forgets_sessions_that_are_over(by: str) -> None:
    over = clock.now() - timedelta(minutes=1)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=over)
    if by == "command":
        call_command("purge", stdout=StringIO())
    else:
        tasks.purge(timestamp=0)
    assert not Session.objects.exists()
