"""What is written of papers: add, check again, remove, explain, hand in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from guichet.applications import queries as applications
from guichet.applications import states
from guichet.applications.decisions import requests
from guichet.applications.letters import send as letters
from guichet.applications.models import (
    Application,
    DocumentRequest,
    Paper,
    PaperBytes,
)
from guichet.applications.papers import checking, queries, queue, rules
from guichet.applications.papers.checking import Checked, Original
from guichet.applications.papers.kinds import TRIES_WITHIN, cleaned_name
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

NOT_ACCEPTED = "not_accepted"  # what a client is told of an infected paper


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What was handed in, and the questions that still wait."""

    answered: Sequence[DocumentRequest]
    waiting: Sequence[DocumentRequest]


@transaction.atomic
def add(pk: int, asked: int | None, *, name: str, original: Original, now: datetime) -> Paper:
    """Keep a paper as it came, until the worker has looked at it; or raise Obstacle.

    It belongs to the answer of a question, or to what is offered. Sent twice it is added once.
    """
    digest, size = sha256(original).digest(), len(original)
    rules.check_size(size)
    application = applications.locked(pk)
    known = _added_before(application, asked, digest, size, now=now)
    if known:
        return known
    kind = checking.kind_at_first_sight(original)

    paper = application.papers.create(
        request_id=asked,
        name=cleaned_name(name, kind),
        kind=kind,
        size=size,
        digest=digest,
        added_at=now,
    )
    PaperBytes.objects.create(paper=paper, content=original)
    audit.write("add", "paper", paper.pk, actor=states.CLIENT, now=now, application=pk)
    queue.enqueue(paper)
    return paper


def check(pk: int, *, now: datetime) -> Paper | None:
    """Scan a paper that waits and make it anew; None where it does not wait any more.

    What is infected is noted and its bytes are gone. What could not be scanned waits on.
    """
    paper = Paper.objects.select_related("bytes").filter(pk=pk, state="waiting").first()
    if paper is None:
        return None
    refused = ""
    try:
        checked = checking.check(
            bytes(paper.bytes.content), paper.kind, is_new=paper.scanned_at is None
        )
    except Obstacle as obstacle:
        refused = obstacle.code
    with transaction.atomic():
        paper = Paper.objects.select_for_update().filter(pk=pk, state="waiting").first()
        if paper is None:
            return None  # removed meanwhile
        if refused:
            _refuse(paper, refused, now=now)
        else:
            _settle(paper, checked, now=now)
    return paper


def _settle(paper: Paper, checked: Checked, *, now: datetime) -> None:
    """Keep what the verdict allows: the new paper, the original in quarantine, nothing."""
    made, scan = checked.made, checked.scan
    paper.verdict, paper.scanned_at = scan.verdict, now
    if scan.verdict == "infected":
        _refuse(paper, NOT_ACCEPTED, now=now, signature=scan.signature)
        return
    if made:
        paper.kind, paper.size, paper.pages = made.kind, len(made.content), made.pages
        paper.name = cleaned_name(paper.name, made.kind)
        paper.state = "handed_in" if paper.handed_in_at else "ready"
        kept = {"content": made.content, "picture": made.picture or None}
        PaperBytes.objects.update_or_create(paper=paper, defaults=kept)
    paper.save()


def _refuse(paper: Paper, reason: str, *, now: datetime, **facts: object) -> None:
    """Keep nothing of a paper; who has handed it in already is told by letter."""
    PaperBytes.objects.filter(paper=paper).delete()
    paper.state, paper.reason, paper.scanned_at = "refused", reason, now
    paper.save()
    facts = {"reason": reason, **facts}
    audit.write("refuse", "paper", paper.pk, actor=states.SYSTEM, now=now, **facts)
    application = paper.application
    if paper.handed_in_at and applications.takes_information(application):
        letters.send(application, "paper_refused", cause=paper.pk, now=now, paper=paper.pk)


