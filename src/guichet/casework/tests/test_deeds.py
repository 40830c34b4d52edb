"""Every deed from the file and back: what is written, who is told, and what the officer reads."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from guichet.applications import numbers, queries
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import requests
from guichet.applications.models import Application
from guichet.applications.testing import make_asked, make_listed, make_paid
from guichet.casework.tests.desk import REFUSAL, address, body, do, due, fill_in
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry, Dispatch
from guichet.kernel.obstacles import Obstacle
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db


def listed(number: int = 0, **answers: object) -> Application:
    return make_listed(number, now=clock.now(), **answers)


def letters(application: Application) -> list[str]:
    return list(application.letters.order_by("pk").values_list("kind", flat=True))


def test_it_approves_with_reasons_for_officers(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application = listed()
    form = {"internal": ["declaration_explained"], "note": "Spoke with the court of Cork."}
    file = do(client, address(application, "approve"), form)
    application.refresh_from_db()
    decision = application.decisions.get()
    assert (application.state, decision.officer) == ("issued", officer)
    assert decision.internal_reasons == ["declaration_explained", "Spoke with the court of Cork."]
    assert "Approved. The letter is on its way." in file
    assert numbers.for_people(application.authorization.number) in file
    assert letters(application) == ["received", "approved"]
    assert AuditEntry.objects.filter(verb="approve", actor=f"staff:{officer.pk}").count() == 1


def test_it_asks_in_the_officers_own_words(client: Client) -> None:
    sign_in(client, "intake_officer")
    application = listed()
    path = address(application, "ask")
    form = {
        "documents": ["police_certificate", "explanation"],
        "words_police_certificate": "From Ireland, since 2009.",
        "words_itinerary": "Not chosen, so not sent.",
        **due(),
    }
    page = body(fill_in(client, path, form))
    assert "We need something from you" in page
    assert "From Ireland, since 2009." in page
    assert "This is what the person will read" in page
    assert application.requests.count() == 0  # it was only rehearsed
    assert Dispatch.objects.filter(kind="eta_letter").count() == 1  # the receipt

    assert "Asked. The letter is on its way" in do(client, path, form)
    application.refresh_from_db()
    request_words = {request.kind: request.words for request in application.requests.all()}
    assert request_words == {"police_certificate": "From Ireland, since 2009.", "explanation": ""}
    assert application.state == "info_requested"
    assert letters(application) == ["received", "information_asked"]


def test_it_shows_the_letter_in_the_language_of_its_reader(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed(letter_language="fr")
    Application.objects.filter(pk=application.pk).update(language="ar")
    answer = body(client.get(address(application, "ask")))
    assert "This person reads letters in French" in answer
    french = {**REFUSAL, "words": "Le tribunal de Cork vous a condamné à une amende."}
    page = body(fill_in(client, address(application, "refuse"), french))
    assert '<div lang="fr">' in page
    assert 'lang="ar" dir="rtl"' in page
    assert "A machine translated this page" not in page
    assert '<bdi dir="ltr">http' in page


def test_it_offers_first_the_facts_that_set_the_case_off_and_those_that_changed(
    client: Client,
) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    application.versions.create(
        cause="sent", answers={**application.answers, "job_title": "Baker"}, at=clock.now()
    )
    Application.objects.filter(pk=application.pk).update(review_reasons=["unusual_document"])
    page = body(client.get(address(application, "refuse")))
    facts = re.findall(r'name="facts_1" value="(\w+)"', page)
    assert facts[:3] == ["document_type", "issuer", "job_title"]
    assert len(facts) == len(set(facts)) > 20
    assert ">subsection 37(1) · Organized crime · Immigration and Refugee Protection Act<" in page


def test_it_refuses_with_reasons_that_were_read_before(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application = listed()
    form = {
        **REFUSAL,
        "provision_2": "act_40_1_a",
        "facts_2": ["offence_details"],
        "internal": ["identity_doubtful"],
        "note": "<b>The photo differs.</b>",
    }
    path = address(application, "refuse")
    page = body(fill_in(client, path, form))
    assert "An offence makes you inadmissible to Canada." in page
    assert "Ask the Federal Court of Canada" in page
    assert "&lt;b&gt;The photo differs." in page
    do(client, path, form)
    application.refresh_from_db()
    decision = application.decisions.get(kind="refused")
    assert decision.officer == officer
    assert decision.public_reasons == ["criminality", "misrepresentation"]
    letter = application.letters.get(kind="refused")
    assert letter.facts["reasons"] == ["criminality", "misrepresentation"]


def test_it_takes_up_again_what_was_asked(client: Client) -> None:
    sign_in(client, "intake_officer")
    application = make_asked(now=clock.now())
    assert "Taken up again." in do(client, address(application, "resume"))
    application.refresh_from_db()
    assert application.state == "manual_review"
    assert application.tasks.filter(done_at=None, kind="decide").count() == 1


def test_it_closes_the_application_of_a_citizen(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    assert "Closed." in do(client, address(application, "close"), {"public": "citizen"})
    application.refresh_from_db()
    assert application.state == "withdrawn"
    assert application.decisions.get().public_reasons == ["citizen"]


def test_it_gives_up_only_after_the_day(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = make_asked(now=clock.now())
    application.requests.update(due_on=(clock.now() + timedelta(days=2)).date())
    path = address(application, "give_up").replace("_", "-")
    assert client.get(path).status_code == 409
    application.requests.update(due_on=(clock.now() - timedelta(days=2)).date())
    assert "Closed without an answer." in do(client, path)
    application.refresh_from_db()
    assert application.state == "abandoned"


def test_it_does_not_give_up_somebody_who_answered_an_invitation(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application, now = listed(), clock.now()
    day = (now + timedelta(days=9)).date()
    decisions.invite(application.pk, officer=officer.pk, due_on=day, now=now)
    invited = queries.open_requests(application).get()
    requests.answer_request(application.pk, invited.pk, "Mondays.", now=now)
    path = address(application, "give-up")
    assert path not in body(client.get(address(application)))
    assert client.post(path, {"step": "confirm"}).status_code == 409
    with pytest.raises(Obstacle, match="not_possible_now"):
        decisions.give_up(application.pk, officer=officer.pk, now=now)


def test_it_waits_for_the_last_of_several_days(client: Client) -> None:
    officer = sign_in(client, "deciding_officer")
    application = make_asked(now=clock.now())
    past = (clock.now() - timedelta(days=2)).date()
    application.requests.update(due_on=past)
    application.requests.create(
        kind="itinerary", asked_at=clock.now(), due_on=past + timedelta(days=9)
    )
    with pytest.raises(Obstacle, match="not_possible_now"):
        decisions.give_up(application.pk, officer=officer.pk, now=clock.now())
    assert client.get(address(application, "give-up")).status_code == 409


def test_it_cancels_an_authorization(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = make_paid(now=clock.now())
    form = {
        "provision_1": "reg_12_07",
        "facts_1": ["nationality"],
        "words": "We took your passport for another one.",
        "internal": ["history_adverse"],
    }
    assert "Canceled." in do(client, address(application, "cancel"), form)
    application.authorization.refresh_from_db()
    assert application.authorization.ended_as == "cancelled"
    assert letters(application)[-1] == "cancelled"


def test_it_marks_a_revalidation_and_takes_the_mark_away(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = make_paid(now=clock.now())
    assert "under revalidation" in do(client, address(application, "revalidate"))
    assert client.get(address(application, "revalidate")).status_code == 409
    do(client, address(application, "end-revalidation"))
    application.authorization.refresh_from_db()
    assert not application.authorization.under_revalidation
    assert application.authorization.ended_at is None


INCOMPLETE: list[tuple[str, dict[str, object], str]] = [
    ("ask", {"documents": ["explanation"]}, "due_on"),
    ("ask", {**due()}, "documents"),
    ("ask", {"documents": ["interview"], **due()}, "documents"),
    ("ask", {"documents": ["explanation"], **due(0)}, "due_on"),
    ("ask", {"documents": ["explanation"], **due(500)}, "due_on"),
    ("invite", {}, "due_on"),
    ("refuse", {"internal": ["identity_doubtful"], "words": "Because."}, "provision_1"),
    ("refuse", {**REFUSAL, "words": " \n "}, "words"),
    ("refuse", {**REFUSAL, "words": " . 12!"}, "words"),
    ("refuse", {**REFUSAL, "words": "No."}, "words"),
    ("refuse", {**REFUSAL, "words": "x" * 4001}, "words"),
    ("refuse", {**REFUSAL, "facts_1": []}, "facts_1"),
    ("refuse", {**REFUSAL, "facts_2": ["offence"]}, "provision_2"),
    ("refuse", {**REFUSAL, "provision_2": "act_36_1_b", "facts_2": ["offence"]}, "provision_2"),
    ("refuse", {**REFUSAL, "provision_1": "reg_12_07"}, "provision_1"),
    ("refuse", {**REFUSAL, "facts_1": ["us_visa_number"]}, "facts_1"),
    ("close", {}, "public"),
    ("close", {"public": "criminality"}, "public"),
    ("approve", {"note": "x" * 1001}, "note"),
]


def test_it_says_what_is_missing_and_keeps_the_rest(
    client: Client, subtests: pytest.Subtests
) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    for verb, form, field in INCOMPLETE:
        with subtests.test(verb=verb, form=form, field=field):
            whole_form = {"words_explanation": "Tell us more.", **form}
            answer = fill_in(client, address(application, verb), whole_form)
            assert answer.status_code == 422
            assert f'href="#id_{field}"' in body(answer)
            if verb == "ask":
                assert "Tell us more." in body(answer)
            application.refresh_from_db()
            assert application.state == "manual_review"


def test_an_act_that_no_fact_shows_is_asked_about(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    path, form = address(application, "refuse"), {**REFUSAL, "facts_1": ["nationality"]}
    answer = fill_in(client, path, form)
    assert answer.status_code == 422 and 'href="#id_facts_1"' in body(answer)
    assert "none of these facts is about anything the person did" in body(answer)
    assert "these facts alone are enough for: Ground 1" in body(answer)
    tick = re.findall(r'name="meant_facts" value="(\w+)"', body(answer))
    assert fill_in(client, path, {**form, "meant_facts": tick}).status_code == 200
    other = {**form, "facts_1": ["nationality", "travel_date", "offence"], "meant_facts": tick}
    assert fill_in(client, path, other).status_code == 422, "the tick was for something else"
    law = {**form, "provision_1": "reg_7_01_2"}
    assert fill_in(client, path, law).status_code == 200, "this one is about who somebody is"


def test_it_goes_back_to_what_was_typed(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    form = {"documents": ["itinerary"], "words_itinerary": "All stops.", **due(), "step": "change"}
    answer = client.post(address(application, "ask"), form)
    assert answer.status_code == 200
    assert 'value="itinerary" checked' in body(answer)
    assert 'value="All stops."' in body(answer)


def test_it_does_not_approve_what_the_table_does_not_give(client: Client) -> None:
    sign_in(client, "deciding_officer")
    application = listed()
    Application.objects.filter(pk=application.pk).update(
        document_expires_on=clock.now().date() - timedelta(days=9)
    )
    answer = fill_in(client, address(application, "approve"), {})
    assert (answer.status_code, "passport has expired" in body(answer)) == (409, True)
    assert queries.last_decision(application) is None
