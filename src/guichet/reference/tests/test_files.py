"""A file goes out, is looked at, and comes in as it was shown; what is wrong is told by line."""

import re
from datetime import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guichet.booking.schedule.working_days import calendar_of
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.offices.models import Jurisdiction, Office, Service
from guichet.offices.testing import make_hours, make_jurisdiction, make_office, make_service
from guichet.reference.testing import make_change
from guichet.staff.testing import make_posted, sign_in, sign_in_as
from guichet.web.formats.dates import long_day

pytestmark = pytest.mark.django_db
HOME = "/staff/reference/"


@pytest.fixture
def office() -> Office:
    office = make_office()
    make_service(code="visit")
    make_jurisdiction(office, postal_code="10001")
    return office


@pytest.fixture
def zoe(client: Client, office: Office) -> User:
    """An administrator, signed in."""
    return sign_in(client, "administrator", name="zoe")


def words_of(page: Any) -> str:
    """Return what a page says, without its markup and with plain spaces."""
    text = re.sub(r"<[^>]+>", " ", page.content.decode()).replace("\u202f", " ")
    return " ".join(text.replace("&#39;", "'").split())


def send(client: Client, kind: str, content: bytes | str, **fields: str) -> Any:
    """Send a file and go on to what it would change."""
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("rows.csv", raw, content_type="text/csv")
    return client.post(f"{HOME}{kind}/upload/", {"file": file, **fields}, follow=True)


def press(client: Client, page: Any, **fields: str) -> Any:
    """Press the button of a page that has shown what would change."""
    text = page.content.decode()
    action = re.search(r'action="(/staff/reference/drafts/\d+/confirm/)"', text)
    mark = re.search(r'name="shown" value="([^"]+)"', text)
    assert action and mark
    return client.post(action[1], {"shown": mark[1], **fields}, follow=True)


@pytest.mark.usefixtures("zoe")
def test_a_file_is_taken_out_changed_shown_and_brought_in(client: Client) -> None:
    answer = client.get(f"{HOME}services/excel.csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeffcode;minutes;")
    page = send(client, "services", text)
    assert "It changes nothing" in words_of(page)

    page = send(client, "services", text.replace(";30;", ";45;").replace(";20;", ";45;"))
    assert 'data-counts="0 1 0 0"' in page.content.decode()
    minutes = str(Service.objects.get().duration_minutes)
    assert f"Case changed · line 2 Minutes of a time {minutes} 45" in words_of(page)
    assert Service.objects.get().duration_minutes != 45

    before = page
    page = press(client, page, reason="longer talks")
    assert Service.objects.get().duration_minutes == 45
    assert "The change is made." in words_of(page)
    assert "zoe" in words_of(page) and "longer talks" in words_of(page)
    assert AuditEntry.objects.get(verb="change_row").actor == f"staff:{User.objects.get().pk}"
    assert "Last changed by zoe" in words_of(client.get(HOME))
    assert "longer talks" in words_of(client.get(f"{HOME}services/history/"))
    for back in (client.get(before.request["PATH_INFO"], follow=True), press(client, before)):
        assert back.request["PATH_INFO"] == page.request["PATH_INFO"]
        assert "Here is what was changed" in words_of(back)


@pytest.mark.usefixtures("zoe")
def test_what_changed_meanwhile_is_shown_and_not_overwritten(client: Client) -> None:
    page = send(client, "services", "code,minutes,name_en\nvisit,45,Visit\n")
    Service.objects.update(duration_minutes=25)
    late = press(client, page)
    assert late.status_code == 409
    assert "Nothing was done" in words_of(late) and "25 45" in words_of(late)
    assert Service.objects.get().duration_minutes == 25
    assert press(client, late).status_code == 200
    assert Service.objects.get().duration_minutes == 45


@pytest.mark.usefixtures("zoe")
def test_all_that_is_wrong_is_told_at_once_and_a_missing_column_leaves_what_stands(
    client: Client,
) -> None:
    page = send(client, "services", "code,minutes,name_en\nvisit,x,Visit\nvisit2\nother,y,Other\n")
    words = words_of(page)
    assert page.status_code == 422 and 'data-problems="3"' in page.content.decode()
    assert "it has 1 cell, and the first line has 3" in words
    minutes = Service.objects.get().duration_minutes
    page = press(client, send(client, "services", "code,name_en\nvisit,Call\n"))
    assert "The change is made." in words_of(page)
    assert Service.objects.get().duration_minutes == minutes
    page = send(client, "services", "code,name_en\nother,Other\n")
    assert "how long does a time of it last?" in words_of(page)


