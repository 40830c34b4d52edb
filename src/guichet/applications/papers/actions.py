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
from guichet.applications.papers.checking import CheckedPaper, Original
from guichet.applications.papers.kinds import TRIES_WITHIN, cleaned_name
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit

NOT_ACCEPTED = "not_accepted"  # what a client is told of an infected paper


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """What was handed in, and the questions that still wait."""

    answered_requests: Sequence[DocumentRequest]
    open_requests: Sequence[DocumentRequest]


@transaction.atomic
def add(pk: int, question: int | None, *, name: str, original: Original, now: datetime) -> Paper:
    """Keep a paper as it came, until the worker has looked at it; or raise Obstacle.

    It belongs to the answer of a question, or to what is offered. Sent twice it is added once.
    """
    digest, size = sha256(original).digest(), len(original)
    rules.check_size(size)
    application = applications.locked(pk)
    same_paper = _added_before(application, question, digest, size, now=now)
    if same_paper:
        return same_paper
    kind = checking.kind_at_first_sight(original)

    paper = application.papers.create(
        request_id=question,
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
    reason = ""
    try:
        checked_paper = checking.check(
            bytes(paper.bytes.content), paper.kind, is_new=paper.scanned_at is None
        )
    except Obstacle as obstacle:
        reason = obstacle.code
    with transaction.atomic():
        paper = Paper.objects.select_for_update().filter(pk=pk, state="waiting").first()
        if paper is None:
            return None  # removed meanwhile
        if reason:
            _refuse(paper, reason, now=now)
        else:
            _settle(paper, checked_paper, now=now)
    return paper


def _settle(paper: Paper, checked_paper: CheckedPaper, *, now: datetime) -> None:
    """Keep what the verdict allows: the new paper, the original in quarantine, nothing."""
    new_paper, scan = checked_paper.new_paper, checked_paper.scan
    paper.verdict, paper.scanned_at = scan.verdict, now
    if scan.verdict == "infected":
        _refuse(paper, NOT_ACCEPTED, now=now, signature=scan.signature)
        return
    if new_paper:
        paper.kind, paper.size, paper.pages = (
            new_paper.kind,
            len(new_paper.content),
            new_paper.pages,
        )
        paper.name = cleaned_name(paper.name, new_paper.kind)
        paper.state = "handed_in" if paper.handed_in_at else "ready"
        contents = {"content": new_paper.content, "picture": new_paper.picture or None}
        PaperBytes.objects.update_or_create(paper=paper, defaults=contents)
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
    own_paper = Paper.objects.select_for_update().filter(application=pk, pk=paper).first()
    if own_paper is None:
        raise Obstacle("not_found")
    if own_paper.handed_in_at:
        raise Obstacle("handed_in_already")
    if own_paper.removed_at is None:
        PaperBytes.objects.filter(paper=own_paper).delete()
        own_paper.state = "refused" if own_paper.state == "refused" else "removed"
        own_paper.removed_at, own_paper.name = now, ""
        own_paper.save()
        audit.write("remove", "paper", paper, actor=states.CLIENT, now=now, application=pk)
    return own_paper


@transaction.atomic
def save_explanation(
    pk: int, question: int | None, words: str, *, loaded: str, now: datetime
) -> None:
    """Keep what somebody writes, until it is handed in.

    `loaded` is the mark of the text that was on their page: where another window has saved since,
    and both wrote, both texts are kept.
    """
    if len(words) > rules.LONGEST_EXPLANATION:
        raise Obstacle("too_long")
    application = applications.locked(pk)
    _check_open(application, question)
    if mark_of(words) == loaded:
        return  # nothing was typed here
    drafts = queries.drafts(application).filter(queries.belonging(question))
    saved_words = queries.words(drafts)
    text = words if mark_of(saved_words) == loaded else rules.joined(saved_words, words)
    drafts.delete()
    application.drafts.create(request_id=question, words=text, saved_at=now)


def mark_of(words: str) -> str:
    """Return a short mark of a text, by which a page knows whether it was changed."""
    return sha256(words.encode()).hexdigest()[:16]


@transaction.atomic
def hand_in(pk: int, *, now: datetime) -> HandIn:
    """Hand in every answer that is ready; others stay as they are. Or raise Obstacle.

    A paper that still waits to be checked is handed in with the rest.
    """
    application = applications.locked(pk)
    list(application.papers.select_for_update())  # the worker changes them, too
    answers = queries.answers(application)
    ready = [answer for answer in answers if answer.content.readiness == "ready"]
    if not ready:
        waits = any(answer.content.readiness == "waits" for answer in answers)
        raise Obstacle("cannot_be_checked" if waits else "nothing_to_hand_in")

    questions = [_hand_in(application, answer, now=now) for answer in ready]
    return HandIn(
        answered_requests=questions,
        open_requests=list(applications.open_requests(application)),
    )


def _hand_in(
    application: Application, answer: queries.PreparedAnswer, *, now: datetime
) -> DocumentRequest:
    if answer.request:
        requests.answer_request(application.pk, answer.request.pk, answer.words, now=now)
        question = answer.request
    else:
        question = requests.offer_information(application.pk, answer.words, now=now)
    papers = Paper.objects.filter(pk__in=[paper.pk for paper in answer.papers])
    papers.filter(state__in=queries.HELD).update(handed_in_at=now, request=question)
    papers.filter(state="ready").update(state="handed_in")
    papers.filter(state="refused").update(removed_at=now, name="")
    mine = queries.belonging(answer.request.pk if answer.request else None)
    queries.drafts(application).filter(mine).delete()
    return question


def _check_open(application: Application, question: int | None) -> None:
    """Raise Obstacle where a question was answered already, or the case is decided."""
    if not applications.takes_information(application):
        raise Obstacle("not_possible_now", state=application.state, verb="offer")
    if (
        question is not None
        and not applications.open_requests(application).filter(pk=question).exists()
    ):
        raise Obstacle("not_found")


def _added_before(
    application: Application, question: int | None, digest: bytes, size: int, *, now: datetime
) -> Paper | None:
    """Return the same paper where it is there already; None where there is room for a new one."""
    _check_open(application, question)
    same = application.papers.filter(
        request=question, digest=digest, state__in=queries.HELD
    ).first()
    if same is None:
        papers, together = queries.held_room(application)
        tries = queries.tries(application, since=now - TRIES_WITHIN)
        rules.check_room(papers=papers, together=together, tries=tries, size=size)
    return same
