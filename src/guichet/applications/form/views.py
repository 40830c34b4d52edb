"""Help with every field of the form on one page, to be read or printed before anybody begins."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.applications.form.answers import form
from guichet.applications.form.questions import Question, questions, words
from guichet.eligibility.pages import show_public
from guichet.eligibility.programme import written_language
from guichet.kernel.content.texts import Text
from guichet.web.words import speaker


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the form with all its fields, whoever they are shown to."""

    key: str
    title: Text
    questions: list[Question]


@require_safe
def field_help(request: HttpRequest) -> HttpResponse:
    """Describe every field: what to type, where it stands, an example and the usual mistake."""
    language = written_language(request)
    context = {"chapters": list(_chapters(language)), "fields": speaker(language, "fields")}
    return show_public(request, "applications/form/help", context)


def _chapters(language: str) -> Iterator[Chapter]:
    for section in form().sections:
        title = words().section(section.key, language)
        yield Chapter(section.key, title, questions(section, {}, language))
