"""Fill a site with invented applications in every state, and say how to open each."""

from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import F

from guichet.applications import identities, numbers, tokens
from guichet.applications.apply import starting
from guichet.applications.demo import people
from guichet.applications.demo.casting import answers_of
from guichet.applications.demo.steps import Scene
from guichet.applications.demo.stories import Story
from guichet.applications.form.answers import reading_of
from guichet.applications.letters import send as letters
from guichet.applications.models import Application
from guichet.kernel.models import Dispatch


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An application of the demonstration, and what opens it."""

    story: str
    number: str
    pin: str
    is_new: bool


def tell(number: int, story: Story, *, now: datetime) -> Sample:
    """Play a story that is cast to its end, unless it was played before: its passport is known.

    Raises Obstacle where a rule of the house does not let it go on; then nothing of it is kept.
    """
    began, origin = now - story.ago, people.origin_of(story.origin)
    person = crc32(f"{number} {story.passport_of or story.key}".encode()) % people.PEOPLE
    answers = answers_of(story, person, now=now)
    earlier = _earlier_run(answers, story, now=now)
    application = earlier or _play(story, origin.language, answers, began=began, now=now)
    return Sample(
        story=story.key,
        number=numbers.for_people(application.number),
        pin=tokens.pin_of(application),
        is_new=earlier is None,
    )


def _earlier_run(answers: dict[str, object], story: Story, *, now: datetime) -> Application | None:
    """Return the application of an earlier run; who applies a second time has two."""
    passport = identities.keys_of(reading_of(answers, now=now)).passport
    applications = Application.objects.filter(passport=passport).order_by("pk")
    return applications[1:].first() if story.passport_of else applications.first()


@transaction.atomic
def _play(
    story: Story, language: str, answers: dict[str, object], *, began: datetime, now: datetime
) -> Application:
    if language not in settings.AGENCY.languages:
        language = settings.AGENCY.first_language
    application = starting.start(
        language=language, reading=reading_of(answers, now=began), network=None, now=began
    ).application
    officer, other = _officer("demo-officer-1"), _officer("demo-officer-2")
    for step in story.steps:
        step(Scene(application=application, at=began, officer=officer, other=other))
        application.refresh_from_db()
    _deliver(application, now=now)
    return application


def _deliver(application: Application, *, now: datetime) -> None:
    """Let the letters of past days have arrived; nobody is there to read them."""
    letters_of = application.letters.values("pk")
    late = Dispatch.objects.filter(kind=letters.DISPATCH, record__in=letters_of)
    late.filter(expires_at__lt=now).update(sent_at=F("created_at"))


def _officer(name: str) -> int:
    """Return the account of a demonstration's officer; where it is missing, one without a door."""
    accounts = get_user_model().objects
    account = accounts.filter(username=name).first()
    if account is None:
        nobody = {"is_active": False, "password": "!"}
        account, _ = accounts.get_or_create(username=f"{name}-absent", defaults=nobody)
    return int(account.pk)
