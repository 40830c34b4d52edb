"""A decision that explains itself, as its letter tells it: law, facts, an officer's words."""

from collections.abc import Sequence

from guichet.applications.models import Decision, DocumentRequest, Enquiry, Reconsideration
from guichet.applications.reasons import facts
from guichet.applications.reasons.facts import ShownGround
from guichet.post.mail_body import Block, Paragraph, Quotation


def lines(decision: Decision, language: str) -> list[tuple[str, Sequence[str]]]:
    """Return the kind of each ground, with the law, its address, and the facts it rests on."""
    return [(ground.kind, _details(ground, language)) for ground in facts.shown(decision, language)]


def _details(ground: ShownGround, language: str) -> list[str]:
    rests_on = [fact.line(language) for fact in ground.facts]
    return [part for part in (ground.name, ground.link) if part] + rests_on


def quotation(decision: Decision | Reconsideration, heading: str) -> Quotation:
    """Return the officer's own words under a heading, marked with their language."""
    return Quotation(heading, _said(decision.words), decision.language)


def in_own_language(heading: str, request: DocumentRequest) -> list[Block]:
    """Return the words beside what is asked for, under its name, marked with their language."""
    return [Quotation(heading, _said(request.words), request.language)]


def answer(enquiry: Enquiry, heading: str) -> list[Block]:
    """Return an answer, a paragraph a line; in another language than the letter it is marked."""
    if enquiry.answer_language:
        return [Quotation(heading, _said(enquiry.answer), enquiry.answer_language)]
    return [Paragraph(line) for line in _said(enquiry.answer)]


def _said(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
