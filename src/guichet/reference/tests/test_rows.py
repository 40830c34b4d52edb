"""A row is looked for, changed in a form, added and taken away; a change is undone."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.offices.models import Jurisdiction, Office, Service
from guichet.offices.sheets.documents import own
from guichet.offices.sheets.testing import agency_copied, exported
from guichet.offices.testing import make_hours, make_jurisdiction, make_office, make_service
from guichet.reference.models import ReferenceChange
from guichet.reference.steps import PastRow, edits_of, steps_of
from guichet.reference.tests.test_files import HOME, press, send, words_of
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
ROWS = f"{HOME}offices/rows/"
KEY = ("1",)


@pytest.fixture(autouse=True)
def office(client: Client) -> Office:
    """An office with a service, seen by an administrator."""
    sign_in(client, "administrator", name="zoe")
    office = make_office()
    make_service(code="visit")
    return office


def fields_of(page: Any) -> dict[str, str]:
    """Return what the form of a row holds."""
    text = page.content.decode()
    boxes = re.findall(r'<input[^>]* name="([\w-]+)"[^>]* value="([^"]*)"', text)
    selects = re.findall(r'<select[^>]* name="([\w-]+)".*?</select>', text, re.S)
    lists = dict(re.findall(r'<select[^>]* name="([\w-]+)"(.*?)</select>', text, re.S))
    options = {name: re.findall(r'value="([^"]*)" selected', lists[name]) for name in selects}
    names = {name: match[0] if match else "" for name, match in options.items()}
    form = {**dict(boxes), **names}
    return {name: text for name, text in form.items() if name not in {"next", "language"}}


def type_over(client: Client, path: str, **cells: str) -> Any:
    """Type over cells of a form and go to what that would change."""
    return client.post(path, {**fields_of(client.get(path)), **cells}, follow=True)


def test_a_row_is_found_changed_and_undone(client: Client, office: Office) -> None:
    assert "TST" in words_of(client.get(f"{ROWS}?words=spring main"))
    assert "No row holds these words" in words_of(client.get(f"{ROWS}?words=nowhere"))
    path = f"{ROWS}row/TST/"
    page = type_over(client, path, room="7", release_at="25:00")
    assert page.status_code == 422 and 'value="7"' in page.content.decode()
    assert re.search(r'id="id_release_at-error">[^<]*25:00', page.content.decode())
    assert "'25:00' is no time of a day" in words_of(page)

    page = type_over(client, path, room="7")
    assert 'data-counts="0 1 0 0"' in page.content.decode()
    preview, address = page, page.redirect_chain[-1][0]
    page = press(client, page, reason="a new floor")
    assert "was done before" in words_of(client.get(address, follow=True)), "the browser's back"
    assert "was done before" in words_of(press(client, preview)) and "a new floor" in words_of(
        client.get(f"{HOME}offices/history/")
    )
    office.refresh_from_db()
    assert office.room == "7"

    undo = f"/staff/reference/changes/{ReferenceChange.objects.get().pk}/undo/"
    page = client.post(undo, follow=True)
    assert "Room or floor 7 empty" in words_of(page)
    page = press(client, page)
    office.refresh_from_db()
    assert office.room == "" and "It undoes this change" in words_of(page)


def test_what_was_changed_since_is_asked_about(client: Client, office: Office) -> None:
    press(client, type_over(client, f"{ROWS}row/TST/", room="7", city="Shelbyville"))
    Office.objects.update(city="Ogdenville")
    undo = f"/staff/reference/changes/{ReferenceChange.objects.get().pk}/undo/"
    page = client.post(undo, follow=True)
    assert "Leave what stands now: Ogdenville" in words_of(page)
    assert "Put back: Springfield" in words_of(page)
    form = fields_of(page)
    missing = client.post(undo, {"shown": form["shown"]})
    assert missing.status_code == 422
    page = client.post(undo, {"shown": form["shown"], "cell0": "keep"}, follow=True)
    press(client, page)
    office.refresh_from_db()
    assert (office.city, office.room) == ("Ogdenville", "")
    page = client.post(undo, {"shown": form["shown"], "cell0": "back"}, follow=True)
    press(client, page)
    office.refresh_from_db()
    assert office.city == "Springfield"


def test_a_row_is_added_and_taken_away_unless_something_hangs_on_it(
    client: Client, office: Office
) -> None:
    path = f"{HOME}services/rows/"
    assert type_over(client, f"{path}add/", code="talk").status_code == 422
    press(client, type_over(client, f"{path}add/", code="talk", minutes="20", name_en="Talk"))
    assert Service.objects.get(pk="talk").names["en"] == "Talk"
    press(client, client.post(f"{path}row/talk/take-away/", follow=True))
    assert not Service.objects.filter(pk="talk").exists()
    make_hours(office, Service.objects.get())
    stays = client.post(f"{path}row/visit/take-away/")
    assert stays.status_code == 422 and "offices have hours for it" in words_of(stays)


def test_hours_move_without_touching_those_beside_them(client: Client, office: Office) -> None:
    head = "office_code,service_code,weekday,opens_at,closes_at,desks\n"
    week = "TST,visit,1,09:00,12:00,2\nTST,visit,1,13:00,16:00,2\n"
    press(client, send(client, "hours", head + week))
    path = f"{HOME}hours/rows/row/TST~visit~1~09:00/"
    page = type_over(client, path, opens_at="08:30")
    assert 'data-counts="1 0 1 1"' in page.content.decode()
    words = words_of(page).replace("\xa0", " ")
    assert "Before: Case, Test Field Office: Monday from 9:00 AM. Then: Case" in words
    assert "line of the file" not in words and "· line" not in words
    refusal = type_over(client, path, opens_at="13:00", closes_at="15:00")
    assert refusal.status_code == 422 and "there is such a row already" in words_of(refusal)
    assert "Case, Test Field Office: Monday" in words_of(
        client.get(f"{HOME}hours/rows/?words=case")
    )
    press(client, page)
    times = office.opening_hours.order_by("opens_at").values_list("opens_at", flat=True)
    assert [f"{time:%H:%M}" for time in times] == ["08:30", "13:00"]
    page = client.post(f"{HOME}hours/rows/row/TST~visit~1~08:30/take-away/", follow=True)
    press(client, page)
    assert office.opening_hours.count() == 1


def test_what_was_typed_about_a_row_that_was_taken_away_can_be_added_anew(client: Client) -> None:
    make_service(code="talk")
    path = f"{HOME}services/rows/row/talk/"
    form = {**fields_of(client.get(path)), "minutes": "25"}
    Service.objects.filter(pk="talk").delete()
    page = client.post(path, form)
    assert page.status_code == 409 and "Somebody took it away" in words_of(page)
    anew = fields_of(page)
    assert (anew["code"], anew["minutes"]) == ("talk", "25")
    add = f"{HOME}services/rows/add/"
    assert f'action="{add}"' in page.content.decode()
    press(client, client.post(add, anew, follow=True))
    assert Service.objects.get(pk="talk").duration_minutes == 25

    Service.objects.filter(pk="talk").delete()
    for page in (client.get(path, follow=True), client.post(f"{path}take-away/", follow=True)):
        assert page.redirect_chain == [(f"{HOME}services/rows/", 302)]
        assert "This row is not there any more" in words_of(page)


def test_a_row_of_a_list_is_the_one_that_was_shown_wherever_it_is_by_then(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    with agency_copied(settings, tmp_path):
        names = re.findall(r"service=([a-z_ ]+)", exported("documents"))
        codes = Service.objects.values_list("code", flat=True)
        for code in {*" ".join(names).split()}.difference(codes):
            make_service(code=code)
        rows = f"{HOME}documents/rows/row/"
        third, fourth = (fields_of(client.get(f"{rows}{place}/")) for place in (3, 4))
        press(client, client.post(f"{rows}2/take-away/", follow=True))
        page = client.post(f"{rows}3/", {**third, "source": "an order"}, follow=True)
        assert 'data-counts="0 1 0' in page.content.decode()
        assert third["source"] in words_of(page) and fourth["then"] not in words_of(page)
        press(client, client.post(f"{rows}4/take-away/", {"seen": fourth["seen"]}, follow=True))
        now = [fields_of(client.get(f"{rows}{place}/"))["then"] for place in (2, 3)]
        assert now[0] == third["then"] and now[1] != fourth["then"]


def test_an_auditor_sees_a_row_and_changes_nothing(client: Client, office: Office) -> None:
    make_jurisdiction(office, postal_code="10001")
    sign_in(client, "auditor")
    path = f"{HOME}jurisdictions/rows/row/10001~~/"
    page = client.get(path)
    assert "change nothing" in words_of(page) and "<form id" not in page.content.decode()
    assert client.post(path, {"seen": ""}).status_code == 403
    assert client.post(f"{path}take-away/").status_code == 403


@pytest.mark.parametrize(
    ("was", "cells", "now", "step"),
    [
        ({"a": "1"}, {"a": "2"}, {"a": "2"}, ("a", False)),
        ({"a": "1"}, {"a": "2"}, {"a": "3"}, ("a", True)),
        ({"a": "1"}, {"a": "2"}, {"a": "1"}, None),
        ({"a": "1"}, {"a": "2"}, None, ("", True)),
        (None, {"a": "2"}, {"a": "2"}, ("", False)),
        (None, {"a": "2"}, {"a": "3"}, ("", True)),
        (None, {"a": "2"}, None, None),
        ({"a": "1"}, None, None, ("", False)),
        ({"a": "1"}, None, {"a": "3"}, ("a", True)),
    ],
)
def test_it_tells_what_was_changed_since(
    was: dict[str, str] | None,
    cells: dict[str, str] | None,
    now: dict[str, str] | None,
    step: tuple[str, bool] | None,
) -> None:
    steps = steps_of([PastRow(KEY, was, cells)], {KEY: now} if now else {})
    assert [(each.column, each.is_conflict) for each in steps] == ([step] if step else [])
    assert [edit.cells for edit in edits_of(steps)] == ([was] if step else [])


def test_what_to_bring_is_changed_confirmed_and_undone(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    with agency_copied(settings, tmp_path):
        before = own().read_text(encoding="utf-8")
        text = exported("documents")
        page = send(client, "documents", text.replace("has_i94=yes not_sure", "has_i94=yes", 1))
        assert "has_i94=yes not_sure has_i94=yes" in words_of(page)
        page = press(client, page, reason="only who has one")
        assert "only who has one" in words_of(page)
        assert exported("documents") != text
        undo = f"/staff/reference/changes/{ReferenceChange.objects.get().pk}/undo/"
        page = press(client, client.post(undo, follow=True))
        assert "It undoes this change" in words_of(page)
        assert exported("documents") == text
        assert own().read_text(encoding="utf-8").count("[[row]]") == before.count("[[row]]")


def test_more_cells_changed_since_than_a_page_asks_about_are_counted(
    client: Client, office: Office
) -> None:
    """Those behind the first hundred stay, and the page says how many they are."""
    other = make_office(code="OTH")
    lines = [f"{number},TST" for number in range(10001, 10104)]
    press(client, send(client, "jurisdictions", "zip,office_code\n" + "\n".join(lines)))
    Jurisdiction.objects.update(office=other)
    undo = f"/staff/reference/changes/{ReferenceChange.objects.get().pk}/undo/"
    page = client.post(undo, follow=True)
    assert "those behind them stay as they are now: 3." in words_of(page)
    form = {"shown": fields_of(page)["shown"], **{f"cell{n}": "back" for n in range(100)}}
    press(client, client.post(undo, form, follow=True))
    assert Jurisdiction.objects.count() == 3
