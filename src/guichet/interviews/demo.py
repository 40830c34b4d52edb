"""The interviews of the demonstration: one that is offered, and one whose time was chosen."""

from datetime import datetime, timedelta

from guichet.applications.demo.steps import DAY, HOUR, Scene
from guichet.applications.demo.stories import OFFENCE, PAID, Story
from guichet.applications.form.answers import letter_language
from guichet.interviews import actions, invitation, queries
from guichet.interviews.actions import Offer
from guichet.kernel.reading.days import authority_zone

LINK = "https://interviews.example.org/room/12"
WORDS = {
    "en": "The officer would like to speak about the fine of 2012.",
    "fr": "L’agent souhaite parler de l’amende de 2012.",
}
BRING = {
    "en": "Your passport, and whatever shows that the fine was paid.",
    "fr": "Votre passeport, et tout ce qui montre que l’amende a été payée.",
}


def invite(scene: Scene) -> object:
    """Invite to a video call, with times on three days."""
    answers, language = scene.application.answers, scene.application.language
    letters = letter_language(answers, language=language)
    offer = Offer(
        way="video",
        place=LINK,
        zone=authority_zone().key,
        minutes=30,
        times=[_on(scene.at, day, hour) for day in (15, 16, 17) for hour in (10, 14)],
        bring=BRING.get(letters, BRING["en"]),
        words=WORDS.get(letters, WORDS["en"]),
        answer_by=scene.due_on,
    )
    return actions.invite(scene.pk, offer, officer=scene.officer, now=scene.at + HOUR)


def choose(scene: Scene) -> object:
    """Choose the first time that is free."""
    interview = queries.live(scene.application)
    assert interview
    busy = queries.taken_times(interview)
    free = next(time for time in interview.starts if time not in busy)
    showing = invitation.of(interview).showing
    return actions.choose(scene.pk, free, showing=showing, now=scene.at + DAY)


def _on(began: datetime, day: int, hour: int) -> datetime:
    here = began.astimezone(authority_zone()) + timedelta(days=day)
    return here.replace(hour=hour, minute=0, second=0, microsecond=0)


STORIES = (
    Story(
        key="invited to an interview",
        origin="JPN",
        ago=4 * DAY,
        steps=(*PAID, invite),
        changes=OFFENCE,
    ),
    Story(
        key="the time of the interview is chosen",
        origin="BEL",
        ago=5 * DAY,
        steps=(*PAID, invite, choose),
        changes=OFFENCE,
    ),
)
