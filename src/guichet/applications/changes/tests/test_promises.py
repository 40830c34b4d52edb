"""Promises of the triage: one way for every field in every state, and what is shown is done."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, get_args

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from guichet.applications import rules, states
from guichet.applications import testing as worlds
from guichet.applications.changes import actions
from guichet.applications.changes import rules as changes_rules
from guichet.applications.changes.groups import groups
from guichet.applications.changes.queries import outcomes_of
from guichet.applications.changes.rules import IN_WORDS, KINDS, WHYS, Kind, outcome
from guichet.applications.decisions import actions as decisions
from guichet.applications.decisions import authorizations, requests
from guichet.applications.form.answers import form, reading_of
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.applications.tests.answering import possible
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.testing import soon

LATER = NOW + timedelta(hours=2)
TRAVELS = {
    "travel_known": "yes",
    "travel_date": "2027-03-01",
    "travel_time": "10:00",
    "travel_time_zone": "Europe/Dublin",
}
DIFFERENT: Mapping[str, object] = {
    "travel_date": "2027-03-02",
    "travel_time": "11:00",
    "travel_time_zone": "Europe/Paris",
    "email": "new@example.org",
    "home_country": "FRA",
    "work_country": "FRA",
    "work_since": "2018",
    "letter_language": "fr",
}
whys = st.sampled_from(WHYS)
some_group = st.sampled_from(changes_rules.GROUPS)
some_state = st.sampled_from(states.STATES)


@given(whys, some_group, some_state, st.booleans(), st.booleans())
def test_it_has_one_way_for_everything(
    why: Any, group: Any, state: str, valid: bool, empty: bool
) -> None:
    fate = outcome(why, group, state=state, valid=valid, empty=empty)
    route = changes_rules.correction_route(group, state=state, valid=valid)
    assert fate.kind in KINDS
    assert fate.kind in IN_WORDS or fate.kind == route.kind
    assert fate.has_fee is (fate.kind == "new_application")
    assert (fate.kind == "edit") is (state in states.UNSENT)
    if state not in states.UNSENT and group in changes_rules.DECISIVE:
        assert fate.kind in {"new_application", *IN_WORDS}  # what decides is never altered
    if state in ("withdrawn", "abandoned") or (state == "issued" and not valid):
        assert fate.kind == "new_application"


def test_it_uses_every_way() -> None:
    kinds = {
        outcome(why, group, state=state, valid=valid, empty=empty).kind
        for why in WHYS
        for group in changes_rules.GROUPS
        for state in states.STATES
        for valid in (True, False)
        for empty in (True, False)
    }
    assert kinds == set(KINDS) == set(get_args(Kind))


def in_state(state: str) -> Application:
    """Return an application in a state, brought there by the ways that lead to it."""
    application = _MAKERS.get(state, _listed)()
    if state in ("submitted", "auto_review"):
        facts = {"submitted_at": NOW, "due_at": rules.due_at(NOW, within=timedelta(hours=72))}
        change(application, state="submitted", **facts)
        if state == "auto_review":
            change(application, state="auto_review")
    if state == "info_received":
        request = application.requests.get()
        requests.answer_request(application.pk, request.pk, "Here it is.", now=NOW)
    if state == "interview_requested":
        officer = worlds.make_officer()
        decisions.invite(application.pk, officer=officer, due_on=worlds.DUE_ON, now=NOW)
    if state == "over":
        authorization = application.authorization
        authorizations.cancel(
            authorization, officer=worlds.make_officer(), why=worlds.explained(), now=NOW
        )
    application.refresh_from_db()
    return application


def change(application: Application, **facts: object) -> None:
    Application.objects.filter(pk=application.pk).update(**facts)


def _listed() -> Application:
    return worlds.make_listed(**TRAVELS)


_MAKERS: Mapping[str, Callable[[], Application]] = {
    "draft": lambda: worlds.make_draft(**TRAVELS).application,
    "submitted_unpaid": lambda: worlds.make_sent(**TRAVELS).application,
    "submitted": lambda: worlds.make_sent(**TRAVELS).application,
    "auto_review": lambda: worlds.make_sent(**TRAVELS).application,
    "info_requested": lambda: worlds.make_asked(**TRAVELS),
    "info_received": lambda: worlds.make_asked(**TRAVELS),
    "issued": lambda: worlds.make_paid(**TRAVELS),
    "over": lambda: worlds.make_paid(**TRAVELS),
    "refused": lambda: worlds.make_refused(**TRAVELS),
    "withdrawn": lambda: actions.withdraw(_listed().pk, now=NOW),
    "abandoned": lambda: actions.withdraw(worlds.make_draft(**TRAVELS).application.pk, now=NOW),
}


@contextmanager
def undone() -> Iterator[None]:
    """Let nothing stay of what happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def other_answer(application: Application, key: str) -> object:
    """Return an answer to a field that is not the present one."""
    field, present = form().fields[key], application.answers.get(key)
    other = DIFFERENT.get(key)
    choices = [other] if other else ["yes", "no"] if field.type == "yes_no" else possible(field)
    return next((choice for choice in choices if choice != present), f"{present} B")


