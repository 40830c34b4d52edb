"""A contact from its beginning to its end, and what was promised in it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from guichet.interactions import actions, laws, queries, upkeep
from guichet.interactions.actions import Contact
from guichet.interactions.models import Interaction, Promise, Subject
from guichet.interactions.testing import make_call, make_noted
from guichet.kernel import case_numbers
from guichet.kernel.models import AuditEntry
from guichet.kernel.obstacles import Obstacle
from guichet.staff.testing import make_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
CASE = ("application", "V572319048")
DUE = date(2026, 12, 2)


def rows_of_law(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def promised(call: Interaction) -> Promise:
    return actions.make_promise(call.pk, "answer", due_on=DUE, owner="officers", now=NOW)


def test_it_has_a_number_that_checks_itself_and_begins_once_for_a_page() -> None:
    contact = Contact(channel="email", language="fr", once="page")
    first, second = actions.begin(contact, now=NOW), actions.begin(contact, now=NOW)
    assert first.pk == second.pk
    assert case_numbers.is_number(first.number, "I")
    assert [(person.role, person.certainty) for person in first.participants.all()] == [
        ("client", "unknown")
    ]


def test_it_writes_down_once_what_is_sent_twice_and_scrubs_what_is_internal() -> None:
    agent = make_staff("auditor").pk
    call = make_call(CASE, agent=agent, now=NOW)
    for _ in range(2):
        actions.note(
            call.pk,
            "Holds P1234567.",
            kind="internal",
            language="en",
            author=agent,
            once="a",
            now=NOW,
        )
    actions.note(
        call.pk,
        "We wait for V572319048.",
        kind="told",
        language="en",
        author=agent,
        once="b",
        now=NOW,
    )
    assert [note.words for note in call.notes.all()] == [
        "Holds •••••••.",
        "We wait for V572319048.",
    ]
    verbs = (
        AuditEntry.objects.filter(record_type="interaction")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs.order_by("pk")) == ["begin", "note", "note"]
    assert not AuditEntry.objects.filter(facts__icontains="P1234567").exists()


@pytest.mark.parametrize(("words", "code"), [(" ", "required"), ("x" * 4001, "too_long")])
def test_it_refuses_words_that_are_none_or_too_many(words: str, code: str) -> None:
    call = make_call(now=NOW)
    with pytest.raises(Obstacle) as refusal:
        actions.note(call.pk, words, kind="told", language="en", author=None, once="a", now=NOW)
    assert refusal.value.facts["errors"] == {"words": code}


def test_nothing_is_added_to_what_has_ended() -> None:
    call = make_call(CASE, now=NOW)
    ended = actions.end(call.pk, "answered", now=NOW + timedelta(minutes=5))
    assert actions.end(call.pk, "other", now=NOW + timedelta(hours=1)).outcome == "answered"
    assert ended.ended_at == NOW + timedelta(minutes=5)
    with pytest.raises(Obstacle, match="interaction_ended"):
        actions.add_subject(call.pk, "enquiry", "E572319048")
    with pytest.raises(Obstacle, match="interaction_ended"):
        actions.add_participant(call.pk, "interpreter", certainty="known")


def test_one_list_has_every_promise_that_waits_in_the_order_of_their_days() -> None:
    late, soon = make_call(now=NOW), make_call(now=NOW)
    second = promised(late)
    first = actions.make_promise(soon.pk, "call", due_on=date(2026, 12, 1), owner="agents", now=NOW)
    assert list(queries.promises_that_wait()) == [first, second]
    actions.keep(first.pk, now=NOW)
    assert list(queries.promises_that_wait()) == [second]


def test_who_cannot_keep_it_says_so_before_its_day_and_promises_another() -> None:
    promise = promised(make_call(now=NOW))
    other = actions.tell(
        promise.pk, due_on=date(2026, 12, 9), now=promise.due_at - timedelta(seconds=1)
    )
    assert (other.follows_id, other.due_on, other.is_open) == (promise.pk, date(2026, 12, 9), True)
    with pytest.raises(Obstacle, match="promise_over"):
        actions.tell(promise.pk, due_on=date(2026, 12, 10), now=NOW)
    assert not actions.keep(promise.pk, now=NOW).kept_at


def test_after_its_day_a_promise_is_kept_late_and_never_explained_away() -> None:
    promise = promised(make_call(now=NOW))
    with pytest.raises(Obstacle, match="promise_overdue"):
        actions.tell(promise.pk, due_on=date(2026, 12, 9), now=promise.due_at)
    with pytest.raises(IntegrityError, match="told_before_it_is_due"), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(told_at=promise.due_at)
    promise = actions.keep(promise.pk, now=promise.due_at + timedelta(days=1))
    assert promise.kept_at
    with pytest.raises(IntegrityError, match="kept_or_told"), transaction.atomic():
        Promise.objects.filter(pk=promise.pk).update(told_at=NOW)


def test_a_promise_whose_time_is_over_is_none() -> None:
    call = make_call(now=NOW)
    with pytest.raises(Obstacle):
        actions.make_promise(
            call.pk, "answer", due_on=date(2026, 11, 28), owner="officers", now=NOW
        )


def test_it_is_found_by_what_it_is_about() -> None:
    mine, other = make_call(CASE, now=NOW), make_call(("application", "V572319049"), now=NOW)
    assert list(queries.about([CASE])) == [mine]
    actions.add_subject(other.pk, *CASE)
    assert list(queries.about([CASE])) == [other, mine]
    assert not queries.about([("enquiry", CASE[1])])


def test_a_case_takes_its_contacts_along_but_for_those_about_another() -> None:
    mine, both = make_call(CASE, now=NOW), make_call(CASE, ("appointment", "23456789Q"), now=NOW)
    assert upkeep.erase_with("application", [CASE[1]]) == 1
    assert list(Interaction.objects.all()) == [both]
    assert upkeep.erase_with("appointment", ["23456789Q"]) == 1
    assert not Interaction.objects.filter(pk=mine.pk).exists()
    assert not Subject.objects.exists()


def test_a_contact_without_a_case_is_forgotten_after_a_year_once_nothing_is_promised() -> None:
    year = upkeep.WITHOUT_CASE_KEPT
    old = make_noted([("told", "Come at nine.")], ("article", "7"), now=NOW)
    owing = make_noted([], now=NOW)
    promise = promised(owing)
    make_noted([], CASE, now=NOW)
    going_on = make_call(now=NOW)
    assert upkeep.purge(now=NOW + year)["interactions"] == 0
    assert upkeep.purge(now=NOW + year + timedelta(seconds=1))["interactions"] == 1
    assert not Interaction.objects.filter(pk=old.pk).exists()
    actions.keep(promise.pk, now=NOW)
    assert upkeep.purge(now=NOW + 2 * year)["interactions"] == 1
    assert Interaction.objects.filter(pk=going_on.pk).exists()


def test_its_laws_see_what_breaks_them() -> None:
    call = make_call(CASE, now=NOW)
    promise = promised(call)
    assert not any(rows_of_law(query) for query in laws.LAWS.values())
    Interaction.objects.filter(pk=call.pk).update(has_case=False)
    Promise.objects.filter(pk=promise.pk).update(told_at=NOW, made_at=NOW + timedelta(hours=1))
    assert all(rows_of_law(query) for query in laws.LAWS.values())
