"""Both sides of an invitation in tests: the officer's deed, and the person's page and letters."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client

from guichet.applications import tokens
from guichet.applications.access import handles
from guichet.applications.models import Application
from guichet.applications.tests.paper import text_of
from guichet.casework.tests.desk import do
from guichet.eligibility import content
from guichet.interviews.models import Interview
from guichet.interviews.testing import days_after
from guichet.kernel import clock

_FORM = re.compile(r'<form id="(\w+)".*?</form>', re.DOTALL)
_HIDDEN = re.compile(r'type="hidden" name="([^"]*)" value="([^"]*)"')
PLACE = "Visa office, 2nd floor\n7 rue de la Paix, Paris"


def day_fields(day: date) -> dict[str, str]:
    """Return a day as the three fields of a form carry it."""
    return {
        "due_on_day": f"{day.day}",
        "due_on_month": f"{day.month}",
        "due_on_year": f"{day.year}",
    }


def offered(
    *, days: Sequence[int] = (10, 11, 12), answer_in: int = 7, **changes: object
) -> dict[str, object]:
    """Return what an officer types to invite somebody to a place."""
    now = clock.now()
    times = days_after(now, *days)
    return {
        "manner": "place",
        "place": PLACE,
        "zone": "Europe/Paris",
        "minutes": "30",
        "bring": "Your passport",
        "words": "Cork, 2011.",
        **{f"time_{place}": f"{time:%Y-%m-%dT%H:%M}" for place, time in enumerate(times, start=1)},
        **day_fields(content.today(now) + timedelta(days=answer_in)),
        **changes,
    }


def invite_by_page(officer: Client, application: Application, **changes: object) -> str:
    """Invite as an officer does, from the form to the file; return the file."""
    path = f"/staff/cases/{application.number}/invite/"
    return do(officer, path, offered(**changes))  # type: ignore[arg-type]


def open_in(person: Client, application: Application, language: str = "en") -> str:
    """Open an application with number and PIN; return the address of its invitation."""
    person.cookies.pop(handles.COOKIE, None)
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    assert person.post(f"/{language}/eta/apply/resume/", keys).status_code == 302
    return f"/{language}/eta/yours/interview/"


def fields_of(page: Any, form: str) -> dict[str, str]:
    """Return the hidden fields of a form of a page."""
    forms = {match[1]: match[0] for match in _FORM.finditer(page.content.decode())}
    return dict(_HIDDEN.findall(forms[form]))


def press(person: Client, page: Any, form: str, fields: Mapping[str, object]) -> Any:
    """Send a form of a page, with what it carries; return the page that comes next."""
    path = str(page.request["PATH_INFO"])
    return person.post(path, {**fields_of(page, form), **fields}, follow=True)


def choose(person: Client, page: Any, time: datetime) -> Any:
    """Choose a time, or move to it."""
    return press(person, page, "answer", {"time": int(time.timestamp()), "do": "choose"})


def decline(person: Client, page: Any, reply: str = "") -> Any:
    """Say that none of the times is possible."""
    return press(person, page, "answer", {"reply": reply, "do": "decline"})


def newest_letter(person: Client, language: str = "en") -> str:
    """Open the list of letters and read the first one."""
    page = text_of(person.get(f"/{language}/eta/yours/letters/"))
    address = page.partition('class="button plain small" href="')[2].partition('"')[0]
    return text_of(person.get(address))


def let_it_be_over(days: int = 30) -> None:
    """Let everything have happened so many days earlier; staff are signed in by the clock."""
    for interview in Interview.objects.select_related("request"):
        back = timedelta(days=days)
        interview.times = [int(second - back.total_seconds()) for second in interview.times]
        if interview.chosen_at and interview.chosen_until:
            interview.chosen_at -= back
            interview.chosen_until -= back
        interview.save(update_fields=["times", "chosen_at", "chosen_until"])
        interview.request.due_on -= back
        interview.request.save(update_fields=["due_on"])
