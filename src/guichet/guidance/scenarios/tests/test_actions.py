"""What is published was asked for by one person and approved by another, and stays as it was."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, transaction

from guichet.guidance.models import SHIPPED, ScenarioProposal, ScenarioVersion
from guichet.guidance.scenarios import actions, queries
from guichet.guidance.scenarios.drafts import drafts
from guichet.guidance.testing import publish, publish_shipped
from guichet.kernel.clock import now
from guichet.kernel.content.reviews import mark
from guichet.kernel.obstacles import Obstacle

pytestmark = pytest.mark.django_db
NAME = "lost_letter"


FIRST, SECOND = (actions.Person(f"writer-{n}", f"staff:{n}") for n in (1, 2))


def propose(by: actions.Person = FIRST) -> ScenarioProposal:
    return actions.propose(NAME, by=by, reason="first version", now=now())


def test_a_start_publishes_what_is_shipped_once() -> None:
    publish_shipped()
    publish_shipped()
    versions = ScenarioVersion.objects.all()
    assert len(versions) == len(drafts())
    assert {version.written_by for version in versions} == {SHIPPED}
    call_command("publish_scenarios")
    assert ScenarioVersion.objects.count() == len(drafts())


def test_a_version_keeps_every_sentence_with_its_hash() -> None:
    publish_shipped()
    version = ScenarioVersion.objects.get(scenario=NAME)
    english = drafts()[NAME].words.words["en"]["reads_mail.ask"]
    sentence = version.words["en"]["reads_mail.ask"]
    assert (sentence["text"], sentence["hash"]) == (english, mark(english))
    assert version.words["ar"]["reads_mail.ask"]["unread"]
    assert "send_again.do.telephone" in version.staff_words["fr"]


def test_another_person_publishes_what_one_has_proposed() -> None:
    proposal = propose()
    with pytest.raises(Obstacle, match="own_proposal"):
        actions.approve(proposal.pk, by=FIRST, now=now())
    version = actions.approve(proposal.pk, by=SECOND, now=now())
    assert (version.written_by, version.approved_by, version.number) == ("writer-1", "writer-2", 1)
    with pytest.raises(Obstacle, match="already_decided"):
        actions.approve(proposal.pk, by=SECOND, now=now())
    with pytest.raises(Obstacle, match="nothing_new"):
        propose()


def test_one_proposal_waits_at_a_time_and_can_be_given_back() -> None:
    proposal = propose()
    with pytest.raises(Obstacle, match="already_proposed"):
        propose(by=SECOND)
    actions.give_back(proposal.pk, by=SECOND, answer="which letter?", now=now())
    assert propose(by=SECOND).state == "waiting"


def test_no_update_undoes_what_people_decided() -> None:
    publish(NAME, private=True)
    publish_shipped()
    assert ScenarioVersion.objects.filter(scenario=NAME).count() == 1


def test_the_database_refuses_to_change_what_was_published() -> None:
    publish_shipped()
    version = ScenarioVersion.objects.get(scenario=NAME)
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        ScenarioVersion.objects.filter(pk=version.pk).update(reason="")
    with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
        version.delete()


def test_the_database_refuses_an_approval_of_ones_own() -> None:
    version = publish(NAME)
    fields = {
        field.attname: getattr(version, field.attname)
        for field in ScenarioVersion._meta.fields
        if not field.primary_key
    }
    fields |= {"number": 9, "approved_by": version.written_by}
    with pytest.raises(IntegrityError, match="another_person_approves"), transaction.atomic():
        ScenarioVersion.objects.create(**fields)


def test_what_was_published_is_read_again_however_old() -> None:
    publish_shipped()
    publish(NAME, private=True)
    old = queries.as_it_was(NAME, 1)
    assert old is not None
    assert not old.tree.private
    assert queries.as_it_was(NAME, 9) is None
