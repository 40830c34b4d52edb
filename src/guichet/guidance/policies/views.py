"""What is published of policies, read-only, with what changed, and as a feed."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from markupsafe import Markup

from guichet.agency.own_pages.markdown import html_of
from guichet.guidance.models import PolicyVersion
from guichet.guidance.policies import feed, queries, rules
from guichet.guidance.policies.wording import language_for
from guichet.guidance.scenarios import queries as scenarios
from guichet.guidance.scenarios.versions import Version
from guichet.guidance.writers import looks
from guichet.kernel import clock
from guichet.kernel.content.texts import note_day
from guichet.kernel.reading.days import authority_day
from guichet.web.formats.dates import plain_day
from guichet.web.languages import ALL, OFFERED, of
from guichet.web.pages.render import page
from guichet.web.words import speaker

TOPIC, WEB = "policies", "web"


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """List what is published on this day, the newest first."""
    language = of(request)
    rows = queries.published(today=authority_day(clock.now()))
    context: dict[str, object] = {
        "says": speaker(language, TOPIC),
        "groups": [
            (kind, [_line(row, language) for row in rows if row.kind == kind])
            for kind in PolicyVersion.Kind.values
            if any(row.kind == kind for row in rows)
        ],
        "scenarios": [_scenario_line(scenario, language) for scenario in _readable()],
    }
    return page(request, "guidance/policies/policies.html", context, complete=ALL)


def _scenario_line(scenario: Version, language: str) -> dict[str, object]:
    return {
        "name": scenario.name,
        "title": scenario.say("title", WEB, language),
        "day": plain_day(scenario.tree.since, language),
    }


@require_safe
def policy(request: HttpRequest, policy: str) -> HttpResponse:
    """Show what is published of a policy on this day."""
    today = authority_day(clock.now())
    rows = queries.versions(policy)
    current = rules.published(rows, today=today)
    if current is None:
        raise Http404
    return _show(request, current, rows, today)


@require_safe
def policy_version(request: HttpRequest, policy: str, number: int) -> HttpResponse:
    """Show a version as it was published; what is approved for a later day is not shown yet."""
    today = authority_day(clock.now())
    rows = queries.versions(policy)
    version = next((row for row in rows if row.number == number and row.since <= today), None)
    if version is None:
        raise Http404
    return _show(request, version, rows, today)


@require_safe
def policies_feed(request: HttpRequest) -> HttpResponse:
    """Answer with the Atom feed of what is published."""
    rows = queries.published(today=authority_day(clock.now()))
    return HttpResponse(feed.feed(rows, of(request)), content_type=feed.MEDIA_TYPE)


@require_safe
def public_scenario(request: HttpRequest, scenario: str) -> HttpResponse:
    """Show every way through a scenario as it is played on the web; a private one to nobody."""
    language = of(request)
    playing = next((version for version in _readable() if version.name == scenario), None)
    if playing is None:
        raise Http404
    context = {
        "says": speaker(language, TOPIC),
        "version": playing,
        "title": playing.say("title", WEB, language),
        "day": plain_day(playing.tree.since, language),
        "ways": looks.dialogue(playing, WEB, language, language),
    }
    return page(request, "guidance/policies/scenario.html", context, complete=ALL)


def _readable() -> list[Version]:
    """Return the scenarios in force on the web that are not marked private; no routine links."""
    return [
        version
        for version in scenarios.scenarios(clock.now())
        if WEB in version.tree.channels and not (version.tree.private or version.tree.link)
    ]


def _show(
    request: HttpRequest, version: PolicyVersion, rows: list[PolicyVersion], today: date
) -> HttpResponse:
    language = of(request)
    tongue = language_for(version.texts, language)
    current = rules.published(rows, today=today)
    history = [row for row in rows if row.since <= today]
    note_day(version.since.isoformat())
    context = {
        "says": speaker(language, TOPIC),
        "version": version,
        "line": _line(version, language),
        "is_current": current is not None and current.number == version.number,
        "tongue": ALL[tongue],
        "is_translated": tongue == language,
        "others": [OFFERED[code] for code in version.texts if code in OFFERED and code != language],
        "text": Markup(html_of(version.texts[tongue])),  # noqa: S704  Markdown that can do nothing
        "history": [_line(row, language) for row in history],
    }
    return page(request, "guidance/policies/policy.html", context, complete=ALL)


def _line(version: PolicyVersion, language: str) -> dict[str, object]:
    """Return what lists and histories say of a version."""
    tongue = language_for(version.titles, language)
    changed = version.changed or {tongue: ""}
    tongue_of_change = language_for(changed, language)
    return {
        "policy": version.policy,
        "number": version.number,
        "title": version.titles[tongue],
        "tongue": ALL[tongue],
        "day": plain_day(version.since, language),
        "changed": changed[tongue_of_change],
        "changed_in": ALL[tongue_of_change],
    }
