"""What ./guichet check-agency says of the offices, services, hours and lists of a folder."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from guichet.agency.faults import ERROR, WARNING, Fault
from guichet.agency.shipped import COMPLETE
from guichet.offices.reference.content import Reference
from guichet.offices.reference.judging import hidden_behind, problems_of
from guichet.offices.reference.overlooking import overlooked
from guichet.offices.reference.wordings import missing_words


def faults_of(folder: Path) -> Iterator[Fault]:
    """Yield what keeps the files of the agency that is served from being imported."""
    if not settings.AGENCY.has("appointments"):
        return
    reference = Reference(settings.CONTENT_DIR)
    problems = problems_of(reference)
    for problem in problems:
        file = problem.path
        own = file.relative_to(folder) if file.is_relative_to(folder) else file
        yield Fault(ERROR, "", own.as_posix(), problem.line, problem.sentence)
    if hidden := hidden_behind(reference, problems):
        sentence = "it is looked at once what it rests on is right: more may follow."
        yield from (Fault(WARNING, "", file, 0, sentence) for file in hidden)
    if not problems:
        languages = [code for code in settings.AGENCY.languages if code in COMPLETE["appointments"]]
        yield from missing_words(reference, tuple(languages))
        yield from overlooked(reference, folder)
    if not settings.AGENCY.country("appointments"):
        sentence = "country.appointments is not told; all offices count as abroad. Say where."
        yield Fault(WARNING, "", "agency.toml", 0, sentence)
    if not problems and not (reference.services and reference.offices()):
        sentence = "there is no office or no service yet: nobody can make an appointment."
        yield Fault(WARNING, "", "content/offices/offices.csv", 0, sentence)
