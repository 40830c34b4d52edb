"""A folder is read whole: a typed value, or every fault with its line and what is right."""

from pathlib import Path

import pytest

from guichet.agency import tables
from guichet.agency.faults import errors
from guichet.agency.lines import lines_of
from guichet.agency.reading import read
from guichet.agency.shipped import DEMONSTRATION

HEAD = """[agency]
name = { fr = "Service consulaire", pt = "Serviço consular", ar = "الخدمة القنصلية" }
languages = ["fr", "pt", "ar"]
programmes = ["appointments"]
"""
FEE = '[fee.eta]\namount = "7.00"\ncurrency = "EUR"\n'
WHOLE_NAME = 'name = "pass to the island"\n'
CALLED = f'short_name = "TTA"\n{WHOLE_NAME}'
PROMISES = f"[authorization]\nvalid_years = 2\nanswer_hours = 48\n{CALLED}"
LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'


def folder_of(tmp_path: Path, text: str, logo: bytes = LOGO) -> Path:
    (tmp_path / "agency.toml").write_text(text, encoding="utf-8")
    (tmp_path / "logo.svg").write_bytes(logo)
    return tmp_path


def test_the_demonstration_can_be_served() -> None:
    reading = read(DEMONSTRATION)
    assert reading.errors == []
    assert reading.agency
    assert reading.agency.is_demonstration
    assert reading.agency.programmes == ("appointments", "eta")
    assert reading.agency.fees["eta"].minor == 700
    assert reading.agency.country("appointments") == "US"


def test_name_languages_and_programmes_are_enough(tmp_path: Path) -> None:
    reading = read(folder_of(tmp_path, HEAD))
    assert reading.faults == ()
    agency = reading.agency
    assert agency
    assert agency.first_language == "fr"
    assert (agency.has("appointments"), agency.has("eta")) == (True, False)
    assert agency.spoken("ar").name == "الخدمة القنصلية"
    assert agency.spoken("ja").name == "Service consulaire"
    assert agency.contact("appointments").lines == ()


