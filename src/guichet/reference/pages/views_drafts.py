"""What a draft would change, looked at; and the press that does it."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.kernel import clock
from guichet.offices.reference.faults import FileProblem, UnreadableFileError
from guichet.offices.sheets.kinds import KINDS, Act
from guichet.offices.sheets.plans import Plan
from guichet.opening import actions as opening
from guichet.opening.managers import page as opening_page
from guichet.opening.managers.views_closures import AT_ONCE
from guichet.reference import actions, queries, trials
from guichet.reference.actions import StaleError
from guichet.reference.models import ReferenceChange, ReferenceDraft
from guichet.reference.pages import naming, page, touched
from guichet.reference.pages.door import KEEP, is_open, scope_of
from guichet.reference.pages.forms import ConfirmForm
from guichet.reference.pages.naming import Names
from guichet.reference.trials import Scope, Trial
from guichet.staff import audit
from guichet.staff.door.entry import may_somewhere
from guichet.staff.frame import pages
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import long_day
from guichet.web.forms.base import switching_language
from guichet.web.languages import DEFAULT, of
from guichet.web.words import speaker

DONE = "reference_done"  # the changes that drafts of this session have become
MOST_DONE = 20


@require_safe
@may_somewhere(KEEP)
def draft(request: HttpRequest, draft: int) -> HttpResponse:
    """Show what a draft would change, or all that is wrong with it."""
    if not _draft_of(request, draft):  # done, and then the browser's back; or too old
        return _to_change(request, draft) or _to_overview(request)
    mine = _mine(request, draft)
    trial = trials.trial_of(
        mine, scope_of(request.user, KEEP), _act(request, mine, plan=trials.MOVE)
    )
    return show_trial(request, mine, trial)


@require_POST
@may_somewhere(KEEP)
def confirm(request: HttpRequest, draft: int) -> HttpResponse:
    """Do what was shown; where it would do something else by now, show that."""
    mark_of_page = page.mark_shown(request.POST.get("shown", ""), number=draft)
    kind, _dot, mark = mark_of_page.partition(".")
    if kind in KINDS and not _draft_of(request, draft):  # pressed twice, or too old
        return _to_change(request, draft) or _to_history(request, kind)
    mine, scope = _mine(request, draft), scope_of(request.user, KEEP)
    trial = trials.trial_of(mine, scope, _act(request, mine, plan=trials.MOVE))
    form = ConfirmForm(request.POST, language=of(request), asks=trial.asks)
    if switching_language(request):
        return show_trial(request, mine, trial, form.unchecked())
    if trial.plan is None or trial.mark != mark:
        return show_trial(request, mine, trial, form.unchecked(), status=HTTPStatus.CONFLICT)
    if not form.is_valid():
        return show_trial(request, mine, trial, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _do(request, mine, scope, form, mark)


def _do(
    request: HttpRequest, mine: ReferenceDraft, scope: Scope, form: ConfirmForm, mark: str
) -> HttpResponse:
    answers = form.cleaned_data
    act = _act(request, mine, plan=answers.get("plan", ""), reason=answers["reason"])
    late = HTTPStatus.CONFLICT
    try:
        change = actions.confirm(mine, scope, act, mark=mark)
    except StaleError as error:
        return show_trial(request, mine, error.trial, form.unchecked(), status=late)
    except UnreadableFileError as error:
        faults = [problem for problem in error.problems if isinstance(problem, FileProblem)]
        return show_trial(request, mine, Trial(None, problems=faults), status=late)
    if change is None:
        return HttpResponseRedirect(address("staff:reference_kind", DEFAULT, sheet=mine.kind))
    for owner in touched.owners_of(change):
        opening.settle(owner, now=act.now, most=AT_ONCE)
    _remember(request, mine, change)
    pages.say_next(request, "said.done", topic=page.TOPIC)
    return HttpResponseRedirect(address("staff:reference_change", DEFAULT, change=change.pk))


def _remember(request: HttpRequest, mine: ReferenceDraft, change: ReferenceChange) -> None:
    """Keep for this session which change a draft has become."""
    changes = {**request.session.get(DONE, {}), str(mine.pk): change.pk}
    request.session[DONE] = dict(list(changes.items())[-MOST_DONE:])


def _to_change(request: HttpRequest, draft: int) -> HttpResponse | None:
    """Lead to what a draft has changed in this session; None where that is not known."""
    change: int | None = request.session.get(DONE, {}).get(str(draft))
    if change is None:
        return None
    pages.say_next(request, "said.draft_gone", topic=page.TOPIC)
    return HttpResponseRedirect(address("staff:reference_change", DEFAULT, change=change))


def _to_history(request: HttpRequest, kind: str) -> HttpResponse:
    pages.say_next(request, "said.draft_gone", topic=page.TOPIC)
    return HttpResponseRedirect(address("staff:reference_history", DEFAULT, sheet=kind))


def _to_overview(request: HttpRequest) -> HttpResponse:
    pages.say_next(request, "said.draft_past", topic=page.TOPIC)
    return HttpResponseRedirect(address("staff:reference", DEFAULT))


def _draft_of(request: HttpRequest, number: int) -> ReferenceDraft | None:
    return queries.draft_of(number, account=int(request.user.pk or 0), now=clock.now())


def _mine(request: HttpRequest, number: int) -> ReferenceDraft:
    """Return a draft of whoever asks, of a kind that they may change."""
    mine = _draft_of(request, number)
    if mine is None or not is_open(KINDS[mine.kind], scope_of(request.user, KEEP)):
        raise Http404
    return mine


def _act(request: HttpRequest, mine: ReferenceDraft, *, plan: str, reason: str = "") -> Act:
    return Act(
        audit.actor_of(request.user),
        clock.now(),
        plan,
        way=mine.way,
        reason=reason,
        file=mine.file,
        undoes=mine.undoes,
    )


def show_trial(
    request: HttpRequest,
    mine: ReferenceDraft,
    trial: Trial,
    form: ConfirmForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Answer with what a draft would do, or with what is wrong with it."""
    is_stale = status == HTTPStatus.CONFLICT
    if trial.plan is None:
        return _show_problems(request, mine, trial, status if is_stale else 422)
    context = {
        **_reach_of(request, mine, trial, trial.plan),
        "draft": mine,
        "stale": is_stale,
        "form": form or ConfirmForm(language=of(request), asks=trial.asks),
        "shown": page.sign(mine.pk, f"{mine.kind}.{trial.mark}"),
    }
    return page.show(request, "preview", context, status)


