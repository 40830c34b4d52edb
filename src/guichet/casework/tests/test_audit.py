"""The record: who may read it, what can be asked of it, and that it notes its own readers."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications.testing import make_listed, make_paid
from guichet.booking.attendance.actions import GUARDS
from guichet.casework.record import facts
from guichet.casework.record.searching import kind_and_verb
from guichet.casework.tests.desk import address, body
from guichet.casework.tests.test_enquiries import ask
from guichet.casework.tests.written import Reader
from guichet.casework.words import TOPIC
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.reading.days import authority_zone
from guichet.kernel.record import audit
from guichet.staff.testing import sign_in
from guichet.staff.tests.counting import own_statements
from guichet.web.words import texts

pytestmark = pytest.mark.django_db
RECORD = "/staff/audit/"
ROWS = ("add", "change", "remove")
NOTICES = ("drafted", "updated", "published", "solved", "withdrawn")


def lines(client: Client, query: str = "") -> str:
    answer = client.get(RECORD + query)
    assert answer.status_code == 200
    return body(answer).partition("<tbody>")[2]


def test_it_shows_who_did_what_and_notes_the_reader(client: Client) -> None:
    auditor = sign_in(client, "auditor")
    application = make_paid(now=clock.now())
    text = lines(client)
    assert "Signed and sent it" in text
    assert "The payment came in" in text
    assert address(application) in text
    note = AuditEntry.objects.get(record_type="audit")
    assert (note.verb, note.actor) == ("see", f"staff:{auditor.pk}")


def test_it_finds_the_lines_of_one_application(client: Client) -> None:
    sign_in(client, "auditor")
    application, other = make_paid(1, now=clock.now()), make_paid(2, now=clock.now())
    text = lines(client, f"?number={application.number.lower()}")
    assert application.number in text
    assert other.number not in text
    assert lines(client, f"?number={application.authorization.number}") != ""
    assert "Digits in this number: 1." in body(client.get(RECORD + "?number=V1"))
    assert "This number is mistyped" in body(client.get(RECORD + "?number=V000000000"))
    question = ask(application).number
    assert "This is the number of a question" in body(client.get(f"{RECORD}?number={question}"))
    assert "No application has this number" in body(client.get(RECORD + "?number=V000000009"))


def test_it_finds_what_one_officer_did(client: Client) -> None:
    sign_in(client, "auditor")
    browser = Client()
    officer = sign_in(browser, "deciding_officer", name="amelie")
    application = make_listed(now=clock.now())
    browser.get(address(application))
    text = lines(client, f"?who=staff:{officer.pk}")
    assert text.count("<tr>") == 1
    assert "Looked at the file" in text
    assert "amelie" in text
    assert "Looked at the file" in lines(client, "?looks=only")
    assert "Signed and sent it" not in lines(client, "?looks=only")


def test_it_finds_what_was_done_on_a_day_in_ottawa(client: Client) -> None:
    sign_in(client, "auditor")
    audit.write("refer", "application", 7, actor="system", now=clock.now() - timedelta(days=400))
    day = AuditEntry.objects.get(record=7).at.astimezone(authority_zone())
    assert lines(client, f"?day={day:%Y-%m-%d}").count("<tr>") == 1
    assert lines(client, "?day=2001-01-01") == ""


@pytest.mark.parametrize(
    "query",
    ["?day=x", "?day=9999-12-31", "?day=0001-01-01", "?before=x", "?before=²", "?who=%27"],
)
def test_it_stays_calm_whatever_is_asked(client: Client, query: str) -> None:
    sign_in(client, "auditor")
    assert client.get(RECORD + query).status_code == 200


def test_it_turns_pages(client: Client) -> None:
    sign_in(client, "auditor")
    for record in range(150):
        audit.write("refer", "application", record, actor="system", now=clock.now())
    first = lines(client, "?who=system")
    assert first.count("<tr>") == 100
    link = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert body(client.get(link)).partition("<tbody>")[2].count("<tr>") == 50


# Who composes a verb at run time, and what comes of it; another one has to be named here too.
COMPOSED = {
    "booking.schedule.closures.withdraw": {"office_open_slots", "office_close_slots"},
    "casework.worklist.actions._give": {"application_take", "application_assign"},
    "counter.queue.changing.put": {"ticket_ticket_call", "ticket_ticket_undo"},  # and others below
    "interviews.actions._go_on": {f"application_interview_{way}" for way in ("held", "missed")},
    "notices.actions._note": {f"web_notice_web_notice_{past}" for past in NOTICES},
    "offices.sheets.actions.bring_in": {f"reference_{verb}_row" for verb in ROWS},
    "staff.accounts.postings.record": {"account_posting_given", "account_posting_taken"},
    "staff.agency_sign_in.actions._record": {"account_posting_given", "account_posting_taken"},
    "staff.sign_in.forms.guess": {"account_code_failed"},
}
OF_THE_ADMIN = {"deleted"}  # of models that nobody deletes there


def test_it_has_words_for_everything_that_the_source_records() -> None:
    reader = Reader()
    deeds = reader.deeds()
    unread = {f"{module}.{function}".removeprefix("guichet.") for module, function in reader.unread}
    assert unread == COMPOSED.keys()
    keys = {f"did.{kind}_{verb}" for kind, verb in deeds if kind}
    keys |= {f"did.{key}" for some in COMPOSED.values() for key in some}
    keys |= {f"did.appointment_{deed}" for deed in GUARDS}
    tickets = reader.codes("guichet.counter.queue.rules", "DEEDS")
    keys |= {f"did.ticket_ticket_{deed}" for deed in tickets}
    assert len(tickets) > 5
    keys |= {f"record.{kind_and_verb(key.removeprefix('did.'))[0]}" for key in keys}
    keys |= {f"detail.{verb}" for verb in facts.SENTENCES}
    assert len(keys) > 100
    assert sorted(key for key in keys if key not in texts(TOPIC)) == []
    assert [key for key in keys if texts(TOPIC).get(key, "fr").language != "fr"] == []
    # Of what kind of record some are, only a run tells: they have words for one kind at least.
    codes = texts(TOPIC).keys()
    sentences = [key for key in codes if key.startswith("did.")]
    others = {verb for kind, verb in deeds if not kind} - OF_THE_ADMIN
    assert [verb for verb in others if not any(key.endswith(f"_{verb}") for key in sentences)] == []


def test_what_came_of_a_contact_is_told_in_words(client: Client) -> None:
    sign_in(client, "auditor")
    for verb, what in (("end", {"outcome": "answered"}), ("note", {"kind": "told"})):
        audit.write(verb, "interaction", 7, actor="system", now=clock.now(), **what)
    text = lines(client)
    assert "reconsideration_answered" not in text and "Ended a contact" in text
    assert texts("contact_staff").get("outcome.answered", "en").text in text
    assert ">told<" not in text and " told" not in text.partition("Noted something")[2][:200]


def test_it_opens_no_file_to_an_administrator(client: Client) -> None:
    sign_in(client, "administrator")
    make_listed(now=clock.now())
    text = lines(client)
    assert "Signed and sent it" in text
    assert "/staff/cases/V" not in text


@pytest.mark.parametrize("role", ["intake_officer", "deciding_officer"])
def test_it_is_closed_to_officers(client: Client, role: str) -> None:
    sign_in(client, role)
    assert client.get(RECORD).status_code == 403


def test_it_cannot_be_changed(client: Client) -> None:
    sign_in(client, "auditor")
    assert client.post(RECORD).status_code == 405


def test_it_asks_the_database_a_fixed_number_of_times(client: Client) -> None:
    sign_in(client, "auditor")
    for number in range(5):
        make_listed(number, now=clock.now())
    assert len(own_statements(client, RECORD)) <= 5


def test_it_keeps_nothing_that_was_typed_to_find_a_line(client: Client) -> None:
    sign_in(client, "auditor")
    application = make_listed(now=clock.now())
    for number in (application.number, "NIAMH OBRIEN"):
        lines(client, f"?number={number}&who=Niamh&day=1985-05-17")
    noted = [entry.facts for entry in AuditEntry.objects.filter(record_type="audit").order_by("pk")]
    assert noted == [{"application": application.pk, "who": ""}, {"application": 0, "who": ""}]
