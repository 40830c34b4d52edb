"""The administration's pages: our frame, two languages, no script, and nothing typed is lost."""

import re
from datetime import date, time
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client

from guichet.casework.tests.test_kept import come_back, come_in
from guichet.kernel import clock
from guichet.offices.models import Closure, Office
from guichet.offices.testing import make_hours, make_jurisdiction, make_office, make_service
from guichet.staff import roles
from guichet.staff.frame import languages
from guichet.staff.frame.words import zone
from guichet.staff.models import Team
from guichet.staff.testing import as_shown, make_staff, sign_in
from guichet.staff.tests.signing import officer

pytestmark = pytest.mark.django_db
USERS, OFFICES = "/admin/auth/user/", "/admin/offices/office/"
DAY = date(2027, 1, 4)


def world() -> list[str]:
    """Make a record of each model; return the addresses of every page of the administration."""
    office = make_office()
    make_hours(office, make_service())
    closure = Closure.objects.create(
        office=office, starts_on=DAY, ends_on=DAY, reasons={"en": "Works"}
    )
    zoe, team = make_staff("auditor", name="zoe"), Team.objects.create(name="Ottawa")
    team.members.add(zoe)
    roles.give_at(office.pk, zoe, "receptionist")
    records = {
        "auth/user": zoe.pk,
        "staff/team": team.pk,
        "offices/closure": closure.pk,
        "offices/jurisdiction": make_jurisdiction(office, country="FR").pk,
        "offices/office": office.pk,
        "offices/service": "case_question",
    }
    pages = ["/admin/", *(f"/admin/{app}/" for app in ("auth", "staff", "offices"))]
    for model, key in records.items():
        pages += [f"/admin/{model}/{part}" for part in ("", "add/", f"{key}/change/")]
        pages.append(f"/admin/{model}/{key}/history/")
    deletions = [
        ("staff/team", team.pk),
        ("offices/closure", closure.pk),
        ("offices/office", office.pk),
    ]
    return [*pages, *(f"/admin/{model}/{key}/delete/" for model, key in deletions)]


