"""Undo a change: what was changed since is shown, and left or put back as somebody decides."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods
from markupsafe import Markup

from guichet.kernel import clock, keyring
from guichet.offices.sheets.kinds import KINDS
from guichet.reference import actions, queries
from guichet.reference.models import ReferenceChange
from guichet.reference.pages import page
from guichet.reference.pages.door import KEEP
from guichet.reference.pages.naming import Names
from guichet.reference.pages.views_changes import change_of
from guichet.reference.steps import Step, edits_of, steps_of
from guichet.staff.door.entry import may_somewhere
from guichet.web.addresses.paths import address
from guichet.web.forms.base import Choice, Form, switching_language
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker

MOST = 100  # conflicts that one page asks about; what is behind them stays


class ConflictsForm(Form):
    """For each cell that was changed since: leave what stands now, or put back what was."""

    def __init__(self, kind: str, steps: Sequence[Step], answers: Any, *, language: str) -> None:
        super().__init__(answers)
        say, names = speaker(language, page.TOPIC), Names(language)
        for number, step in enumerate(steps):
            choices = [
                ("keep", say("undo.keep", cell=_cell(step.now, language))),
                ("back", say("undo.back", cell=_cell(step.back, language))),
            ]
            label = names.row(kind, step.key)
            if step.column:
                name = page.column(step.column, language)
                label = say("undo.cell", row=label, column=name)
            field = Choice(choices=choices, label=label, widget=forms.RadioSelect)
            self.fields[f"cell{number}"] = field

    def chosen(self, steps: Sequence[Step]) -> list[Step]:
        """Return the conflicts of which the cell is to be put back."""
        answers = self.cleaned_data
        return [step for number, step in enumerate(steps) if answers[f"cell{number}"] == "back"]


def _cell(text: str | None, language: str) -> str | Markup:
    say = speaker(language, page.TOPIC)
    return say("undo.no_row") if text is None else text or say("table.empty")


@require_http_methods(["GET", "HEAD", "POST"])
@may_somewhere(KEEP)
def undo(request: HttpRequest, change: int) -> HttpResponse:
    """Show what was changed since, and go to what undoing would change."""
    entry = change_of(request, change, KEEP)
    steps = steps_of(queries.past_rows(entry), KINDS[entry.kind].rows())
    changed_since = [step for step in steps if step.is_conflict]
    conflicts, more = changed_since[:MOST], max(0, len(changed_since) - MOST)
    mark = _mark(conflicts)
    is_sent = page.mark_shown(request.POST.get("shown", ""), number=entry.pk) == mark
    answers = request.POST if is_sent else None
    form = ConflictsForm(entry.kind, conflicts, answers, language=of(request))
    if switching_language(request):
        return _show(request, entry, form.unchecked(), mark, more=more)
    if request.method != "POST" or (conflicts and not form.is_valid()):
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent else HTTPStatus.OK
        return _show(request, entry, form, mark, more=more, status=status)
    put_back = form.chosen(conflicts) if conflicts else []
    remainder = [step for step in steps if not step.is_conflict or step in put_back]
    return _to_preview(request, entry, remainder)


def _to_preview(
    request: HttpRequest, entry: ReferenceChange, steps: Sequence[Step]
) -> HttpResponse:
    draft = actions.keep_rows(
        entry.kind,
        edits_of(steps),
        way="undo",
        account=int(request.user.pk or 0),
        now=clock.now(),
        undoes=entry.pk,
    )
    return HttpResponseRedirect(address("staff:reference_draft", DEFAULT, draft=draft.pk))


def _mark(conflicts: Sequence[Step]) -> str:
    cells = [(step.key, step.column, step.now, step.back) for step in conflicts]
    return keyring.working("undo", cells).hex()[:32]


def _show(
    request: HttpRequest,
    entry: ReferenceChange,
    form: ConflictsForm,
    mark: str,
    *,
    more: int,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    counts = {"more": more, "most": MOST}
    context = {"change": entry, "form": form, "shown": page.sign(entry.pk, mark), **counts}
    return page.show(request, "undo", context, status)