def _reach_of(
    request: HttpRequest, mine: ReferenceDraft, trial: Trial, plan: Plan
) -> dict[str, object]:
    """Return the rows that a draft changes, and the days and the people that have of it."""
    names = Names(of(request))
    return {
        **_rows_of(request, plan, names),
        "effects": _effects_of(request, mine, plan, names),
        "touches": list(touched.touch_looks(request, mine.kind, trial.touches, names)),
        "undo": touched.undo_counts(mine.undoes) if mine.undoes else None,
        "opening_says": speaker(of(request), opening_page.TOPIC),
    }


def _effects_of(
    request: HttpRequest, mine: ReferenceDraft, plan: Plan, names: Names
) -> list[Mapping[str, object]]:
    """Return what the days to come have of it, each office, service and day in words."""
    act = _act(request, mine, plan=trials.MOVE)
    return [
        {
            "office": names.office(effect.office),
            "service": names.service(effect.service),
            "day": long_day(effect.day, of(request)),
            "before": effect.before,
            "after": effect.after,
        }
        for effect in plan.kind.effects(plan.changes, act)
    ]


def _show_problems(
    request: HttpRequest, mine: ReferenceDraft, trial: Trial, status: int
) -> HttpResponse:
    some = page.problem_looks(trial.problems[: page.PROBLEMS], of(request))
    context = {"draft": mine, "problems": list(some), "count": len(trial.problems)}
    return page.show(request, "problems", context, status)


def _rows_of(request: HttpRequest, plan: Plan, names: Names) -> dict[str, object]:
    first, language = page.first_of(request), of(request)
    some = plan.changes[first : first + page.SHOWN]
    return {
        "rows": [
            page.row_look(
                names.row(plan.kind.name, row.key), row.was, row.cells, language, line=row.line
            )
            for row in some
        ],
        "one": naming.one_row(plan, names, language),
        "span": page.span_of(first, len(some), len(plan.changes)),
        "counts": {
            "added": len(plan.added),
            "changed": len(plan.changed),
            "removed": len(plan.removed),
            "same": plan.same,
            "apart": len(plan.apart) - len(plan.removed),
        },
    }
