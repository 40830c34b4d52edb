"""What is said and offered at a step of a scenario, the same for pages, programs and terminals."""

from dataclasses import dataclass

from django.conf import settings

from guichet.guidance.scenarios import offers
from guichet.guidance.scenarios.versions import Version
from guichet.kernel.content.texts import Text
from guichet.web.links import Link, links_of

NOTHING = Text("", "en")  # on a channel that a scenario is not played on


@dataclass(frozen=True, slots=True)
class StepWords:
    """The words of a step: what is asked or said, why, what staff do, and the choices by code."""

    text: Text
    why: Text | None
    do: Text | None
    choices: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class OfferedAction:
    """What an outcome offers, and its whole address."""

    code: str
    url: str


def words_of(
    version: Version, step: str, channel: str, language: str, *, staff_language: str = "en"
) -> StepWords:
    """Return the words of a step on a channel; those for staff in their own language."""
    question = version.tree.questions.get(step)
    part = "ask" if question else "say"
    codes = question.choices if question else ()
    return StepWords(
        text=version.say(f"{step}.{part}", channel, language) or NOTHING,
        why=version.say(f"{step}.why", channel, language),
        do=version.tell_staff(f"{step}.do", channel, staff_language),
        choices=tuple(
            (code, version.say(f"{step}.{code}", channel, language) or NOTHING) for code in codes
        ),
    )


def action_of(version: Version, step: str, language: str) -> OfferedAction | None:
    """Return what an outcome offers, or None where this site does not have it."""
    outcome = version.tree.outcomes[step]
    if outcome.action in offers.OF_A_LINK:
        link = links_of(version.tree.programme, language).get(outcome.link)
        address = _address_of(link, outcome.action) if link else ""
    else:
        path = offers.address_of(outcome.action, language)
        address = f"{settings.PUBLIC_URL}{path}" if path else ""
    return OfferedAction(outcome.action, address) if address else None


def _address_of(link: Link, action: str) -> str:
    page = link.url if action == offers.OPEN_LINK else ""
    return page or (f"tel:{link.e164}" if link.e164 else "")
