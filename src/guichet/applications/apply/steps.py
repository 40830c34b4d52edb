"""One step of the form: show it, keep what was typed, say what is wrong, go on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict

from guichet.applications import queries
from guichet.applications.access.pages import go, show
from guichet.applications.apply import actions
from guichet.applications.form import in_words, questions, typed
from guichet.applications.form.answers import form, reading_of
from guichet.applications.form.fields import Reading, Section
from guichet.applications.models import Application
from guichet.eligibility.programme import written_language
from guichet.kernel.obstacles import Obstacle
from guichet.web.languages import of
from guichet.web.pages import refusals
from guichet.web.words import speaker

REVIEW = questions.REVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A section of an application's form, and all of its answers read, typed ones included."""

    application: Application
    section: Section
    reading: Reading
    changes: Mapping[str, object]  # what was typed and can be kept
    is_kept_whole: bool  # nothing was typed that cannot be kept

    @property
    def part(self) -> Reading:
        """Return the reading of this section."""
        return self.reading.only(self.section.key)

    @property
    def keys(self) -> frozenset[str]:
        """Return the fields that are shown."""
        return frozenset(field.key for field in self.section.fields)


def answer(
    request: HttpRequest, application: Application, section: str, *, switches: bool, now: datetime
) -> HttpResponse:
    """Show a step or keep it, and answer with what comes next."""
    if section == REVIEW:
        return go(request, "review")
    query = request.POST if request.method == "POST" else None
    step = step_of(application, section, now=now, query=query)
    if application.state != "draft" or step is None:
        return next_page(request, application, now=now)
    if query is None:
        part = step.part if section in application.steps else None
        return _page(request, step, part=part, more=request.GET.get("review") == "more")
    if switches:
        more = query.get("review") == "more"
        return _page(request, step, version=query.get("version", ""), more=more)
    try:
        saved = save(request, step, now=now)
    except Obstacle as obstacle:
        return conflict_page(request, step, obstacle, now=now)
    return _page_after(request, step, saved, now=now)


def step_of(
    application: Application, key: str, *, now: datetime, query: QueryDict | None
) -> Step | None:
    """Return a step with what was typed into it; None where it is not asked of this person."""
    fields = next((whole.fields for whole in form().sections if whole.key == key), ())
    fresh = typed.read(query, fields) if query is not None else {}
    reading = reading_of({**application.answers, **fresh}, now=now)
    section = reading.section(key)
    if section is None:
        return None
    changes = typed.keepable(fresh)
    return Step(
        application=application,
        section=section,
        reading=reading,
        changes=changes,
        is_kept_whole=len(changes) == len(fresh),
    )


def save(request: HttpRequest, step: Step, *, now: datetime, send: bool = False) -> Application:
    """Keep the answers of a step, right or wrong, and `send` the application off; or Obstacle."""
    version = request.POST.get("version", "")
    return actions.save_step(
        step.application.pk,
        step.section.key,
        step.changes,
        version=int(version) if version.isascii() and version.isdigit() else -1,
        language=of(request),
        now=now,
        reading=step.reading,
        send=send,
        again=request.POST.get("again") == "apply",
    )


def conflict_page(
    request: HttpRequest, step: Step, obstacle: Obstacle, *, now: datetime
) -> HttpResponse:
    """Say that another window has saved in between; both stand side by side."""
    application = queries.application(step.application.pk)
    if obstacle.code != "changed_elsewhere":
        return next_page(request, application, now=now)
    language = written_language(request)
    differing = [field for field in step.section.fields if field.key in obstacle.facts["fields"]]  # type: ignore[operator]
    context = {
        "rows": [
            (
                in_words.row(field, application.answers, language),
                in_words.row(field, step.reading.raw, language),
            )
            for field in differing
        ],
        "kept": [
            pair
            for pair in typed.hidden_fields(request.POST)
            if pair[0] not in {"version", "leave"}
        ],
        "version": application.version,
        "here": request.path,
    }
    return show(request, "apply/tabs", context, 409)


