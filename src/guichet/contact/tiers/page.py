"""What pages show of hand-overs: the queue by language, and the agents of a contact."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from guichet.contact.call_backs.pages.words import clock_of, name_of
from guichet.contact.calls.rules import minutes
from guichet.contact.desk.forms import TOPIC as DESK
from guichet.contact.supervision.page import TOPIC as LIVE
from guichet.contact.tiers import queries, rules
from guichet.contact.tiers.models import HandOver
from guichet.contact.tiers.words import TOPIC
from guichet.eligibility.programme import NAME as ETA
from guichet.kernel import case_numbers, clock
from guichet.staff import roles
from guichet.staff.frame import pages
from guichet.staff.frame.words import moment, zone
from guichet.web.languages import of
from guichet.web.words import speaker

MOST = 200
TYPED = ("internal", "told")


def queue(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Show what waits to be taken over, by language."""
    language, now = of(request), clock.now()
    selection = request.GET.get("language", "")[:12]
    rows = [row(each, language, now=now) for each in queries.waiting()[:MOST]]
    tongues = {entry["tongue"]: entry["language"] for entry in rows}
    by_language: dict[str, list[dict[str, Any]]] = {}
    for entry in rows:
        if selection in ("", entry["tongue"]):
            by_language.setdefault(entry["tongue"], []).append(entry)
    context = {
        "says": speaker(language, TOPIC),
        "says_live": speaker(language, LIVE),
        "tongues": tongues,
        "by_language": by_language,
        "selection": selection,
        "at": f"{clock_of(now, language)} {zone(now, language)}",
        "takes": roles.has(request.user, rules.TAKES),
        "reader": request.user.pk,
        "problem": problem,
    }
    return pages.show(request, f"{TOPIC}/queue.html", context, status)


def row(each: HandOver, language: str, *, now: datetime) -> dict[str, Any]:
    """Return what a list shows of a hand-over that waits: nothing of a case."""
    contact = each.interaction
    return {
        "pk": each.pk,
        "number": contact.number,
        "name": case_numbers.for_people(contact.number),
        "tongue": contact.language,
        "language": name_of(contact.language),
        "channel": speaker(language, DESK)(f"channel.{contact.channel}"),
        "agent": each.asked_by.get_username(),
        "asked_by": each.asked_by_id,
        "since": clock_of(each.asked_at, language),
        "minutes": minutes(max(now - each.asked_at, now - now)),
    }


def of_contact(request: HttpRequest, interaction: int) -> Mapping[str, Any]:
    """Return what the page of a contact shows of its agents, and whether it can be handed over."""
    language = of(request)
    waiting = queries.open_of(interaction)
    gives = settings.AGENCY.has(ETA) and rules.gives(roles.permissions_of(request.user))
    turns = [
        {
            "agent": turn.agent.get_username(),
            "before": turn.hand_over.asked_by.get_username(),
            "at": moment(turn.taken_at, language),
            "level": turn.level,
        }
        for turn in queries.turns(interaction)
    ]
    return {"hands_over": gives, "handed_over": waiting, "turns": turns}


def given_away(request: HttpRequest, number: str, *, agent: int) -> HttpResponse:
    """Say of a contact that somebody else leads by now whose it is; raise Http404 for another.

    What was typed meanwhile stands there, so that it can be told to whoever leads it.
    """
    turn = queries.given_away(number, agent)
    if turn is None:
        raise Http404
    language = of(request)
    context = {
        "says": speaker(language, TOPIC),
        "contact": case_numbers.for_people(turn.hand_over.interaction.number),
        "agent": turn.agent.get_username(),
        "at": moment(turn.taken_at, language),
        "typed": [text for name in TYPED if (text := request.POST.get(name, "").strip())],
    }
    status = 409 if request.method == "POST" else 200
    return pages.show(request, f"{TOPIC}/given_away.html", context, status)