def effect(application: Application, key: str, value: object, why: Any, now: datetime) -> str:
    """Do it, and tell by what is different afterwards what has become of it."""
    before = {**application.answers}
    words = f"{key}: {value}"
    kind = outcomes_of(application, why, {key: value})[key].kind
    try:
        with transaction.atomic():
            actions.put_right(
                application.pk,
                why=why,
                changes={key: value},
                words=words if kind in IN_WORDS else "",
                now=now,
            )
    except Obstacle as obstacle:
        codes = {"needs_new_application": "new_application", "not_possible_now": "edit"}
        return codes.get(obstacle.code, obstacle.code)
    after = Application.objects.get(pk=application.pk)
    if after.answers != before:
        assert after.answers.get(key) == value
        return "now"
    if after.email_pending:
        return "verify"
    if after.tasks.filter(kind="correction").exists():
        return "request"
    explanations = [request.explanation for request in after.requests.all()]
    return "told" if words in explanations else "nothing"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "state",
    soon(
        *("draft", "submitted_unpaid", "info_requested", "issued", "refused"),
        of=[*states.STATES, "over"],
    ),
)
def test_it_does_what_it_has_shown(state: str) -> None:
    application = in_state(state)
    assert application.state == ("issued" if state == "over" else state)
    keys = {
        field.key
        for section in reading_of(application.answers, now=LATER).sections
        for field in section.fields
        if section.key != "consent"
    }
    tried_groups = set()
    for key in sorted(keys):
        for why in WHYS if groups()[key] == "background" else WHYS[:1]:
            value = other_answer(application, key)
            promised = outcomes_of(application, why, {key: value})[key].kind
            with undone():
                fate = effect(application, key, value, why, LATER)
            if fate != "invalid":  # a fault in the answer itself is told before any consequence
                expected = "told" if promised in IN_WORDS else promised
                assert (key, why, fate) == (key, why, expected)
                tried_groups.add(groups()[key])
    assert tried_groups == set(changes_rules.GROUPS)


@pytest.mark.django_db
@pytest.mark.parametrize("state", soon("issued", of=["issued", "refused", "over", "withdrawn"]))
def test_it_alters_nothing_in_a_decided_case_that_the_decision_rests_on(state: str) -> None:
    application = in_state(state)
    decisive = {key for key, group in groups().items() if group in changes_rules.DECISIVE}
    before = {key: application.answers.get(key) for key in decisive}
    for key in sorted(set(groups()) & set(application.answers)):
        with undone():
            effect(application, key, other_answer(application, key), "mistake", LATER)
            after = Application.objects.get(pk=application.pk)
            assert {key: after.answers.get(key) for key in decisive} == before
            assert bytes(after.passport or b"") == bytes(application.passport or b"")
            assert bytes(after.person or b"") == bytes(application.person or b"")
