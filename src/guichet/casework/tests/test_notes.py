"""Notes for colleagues: written without a deed, naming somebody, read by officers alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.applications import retention
from guichet.applications.apply import urls as apply
from guichet.applications.changes import urls as changes
from guichet.applications.changes.tests.opening import open_it
from guichet.applications.enquiries import urls as enquiries
from guichet.applications.models import Application
from guichet.applications.status import urls as status
from guichet.applications.testing import make_listed
from guichet.casework.models import CaseNote
from guichet.casework.tests.desk import address, body
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import make_staff, sign_in

pytestmark = pytest.mark.django_db
NOTE = "Spoke with the court of Cork, @Claire.Dubois: see clerk@court.example. <b>"
_ONCE = re.compile(r'name="once" value="([^"]+)"')


@pytest.fixture
def case() -> Application:
    return make_listed(now=clock.now())


def write(client: Client, case: Application, text: str, *, times: int = 1) -> str:
    """Write a note on its page, press so many times, and return the page that comes."""
    path = address(case, "note")
    mark = _ONCE.search(body(client.get(path)))
    assert mark
    for _ in range(times):
        answer = client.post(path, {"words": text, "once": mark[1]})
    return body(client.get(answer["Location"]) if answer.status_code == 302 else answer)


def test_a_note_names_a_colleague_who_reads_it(client: Client, case: Application) -> None:
    first = sign_in(client, "intake_officer", name="amelie")
    colleague, other = Client(), Client()
    sign_in(colleague, "deciding_officer", name="claire.dubois")
    sign_in(other, "deciding_officer", name="clara")
    file = write(client, case, NOTE, times=2)
    assert "The note is in the file." in file
    assert file.count("Spoke with the court of Cork, @Claire.Dubois") == 1
    assert "&lt;b&gt;" in file
    assert "amelie" in file
    assert "I have read it" not in file  # who wrote it is not named

    mine = body(colleague.get("/staff/cases/?whose=mine"))
    assert "You were named" in mine
    assert "amelie named you in a note" in mine
    path = address(case) + "#notes"
    assert f'href="{path}"' in mine
    for browser, is_named in ((other, False), (colleague, True)):
        page = body(browser.get(address(case)))
        assert "Spoke with the court" in page
        assert ("I have read it" in page) is is_named
        assert "has taken a task of this file" not in page  # a mention binds nobody
    task = case.tasks.model.objects.get(kind="mention")
    reads = address(case, "mentions", task.pk) + "read/"
    assert "taken or done meanwhile" in body(other.get(other.post(reads)["Location"])).lower(), (
        "nobody reads for somebody else"
    )
    for _ in range(2):
        answer = colleague.post(reads)
    page = body(colleague.get(answer["Location"]))
    assert "The note is off your list." in page
    assert "I have read it" not in page
    assert "You were named" not in body(colleague.get("/staff/cases/?whose=mine"))
    verbs = AuditEntry.objects.filter(verb__in=["note", "read_note"]).order_by("pk")
    assert [(entry.verb, entry.record) for entry in verbs] == [
        ("note", case.pk),
        ("read_note", case.pk),
    ]
    assert verbs[0].actor == f"staff:{first.pk}"
    assert "Cork" not in str(verbs[0].facts)


def test_other_words_from_a_page_that_the_browser_kept_are_another_note(
    client: Client, case: Application
) -> None:
    sign_in(client, "deciding_officer")
    mark = "a" * 32
    for text in ("The first.", "The first.", "The second."):
        client.post(address(case, "note"), {"words": text, "once": mark})
    page = body(client.get(address(case)))
    assert (page.count("The first."), page.count("The second.")) == (1, 1)


def test_the_newest_note_stands_first(client: Client, case: Application) -> None:
    sign_in(client, "deciding_officer")
    write(client, case, "The first.")
    page = write(client, case, "The second.")
    assert page.index("The second.") < page.index("The first.")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ask @nobody.here, please.", "No officer has this name: @nobody.here."),
        ("For @auditor to know.", "No officer has this name: @auditor."),  # takes no task
        ("", "This is needed."),
        ("a" * 4001, "write at most 4000 characters"),
    ],
)
def test_it_says_what_is_wrong_beside_the_field_and_loses_nothing(
    client: Client, case: Application, text: str, problem: str
) -> None:
    sign_in(client, "deciding_officer")
    make_staff("auditor", name="auditor")
    page = write(client, case, text)
    assert problem in page
    assert f">{text}</textarea>" in page
    assert not CaseNote.objects.exists()
    assert "No officer" not in body(
        client.post(address(case, "note"), {"words": "@x", "language": "fr"})
    )


def test_the_person_never_sees_it(client: Client, case: Application) -> None:
    officer = Client()
    sign_in(officer, "deciding_officer")
    write(officer, case, "A word for colleagues.")
    open_it(client, case)
    page_count = 0
    of_one = (apply.of_one, changes.urlpatterns, enquiries.of_one, status.of_one)
    for route in (route for routes in of_one for route in routes):
        if "<" in str(route.pattern):
            continue
        page = client.get(f"/en/eta/{route.pattern}", follow=True)
        page_count += case.number in body(page).replace(" ", "")
        assert "A word for colleagues" not in body(page), route.pattern
    assert page_count > 3
    assert case.letters.count() == 1, "nothing is sent"


def test_it_goes_with_its_case(client: Client, case: Application, settings: Settings) -> None:
    sign_in(client, "deciding_officer", name="claire")
    make_staff("deciding_officer", name="amelie")
    write(client, case, "@amelie, look.")
    Application.objects.filter(pk=case.pk).update(state="withdrawn")
    case.tasks.update(done_at=clock.now())
    retention.purge(now=clock.now() + timedelta(days=9000))
    assert not Application.objects.exists()
    assert not CaseNote.objects.exists()
