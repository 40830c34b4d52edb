"""A policy is written by one person and approved by another; what was approved stays."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import Error, IntegrityError, transaction

from guichet.guidance.models import SHIPPED, PolicyDraft, PolicyVersion
from guichet.guidance.policies import actions, files, queries, rules
from guichet.guidance.policies.testing import FIRST, SECOND, make_policy, wording
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 15, tzinfo=UTC)
TODAY = NOW.date()
NAME = "call-backs"


def begin() -> None:
    actions.begin(NAME, wording(), since=None, by=FIRST, now=NOW)


def test_each_step_has_its_person_and_its_moment() -> None:
    begin()
    steps = [
        ("policy_waits", lambda: actions.begin(NAME, wording(), since=None, by=SECOND, now=NOW)),
        ("not_your_draft", lambda: actions.propose(NAME, by=SECOND, now=NOW)),
        ("policy_decided", lambda: actions.approve(NAME, revision=1, by=SECOND, now=NOW)),
        ("", lambda: actions.propose(NAME, by=FIRST, now=NOW)),
        ("own_policy", lambda: actions.approve(NAME, revision=1, by=FIRST, now=NOW)),
        ("changed_meanwhile", lambda: actions.approve(NAME, revision=7, by=SECOND, now=NOW)),
        ("policy_waits", lambda: actions.discard(NAME, by=FIRST, now=NOW)),
        ("", lambda: actions.give_back(NAME, answer="Shorter.", by=SECOND, now=NOW)),
        ("", lambda: actions.propose(NAME, by=FIRST, now=NOW)),
        ("", lambda: actions.approve(NAME, revision=2, by=SECOND, now=NOW)),
        ("", lambda: actions.approve(NAME, revision=2, by=SECOND, now=NOW)),  # pressed twice
        ("policy_decided", lambda: actions.approve(NAME, revision=2, by=FIRST, now=NOW)),
    ]
    wrong = []
    for number, (code, step) in enumerate(steps):
        try:
            step()
        except Obstacle as obstacle:
            answer = obstacle.code
        else:
            answer = ""
        if answer != code:
            wrong.append((number, code, answer))
    assert wrong == []
    version = PolicyVersion.objects.get()
    assert (version.written_by, version.approved_by) == (FIRST.name, SECOND.name)


def test_another_window_does_not_overwrite_what_was_typed() -> None:
    begin()
    newer = wording(titles={"en": "New"})
    actions.write(NAME, newer, since=None, revision=1, by=FIRST, now=NOW)
    with pytest.raises(Obstacle, match="changed_meanwhile"):
        actions.write(NAME, wording(), since=None, revision=1, by=FIRST, now=NOW)
    assert queries.open_draft(NAME).titles == {"en": "New"}  # type: ignore[union-attr]


def test_a_version_is_published_from_its_day_on_and_the_one_before_superseded() -> None:
    first = make_policy(now=NOW)
    later = TODAY + timedelta(days=3)
    second = make_policy(now=NOW, since=later, texts={"en": "Otherwise."})
    rows = queries.versions(NAME)
    assert rules.published(rows, today=TODAY) == first
    assert rules.published(rows, today=later) == second
    standings = [
        rules.standing(row, rules.published(rows, today=day), today=day)
        for day in (TODAY, later)
        for row in (first, second)
    ]
    assert standings == ["published", "approved", "superseded", "published"]
    begin()
    actions.write(
        NAME, wording(texts={"en": "Otherwise."}), since=None, revision=1, by=FIRST, now=NOW
    )
    with pytest.raises(Obstacle, match="nothing_new"):
        actions.propose(NAME, by=FIRST, now=NOW)


def test_the_database_refuses_who_approves_their_own_and_every_change() -> None:
    version = make_policy(now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyDraft.objects.filter(state="approved").update(decided_by=FIRST.name)
    with pytest.raises(Error, match="stays as it was"), transaction.atomic():
        PolicyVersion.objects.update(titles={})
    with pytest.raises(Error, match="stays as it was"), transaction.atomic():
        PolicyVersion.objects.all().delete()
    version.pk, version.number, version.approved_by = None, 2, FIRST.name
    with pytest.raises(IntegrityError, match="another_person"), transaction.atomic():
        version.save(force_insert=True)


def test_what_lies_in_the_agencys_folder_is_published_once_and_undoes_nobodys_work() -> None:
    names = [name for name, _ in files.shipped()]
    assert len(names) >= 5
    call_command("publish_policies")
    assert actions.publish_shipped(now=NOW) == 0
    assert {row.written_by for row in queries.published(today=TODAY)} == {SHIPPED}
    assert len(queries.published(today=TODAY)) == len(names)
    wrong = [row.policy for row in PolicyVersion.objects.all() if {"en", "fr"} - row.texts.keys()]
    assert wrong == []
    make_policy("web-notices", now=NOW)
    assert actions.publish_shipped(now=NOW) == 0


def test_who_may_be_told_what_is_said_in_the_words_of_the_table() -> None:
    texts = dict(files.shipped())["telephone-disclosure"].texts
    for code, words in (("en", "the PIN"), ("fr", "le NIP")):
        assert "%(" not in texts[code]
        assert words in texts[code]
    assert "up to “Send”" in texts["en"]
    assert "After 3 sets of facts that did not fit within 24 hours" in texts["en"]