def _page_after(
    request: HttpRequest, step: Step, saved: Application, *, now: datetime
) -> HttpResponse:
    """Go on, unless something is wrong, new questions follow, or a second look is worth it."""
    keys = typed.keys_asked(request.POST) or step.keys
    part, seen_hints = step.part, set(request.POST.getlist("seen"))
    if "leave" in request.POST:
        return go(request, "number")
    if to := page_pressed(request, step):
        return to
    if names := {key for key in request.POST.getlist(typed.USE) if key in part.answers}:
        hints = {**part.hints, **dict.fromkeys(names, "zone_spelling")}
        return _page(request, step, version=saved.version, part=replace(part, hints=hints))
    if part.errors.keys() & keys:
        faults = ((key, code) for key, code in part.errors.items() if key in keys)
        refusals.tell(request, faults)
        return _with_faults(request, step, saved)
    if step.keys - keys:
        return _page(request, step, version=saved.version, more=True)
    if part.hints.keys() - seen_hints:
        return _page(request, step, version=saved.version, part=part)
    return _back_to_review(request, step, now=now) if _is_change(request) else _next(request, step)


def _with_faults(request: HttpRequest, step: Step, saved: Application) -> HttpResponse:
    """Lead to the page of the step, which says what is wrong in what was kept: decision 0147."""
    if not step.is_kept_whole:
        return _page(request, step, version=saved.version, part=step.part, status=422)
    query = "review=yes" if _is_change(request) else ""
    return go(request, "step", section=step.section.key, query=query)


def page_pressed(request: HttpRequest, step: Step) -> HttpResponse | None:
    """Go to the step whose button was pressed on the bar of steps; what was typed is saved."""
    target = request.POST.get("to", "")
    keys = {section.key for section in step.reading.sections}
    if target not in keys:
        return None
    return go(request, "review") if target == REVIEW else go(request, "step", section=target)


def faulty_steps(reading: Reading) -> list[str]:
    """Return the sections in which an answer is missing or wrong."""
    before = questions.steps_before_review(reading.sections)
    return [
        section.key
        for section in before
        if reading.errors.keys() & {field.key for field in section.fields}
    ]


def _is_change(request: HttpRequest) -> bool:
    """Tell whether somebody came from the review, and goes back there."""
    return "review" in request.GET or "review" in request.POST


def _back_to_review(request: HttpRequest, step: Step, *, now: datetime) -> HttpResponse:
    """Go back to the place on the review, unless the change has brought new questions elsewhere."""
    before = faulty_steps(reading_of(step.application.answers, now=now))
    old_faults = [] if request.POST.get("review") == "more" else before
    fresh = [
        key
        for key in faulty_steps(step.reading)
        if key not in old_faults and key != step.section.key
    ]
    if fresh:
        return go(request, "step", section=fresh[0], query="review=more")
    return go(request, "review", fragment=step.section.key)


def _next(request: HttpRequest, step: Step) -> HttpResponse:
    keys = [section.key for section in questions.steps_before_review(step.reading.sections)]
    at = keys.index(step.section.key) + 1
    if step.section.key == "who" and "document" not in step.application.steps:
        return go(request, "step", section=keys[at]) if keys[at] != "document" else _zone(request)
    if step.section.key == "representative" and "document" not in step.application.steps:
        return _zone(request)
    return go(request, "step", section=keys[at]) if at < len(keys) else go(request, "review")


def _zone(request: HttpRequest) -> HttpResponse:
    return go(request, "zone")


def next_page(request: HttpRequest, application: Application, *, now: datetime) -> HttpResponse:
    """Go where an application goes on: to the first step that is not complete, or beyond."""
    if application.state == "submitted_unpaid":
        return go(request, "pay")
    if application.state != "draft":
        return go(request, "standing")
    section = questions.first_open(reading_of(application.answers, now=now), application.steps)
    if section == REVIEW:
        return go(request, "review")
    fresh = section == "document" and not {"document", "zone"} & {*application.steps}
    return _zone(request) if fresh else go(request, "step", section=section)


def _page(
    request: HttpRequest,
    step: Step,
    *,
    version: object = None,
    part: Reading | None = None,
    more: bool = False,
    status: int = 200,
) -> HttpResponse:
    language = written_language(request)
    sections = questions.journey(step.reading.sections, language)
    at = (keys := [key for key, _ in sections]).index(step.section.key)
    context = {
        "section": step.section.key,
        "title": questions.words().section(step.section.key, language),
        "journey": sections,
        "reached": questions.steps_reached(step.reading.sections, step.application.steps),
        "is_change": _is_change(request),
        "at": at + 1,
        "before": keys[at - 1] if at else "",
        "questions": questions.questions(step.section, step.reading.raw, language, part=part),
        "spellings": part.suggestions if part else {},
        "version": step.application.version if version is None else version,
        "more": more,
        "seen": sorted(part.hints) if part else [],
        "has_error": bool(part and part.errors),
        "note": questions.words().texts.get("note.language", language),
        "fields": speaker(language, "fields"),
    }
    return show(request, "apply/step", context, status)
