"""A question and its answer are contacts, and its day is one promise among all others."""

from datetime import timedelta

import pytest
from django.db import connection

from guichet.applications import retention, testing
from guichet.applications.contacts import laws, records
from guichet.applications.enquiries import actions
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.models import Enquiry
from guichet.applications.testing import NETWORK, NOW, make_officer
from guichet.interactions import queries
from guichet.interactions.models import Interaction, Promise

pytestmark = pytest.mark.django_db
QUESTION = EnquiryQuestion(kind="other", language="fr", words="May I change my flight?")
STRANGER = EnquiryQuestion(kind="other", language="ar", words="Where?", reply_to="a@e.org")


def described(interaction: Interaction) -> tuple[str, str, str, list[str]]:
    kinds = [subject.kind for subject in interaction.subjects.all()]
    return interaction.direction, interaction.channel, interaction.outcome, kinds


def test_a_question_waits_on_the_list_of_promises_until_an_officer_answers() -> None:
    application = testing.make_listed()
    enquiry = actions.ask(QUESTION, application=application.pk, network=NETWORK, now=NOW)
    promise = queries.promises_that_wait().get()
    assert (promise.pk, promise.due_on) == (enquiry.promise_id, enquiry.promised_on)
    assert promise.due_at == enquiry.tasks.get().due_at
    assert promise.interaction.participants.get().certainty == "known"

    later = NOW + timedelta(hours=5)
    actions.answer(enquiry.pk, "Yes.", officer=make_officer(), now=later)
    assert not queries.promises_that_wait().exists()
    assert Promise.objects.get().kept_at == later
    answer, question = queries.about([("application", application.number)])
    assert described(question) == ("in", "web_form", "asked", ["enquiry", "application"])
    assert described(answer) == ("out", "email", "answered", ["enquiry", "application"])


def test_a_stranger_is_not_known_and_their_contact_goes_with_the_question() -> None:
    enquiry = actions.ask(STRANGER, network=NETWORK, now=NOW)
    (question,) = queries.about([("enquiry", enquiry.number)])
    assert question.participants.get().certainty == "unknown"
    actions.answer(enquiry.pk, "Here.", officer=make_officer(), now=NOW)
    retention.purge(now=NOW + timedelta(days=366))
    assert not Interaction.objects.exists()


def test_what_the_release_before_took_is_recorded_once() -> None:
    enquiry = actions.ask(STRANGER, network=NETWORK, now=NOW)
    Enquiry.objects.filter(pk=enquiry.pk).update(promise=None)
    Interaction.objects.all().delete()
    assert records.look_after() == 1
    enquiry.refresh_from_db()
    assert enquiry.promise
    assert enquiry.promise.due_on == enquiry.promised_on

    enquiry.answer, enquiry.answered_at, enquiry.officer_id = "Here.", NOW, make_officer()
    enquiry.save(update_fields=["answer", "answered_at", "officer"])
    assert records.look_after() == 1
    assert records.look_after() == 0
    assert [described(contact)[:2] for contact in queries.about([("enquiry", enquiry.number)])] == [
        ("out", "email"),
        ("in", "web_form"),
    ]
    assert not queries.promises_that_wait().exists()


def test_its_law_sees_another_day() -> None:
    enquiry = actions.ask(STRANGER, network=NETWORK, now=NOW)
    Enquiry.objects.filter(pk=enquiry.pk).update(promised_on=NOW.date())
    with connection.cursor() as cursor:
        for query in laws.LAWS.values():
            cursor.execute(query)
            assert cursor.fetchall() == [(enquiry.pk, enquiry.number)]
