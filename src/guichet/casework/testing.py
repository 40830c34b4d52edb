"""A thick file for tests and for the bench: papers in every answer, and letters by the dozen."""

import hashlib
from datetime import datetime, timedelta

from guichet.applications.decisions import requests
from guichet.applications.models import Application, Correspondence, Paper, PaperBytes
from guichet.applications.testing import make_listed, make_officer

WANTED = ("police_certificate", "itinerary", "employment")
KINDS = ("received", "reminder", "information_asked")


def make_thick(
    number: int, *, papers: int = 30, letters: int = 40, now: datetime, pages: int = 3
) -> Application:
    """Return an application that waits for an officer, with so many papers and letters."""
    application = make_listed(number, now=now - timedelta(days=9))
    officer, due_on = make_officer(), (now + timedelta(days=20)).date()
    documents = [(code, "Every page, please.") for code in WANTED]
    requests.ask_for_documents(
        application.pk, documents, officer=officer, due_on=due_on, now=now - timedelta(days=8)
    )
    answers = list(application.requests.order_by("pk"))
    for answer in answers:
        requests.answer_request(application.pk, answer.pk, "Here it is.", now=now)
    for place in range(papers):
        answer = answers[place % len(answers)]
        add_paper(application, answer.pk, f"paper {place + 1}.pdf", pages=pages, now=now)
    missing = letters - application.letters.count()
    Correspondence.objects.bulk_create(
        Correspondence(
            application=application,
            kind=KINDS[place % len(KINDS)],
            key=f"{application.pk}:thick:{place}",
            letter_language="en",
            summary_language="en",
            at=now - timedelta(hours=place),
        )
        for place in range(missing)
    )
    return application


def add_paper(
    application: Application,
    request: int | None,
    name: str,
    *,
    content: bytes = b"%PDF-1.7 a paper",
    picture: bytes = b"small",
    kind: str = "pdf",
    pages: int = 1,
    now: datetime,
) -> Paper:
    """Put a paper into a file as if it had been checked and handed in."""
    paper = Paper.objects.create(
        application=application,
        request_id=request,
        name=name,
        kind=kind,
        size=len(content),
        pages=pages,
        digest=hashlib.sha256(name.encode()).digest(),
        verdict="clean",
        state="handed_in",
        added_at=now,
        handed_in_at=now,
    )
    PaperBytes.objects.create(paper=paper, content=content, picture=picture)
    return paper