class Texts(HTMLParser):
    """The texts of a page in its own language, those that are for nobody's eyes too."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self._other: list[bool] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        for name in ("aria-label", "title", "alt", "placeholder"):
            self._add(facts.get(name) or "")
        if tag not in {"input", "link", "meta", "br", "img"}:
            other = {"lang", "translate"} & facts.keys() and tag != "html"
            self._other.append(bool(other or tag in {"bdi", "style", "script"}))

    def handle_endtag(self, tag: str) -> None:
        self._other.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._other):
            self._add(data)

    def _add(self, text: str) -> None:
        if re.search(r"[^\W\d_]{2}", text):
            self.texts.add(" ".join(text.split()))


# What is the same word in both, what stands in a record, and the codes of countries and zones.
SAME = {
    "Menu",
    "Services",
    "Service",
    "Code",
    "Codes",
    "Latitude",
    "Longitude",
    "Position",
    "Minutes",
    "Date",
    "services",
    "1 service",
    "Action",
    "Actions",
}


def _in(client: Client, language: str, path: str) -> str:
    client.cookies[languages.COOKIE] = language
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


@pytest.mark.slow
def test_every_page_is_in_our_frame_in_both_languages_without_script(client: Client) -> None:
    sign_in(client, "administrator", name="ada")
    in_both: set[str] = set()
    for path in world():
        english, french = (_in(client, code, path) for code in ("en", "fr"))
        assert english.count("<h1") == 1 and 'class="brand"' in english, path
        assert re.findall(r"<script(?! type=\"module\" src=)", english) == [], path
        assert re.findall(r'\sstyle="|\son\w+="|<style|javascript:', english) == [], path
        assert "django" not in english.lower(), path
        in_both |= Texts(english).texts & Texts(french).texts
    of_records = re.compile(r"\b(ada|zoe|Ottawa|Springfield|Works|TST|FR|US|Case|case_question)\b")
    assert {text for text in in_both - SAME if not of_records.search(text)} == set()


def test_a_search_for_a_person_stands_in_no_address(client: Client) -> None:
    sign_in(client, "administrator", name="ada")
    for number in range(3):
        make_staff("auditor", name=f"smithson-{number}")
    make_staff("auditor", name="jones")
    answer = client.post(USERS + "?is_active__exact=1&p=2", {"search": "smith\x00son "})
    assert answer["Location"] == USERS + "?is_active__exact=1"
    page = client.get(answer["Location"]).content.decode()
    assert 'value="smithson"' in page
    assert page.count("smithson-") == 6 and "jones" not in page  # a name, and its box to tick
    links = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
    assert "smith" not in unquote(links)
    assert client.get(USERS + "?q=jones")["Location"] == USERS
    client.post(USERS, {"search": "smithson", "all": ""})
    assert "jones" in client.get(USERS).content.decode()
    assert client.get("/admin/autocomplete/?term=smithson").status_code == 404


def test_an_odd_address_leads_to_the_whole_list_and_says_so(client: Client) -> None:
    sign_in(client, "administrator")
    for query in ("p=999", "is_active__exact=perhaps", "o=-99.x"):
        answer = client.get(f"{USERS}?{query}", follow=True)
        assert answer.status_code == 200, query
    answer = client.get(f"{USERS}?is_active__exact=perhaps", follow=True)
    assert "There is no such filter" in answer.content.decode()


FACTS = {
    "username": "new.colleague",
    "first_name": "Zoë",
    "last_name": "",
    "is_active": "on",
    "postings-TOTAL_FORMS": "1",
    "postings-INITIAL_FORMS": "0",
    "postings-0-role": "receptionist",
}


def test_nothing_typed_is_lost_when_the_language_changes(client: Client) -> None:
    sign_in(client, "administrator")
    page = client.get(USERS + "add/").content.decode()
    assert re.search(r'<button[^>]* value="fr"[^>]* form="user_form"[^>]* formnovalidate', page)
    form = {**FACTS, "username": "", "language": "fr"}
    page = client.post(USERS + "add/", form).content.decode()
    assert '<html lang="fr"' in page and 'value="Zoë"' in page
    assert '<option value="receptionist" selected>réceptionniste</option>' in page
    assert "errorlist" not in page and "errornote" not in page  # nobody has sent it yet
    assert not User.objects.filter(first_name="Zoë").exists()
    assert "errorlist" in client.post(USERS + "add/", {**FACTS, "username": ""}).content.decode()

    office = make_office()
    make_hours(office, make_service(), weekdays=(1,))
    path = f"{OFFICES}{office.pk}/change/"
    rows = {"opening_hours-TOTAL_FORMS": "2", "opening_hours-INITIAL_FORMS": "1"}
    rows |= {"closures-TOTAL_FORMS": "0", "closures-INITIAL_FORMS": "0"}
    rows |= {"opening_hours-1-opens_at": "13:07", "street": "9 New Street", "language": "en"}
    page = client.post(path, rows).content.decode()
    assert 'value="13:07"' in page and 'value="9 New Street"' in page and "errorlist" not in page
    office.refresh_from_db()
    assert office.street == "1 Main Street"


def test_nothing_typed_is_lost_when_the_session_had_ended(client: Client) -> None:
    user = officer("ada")
    roles.give(user, "administrator")
    come_in(client, user)
    client.get(USERS + "add/")
    Session.objects.all().delete()
    ended = client.post(USERS + "add/", FACTS)
    assert "colleague" not in ended["Location"]
    page = come_back(client, user, ended["Location"])
    assert 'value="new.colleague"' in page and 'value="Zoë"' in page
    assert '<option value="receptionist" selected>receptionist</option>' in page
    assert "It was not sent" in page
    assert not User.objects.filter(username="new.colleague").exists()


def test_nobody_saves_a_second_office_under_another_code(client: Client) -> None:
    sign_in(client, "administrator")
    office = make_office()
    path = f"{OFFICES}{office.pk}/change/"
    assert 'name="code"' not in client.get(path).content.decode()
    form = {"code": "NEW", "street": "9 New Street"}
    client.post(path, as_shown(client, path, form))
    assert list(Office.objects.values_list("code", flat=True)) == ["TST"]
    assert 'name="code"' in client.get(OFFICES + "add/").content.decode()


# What the page says of each of them, in both languages.
MISFITS = {
    "en": [
        "two letters. Write",
        "no time zone",
        "from 0 to 100",
        "from -180 to 180",
        "from 1 to 366",
        "must end",
        "before the first",
    ],
    "fr": [
        "ces deux lettres",
        "Aucun fuseau",
        "de 0 à 100",
        "de -180 à 180",
        "de 1 à 366",
        "doivent finir",
        "pas précéder",
    ],
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_does_not_fit_is_said_beside_its_field(client: Client, language: str) -> None:
    sign_in(client, "administrator")
    client.cookies[languages.COOKIE] = language
    office, service = make_office(), make_service()
    form = {
        "country": "zz",
        "time_zone": "Mars/Olympus",
        "public_percent": "101",
        "latitude": "north",
        "longitude": "999",
        "horizon_days": "0",
        "opening_hours-TOTAL_FORMS": "1",
        "opening_hours-INITIAL_FORMS": "0",
        "opening_hours-0-service": service.pk,
        "opening_hours-0-weekday": "1",
        "opening_hours-0-opens_at": "17:00",
        "opening_hours-0-closes_at": "09:00",
        "opening_hours-0-desks": "1",
        "closures-TOTAL_FORMS": "1",
        "closures-INITIAL_FORMS": "0",
        "closures-0-starts_on": "2027-01-05",
        "closures-0-ends_on": "2027-01-04",
    }
    path = f"{OFFICES}{office.pk}/change/"
    answer = client.post(path, as_shown(client, path, form))
    page = answer.content.decode()
    assert answer.status_code == 200
    for sentence in MISFITS[language]:
        assert sentence in page
    assert 'value="Mars/Olympus"' in page and 'value="17:00"' in page
    assert "is violated" not in page and "hours_end_after" not in page


def test_the_history_says_what_was_changed_in_the_language_of_the_page(client: Client) -> None:
    sign_in(client, "administrator", name="ada")
    team = Team.objects.create(name="Ottawa")
    path = f"/admin/staff/team/{team.pk}/"
    change = f"{path}change/"
    client.post(change, as_shown(client, change, {"name": "Gatineau"}))
    english, french = (_in(client, code, path + "history/") for code in ("en", "fr"))
    assert "Changed Name." in english and zone(clock.now(), "en") in english
    assert "Modification de Nom." in french and "ada" in french
    assert "yes" in _in(client, "en", USERS) and "oui" in _in(client, "fr", USERS)


def test_the_rows_of_an_office_can_be_read_and_added_without_script(client: Client) -> None:
    sign_in(client, "administrator")
    office = make_office()
    make_hours(office, make_service(), weekdays=(1,), opens_at=time(9), closes_at=time(12))
    page = _in(client, "en", f"{OFFICES}{office.pk}/change/")
    assert 'name="opening_hours-3-opens_at"' in page and "__prefix__" not in page
    labels = [" ".join(words.split()) for words in re.findall(r">(Delete [^<]+)</label>", page)]
    assert any("Monday" in words and "09:00" in words for words in labels), labels
    fields = re.findall(r'<(?:input|select)[^>]* id="(id_[^"]+)"', page)
    labels = re.findall(r'<label[^>]* for="([^"]+)"', page)
    visible = [name for name in fields if f'type="hidden" name="{name[3:]}"' not in page]
    assert [name for name in visible if name not in labels] == []
    assert 'type="time"' in page and "Monday" in page
