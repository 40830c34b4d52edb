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
from guichet.web.words import speaker

REVIEW = questions.REVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A section of an application's form, and all of its answers read, typed ones included."""

    application: Application
    section: Section
    reading: Reading
    changes: Mapping[str, object]  # what was typed and can be kept

    @property
    def part(self) -> Reading:
        """Return the reading of this section."""
        return self.reading.only(self.section.key)

    @property
    def keys(self) -> frozenset[str]:
        """Return the fields that are shown."""
        return frozenset(one.key for one in self.section.fields)


def answer(
    request: HttpRequest, application: Application, section: str, *, switches: bool, now: datetime
) -> HttpResponse:
    """Show a step or keep it, and answer with what comes next."""
    if section == REVIEW:
        return go(request, "review")
    sent = request.POST if request.method == "POST" else None
    step = step_of(application, section, now=now, sent=sent)
    if application.state != "draft" or step is None:
        return way_on(request, application, now=now)
    if sent is None:
        part = step.part if section in application.steps else None
        return _page(request, step, part=part, more=request.GET.get("review") == "more")
    if switches:
        more = sent.get("review") == "more"
        return _page(request, step, version=sent.get("version", ""), more=more)
    try:
        saved = save(request, step, now=now)
    except Obstacle as obstacle:
        return not_saved(request, step, obstacle, now=now)
    return _kept(request, step, saved, now=now)


def step_of(
    application: Application, section: str, *, now: datetime, sent: QueryDict | None
) -> Step | None:
    """Return a step with what was typed into it; None where it is not asked of this person."""
    every = next((one for one in form().sections if one.key == section), None)
    if every is None:
        return None
    fresh = typed.read(sent, every.fields) if sent is not None else {}
    reading = reading_of({**application.answers, **fresh}, now=now)
    shown = reading.section(section)
    if shown is None:
        return None
    changes = typed.keepable(fresh)
    return Step(application=application, section=shown, reading=reading, changes=changes)


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


def not_saved(
    request: HttpRequest, step: Step, obstacle: Obstacle, *, now: datetime
) -> HttpResponse:
    """Say that another window has saved in between; both stand side by side."""
    application = queries.application(step.application.pk)
    if obstacle.code != "changed_elsewhere":
        return way_on(request, application, now=now)
    language = written_language(request)
    differing = [one for one in step.section.fields if one.key in obstacle.facts["fields"]]  # type: ignore[operator]
    context = {
        "rows": [
            (
                in_words.row(one, application.answers, language),
                in_words.row(one, step.reading.raw, language),
            )
            for one in differing
        ],
        "kept": [pair for pair in typed.again(request.POST) if pair[0] not in {"version", "leave"}],
        "version": application.version,
        "here": request.path,
    }
    return show(request, "apply/tabs", context, 409)


def _kept(request: HttpRequest, step: Step, saved: Application, *, now: datetime) -> HttpResponse:
    """Go on, unless something is wrong, new questions follow, or a second look is worth it."""
    asked = typed.asked_by(request.POST) or step.keys
    part, seen = step.part, set(request.POST.getlist("seen"))
    if "leave" in request.POST:
        return go(request, "number")
    if to := sent_to(request, step):
        return to
    if used := {key for key in request.POST.getlist(typed.USE) if key in part.answers}:
        hints = {**part.hints, **dict.fromkeys(used, "zone_spelling")}
        return _page(request, step, version=saved.version, part=replace(part, hints=hints))
    if part.errors.keys() & asked:
        return _page(request, step, version=saved.version, part=part, status=422)
    if step.keys - asked:
        return _page(request, step, version=saved.version, more=True)
    if part.hints.keys() - seen:
        return _page(request, step, version=saved.version, part=part)
    return _back_to_review(request, step, now=now) if _is_change(request) else _next(request, step)


def sent_to(request: HttpRequest, step: Step) -> HttpResponse | None:
    """Go to the step whose button was pressed on the bar of steps; what was typed is saved."""
    wanted = request.POST.get("to", "")
    shown = {one.key for one in step.reading.sections}
    if wanted not in shown:
        return None
    return go(request, "review") if wanted == REVIEW else go(request, "step", section=wanted)


def faulty(reading: Reading) -> list[str]:
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
    before = faulty(reading_of(step.application.answers, now=now))
    known = [] if request.POST.get("review") == "more" else before
    fresh = [key for key in faulty(step.reading) if key not in known and key != step.section.key]
    if fresh:
        return go(request, "step", section=fresh[0], query="review=more")
    return go(request, "review", fragment=step.section.key)


def _next(request: HttpRequest, step: Step) -> HttpResponse:
    keys = [one.key for one in questions.steps_before_review(step.reading.sections)]
    at = keys.index(step.section.key) + 1
    if step.section.key == "who" and "document" not in step.application.steps:
        return go(request, "step", section=keys[at]) if keys[at] != "document" else _zone(request)
    if step.section.key == "representative" and "document" not in step.application.steps:
        return _zone(request)
    return go(request, "step", section=keys[at]) if at < len(keys) else go(request, "review")


def _zone(request: HttpRequest) -> HttpResponse:
    return go(request, "zone")


def way_on(request: HttpRequest, application: Application, *, now: datetime) -> HttpResponse:
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
    keys = [key for key, _ in sections]
    at = keys.index(step.section.key)
    context = {
        "section": step.section.key,
        "title": questions.words().section(step.section.key, language),
        "journey": sections,
        "reached": questions.reached(step.reading.sections, step.application.steps),
        "is_change": _is_change(request),
        "at": at + 1,
        "before": keys[at - 1] if at else "",
        "questions": questions.questions(step.section, step.reading.raw, language, part=part),
        "spellings": part.suggestions if part else {},
        "version": step.application.version if version is None else version,
        "more": more,
        "seen": sorted(part.hints) if part else [],
        "note": questions.words().texts.get("note.language", language),
        "fields": speaker(language, "fields"),
    }
    return show(request, "apply/step", context, status)
