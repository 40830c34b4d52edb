"""Pages of policy writers: drafts of policies, written, proposed, approved by another person."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from markupsafe import Markup

from guichet.agency.own_pages.markdown import html_of
from guichet.guidance.models import PolicyDraft, PolicyVersion
from guichet.guidance.policies import actions, queries, rules
from guichet.guidance.policies.forms import TOPIC, AnswerForm, NewPolicyForm, PolicyForm, typed
from guichet.guidance.policies.wording import language_for
from guichet.guidance.scenarios.actions import Person
from guichet.guidance.writers.page import person_of
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading.days import authority_day
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.staff.frame import pages
from guichet.staff.frame.words import moment
from guichet.web.addresses.paths import address
from guichet.web.formats.dates import plain_day
from guichet.web.languages import ALL, DEFAULT, of
from guichet.web.words import speaker

SEE, WRITE = "see_policy", "write_policy"


@require_safe
@may(SEE)
def policies(request: HttpRequest) -> HttpResponse:
    """List every policy: what is published of it, and what is being written."""
    drafts = {draft.policy: draft for draft in queries.open_drafts()}
    versions = queries.versions_by_policy()
    rows = [
        _row(name, versions.get(name, []), drafts.get(name), of(request))
        for name in sorted(versions.keys() | drafts.keys())
    ]
    return _page(request, "policies", {"rows": rows, "writes": roles.has(request.user, WRITE)})


@require_safe
@may(SEE)
def policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Show a policy: what waits or is written, its versions, and what may be done."""
    return _policy(request, policy)


@require_http_methods(["GET", "HEAD", "POST"])
@may(WRITE)
def begin_policy(request: HttpRequest) -> HttpResponse:
    """Begin a policy that there is not yet."""
    form = NewPolicyForm(request.POST or None, language=of(request))
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, status=200 if request.method != "POST" else 422)
    name, words = form.cleaned_data["name"], form.wording()
    if queries.versions(name):
        return _form(request, form, obstacle="name_taken", status=409)
    try:
        since = form.cleaned_data["since"]
        actions.begin(name, words, since=since, by=person_of(request), now=clock.now())
    except Obstacle:
        return _form(request, form, obstacle="name_taken", status=409)
    return _back_to(name)


@require_http_methods(["GET", "HEAD", "POST"])
@may(WRITE)
def write_policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Go on with a draft, or begin one from what is published."""
    draft, versions = queries.open_draft(policy), queries.versions(policy)
    source = draft or next(iter(versions), None)
    if source is None:
        raise Http404
    revision = draft.revision if draft else 0
    if request.method != "POST":
        form = PolicyForm(initial=typed(source), language=of(request))
        return _form(request, form, name=policy, revision=revision)
    form = PolicyForm(request.POST, language=of(request))
    number = _revision(request)
    if not form.is_valid():
        return _form(request, form, name=policy, revision=number, status=422)
    try:
        _write(policy, form, number, by=person_of(request))
    except Obstacle as obstacle:
        return _form(
            request, form, name=policy, revision=number, obstacle=obstacle.code, status=409
        )
    return _back_to(policy)


@require_POST
@may(WRITE)
def propose_policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Ask another person to approve a draft."""
    return _do(request, policy, lambda by: actions.propose(policy, by=by, now=clock.now()))


@require_POST
@may(WRITE)
def approve_policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Approve what another person wrote, as this page showed it."""
    revision = _revision(request)
    return _do(
        request,
        policy,
        lambda by: actions.approve(policy, revision=revision, by=by, now=clock.now()),
    )


@require_POST
@may(WRITE)
def give_back_policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Give back what waits, with what is to be changed."""
    form = AnswerForm(request.POST, language=of(request))
    if not form.is_valid():
        return _policy(request, policy, answer_form=form, status=422)
    answer = form.cleaned_data["answer"]
    return _do(
        request,
        policy,
        lambda by: actions.give_back(policy, answer=answer, by=by, now=clock.now()),
    )


@require_POST
@may(WRITE)
def discard_policy(request: HttpRequest, policy: str) -> HttpResponse:
    """End a draft that nobody goes on with."""
    return _do(request, policy, lambda by: actions.discard(policy, by=by, now=clock.now()))


def _write(policy: str, form: PolicyForm, revision: int, *, by: Person) -> None:
    words, since, now = form.wording(), form.cleaned_data["since"], clock.now()
    if revision:
        actions.write(policy, words, since=since, revision=revision, by=by, now=now)
    else:
        actions.begin(policy, words, since=since, by=by, now=now)


def _do(request: HttpRequest, policy: str, act: Callable[[Person], object]) -> HttpResponse:
    try:
        act(person_of(request))
    except Obstacle as obstacle:
        return _policy(request, policy, obstacle=obstacle.code, status=409)
    is_there = queries.versions(policy) or queries.open_draft(policy)
    return _back_to(policy) if is_there else _redirect(address("staff:policies", DEFAULT))


def _policy(request: HttpRequest, policy: str, *, status: int = 200, **more: Any) -> HttpResponse:
    language, today = of(request), authority_day(clock.now())
    versions, draft = queries.versions(policy), queries.open_draft(policy)
    if not versions and draft is None:
        raise Http404
    current = rules.published(versions, today=today)
    context = {
        "name": policy,
        "draft": draft,
        "text_of": _text_of,
        "tongues": ALL,
        "is_mine": draft is not None and draft.written_by == request.user.get_username(),
        "current": current,
        "versions": [
            (
                version,
                rules.standing(version, current, today=today),
                plain_day(version.since, language),
            )
            for version in versions
        ],
        "since": plain_day(draft.since, language) if draft and draft.since else "",
        "title": _title(draft or versions[0], language),
        "writes": roles.has(request.user, WRITE),
        "answer_form": AnswerForm(language=language),
        "obstacle": "",
        **more,
    }
    return _page(request, "policy", context, status)


def _form(
    request: HttpRequest,
    form: PolicyForm,
    *,
    name: str = "",
    revision: int = 0,
    obstacle: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "name": name, "revision": revision, "obstacle": obstacle}
    return _page(request, "write", context, status)


def _row(
    name: str, versions: list[PolicyVersion], draft: PolicyDraft | None, language: str
) -> dict[str, object]:
    today = authority_day(clock.now())
    current = rules.published(versions, today=today)
    newest = draft or versions[0]
    return {
        "name": name,
        "title": _title(newest, language),
        "kind": newest.kind,
        "current": current,
        "day": plain_day(current.since, language) if current else "",
        "state": draft.state if draft else "",
        "by": draft.written_by if draft else "",
    }


def _title(row: PolicyVersion | PolicyDraft, language: str) -> str:
    return str(row.titles[language_for(row.titles, language)])


def _text_of(row: PolicyVersion | PolicyDraft, code: str) -> Markup:
    return Markup(html_of(row.texts[code]))  # noqa: S704  Markdown that can do nothing


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    language = of(request)
    words = {"says": speaker(language, TOPIC), "at_moment": lambda at: moment(at, language)}
    return pages.show(request, f"{TOPIC}/{template}.html", {**words, **context}, status)


def _back_to(policy: str) -> HttpResponse:
    return _redirect(address("staff:policy", DEFAULT, policy=policy))


def _redirect(path: str) -> HttpResponse:
    return HttpResponseRedirect(path)
