"""A contact goes to the national centre: once, with what was played, and with nothing proven."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from guichet.applications import tokens
from guichet.applications.testing import make_listed
from guichet.contact import actions as proofs
from guichet.contact import queries as checks
from guichet.contact.calls.testing import Telephone
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.models import CaseLook
from guichet.contact.tiers import actions
from guichet.contact.tiers.models import HandOver, TakeOver
from guichet.guidance.testing import publish_shipped
from guichet.interactions.models import Interaction
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.staff.testing import make_staff, sign_in

pytestmark = pytest.mark.django_db
QUEUE = "/staff/contact/handed-over/"
NATIONAL = frozenset({"national_agent"})


def browser(role: str, name: str) -> Client:
    """Return a browser in which somebody with a role is signed in."""
    client = Client()
    sign_in(client, role, name=name)
    return client


def handed_over(client: Client) -> str:
    """Play, note and hand a contact over on its page; return the address of the page."""
    publish_shipped()
    address = begun(client)
    pressed(client, address, "play:lost_letter")
    pressed(client, address, "answer:0:no")
    pressed(client, address, "note", internal="Sounds in a hurry.", told="We look at it.")
    status, page = pressed(client, address, "hand_over", internal="Wants the status.")
    assert status == 200 and "nobody has taken it yet" in page
    return address


def taken(client: Client) -> Any:
    """Press the first button of the queue that takes something over."""
    page = client.get(QUEUE).content.decode()
    path = re.search(r'action="([^"]+/take/)"', page)
    assert path, page
    return client.post(path[1], follow=True)


def test_who_takes_it_over_reads_what_was_played_noted_and_told() -> None:
    general, national = browser("general_agent", "gil"), browser("national_agent", "nora")
    address = handed_over(general)
    page = general.get(QUEUE).content.decode()
    assert "gil" in page and "/take/" not in page
    answer = taken(national)
    page = answer.content.decode()
    expected = (
        "The contact is yours.",
        "Sounds in a hurry.",
        "Wants the status.",
        "We look at it.",
        "data-step",
        'value="back:0"',
        "took this contact over from",
        "proves anew",
    )
    assert [words for words in expected if words not in page] == []
    contact = Interaction.objects.get()
    assert (contact.agent.get_username(), contact.answers) == ("nora", ["no"])  # type: ignore[union-attr]
    verbs = AuditEntry.objects.filter(record_type="interaction").values_list("verb", flat=True)
    assert {"hand_over", "take_over"} <= set(verbs)
    assert "No contact waits" in national.get(QUEUE).content.decode()

    page = general.get(address).content.decode()
    assert "nora" in page and "Sounds in a hurry." not in page
    answer = general.post(address, {"do": "note", "internal": "One more thing"})
    assert answer.status_code == 409 and "One more thing" in answer.content.decode()
    assert browser("general_agent", "else").get(address).status_code == 404


def test_a_language_has_a_queue_of_its_own() -> None:
    general, national = browser("general_agent", "gil"), browser("national_agent", "nora")
    handed_over(general)
    page = national.get(f"{QUEUE}?language=ja").content.decode()
    assert "/take/" not in page and "العربية" in page
    assert "/take/" in national.get(f"{QUEUE}?language=ar").content.decode()


def test_it_goes_on_with_who_takes_it_back_and_nobody_else_takes_it() -> None:
    general, national = browser("general_agent", "gil"), browser("national_agent", "nora")
    address = handed_over(general)
    waiting = HandOver.objects.get()
    status, page = pressed(general, address, "take_back")
    assert status == 200 and "nobody has taken it yet" not in page
    answer = national.post(f"{QUEUE}{waiting.pk}/take/")
    assert answer.status_code == 409 and "goes on with it" in answer.content.decode()
    assert national.post(f"{QUEUE}0/take/").status_code == 409
    pressed(general, address, "hand_over")
    assert general.post(f"{QUEUE}{waiting.pk + 1}/take/").status_code == 403


def test_the_national_centre_hands_nothing_over_to_itself() -> None:
    national = browser("national_agent", "nora")
    address = begun(national)
    assert 'value="hand_over"' not in national.get(address).content.decode()
    status, _ = pressed(national, address, "hand_over")
    assert status == 409 and not HandOver.objects.exists()


def test_nothing_that_was_proven_before_opens_anything_and_three_failures_lock() -> None:
    """Also in person: whoever takes over hears the caller by telephone alone."""
    application, now = make_listed(), clock.now()
    first, second = make_staff("national_agent"), make_staff("national_agent")
    contact = make_call(agent=first.pk, now=now)
    Interaction.objects.filter(pk=contact.pk).update(channel="in_person")
    facts = {"number": application.number, "pin": tokens.pin_of(application)}
    check = proofs.prove(contact.pk, facts, agent=first.pk, roles=NATIONAL, page="p", now=now)
    assert check.level == "case" and checks.opened(contact.pk)

    hand_over = actions.hand_over(contact.pk, agent=first.pk, now=now)
    actions.take_over(hand_over.pk, agent=second.pk, now=now)
    assert checks.opened(contact.pk) == [] and checks.last_check(contact.pk) is None
    with pytest.raises(Obstacle, match="not_disclosed"):
        proofs.look(
            contact.pk,
            application.number,
            "tell_letters",
            agent=second.pk,
            roles=NATIONAL,
            now=now,
        )
    assert not CaseLook.objects.exists()
    check = proofs.prove(contact.pk, facts, agent=second.pk, roles=NATIONAL, page="q", now=now)
    assert (check.level, check.channel) == ("case", "telephone")
    assert TakeOver.objects.get().level == "case"


def test_the_database_lets_one_agent_take_a_contact_over() -> None:
    now = clock.now()
    gil, nora = make_staff("general_agent"), make_staff("national_agent")
    contact = make_call(agent=gil.pk, now=now)
    hand_over = actions.hand_over(contact.pk, agent=gil.pk, now=now)
    assert actions.hand_over(contact.pk, agent=gil.pk, now=now) == hand_over
    actions.take_over(hand_over.pk, agent=nora.pk, now=now)
    assert actions.take_over(hand_over.pk, agent=nora.pk, now=now).agent_id == nora.pk
    for row in (
        TakeOver(hand_over=hand_over, agent=gil, taken_at=now, checks_before=0, level="general"),
        HandOver(interaction=contact, asked_by=gil, asked_at=now, ended_at=now),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_it_at_once_one_has_it() -> None:
    now = clock.now()
    gil = make_staff("general_agent")
    agents = [make_staff("national_agent").pk, make_staff("national_agent").pk]
    contact = make_call(agent=gil.pk, now=now)
    hand_over = actions.hand_over(contact.pk, agent=gil.pk, now=now)

    def take(agent: int) -> str:
        try:
            actions.take_over(hand_over.pk, agent=agent, now=now)
        except Obstacle as obstacle:
            return obstacle.code
        finally:
            connection.close()
        return "has it"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(take, agents))
    assert sorted(results) == ["hand_over_taken", "has it"]
    winner = agents[results.index("has it")]
    assert Interaction.objects.get().agent_id == winner == TakeOver.objects.get().agent_id


def test_a_call_that_the_national_centre_answers_goes_on_as_the_contact_it_was() -> None:
    """Told twice it is taken once; where nothing was handed over, another contact begins."""
    telephone = Telephone()
    gil, nora = make_staff("general_agent", name="gil"), make_staff("national_agent", name="nora")
    telephone.rings("call")
    telephone.tells("call", "answered", agent="gil")
    contact = Interaction.objects.get()
    actions.hand_over(contact.pk, agent=gil.pk, now=clock.now())
    telephone.tells("call", "transferred", to="national")
    for _ in range(2):
        assert telephone.tells("call", "answered", agent="nora").status_code == 200
    assert Interaction.objects.get().agent_id == nora.pk == TakeOver.objects.get().agent_id
    telephone.rings("other")
    for agent in ("gil", "nora"):
        telephone.tells("other", "answered", agent=agent)
    assert Interaction.objects.count() == 3
