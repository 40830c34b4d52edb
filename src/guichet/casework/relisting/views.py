"""A change of the lists: what it would end is reported first, then ended by an officer."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from guichet.applications.decisions import relisting as decisions_relisting
from guichet.applications.decisions.relisting import Relisting
from guichet.applications.decisions.trial import OpenAnswers, Trial, compare, open_answers
from guichet.casework import actions
from guichet.casework.pages import go, officer_of, say_next, show
from guichet.casework.relisting import page
from guichet.casework.relisting.forms import AS_THE_LAW, Relist
from guichet.eligibility import names
from guichet.eligibility.content import law, today
from guichet.eligibility.law import Law
from guichet.kernel import clock
from guichet.kernel.record import audit
from guichet.staff.door.entry import may
from guichet.staff.frame import keeping
from guichet.web.languages import of

MOST = 500  # each ends with a letter, and an officer waits for the answer; more by the command
CONFIRM, CHANGE = "confirm", "change"


@keeping.brings_back
@require_http_methods(["GET", "POST"])
@may("decide")
def relisting(request: HttpRequest) -> HttpResponse:
    """Report what a change of the lists ends for a nationality; once confirmed, end it."""
    now = clock.now()
    again = keeping.again(request)
    form_data = request.POST if request.method == "POST" else again
    form = Relist(form_data, verb="relisting", language=of(request), today=today(now))
    if form_data is None:
        return _page(request, form)
    expected, step = form_data.get("lapsing", ""), form_data.get("step")
    if step == CHANGE or (again is not None and not (expected and form.is_valid())):
        return _page(request, form.unchecked())
    if not form.is_valid():
        return _page(request, form, status=422)
    trial = _trial(form)
    report = trial.tried if trial else _report(form)
    is_known = expected == str(len(report.lapsing))
    if again is not None or step != CONFIRM or not is_known or trial:  # a trial ends nothing
        changed = bool(expected) and not is_known
        return _page(request, form, report=report, trial=trial, changed=changed)
    return _end(request, report, now=now)


def _report(form: Relist) -> Relisting:
    """Return whom the published lists of a day end."""
    values = form.cleaned_data
    return decisions_relisting.re_evaluate(
        at=law().noon_of(values["on"]),
        nationalities=[_nationality(form)],
        permit_holders=frozenset(values["permits"]),
    )


def _trial(form: Relist) -> Trial | None:
    """Return what a change that is tried does beside the published lists; None without one."""
    values, trial_law = form.cleaned_data, _trial_law(form)
    if trial_law is None:
        return None
    return compare(
        at=law().noon_of(values["on"]),
        nationality=_nationality(form),
        permit_holders=frozenset(values["permits"]),
        under=trial_law,
    )


def _trial_law(form: Relist) -> Law | None:
    """Return a copy of the law in which a nationality moves; None where the law is meant."""
    values = form.cleaned_data
    if values["change"] == AS_THE_LAW:
        return None
    return law().if_moved(_nationality(form), to=values["change"], on=values["on"])


def _nationality(form: Relist) -> str:
    """Return the code that decides: a territory goes by its nationality."""
    code = form.cleaned_data["nationality"]
    return law().own_code.get(code, code)


def _end(request: HttpRequest, report: Relisting, *, now: datetime) -> HttpResponse:
    if not _may_end(report, now=now):
        return go("relisting")
    officer = officer_of(request)
    ended = decisions_relisting.apply(report, officer=officer, now=now)
    audit.write("relist", "list", 0, actor=audit.actor_of(officer), now=now, ended=ended)
    say_next(request, "done.relisting")
    return go("relisting")


def _may_end(report: Relisting, *, now: datetime) -> bool:
    """Tell whether there is something to end here, and the day of the change has come."""
    return 0 < len(report.lapsing) <= MOST and law().day_of(report.at) <= today(now)


def _page(
    request: HttpRequest,
    form: Relist,
    *,
    report: Relisting | None = None,
    trial: Trial | None = None,
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = {
        **(_of_report(request, form, report, trial) if report else {"report": None}),
        "form": form,
        "changed": changed,
        "typed": [(name, value) for name, value in form.data.items() if name in form.inputs],
    }
    return show(request, "relisting", context, status)


def _of_report(
    request: HttpRequest, form: Relist, report: Relisting, trial: Trial | None
) -> dict[str, object]:
    """Return what the page says of a report; one of a change that is tried ends nothing."""
    values, trial_law = form.cleaned_data, _trial_law(form)
    of_open = trial.open if trial else open_answers(at=report.at, nationality=_nationality(form))
    return {
        "report": report,
        "open": of_open,
        "country": names.name_of(values["nationality"], of(request)),
        "lists": page.lists(values["nationality"], values["on"], trial_law, of(request)),
        **({} if trial else _of_law(request, report, of_open)),
        "trial": trial,
        "shown": _of_trial(request, trial, trial_law) if trial and trial_law else None,
        "too_many": len(report.lapsing) > MOST,
        "most": MOST,
        "tried": values["change"] if trial_law else "",
        "may_end": trial_law is None and _may_end(report, now=clock.now()),
    }


def _of_law(request: HttpRequest, report: Relisting, of_open: OpenAnswers) -> dict[str, object]:
    """Return whom the published lists end or answer otherwise; note that names were read."""
    ending = page.ending(report.lapsing, at=report.at)
    others = page.open_cases(of_open, of(request))
    _see([*(row.application for row in ending), *(row.application for row in others)], request)
    return {"ending": ending, "others": others}


def _of_trial(request: HttpRequest, trial: Trial, trial_law: Law) -> page.TrialPage:
    """Return whom a trial touches, and note that their names were read."""
    trial_page = page.of_trial(trial, trial_law, of(request))
    _see(trial_page.applications, request)
    return trial_page


def _see(pks: list[int], request: HttpRequest) -> None:
    if pks:
        actions.see_names(pks, officer=officer_of(request), now=clock.now(), page="relisting")