def test_it_reads_what_the_contract_shows(tmp_path: Path) -> None:
    more = """logo = "logo.svg"
colors = { brand = "#7a1020", accent = "#f2c14e" }
time_zone = "Europe/Paris"
[contact.appointments]
phone = "+33 1 23 45 67 89"
email = "help@example.org"
[[contact.appointments.abroad]]
countries = ["PT"]
phone = "+351 21 123 45 67"
hours = { fr = "de 9 h à 12 h", pt = "das 9 às 12", ar = "9-12" }
[mail]
appointments = "Service <appointments@example.org>"
[retention]
enquiries = 100
[links]
avoid_scams = false
case_status = "https://www.example.org/etat"
"""
    reading = read(folder_of(tmp_path, HEAD + more))
    assert reading.faults == ()
    agency = reading.agency
    assert agency
    assert agency.logo == LOGO.decode()
    assert agency.colors.brand == "#7a1020"
    assert str(agency.time_zone) == "Europe/Paris"
    contact = agency.contact("appointments")
    assert contact.lines[0].e164 == "+33123456789"
    assert contact.from_country("PT").lines[0].phone == "+351 21 123 45 67"
    assert contact.from_country("FR") is contact
    assert agency.sender("appointments") == "Service <appointments@example.org>"
    assert agency.retention == {"enquiries": 100}
    assert agency.links["avoid_scams"] is None
    address = agency.links["case_status"]
    assert address
    assert address.in_language("pt") == "https://www.example.org/etat"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (HEAD + 'colour = "#123456"', 5, "agency.colour is not a key; nobody reads it. colors may"),
        (
            HEAD + '[contacts.eta]\nphone = "1"',
            5,
            "contacts is not a key; nobody reads it. contact",
        ),
        (
            HEAD + 'logo = "other.svg"',
            5,
            "agency.logo names other.svg, which cannot be read: No such",
        ),
        (HEAD + 'logo = "../x.svg"', 5, "it lies outside the folder"),
        (HEAD + 'colors = { brand = "red" }', 5, "agency.colors.brand takes a color"),
        (HEAD + 'colors = { brand = "#ffff00" }', 5, "a contrast of 1.0; it takes 4.5 or more"),
        (HEAD + "[agency.colors]\n\nbrand = '#ffff00'", 7, "a contrast of 1.0"),
        (HEAD + 'time_zone = "Europe/Pari"', 5, "takes the name of a time zone"),
        (HEAD + 'short_name = ""', 5, "agency.short_name takes words"),
        (HEAD + 'short_name = "a\\nb"', 5, "takes one line"),
        (HEAD.replace('"fr", "pt"', '"fr", "pr"'), 3, "names 'pr', which there is not."),
        (HEAD.replace('"fr", "pt"', '"FR", "pt"'), 3, "which there is not. fr may be meant."),
        (HEAD.replace('["appointments"]', '"eta"'), 4, 'takes a list, as in ["appointments"].'),
        (HEAD.replace('"fr", "pt"', '"fr", "fr"'), 3, "names something twice"),
        (
            HEAD.replace('["fr", "pt", "ar"]', "[]"),
            3,
            "names none. It takes at least one of en, es",
        ),
        (HEAD.replace('["fr", "pt", "ar"]', "3"), 3, 'takes a list, as in ["en"].'),
        (HEAD.replace('"ar"]', '"ja"]'), 3, "ja is not complete in appointments: its pages would"),
        (
            HEAD.replace('pt = "Serviço consular", ', ""),
            2,
            "agency.name has no words in pt, which is",
        ),
        (HEAD.replace("appointments", "apointments"), 4, "appointments may be meant."),
        ("[agency]\n", 1, "agency.name is missing."),
        ("[agency]\n", 1, "agency.languages is missing."),
        ("", 0, "agency.programmes is missing."),
        ("agency = 3", 1, "agency takes a table, [agency]."),
        (HEAD + "[contact.appointments]\nphone = '01 23'", 6, "with the code of its country"),
        (
            HEAD + "[[contact.appointments.abroad]]\nphone = '+33 1 23 45 67'",
            5,
            "countries is missing",
        ),
        (
            HEAD + "[contact.appointments]\nabroad = 1",
            6,
            "takes tables, [[contact.appointments.abr",
        ),
        (HEAD + "[mail]\nappointments = 'nobody'", 6, "takes a mail address"),
        (HEAD + "[country]\nappointments = 'France'", 6, "takes codes of two letters"),
        (HEAD + "[retention]\nrefused = 30", 6, "retention.refused takes a whole number from 1826"),
        (HEAD + "[links]\ncase_status = 'file:///etc'", 6, "takes the address of a page"),
        (HEAD + "[links]\neta_apply = 'https://a.example'", 6, "leads into eta, which is off"),
        (HEAD + "[fee.appointments]\namount = '7.001'\ncurrency = 'EUR'", 6, "at most 2 digits"),
        (HEAD + "[fee.appointments]\namount = 7\ncurrency = 'EURO'", 7, "takes the code of a curr"),
        (HEAD + "[fee.appointments]\namount = 7.00\ncurrency = 'EUR'", 6, "in quotation marks"),
        (HEAD + "[fee.appointments]\namount = '7,00'\ncurrency = 'EUR'", 6, "in quotation marks"),
        (HEAD + "[fee.appointments]\namount = 'NaN'\ncurrency = 'EUR'", 6, "in quotation marks"),
        (HEAD + "[fee.appointments]\namount = '-3.00'\ncurrency = 'EUR'", 6, "no amount below 0"),
        (HEAD + "[fee.appointments]\namount = '15.00'\ncurrency = 'JPY'", 6, "in whole numbers"),
        (HEAD + "[retention]\nfoo = 30", 6, "nobody reads it. It takes "),
        (HEAD + "[links]\nnope = 'https://a.example'", 6, "case_status, "),
        (
            HEAD
            + "[contact.appointments]\nphone = '+33 1 23 45 67 89'\ncallable_from = ['FR', 'FR']",
            7,
            "names FR twice",
        ),
        (HEAD + 'x = "unfinished', 5, "this is no TOML"),
        (HEAD + "languages = ['fr']", 5, "this is no TOML"),
    ],
)
def test_each_fault_is_told_with_its_line_and_what_is_right(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    reading = read(folder_of(tmp_path, text))
    assert reading.agency is None
    places = [(fault.file, fault.line) for fault in reading.errors if words in fault.sentence]
    assert places == [("agency.toml", line)], [str(fault) for fault in reading.faults]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = HEAD + 'colour = "x"\nlogo = "logo.svg"\ntime_zone = 1\n[mail]\neta = 3\n'
    reading = read(folder_of(tmp_path, text, b'<svg viewBox="0 0 1 1" onload="x()"/>'))
    assert len(reading.errors) == 4
    assert {fault.file for fault in reading.errors} == {"agency.toml", "logo.svg"}


def test_a_key_that_is_gone_says_what_to_write_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(tables.GONE, "agency.title", "Write agency.name.")
    reading = read(folder_of(tmp_path, HEAD + 'title = "x"'))
    sentences = [fault.sentence for fault in reading.errors]
    assert sentences == ["agency.title is no longer a key. Write agency.name."]


def test_a_language_of_one_programme_of_two_is_a_warning(tmp_path: Path) -> None:
    text = HEAD.replace('["appointments"]', '["appointments", "eta"]')
    text = text.replace('"ar"]', '"ja"]').replace("ar =", "ja =") + FEE + PROMISES
    reading = read(folder_of(tmp_path, text))
    assert reading.agency
    assert [(fault.language, fault.severity) for fault in reading.faults] == [("ja", "warning")]


def test_what_stands_twice_or_against_itself_is_told(tmp_path: Path) -> None:
    more = """colors = { brand = "#7a1020", accent = "#7a1020" }
[numbers.confirmation]
name = { fr = "Numéro", pt = "Número", ar = "رقم" }
[numbers.case]
name = { fr = "Numéro", pt = "Número", ar = "رقم" }
[[contact.appointments.abroad]]
countries = ["PT", "ES"]
[[contact.appointments.abroad]]
countries = ["PT"]
[links]
case_status = { fr = "https://a.example/fr" }
[contact.appointments]
hours = "lundi"
"""
    folder = folder_of(tmp_path, HEAD + more)
    (folder / "pages").mkdir()
    for slug in ("a", "b"):
        for language in ("fr", "pt", "ar"):
            (folder / "pages" / f"{slug}.{language}.md").write_text(f"# {language}\n")
    places = [(fault.file, fault.line, fault.language) for fault in read(folder).faults]
    assert [str(fault) for fault in read(folder).errors] == []
    assert sorted(places) == [
        ("agency.toml", 5, ""),
        ("agency.toml", 9, ""),
        ("agency.toml", 10, ""),
        ("agency.toml", 15, "ar"),
        ("agency.toml", 15, "pt"),
        ("agency.toml", 17, "ar"),
        ("agency.toml", 17, "pt"),
        *((f"pages/b.{language}.md", 1, language) for language in ("ar", "fr", "pt")),
    ]


def test_one_sender_under_two_names_is_told(tmp_path: Path) -> None:
    head = HEAD.replace('["appointments"]', '["appointments", "eta"]')
    mail = '[mail]\nappointments = "A <a@b.example>"\neta = "B <a@b.example>"\n'
    faults = read(folder_of(tmp_path, head + FEE + PROMISES + mail)).faults
    assert any("mail.eta has the address of mail.appointments" in str(fault) for fault in faults)


def test_what_an_authorization_promises_is_read_and_what_is_not_told_is_a_warning(
    tmp_path: Path,
) -> None:
    text = HEAD.replace('["appointments"]', '["eta"]').replace("pt", "es").replace("ar", "de") + FEE
    agency = read(folder_of(tmp_path, text + PROMISES)).agency
    assert agency
    assert (agency.authorization.valid_years, agency.authorization.answer_hours) == (2, 48)

    reading = read(folder_of(tmp_path, text + "[authorization]\nvalid_years = 2\n" + CALLED))
    assert reading.agency  # an old folder goes on promising what it promised, and is told
    promised = "pages and letters promise an answer within 72 hours. Say yours."
    sentences = [fault.sentence for fault in reading.faults]
    assert sentences == [f"authorization.answer_hours is missing: {promised}"]
    wrong = "[authorization]\nvalid_years = 0\nanswer_hours = 1\n"
    assert [fault.line for fault in read(folder_of(tmp_path, text + wrong)).errors] == [9, 10]


def test_what_belongs_to_a_programme_that_is_off_is_a_warning(tmp_path: Path) -> None:
    reading = read(folder_of(tmp_path, HEAD + '[contact.eta]\nphone = "+1 888 242 2100"'))
    assert reading.agency
    assert "eta" not in reading.agency.contacts
    assert [fault.sentence for fault in reading.faults] == [
        "contact.eta is of a programme that is off; nobody sees it."
    ]


def test_a_folder_that_cannot_be_read_is_one_sentence(tmp_path: Path) -> None:
    (fault,) = read(tmp_path / "nowhere").faults
    assert "cannot be read: No such file" in fault.sentence
    (tmp_path / "agency.toml").write_bytes(b"\xff\xfe")
    assert "is in UTF-16" in read(tmp_path).faults[0].sentence
    assert errors(read(tmp_path).faults)


def test_lines_are_found_past_long_texts_and_lists() -> None:
    text = 'a = [\n  "x = 1",\n  { b = 2 },\n]\n"c" = """\nd = 3\n"""\n[e."f"]\n  g.h = 1 # ["\n'
    entries = {"a[0]": 2, "a[1]": 3, "a[1].b": 3}
    assert lines_of(text) == {"a": 1, **entries, "c": 5, "e": 8, "e.f": 8, "e.f.g.h": 9}
