"""What the file of a case shows of a contact out of which an agent has handed it up."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from guichet.applications.models import OfficerTask
from guichet.casework import words
from guichet.casework.file.queries import File
from guichet.guidance.scenarios import queries as scenarios
from guichet.interactions.models import Interaction, InteractionNote, Promise
from guichet.kernel import case_numbers

TOLD = InteractionNote.Kind.TOLD


def panel(file: File, language: str, now: datetime) -> Mapping[str, object] | None:
    """Return the contacts behind what waits, with what the agent wrote; None for none."""
    del now
    tasks = [task for task in file.tasks if task.kind == OfficerTask.Kind.ESCALATION]
    entries = [entry for task in tasks for entry in entries_of(task, language)]
    return {"entries": entries, "number": file.application.number} if entries else None


def entries_of(task: OfficerTask, language: str) -> Iterator[Mapping[str, object]]:
    """Yield what a page shows of the contact of a task, where that is still kept."""
    promises = Promise.objects.filter(pk=task.facts.get("promise"))
    for promise in promises.select_related("interaction__agent"):
        contact = promise.interaction
        yield {
            "task": task.pk,
            "number": case_numbers.for_people(contact.number),
            "agent": str(task.facts.get("by", "")),
            "at": words.moment(promise.made_at, language),
            "due": words.day(promise.due_on, language),
            "words": promise.words,
            "told": [note.words for note in contact.notes.filter(kind=TOLD)],
            "internal": [note.words for note in contact.notes.exclude(kind=TOLD)],
            "level": contact.disclosure,
            "scenario": _scenario(contact, language),
        }


def _scenario(contact: Interaction, language: str) -> str:
    if not contact.scenario or contact.scenario_version is None:
        return ""
    version = scenarios.as_it_was(contact.scenario, contact.scenario_version)
    title = version.say("title", contact.channel, language) if version else None
    return title.text if title else contact.scenario
