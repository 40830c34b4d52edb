"""Enquiries over a real database: asked once, acknowledged, answered by a person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from guichet.applications import numbers
from guichet.applications import testing as worlds
from guichet.applications.enquiries import actions, mails, queries, sending
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.letters import mail as letters_made
from guichet.applications.models import Application, Enquiry
from guichet.applications.testing import NETWORK, NOW
from guichet.kernel import references
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.post.mail_body import Mail

LATE = EnquiryQuestion(kind="late", language="fr")
TROUBLE = EnquiryQuestion(kind="trouble", language="en", about="payment", words="Paid twice.")
STRANGER = EnquiryQuestion(
    kind="other", language="ar", words="Where is it?", reply_to="who@example.org", once="o" * 43
)
AFTER_72_HOURS = NOW + timedelta(hours=72)


def ask(
    question: EnquiryQuestion, application: Application | None = None, **changes: Any
) -> Enquiry:
    keywords = {"network": NETWORK, "now": NOW, **changes}
    return actions.ask(question, application=application.pk if application else None, **keywords)


@pytest.mark.django_db
def test_it_asks_about_a_delay_once() -> None:
    application = worlds.make_listed()
    first = ask(LATE, application, now=AFTER_72_HOURS)
    assert ask(LATE, application, now=AFTER_72_HOURS + timedelta(hours=1)) == first
    assert numbers.is_number(first.number, "E")
    assert first.promised_on == date(2026, 11, 30)  # a Thursday, and two working days
    assert first.facts["state"] == "manual_review"
    assert first.facts["status"] == "late"
    letter = application.letters.get(kind="enquiry_received")
    text = letters_made.mail(letter).text
    assert numbers.for_people(first.number) in text
    assert "November 30, 2026" in text


@pytest.mark.django_db
def test_it_asks_about_no_delay_before_there_is_one() -> None:
    for application in (worlds.make_listed(1), worlds.make_asked(2), worlds.make_paid(3)):
        with pytest.raises(Obstacle, match="not_late"):
            ask(LATE, application, now=AFTER_72_HOURS - timedelta(seconds=1))
    with pytest.raises(Obstacle, match="not_late"):
        ask(LATE, worlds.make_asked(4), now=AFTER_72_HOURS)
    assert Enquiry.objects.count() == 0


@pytest.mark.django_db
def test_it_keeps_how_the_case_stood_in_codes_only() -> None:
    application = worlds.make_paid()
    enquiry = ask(TROUBLE, application)
    assert enquiry.facts["payment"] == "paid"
    assert [letter["kind"] for letter in enquiry.facts["letters"]] == ["approved", "received"]
    for private in ("OBRIEN", "niamh", "example.org", "PA0000000", "Galway", application.number):
        assert private not in str(enquiry.facts)
    assert enquiry.reply_to == ""


@pytest.mark.django_db
def test_it_writes_nothing_private_into_the_record() -> None:
    ask(TROUBLE, worlds.make_paid())
    ask(STRANGER)
    record = str(list(AuditEntry.objects.values()))
    for private in ("Paid twice", "Where is it", "who@example.org"):
        assert private not in record


@pytest.mark.django_db
def test_it_answers_through_the_letters_of_the_case() -> None:
    application = worlds.make_listed()
    enquiry = ask(LATE, application, now=AFTER_72_HOURS)
    assert list(queries.waiting()) == [enquiry]
    officer = worlds.make_officer()
    actions.answer(enquiry.pk, "We wait for one check.\nIt ends today.", officer=officer, now=NOW)
    assert list(queries.waiting()) == []
    mail = letters_made.mail(application.letters.get(kind="enquiry_answered"))
    assert "We wait for one check.\n\nIt ends today." in mail.text
    with pytest.raises(Obstacle, match="not_possible_now"):
        actions.answer(enquiry.pk, "Again.", officer=officer, now=NOW)
    assert ask(LATE, application, now=AFTER_72_HOURS) != enquiry


@pytest.mark.django_db
def test_it_answers_nothing_with_nothing() -> None:
    enquiry = ask(STRANGER)
    with pytest.raises(Obstacle, match="invalid"):
        actions.answer(enquiry.pk, "  \n", officer=worlds.make_officer(), now=NOW)
    with pytest.raises(Obstacle, match="not_found"):
        actions.answer(enquiry.pk + 1, "Hello.", officer=worlds.make_officer(), now=NOW)


@pytest.mark.django_db
def test_it_writes_to_a_typed_address_nothing_that_was_typed() -> None:
    enquiry = ask(STRANGER)
    parcel = mails.parcel(Dispatch.objects.get(kind=sending.RECEIVED, record=enquiry.pk), NOW)
    assert parcel is not None
    assert isinstance(parcel.content, Mail)
    assert parcel.to == "who@example.org"
    assert "Where is it" not in parcel.content.text
    assert numbers.for_people(enquiry.number) in parcel.content.text
    assert '<section lang="ar" dir="rtl">' in parcel.content.html
    assert "www.canada.ca/eta" in parcel.content.text
    assert "CAD\u00a07" in parcel.content.text

    actions.answer(enquiry.pk, "It is on its way.", officer=worlds.make_officer(), now=NOW)
    row = Dispatch.objects.get(kind=sending.ANSWERED, record=enquiry.pk)
    answered = mails.parcel(row, NOW)
    assert answered is not None
    assert isinstance(answered.content, Mail)
    assert "It is on its way." in answered.content.text
    enquiry.delete()
    assert mails.parcel(row, NOW) is None


@pytest.mark.django_db
def test_it_needs_an_address_where_none_is_on_file() -> None:
    draft = worlds.make_draft(email="").application
    with pytest.raises(Obstacle, match="invalid"):
        ask(TROUBLE, draft)
    enquiry = ask(EnquiryQuestion(kind="trouble", language="en", reply_to="who@example.org"), draft)
    assert enquiry.facts["step"] == "document"
    assert Dispatch.objects.filter(kind=sending.RECEIVED, record=enquiry.pk).exists()


@pytest.mark.django_db
def test_it_keeps_only_what_is_a_reference() -> None:
    good = references.new_error_reference()
    question = EnquiryQuestion(
        kind="trouble", language="en", references=(good, "<script>", ""), reply_to="a@example.org"
    )
    assert ask(question).references == [good]


@pytest.mark.django_db
def test_it_stops_floods_of_a_network_and_of_an_address() -> None:
    for _ in range(3):
        ask(EnquiryQuestion(kind="other", language="en", words="?", reply_to="A@example.org"))
    with pytest.raises(Obstacle, match="too_many"):
        ask(
            EnquiryQuestion(kind="other", language="en", words="?", reply_to="a@example.org"),
            network=b"n" * 32,
        )
    for number in range(2):
        ask(
            EnquiryQuestion(
                kind="other", language="en", words="?", reply_to=f"{number}@example.org"
            )
        )
    with pytest.raises(Obstacle, match="too_many"):
        ask(EnquiryQuestion(kind="other", language="en", words="?", reply_to="z@example.org"))


@pytest.mark.django_db
def test_it_is_one_enquiry_for_one_page() -> None:
    assert ask(STRANGER) == ask(STRANGER)
    assert Enquiry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_is_one_enquiry_when_a_press_arrives_many_times_at_once() -> None:
    application = worlds.make_listed()

    def press(with_case: bool) -> str:
        try:
            return ask(
                LATE if with_case else STRANGER,
                application if with_case else None,
                now=AFTER_72_HOURS,
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        keys = list(pool.map(press, [True, False] * 3))
    assert len(set(keys)) == 2
    assert Enquiry.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [{"reply_to": ""}, {"number": "V000000001"}, {"answered_at": NOW}],
    ids=["no address", "another number", "answered by nobody"],
)
def test_it_holds_in_the_database(changes: dict[str, Any]) -> None:
    enquiry = ask(STRANGER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=enquiry.pk).update(**changes)


@pytest.mark.django_db
def test_it_takes_a_page_again_whose_case_was_opened_meanwhile() -> None:
    application, other = worlds.make_paid(1), worlds.make_paid(2)
    page = EnquiryQuestion(
        kind="other", language="en", words="?", reply_to="who@example.org", once="p" * 43
    )
    without = ask(page)
    enquiries = [ask(page, case) for case in (application, other)]
    assert [enquiry.application for enquiry in (without, *enquiries)] == [None, application, other]
    assert ask(page) == without
