"""Drafts of scenarios: seen, played, read aloud, proposed, and published by another person."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from guichet.guidance.models import ScenarioProposal
from guichet.guidance.scenarios import actions, checking, queries, snapshots
from guichet.guidance.scenarios.channels import LINES, SPOKEN
from guichet.guidance.scenarios.drafts import Draft, drafts
from guichet.guidance.scenarios.rules import replay
from guichet.guidance.scenarios.steps import action_of, words_of
from guichet.guidance.scenarios.versions import Version
from guichet.guidance.writers import looks, picture
from guichet.guidance.writers.forms import AnswerForm, ReasonForm
from guichet.guidance.writers.page import SHOWN, person_of, show
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.staff import roles
from guichet.staff.door.entry import may
from guichet.web.addresses.paths import address
from guichet.web.languages import OFFERED, exact, of

SEE, WRITE = "see_policy", "write_policy"


@require_safe
@may(SEE)
def scenarios(request: HttpRequest) -> HttpResponse:
    """List the scenarios: what is published of each, and whether its draft says something else."""
    return show(request, "scenarios", {"scenarios": list(looks.scenarios(of(request)))})


@require_safe
@may(SEE)
def scenario(request: HttpRequest, scenario: str) -> HttpResponse:
    """Show a scenario: its picture, what its draft changes, its versions, what may be done."""
    return _scenario(request, _draft(scenario))


@require_safe
@may(SEE)
def scenario_preview(request: HttpRequest, scenario: str, version: int) -> HttpResponse:
    """Play a draft or a version on any channel and in any language, as its readers will."""
    playing, channel, language = _as_asked(request, scenario, version)
    answers = [code for code in request.GET.get("answers", "").split(",") if code]
    try:
        place = replay(playing.tree, answers)
    except Obstacle:
        raise Http404 from None
    words = words_of(playing, place.step, channel, language, staff_language=of(request))
    is_outcome = place.step in playing.tree.outcomes
    context = {
        "name": scenario, "version": version, "playing": playing, "place": place, "words": words,
        "channel": channel, "tongue": OFFERED[language], "is_spoken": channel in SPOKEN,
        "action": action_of(playing, place.step, language) if is_outcome else None,
        "offer": playing.tree.outcomes[place.step].action if is_outcome else "",
        "source": playing.tree.source_of(place.step, of(request)) if is_outcome else "",
        "so_far": ",".join(answers), "back": ",".join(answers[:-1]), "tongues": OFFERED,
    }  # fmt: skip
    return show(request, "preview", context)


@require_safe
@may(SEE)
def scenario_dialogue(request: HttpRequest, scenario: str, version: int) -> HttpResponse:
    """Read a whole scenario aloud: every way through it, as what is said by whom."""
    playing, channel, language = _as_asked(request, scenario, version)
    context = {
        "name": scenario, "version": version, "playing": playing, "channel": channel,
        "tongue": OFFERED[language], "tongues": OFFERED,
        "ways": looks.dialogue(playing, channel, language, of(request)),
        "title": playing.say("title", channel, language),
    }  # fmt: skip
    return show(request, "dialogue", context)


@require_safe
@may(SEE)
def scenario_picture(request: HttpRequest, scenario: str, version: int) -> HttpResponse:
    """Draw a draft or a version as a picture."""
    playing, _, _ = _as_asked(request, scenario, version)
    channel, language = playing.tree.channels[0], of(request)
    title = str(playing.say("title", channel, language))
    drawing = picture.draw(
        playing.tree, title, lambda part: str(playing.say(part, channel, language) or "")
    )
    return HttpResponse(drawing, content_type="image/svg+xml")


@require_POST
@may(WRITE)
def propose_scenario(request: HttpRequest, scenario: str) -> HttpResponse:
    """Ask that another person publish a draft as it reads now."""
    draft, form = _draft(scenario), ReasonForm(request.POST, language=of(request))
    if not form.is_valid():
        return _scenario(request, draft, form=form, status=422)
    reason = form.cleaned_data["reason"]
    try:
        actions.propose(scenario, by=person_of(request), reason=reason, now=clock.now())
    except Obstacle as obstacle:
        return _scenario(request, draft, obstacle=obstacle.code, status=409)
    return _back_to(request, scenario)


@require_POST
@may(WRITE)
def approve_scenario(request: HttpRequest, scenario: str, proposal: int) -> HttpResponse:
    """Publish what another person has proposed."""
    try:
        actions.approve(proposal, by=person_of(request), now=clock.now())
    except Obstacle as obstacle:
        return _scenario(request, _draft(scenario), obstacle=obstacle.code, status=409)
    return _back_to(request, scenario)


@require_POST
@may(WRITE)
def give_back_scenario(request: HttpRequest, scenario: str, proposal: int) -> HttpResponse:
    """End a proposal without publishing it, with what is to be changed."""
    form = AnswerForm(request.POST, language=of(request))
    if not form.is_valid():
        return _scenario(request, _draft(scenario), answer_form=form, status=422)
    answer = form.cleaned_data["answer"]
    try:
        actions.give_back(proposal, by=person_of(request), answer=answer, now=clock.now())
    except Obstacle as obstacle:
        return _scenario(request, _draft(scenario), obstacle=obstacle.code, status=409)
    return _back_to(request, scenario)


def _scenario(
    request: HttpRequest, draft: Draft, *, status: int = 200, **more: Any
) -> HttpResponse:
    proposal = queries.proposal(draft.name)
    context: Mapping[str, object] = {
        **_standing(draft, proposal),
        "name": draft.name,
        "stale": list(checking.stale(draft)),
        "is_mine": proposal is not None and proposal.proposed_by == request.user.get_username(),
        "form": ReasonForm(language=of(request)),
        "answer_form": AnswerForm(language=of(request)),
        "may_write": roles.has(request.user, WRITE),
        "obstacle": "",
        "decided": queries.last_decided(draft.name),
        **more,
    }
    return show(request, "scenario", context, status)


def _standing(draft: Draft, proposal: ScenarioProposal | None) -> dict[str, object]:
    """Return what a draft, or what waits of it, changes of what is published."""
    versions, faults = queries.versions(draft.name), checking.faults(draft)
    latest = versions[0] if versions else None
    after = proposal or (None if faults else snapshots.of(draft))
    differences = looks.changes(after, latest) if after else []
    return {
        "faults": faults,
        "proposal": proposal,
        "versions": versions,
        "latest": latest,
        "changes": differences[:SHOWN],
        "more_changes": max(0, len(differences) - SHOWN),
        "is_new": after is not None and (latest is None or latest.digest != after.digest),
    }


def _as_asked(request: HttpRequest, name: str, number: int) -> tuple[Version, str, str]:
    """Return the version, the channel and the language that an address asks for."""
    playing = _playing(name, number)
    channel = request.GET.get("channel", "")
    if channel not in LINES or channel not in playing.tree.channels:
        channel = playing.tree.channels[0]
    return playing, channel, exact(request.GET.get("lang", "")) or of(request)


def _playing(name: str, number: int) -> Version:
    if number == looks.DRAFT:
        proposal = queries.proposal(name)
        if proposal is not None:
            return looks.as_version(proposal)
        try:
            return looks.draft_as_version(_draft(name))
        except Obstacle:
            raise Http404 from None
    version = queries.as_it_was(name, number)
    if version is None:
        raise Http404
    return version


def _draft(name: str) -> Draft:
    draft = drafts().get(name)
    if draft is None:
        raise Http404
    return draft


def _back_to(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponseRedirect(address("staff:scenario", of(request), scenario=name))
