"""The demonstration: every state and every public status, by invented people, played once."""

from collections import Counter

import pytest

from guichet.applications import public_status as status
from guichet.applications import states, tokens
from guichet.applications.decisions.trial import compare
from guichet.applications.demo import fill
from guichet.applications.demo.casting import cast
from guichet.applications.demo.people import ORIGINS
from guichet.applications.demo.steps import DAY
from guichet.applications.demo.stories import Story
from guichet.applications.models import Application, Authorization, Enquiry, OfficerTask, Paper
from guichet.applications.queries import by_number
from guichet.applications.testing import NOW
from guichet.eligibility.content import law, today
from guichet.eligibility.programme import ETA
from guichet.kernel.models import Dispatch
from guichet.operations.management.commands.demo_data import STORIES

pytestmark = pytest.mark.django_db
PASSING = {"submitted", "auto_review"}  # nobody waits in these


def play() -> list[fill.Sample]:
    return [fill.tell(0, story, now=NOW) for story in cast(STORIES, now=NOW).stories]


def story_of(key: str) -> Story:
    story = next(story for story in STORIES if story.key == key)
    return cast([story], now=NOW).stories[0]


@pytest.mark.slow
def test_it_shows_every_state_status_and_end() -> None:
    samples = play()
    assert all(sample.is_new for sample in samples)
    counts = Counter(Application.objects.values_list("state", flat=True))
    assert set(counts) == set(states.STATES) - PASSING
    public = {
        status.of(application, now=NOW).status.code for application in Application.objects.all()
    }
    assert public == {
        "not_finished", "in_progress", "late", "action_needed", "approved",
        "not_approved", "no_longer_valid", "withdrawn",
    }  # fmt: skip
    ended = set(Authorization.objects.exclude(ended_at=None).values_list("ended_as", flat=True))
    assert ended == set(states.ENDED_AS)
    officers_have_a_list_with_different_reasons()
    lost = Dispatch.objects.filter(kind="eta_letter", expires_at__lt=NOW, sent_at=None)
    assert not lost.exists()
    assert Paper.objects.get().state == "handed_in"
    assert Enquiry.objects.filter(kind="late", answered_at=None).exists()


def officers_have_a_list_with_different_reasons() -> None:
    waiting = OfficerTask.objects.filter(done_at=None)
    assert {"decide", "answered", "reconsideration", "refund", "correction"} <= set(
        waiting.values_list("kind", flat=True)
    )
    reasons = {
        reason
        for application in Application.objects.filter(state="manual_review")
        for reason in application.review_reasons
    }
    assert {
        "declared_offence", "declared_refused", "declared_anything_else", "declared_tuberculosis",
        "conditional_nationality", "unusual_document",
    } <= reasons  # fmt: skip
    days = set(waiting.values_list("travel_on", flat=True))
    assert None in days  # some have no journey yet, some are about to leave
    assert {day < today(NOW + 7 * DAY) for day in days if day} == {True, False}
    late = waiting.filter(due_at__lte=NOW, travel_on__range=(today(NOW), today(NOW + 3 * DAY)))
    assert late.exists()


def test_it_lets_the_rule_approve_what_is_simple() -> None:
    sample = fill.tell(0, story_of("approved by the rule"), now=NOW)
    application = by_number(sample.number)
    assert application is not None
    assert application.state == "issued"
    assert application.review_reasons == []


@pytest.mark.slow
def test_it_says_how_to_open_each_and_plays_none_twice() -> None:
    first = play()
    again = play()
    assert [(sample.number, sample.pin) for sample in first] == [
        (sample.number, sample.pin) for sample in again
    ]
    assert not any(sample.is_new for sample in again)
    assert Application.objects.count() == len(STORIES)
    for sample in first:
        application = by_number(sample.number)
        assert application is not None
        assert tokens.pin_of(application) == sample.pin


def test_it_has_other_people_in_another_round() -> None:
    for number in range(3):
        fill.tell(number, story_of("a draft"), now=NOW)
    assert Application.objects.values("person").distinct().count() == 3
    assert Application.objects.values("passport").distinct().count() == 3


def test_its_own_law_lets_every_story_be_lived_by_whom_it_names() -> None:
    company = cast(STORIES, now=NOW)
    assert company.left_out == ()
    assert [story.origin for story in company.stories] == [story.origin for story in STORIES]


def test_it_comes_from_many_places_in_many_languages() -> None:
    assert {story.origin for story in STORIES} == set(ORIGINS)
    languages = {ORIGINS[story.origin].language for story in STORIES}
    assert set(ETA) == languages


def test_a_change_of_the_lists_shows_somebody_of_each_kind() -> None:
    for key in (
        "approved before its nationality moved",
        "approved, a conditional nationality",
        "listed: a conditional nationality",
    ):
        fill.tell(0, story_of(key), now=NOW)
    trial_law = law().if_moved("MEX", to="none", on=today(NOW))
    report = compare(at=law().noon_of(today(NOW)), nationality="MEX", under=trial_law)
    assert (len(report.already), len(report.in_addition), report.stay) == (1, 1, 0)
    assert [(other.before, other.after) for other in report.open.others] == [("C", "visa_required")]
