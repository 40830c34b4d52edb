"""A press of an agent in a contact: what was typed with it, and the page that it comes back to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from guichet.contact import queries as checks
from guichet.contact.articles import page as articles
from guichet.contact.desk import actions, page, queries, rules, scenario
from guichet.contact.desk.actions import Notes
from guichet.contact.desk.facts import DAYS, FactsForm
from guichet.contact.desk.forms import CaseForm, NotesForm
from guichet.contact.tiers import page as tiers
from guichet.eligibility.programme import NAME as ETA
from guichet.interactions.models import Interaction
from guichet.kernel import clock
from guichet.staff import roles
from guichet.web.languages import of

# What belongs to a page and to no next one; notes for colleagues are kept with every press.
_OF_A_PAGE = frozenset(
    {"csrfmiddlewaretoken", "do", "once", "told_before", "language", "search", "internal"}
)
_NOTHING_SHOWN: Mapping[str, object] = {
    "card": None,
    "search_says": "",
    "search_hints": [],
    "knows": articles.NOTHING,
}
_DAYS = frozenset({*DAYS, "due_on"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A press of an agent in a contact: by whom, when, with what was typed."""

    request: HttpRequest
    contact: Interaction
    forms: "Forms"
    agent: int
    roles: frozenset[str]
    language: str
    argument: str  # what is behind the colon of the button's value
    now: datetime


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of the page, which is one form in the browser."""

    notes: NotesForm
    facts: FactsForm | None  # None where the site has no cases
    case: CaseForm

    def are_right(self) -> bool:
        """Tell whether all that was typed can be read; every form is asked, so all faults show."""
        every = [form.is_valid() for form in self._all() if form is not None]
        return all(every)

    def unchecked(self) -> "Forms":
        """Show what was typed and find no fault with it."""
        for form in self._all():
            if form is not None:
                form.unchecked()
        return self

    def _all(self) -> tuple[NotesForm, FactsForm | None, CaseForm]:
        return self.notes, self.facts, self.case


@dataclass(frozen=True, slots=True)
class Done:
    """What a press did: the sentence that the next page begins with, and where that is."""

    sentence: str
    leads_to: str = "staff:contact"
    used_fields: tuple[str, ...] = ()  # the fields that it has done its work with


def forms(request: HttpRequest, contact: Interaction, again: QueryDict | None) -> Forms:
    """Return the forms of a contact: empty, or with what was typed once more, unchecked."""
    return forms_with(contact, again, of(request)).unchecked()


def forms_with(contact: Interaction, post: QueryDict | None, language: str) -> Forms:
    """Return the forms with what was sent; empty ones where nothing was."""
    speakers = [person.role for person in contact.participants.all()]
    has_cases = settings.AGENCY.has(ETA)
    form = CaseForm(post, language=language)
    if cases := checks.opened(contact.pk):
        form.offer(cases[0].application)
    facts = FactsForm(post, language=language, speakers=speakers) if has_cases else None
    return Forms(NotesForm(_with_standing(post, contact), language=language), facts, form)


def _with_standing(post: QueryDict | None, contact: Interaction) -> QueryDict:
    """Return what was sent; where a field was not, what stands in it before anything is typed."""
    last = queries.last_told(contact.pk, contact.agent_id) if contact.agent_id else None
    standing = {
        "told": last.words if last else "",
        "tongue": contact.language,
        "speaks": rules.speaks(person.role for person in contact.participants.all()),
    }
    values = QueryDict(mutable=True) if post is None else post.copy()
    for name, text in standing.items():
        values.setdefault(name, text)
    return values


def show(
    request: HttpRequest,
    contact: Interaction,
    page_forms: Forms,
    *,
    problem: str = "",
    search: str | None = None,
    plays: bool = False,
    extras: Mapping[str, object] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the page of a contact with what was typed; `extras` is what a press shows besides."""
    reader, now = page.reader_of(request), clock.now()
    contact = queries.of_number(contact.number, reader) or contact  # with what was just written
    context: Mapping[str, object] = {
        "told_before": _told_before(page_forms, contact, reader.pk),
        **page.of_contact(contact, reader, now=now),
        **page.of_caller(contact, roles.roles_of(request.user), now=now),
        "form": page_forms.notes,
        "facts": page_forms.facts,
        "case_form": page_forms.case,
        "problem": problem,
        "handing": tiers.of_contact(request, contact.pk),
        "compares": _compares(request) and not problem,
        "plays": plays,
        **_NOTHING_SHOWN,
        **(extras or {}),
        **_scenario(contact, language=of(request), search=search, now=now),
    }
    return page.show(request, "contact", context, status)


def _told_before(page_forms: Forms, contact: Interaction, agent: int) -> str:
    """Return the mark of what was told, as the page of what is typed showed it, or as it stands."""
    mark = page_forms.notes["told_before"].value()
    return actions.mark_of(queries.last_told(contact.pk, agent)) if mark is None else str(mark)


def _compares(request: HttpRequest) -> bool:
    """Tell whether the page answers a set that was compared: that is what it begins with."""
    return request.method == "POST" and request.POST.get("do", "") == "prove"


def _scenario(
    contact: Interaction, *, language: str, search: str | None, now: datetime
) -> dict[str, object]:
    """Return the scenario that is played; where none is yet, or one is looked for, the list."""
    playing = scenario.of_contact(contact, language)
    is_listed = contact.ended_at is None and (playing is None or search is not None)
    matters = scenario.matters(contact, language, search or "", now=now) if is_listed else []
    return {
        "playing": playing,
        "matters": matters,
        "search": search or "",
        "is_searched": search is not None,
        "lists": is_listed,
    }


def left_over(pressed: Press, *used_fields: str) -> QueryDict:
    """Return what was typed without what a press has used up; what was told stays to be seen."""
    leftovers = pressed.request.POST.copy()
    over = {*_OF_A_PAGE, *used_fields}
    for name in list(leftovers):
        if name in over or name.rpartition("_")[0] in over.intersection(_DAYS):
            leftovers.pop(name)
    if not leftovers.get("told", "").strip():  # what stands is shown, and not as emptied
        leftovers.pop("told", None)
    return leftovers


def after(pressed: Press, *used_fields: str) -> Forms:
    """Return the forms of the page that a press comes back to: nothing that was typed is lost."""
    leftovers = left_over(pressed, *used_fields)
    return forms_with(pressed.contact, leftovers, pressed.language).unchecked()


def write_down(pressed: Press) -> bool:
    """Keep the notes that were typed, whatever was pressed; tell whether there were any."""
    return actions.write_down(
        pressed.contact.pk, notes_of(pressed), agent=pressed.agent, now=pressed.now
    )


def notes_of(pressed: Press) -> Notes:
    """Return what was typed to be written down."""
    facts = pressed.forms.notes.cleaned_data
    return Notes(
        internal=facts["internal"],
        told=facts["told"],
        language=pressed.language,
        once=pressed.forms.notes.mark,
        told_before=facts["told_before"],
    )
