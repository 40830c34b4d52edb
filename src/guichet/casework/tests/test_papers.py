"""Papers in a file: what was handed in can be read; what was not let in is only named."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications.decisions import reconsiderations
from guichet.applications.models import Application, Paper, PaperBytes
from guichet.applications.papers import actions as papers
from guichet.applications.papers.tests import files
from guichet.applications.testing import make_asked, make_refused
from guichet.casework.tests.desk import address, body
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
WHOLE = files.photo("PNG", size=(8, 8))


def paper(
    application: Application,
    *,
    state: str = "handed_in",
    verdict: str = "clean",
    name: str = "a.png",
) -> Paper:
    """Put a paper into a file as if it had been checked and handed in."""
    now = clock.now()
    row = Paper.objects.create(
        application=application,
        request=application.requests.first(),
        name=name,
        kind="png",
        size=2048,
        digest=name.encode().ljust(32)[:32],
        verdict=verdict,
        state=state,
        added_at=now,
        handed_in_at=now if state == "handed_in" else None,
    )
    PaperBytes.objects.create(paper=row, content=WHOLE, picture=b"small")
    return row


@pytest.fixture
def application() -> Application:
    return make_asked(now=clock.now())


def test_it_shows_a_paper_and_its_picture_and_notes_it(
    client: Client, application: Application
) -> None:
    officer = sign_in(client, "deciding_officer")
    row = paper(application, name="certificate.png")
    page = body(client.get(address(application)))
    path = address(application, "papers", row.pk)
    for words in ("certificate.png", "Checked, clean", "2 KB", path, f"{path}picture/"):
        assert words in page, words
    whole, small = client.get(path), client.get(f"{path}picture/")
    assert (whole.content, small.content) == (WHOLE, b"small")
    assert "sandbox" in whole["Content-Security-Policy"]
    looks = AuditEntry.objects.filter(verb="see", actor=f"staff:{officer.pk}", facts__paper=row.pk)
    assert sorted(look.facts["page"] for look in looks) == ["paper", "picture"]


@pytest.mark.parametrize(
    ("state", "verdict"),
    [
        ("refused", "infected"),
        ("refused", "not_scanned"),
        ("waiting", "not_scanned"),
        ("ready", "clean"),
    ],
)
def test_it_opens_no_other_paper(
    client: Client, application: Application, state: str, verdict: str
) -> None:
    sign_in(client, "deciding_officer")
    row = paper(application, state=state, verdict=verdict, name="odd.png")
    path = address(application, "papers", row.pk)
    page = body(client.get(address(application)))
    assert path not in page
    assert ("odd.png" in page) is (state == "refused")
    assert [client.get(page_path).status_code for page_path in (path, f"{path}picture/")] == [
        404,
        404,
    ]


def test_it_says_which_papers_are_still_being_checked(
    client: Client, application: Application
) -> None:
    sign_in(client, "deciding_officer")
    row = paper(application, state="waiting", verdict="not_scanned", name="late.png")
    assert "late.png" not in body(client.get(address(application)))  # it is still the client's own
    Paper.objects.update(handed_in_at=clock.now())
    page = body(client.get(address(application)))
    assert "late.png" in page
    assert "Still being checked" in page
    assert "A paper that was handed in is still being checked" in page
    path = address(application, "papers", row.pk)
    assert path not in page
    assert client.get(path).status_code == 404
    Paper.objects.update(state="handed_in", verdict="clean")
    page = body(client.get(address(application)))
    assert "Still being checked" not in page
    assert path in page


def test_it_opens_a_paper_only_below_its_own_number(
    client: Client, application: Application
) -> None:
    sign_in(client, "deciding_officer")
    other = make_asked(2, now=clock.now())
    path = address(other, "papers", paper(application).pk)
    assert client.get(path).status_code == 404


def test_it_shows_what_came_with_a_request_to_look_again(client: Client) -> None:
    refusal = make_refused(now=clock.now() - timedelta(days=1))
    reconsiderations.request_reconsideration(refusal.pk, "It was quashed.", now=clock.now())
    papers.save_explanation(refusal.pk, None, "See the judgment.", loaded="", now=clock.now())
    papers.hand_in(refusal.pk, now=clock.now())
    row = paper(refusal, name="judgment.png")
    sign_in(client, "deciding_officer")
    page = body(client.get(address(refusal)))
    for words in ("It was quashed.", "See the judgment.", address(refusal, "papers", row.pk)):
        assert words in page, words
