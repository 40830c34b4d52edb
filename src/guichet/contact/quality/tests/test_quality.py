"""Contacts are drawn by chance and the same each time, looked over once, and answered to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client

from guichet.contact.quality import queries, rules
from guichet.contact.quality.models import QualityAnswer, QualityReview
from guichet.contact.quality.rules import Sampling
from guichet.interactions import actions as contacts
from guichet.interactions import upkeep
from guichet.interactions.models import Interaction
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.staff.testing import make_staff, sign_in, sign_in_as

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)  # a Monday: W48 is over
QUALITY = "/staff/contact/quality/"
ANSWERS = {**dict.fromkeys(rules.QUESTIONS, "yes"), "tone": "no", "tone_note": "P1234567 in haste."}


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def ada() -> User:
    return make_staff("general_agent", name="ada")


def ended(agent: User, *, at: datetime = NOW - timedelta(days=3)) -> Interaction:
    call = make_call(agent=agent.pk, now=at)
    return contacts.end(call.pk, "answered", now=at)


def browser(*roles: str) -> Client:
    client = Client()
    sign_in(client, *roles)
    return client


def test_the_draw_is_by_chance_within_bounds_and_the_same_each_time() -> None:
    table = Sampling(share=0.1, least=1, most=3)
    some = {
        "few": ["I000000001"],
        "many": [f"I{number:09}" for number in range(100, 112)],
        "most": [f"I{number:09}" for number in range(200, 300)],
        "none": [],
    }
    numbers = rules.draw(table, some, week="2026-W48")
    backwards = {agent: list(reversed(each)) for agent, each in reversed(some.items())}
    assert numbers == rules.draw(table, backwards, week="2026-W48")
    sizes = {agent: len({*each} & {*numbers}) for agent, each in some.items()}
    assert sizes == {"few": 1, "many": 2, "most": 3, "none": 0}
    assert numbers != rules.draw(table, some, week="2026-W47")
    today = date(2026, 11, 30)
    assert rules.last_whole(today) == "2026-W48"
    over = {"2026-W48": True, "2026-W49": False, "2026-W99": False, "yesterday": False}
    assert {week: bool(rules.days_of(week, today=today)) for week in over} == over


def test_a_supervisor_looks_one_over_and_its_agent_reads_and_answers(ada: User) -> None:
    contact, supervisor = ended(ada), browser("supervisor")
    ended(ada, at=NOW - timedelta(hours=1))  # of a week that goes on
    page = supervisor.get(QUALITY).content.decode()
    path = f"{QUALITY}{contact.number}/"
    assert page.count(f'href="{QUALITY}I') == 1 and path in page and "not looked over" in page
    answer = supervisor.post(path, {**ANSWERS, "identity": ""})
    assert answer.status_code == 422 and "P1234567 in haste." in answer.content.decode()
    assert not QualityReview.objects.exists()
    for _ in range(2):
        answer = supervisor.post(path, ANSWERS, follow=True)
        assert "the agent can read it" in answer.content.decode()
    for answer in (
        supervisor.post(path, {**ANSWERS, "tone_note": "Calmer."}),
        browser("supervisor").post(path, {**ANSWERS, "tone_note": "Calmer."}),
    ):
        assert answer.status_code == 409 and "Calmer." in answer.content.decode()
    review = QualityReview.objects.get()
    assert {each.question: each.verdict for each in review.answers.all()}["tone"] == "no"

    own = Client()
    sign_in_as(own, ada)
    page = own.get(f"{QUALITY}own/").content.decode()
    assert "••••••• in haste." in page and "P1234567" not in page
    reply = f"{QUALITY}own/{review.pk}/reply/"
    assert own.post(reply, {"reply": ""}).status_code == 422
    assert own.post(reply, {"reply": "The line was bad."}).status_code == 303
    answer = own.post(reply, {"reply": "And late."})
    assert answer.status_code == 409 and "And late." in answer.content.decode()
    assert browser("general_agent").post(reply, {"reply": "Mine?"}).status_code == 404
    auditor = browser("auditor")
    assert "The line was bad." in auditor.get(path).content.decode()
    looks = AuditEntry.objects.filter(verb="see", record_type="interaction", record=contact.pk)
    assert looks.count() == 1
    assert auditor.post(path, ANSWERS).status_code == 403
    verbs = AuditEntry.objects.filter(record_type="interaction").values_list("verb", flat=True)
    assert {"review", "answer_review"} <= set(verbs)


def test_totals_count_answers_and_name_nobody(ada: User) -> None:
    contact, supervisor = ended(ada), browser("supervisor")
    supervisor.post(f"{QUALITY}{contact.number}/", ANSWERS)
    counts = queries.totals()
    assert counts["tone"] == {"yes": 0, "no": 1, "none": 0}
    assert counts["scenario"] == {"yes": 1, "no": 0, "none": 0}
    totals = supervisor.get(QUALITY).content.decode().partition("Totals by question")[2]
    assert "no: 1" in totals and "ada" not in totals.partition("</main>")[0]


def test_nobody_looks_over_what_they_led_or_what_was_not_drawn(ada: User) -> None:
    client = Client()
    supervisor = sign_in(client, "supervisor")
    own, open_call = ended(supervisor), make_call(agent=ada.pk, now=NOW)
    page = client.get(f"{QUALITY}{own.number}/")
    assert page.status_code == 200 and 'id="review"' not in page.content.decode()
    assert client.post(f"{QUALITY}{own.number}/", ANSWERS).status_code == 409
    assert client.get(f"{QUALITY}{open_call.number}/").status_code == 404
    assert client.get(f"{QUALITY}?week=yesterday").status_code == 200
    page = client.get(QUALITY, {"week": "\u2066２０２６\u2011w４７\u2069"})
    assert 'value="2026-W47"' in page.content.decode()
    wrong = QualityReview(interaction=own, agent=supervisor, reviewer=supervisor, reviewed_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save()
    assert not QualityReview.objects.exists()


def test_what_was_found_goes_with_its_contact(ada: User) -> None:
    contact = ended(ada)
    browser("supervisor").post(f"{QUALITY}{contact.number}/", ANSWERS)
    assert QualityAnswer.objects.count() == len(rules.QUESTIONS)
    upkeep.purge(now=NOW + timedelta(days=400))
    assert not QualityReview.objects.exists() and not QualityAnswer.objects.exists()
