"""What the page of a contact shows of a search: hints of cases, and nothing that proves a thing."""

from typing import Any

from guichet.contact.searching import queries, rules
from guichet.contact.searching.models import CaseSearch
from guichet.contact.searching.queries import CaseHints


def of_search(case_search: CaseSearch, text: str) -> dict[str, Any]:
    """Return what is shown of a search that was just made: its hints, or why there are none."""
    hints = _hints(case_search)
    return {"search_hints": hints, "search_says": _sentence(case_search, hints, text)}


def _sentence(case_search: CaseSearch, hints: list[CaseHints], text: str) -> str:
    if case_search.is_too_wide:
        return "seek.too_wide"
    if hints:
        return "seek.some"
    if case_search.by == CaseSearch.By.NAME and rules.is_in_other_letters(text):
        return "seek.other_letters"
    return "seek.none"


def _hints(case_search: CaseSearch) -> list[CaseHints]:
    choice = queries.chosen(case_search.interaction_id)
    hints = []
    for hit in case_search.hits.select_related("application"):
        answers, born_on = hit.application.answers, hit.application.born_on
        name = f"{answers.get('given_names') or ''} {answers.get('surname') or ''}"
        hints.append(
            CaseHints(
                hit=hit.pk,
                initials=rules.initials(name),
                year=str(born_on.year) if born_on else "",
                certainty=hit.certainty,
                is_chosen=choice is not None and choice.pk == hit.application_id,
            )
        )
    return hints