@transaction.atomic
def remove(pk: int, paper: int, *, now: datetime) -> Paper:
    """Remove a paper before it is handed in, with all its bytes; twice is once. Or Obstacle."""
    applications.locked(pk)
    # Before its bytes, as the worker does that scans it.
    found = Paper.objects.select_for_update().filter(application=pk, pk=paper).first()
    if found is None:
        raise Obstacle("not_found")
    if found.handed_in_at:
        raise Obstacle("handed_in_already")
    if found.removed_at is None:
        PaperBytes.objects.filter(paper=found).delete()
        found.state = "refused" if found.state == "refused" else "removed"
        found.removed_at, found.name = now, ""
        found.save()
        audit.write("remove", "paper", paper, actor=states.CLIENT, now=now, application=pk)
    return found


@transaction.atomic
def save_explanation(pk: int, asked: int | None, words: str, *, loaded: str, now: datetime) -> None:
    """Keep what somebody writes, until it is handed in.

    `loaded` is the mark of the text that was on their page: where another window has saved since,
    and both wrote, both texts are kept.
    """
    if len(words) > rules.LONGEST_EXPLANATION:
        raise Obstacle("too_long")
    application = applications.locked(pk)
    _check_open(application, asked)
    if mark_of(words) == loaded:
        return  # nothing was typed here
    drafts = queries.drafts(application).filter(queries.belonging(asked))
    saved = queries.words(drafts)
    kept = words if mark_of(saved) == loaded else rules.joined(saved, words)
    drafts.delete()
    application.drafts.create(request_id=asked, words=kept, saved_at=now)


def mark_of(words: str) -> str:
    """Return a short mark of a text, by which a page knows whether it was changed."""
    return sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def hand_in(pk: int, *, now: datetime) -> HandedIn:
    """Hand in every answer that is ready; others stay as they are. Or raise Obstacle.

    A paper that still waits to be checked is handed in with the rest.
    """
    application = applications.locked(pk)
    list(application.papers.select_for_update())  # the worker changes them, too
    prepared = queries.answers(application)
    ready = [one for one in prepared if one.content.readiness == "ready"]
    if not ready:
        waits = any(one.content.readiness == "waits" for one in prepared)
        raise Obstacle("cannot_be_checked" if waits else "nothing_to_hand_in")

    answered = [_hand_in(application, one, now=now) for one in ready]
    return HandedIn(answered=answered, waiting=list(applications.open_requests(application)))


def _hand_in(
    application: Application, prepared: queries.Answer, *, now: datetime
) -> DocumentRequest:
    if prepared.request:
        requests.answer_request(application.pk, prepared.request.pk, prepared.words, now=now)
        answered = prepared.request
    else:
        answered = requests.offer_information(application.pk, prepared.words, now=now)
    papers = Paper.objects.filter(pk__in=[paper.pk for paper in prepared.papers])
    papers.filter(state__in=queries.HELD).update(handed_in_at=now, request=answered)
    papers.filter(state="ready").update(state="handed_in")
    papers.filter(state="refused").update(removed_at=now, name="")
    mine = queries.belonging(prepared.request.pk if prepared.request else None)
    queries.drafts(application).filter(mine).delete()
    return answered


def _check_open(application: Application, asked: int | None) -> None:
    """Raise Obstacle where a question was answered already, or the case is decided."""
    if not applications.takes_information(application):
        raise Obstacle("not_possible_now", state=application.state, verb="offer")
    if asked is not None and not applications.open_requests(application).filter(pk=asked).exists():
        raise Obstacle("not_found")


def _added_before(
    application: Application, asked: int | None, digest: bytes, size: int, *, now: datetime
) -> Paper | None:
    """Return the same paper where it is there already; None where there is room for a new one."""
    _check_open(application, asked)
    same = application.papers.filter(request=asked, digest=digest, state__in=queries.HELD).first()
    if same is None:
        papers, together = queries.held(application)
        tries = queries.tried(application, since=now - TRIES_WITHIN)
        rules.check_room(papers=papers, together=together, tries=tries, size=size)
    return same