@pytest.mark.usefixtures("zoe")
def test_one_bad_line_of_ten_thousand_is_named(client: Client) -> None:
    lines = [f"{number},TST" for number in range(10000, 20000)]
    lines[6789] = "16789,TXT"
    page = send(client, "jurisdictions", "zip,office_code\n" + "\n".join(lines))
    assert page.status_code == 422
    assert "6,791 office_code 'TXT' is no office." in words_of(page)
    assert Jurisdiction.objects.count() == 1
    page = client.get(page.request["PATH_INFO"], headers={"Accept-Language": "fr"})
    assert "'TXT' n’est pas un bureau." in words_of(page)


@pytest.mark.usefixtures("zoe")
@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("code;minutes;name_fr\nvisit;45;Été\n".encode("cp1252"), "read as Windows-1252"),
        ("code\tminutes\tname_fr\r\nvisit\t45\tÉté\r\n".encode("utf-16"), "read as UTF-16"),
        (b"", "The file is empty"),
        (b"PK\x03\x04 a workbook", "Save it as CSV"),
        (b"code,minutes\nvisit,\x00\n", "This is no text file"),
        (b"code,minutes\n" + b"visit,30\n" * 600_000, "larger than 5 megabytes"),
    ],
)
def test_other_encodings_are_read_or_refused(client: Client, content: bytes, words: str) -> None:
    page = send(client, "services", content)
    assert words in words_of(page)
    if page.status_code == 200:
        press(client, page)
        assert Service.objects.get().names["fr"] == "Été"
    else:
        assert page.status_code == 422 and 'id="file-error"' in page.content.decode()


def test_an_auditor_reads_and_a_manager_has_the_hours_of_one_office(
    client: Client, office: Office
) -> None:
    make_change("services", now=clock.now())
    sign_in(client, "auditor")
    assert "Only read" not in words_of(client.get(f"{HOME}offices/"))
    assert "the site itself" in words_of(client.get(HOME))
    assert send(client, "services", "code,minutes\nvisit,45\n").status_code == 403

    sign_in_as(client, make_posted(office.pk, "office_manager", name="mia"))
    assert 'data-rows="hours"' in (page := client.get(HOME).content.decode())
    assert 'data-rows="offices"' not in page
    assert client.get(f"{HOME}offices/").status_code == 403
    tiles = words_of(client.get("/staff/"))
    assert "The opening hours of your offices" in tiles and "jurisdictions" not in tiles
    make_office(code="OTH")
    hours = "office_code,service_code,weekday,opens_at,closes_at,desks\n"
    page = send(client, "hours", f"{hours}OTH,visit,1,09:00,12:00,2\n")
    assert "'OTH' is not your office" in words_of(page) or "OTH is not your office" in words_of(
        page
    )
    page = send(client, "hours", f"{hours}{office.pk},visit,1,09:00,12:00,2\n")
    assert "The change is made." in words_of(press(client, page))
    assert "Last changed by mia" in words_of(client.get(HOME))


@pytest.mark.usefixtures("zoe")
def test_other_minutes_say_from_which_day_and_how_many_places_before_they_are_saved(
    client: Client, office: Office
) -> None:
    service = Service.objects.get()
    make_hours(office, service, desks=2, opens_at=time(9), closes_at=time(12))
    Service.objects.update(duration_minutes=20)
    page = send(client, "services", "code,minutes\nvisit,30\n")
    calendar = calendar_of(office, now=clock.now())
    day = next(day for day in calendar.open_days if day >= calendar.today)
    assert 'data-effect="18 12"' in page.content.decode()
    assert f"Test Field Office, Case, from {long_day(day, 'en')} on." in words_of(page)
    assert "Days that are made already keep their times" in words_of(page)
    page = send(client, "services", "code,minutes,position\nvisit,20,3\n")
    assert "data-effect" not in page.content.decode()
