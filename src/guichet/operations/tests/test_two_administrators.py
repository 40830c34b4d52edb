"""Two administrators edit one record: the second reads what was changed, and loses nothing."""

import re
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from guichet.kernel.database import patience
from guichet.offices.models import Closure, Office, OpeningHours, Service
from guichet.offices.testing import make_hours, make_office, make_service
from guichet.staff import roles
from guichet.staff.accounts import versions
from guichet.staff.frame import languages
from guichet.staff.models import Team
from guichet.staff.testing import make_staff, sign_in

OFFICES = "/admin/offices/office/"
SENTENCES = {
    "en": ("Somebody else has changed this record", "Nothing of yours has been saved"),
    "fr": ("Une autre personne a modifié cet enregistrement", "Rien de votre part"),
}


class Fields(HTMLParser):
    """The fields of a page as a browser sends them when "Save" is pressed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, Any] = {"_save": ""}
        self._select = self._area = ""
        self._is_inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        name = facts.get("name", "")
        is_box = facts.get("type") in ("checkbox", "radio")
        if tag == "form":
            self._is_inside = facts.get("id", "").endswith("_form")
        elif not self._is_inside:
            return
        elif tag == "input" and name and (not is_box or "checked" in facts):
            self.values.setdefault(name, []).append(facts.get("value", "on" if is_box else ""))
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in facts and self._select:
            self.values.setdefault(self._select, []).append(facts.get("value", ""))
        elif tag == "textarea":
            self._area = name
            self.values[name] = [""]

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def fields_of(answer: Any) -> dict[str, Any]:
    return Fields(answer.content.decode()).values


def administrator(name: str, language: str = "en") -> Client:
    client = Client()
    sign_in(client, "administrator", name=name)
    client.cookies[languages.COOKIE] = language
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_second_reads_what_the_first_changed_and_loses_nothing(language: str) -> None:
    first, second = administrator("ada"), administrator("bob", language)
    office = make_office()
    path = f"{OFFICES}{office.pk}/change/"
    before, form = fields_of(first.get(path)), fields_of(second.get(path))
    assert first.post(path, {**before, "street": "1 First Street"}).status_code == 302
    form |= {"street": "2 Second Street", "city": "Laval"}
    answer = second.post(path, form)
    page = answer.content.decode()
    assert answer.status_code == 409
    for sentence in (*SENTENCES[language], "<bdi>1 First Street</bdi>"):
        assert sentence in page
    assert page.count("<dt>") == 1  # the one field that was changed
    assert 'value="2 Second Street"' in page and 'value="Laval"' in page
    assert Office.objects.get().street == "1 First Street"

    assert second.post(path, fields_of(answer)).status_code == 302
    assert (Office.objects.get().street, Office.objects.get().city) == ("2 Second Street", "Laval")


@pytest.mark.django_db
def test_rows_and_roles_that_were_changed_are_noticed_too() -> None:
    first, second = administrator("ada"), administrator("bob")
    office = make_office()
    make_hours(office, make_service(), weekdays=(1,))
    path = f"{OFFICES}{office.pk}/change/"
    form = fields_of(second.get(path))
    Closure.objects.create(
        office=office, starts_on="2027-01-04", ends_on="2027-01-04", reasons={"en": "Works"}
    )
    assert second.post(path, form).status_code == 409

    zoe = make_staff("auditor", name="zoe")
    path = f"/admin/auth/user/{zoe.pk}/change/"
    form = fields_of(first.get(path))
    roles.give(zoe, "intake_officer")
    page = first.post(path, {**form, "first_name": "Zoé"})
    assert page.status_code == 409
    assert "<bdi>auditor, intake officer</bdi>" in page.content.decode()
    assert 'value="Zoé"' in page.content.decode()


@pytest.mark.django_db
def test_the_second_goes_on_with_one_press_and_undoes_nothing_of_the_first() -> None:
    office = make_office()
    make_hours(office, make_service(), weekdays=(1, 2, 3, 4))
    rows = {row.weekday: f"opening_hours-{n}-" for n, row in enumerate(OpeningHours.objects.all())}
    path, second = f"{OFFICES}{office.pk}/change/", administrator("bob")
    form = fields_of(second.get(path))
    OpeningHours.objects.filter(weekday__in=(2, 4)).delete()
    OpeningHours.objects.filter(weekday=1).update(desks=7)
    make_hours(office, Service.objects.get(), weekdays=(5,))
    Office.objects.update(city="Laval", names={"en": "Other"}, is_open=False)
    changes = {"street": "2 Second Street", rows[3] + "desks": "8", rows[4] + "desks": "9"}
    answer = second.post(path, form | changes)
    assert answer.status_code == 409
    page = answer.content.decode()
    lines = {
        "Added: Service: ": "Friday",
        "Changed: Service: ": "Monday",
        "Removed: Service: ": "Tuesday",
        "Removed, and you had typed in it: Service: ": "Thursday",
    }
    day_by_kind = dict(
        re.findall(r"<dd><bdi>((?:Added|Changed|Rem[^:]*): Service: ).*?: (\w+day)", page)
    )
    callout = page.partition("</dl>")[0]
    assert day_by_kind == lines and "Wednesday" not in callout and "case_question" not in callout
    assert " · Opens at: 09:00 · Closes at: 12:00 · Desks: 7<" in callout
    assert second.post(path, fields_of(answer)).status_code == 302

    office.refresh_from_db()
    assert (office.street, office.city, office.is_open) == ("2 Second Street", "Laval", False)
    assert office.names == {"en": "Other"}
    # What was typed in a row that is gone is there as a new one, which the page has shown.
    desks = dict(OpeningHours.objects.values_list("weekday", "desks"))
    assert (set(desks), desks[1], desks[3], desks[4]) == ({1, 3, 4, 5}, 7, 8, 9)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr"])
def test_who_saves_what_was_deleted_reads_by_whom_and_finds_what_they_typed(language: str) -> None:
    first, second = administrator("ada"), administrator("bob", language)
    office = make_office()
    make_hours(office, make_service(), weekdays=(1,))
    team, zoe = Team.objects.create(name="Ottawa"), make_staff("auditor", name="zoe")
    title = {"en": "This record has been deleted", "fr": "Cet enregistrement a été supprimé"}
    for record, path, changes in (
        (team, f"/admin/staff/team/{team.pk}/", {"name": "Gatineau"}),
        (office, f"{OFFICES}{office.pk}/", {"street": "2 Second Street"}),
        (zoe, f"/admin/auth/user/{zoe.pk}/", {"first_name": "Zoé"}),
    ):
        form = fields_of(second.get(path + "change/"))
        if record is zoe:  # nobody deletes an account by a page
            zoe.delete()
        else:
            assert first.post(path + "delete/", {"post": "yes"}).status_code == 302
        answer = second.post(path + "change/", form | changes)
        page, words = answer.content.decode(), f"<bdi>{next(iter(changes.values()))}</bdi>"
        assert answer.status_code == 410 and words in page
        assert (title[language] in page, "ada" in page) == ((record is not zoe),) * 2
        again = second.post(path + "change/", {**fields_of(answer), "language": "en"})
        assert words in again.content.decode()
        second.cookies[languages.COOKIE] = language
        assert second.get(path + "history/").status_code == 410


@pytest.mark.django_db
def test_a_sign_in_a_slip_and_another_language_are_no_change_of_somebody_else() -> None:
    client = administrator("ada")
    zoe = make_staff("auditor", name="zoe")
    path = f"/admin/auth/user/{zoe.pk}/change/"
    form = fields_of(client.get(path))
    sign_in(Client(), "auditor")
    slip = client.post(path, {**form, "username": ""})
    assert (slip.status_code, "errorlist" in slip.content.decode()) == (200, True)
    switched = client.post(path, {**fields_of(slip), "username": "zoey", "language": "fr"})
    assert fields_of(switched)[versions.NAME] == form[versions.NAME]
    assert client.post(path, {**fields_of(switched), "username": "zoey"}).status_code == 302
    zoe.refresh_from_db()
    assert zoe.username == "zoey"
    broken = {**fields_of(client.get(path)), versions.NAME: "of another record"}
    assert client.post(path, broken).status_code == 409
    broken.pop(versions.NAME)
    answer = client.post(path, {**broken, "username": "zed"})
    assert answer.status_code == 409 and "<bdi>zoey</bdi>" in answer.content.decode()
    zoe.refresh_from_db()
    assert zoe.username == "zoey"


@pytest.mark.django_db(transaction=True)
def test_of_two_in_the_same_second_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_current", patience.COMMAND)  # a busy machine is no refusal
    office = make_office()
    path = f"{OFFICES}{office.pk}/change/"
    clients = [administrator(name) for name in ("ada", "bob")]
    forms = [{**fields_of(client.get(path)), "street": str(k)} for k, client in enumerate(clients)]

    def save(pair: tuple[Client, dict[str, Any]]) -> int:
        try:
            return pair[0].post(path, pair[1]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, zip(clients, forms, strict=True))) == [302, 409]
