"""An invented paper for the demonstration, drawn here: it says that it is none."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from guichet.applications import queries
from guichet.applications.decisions import requests
from guichet.applications.models import Application, Paper, PaperBytes
from guichet.applications.papers import actions as papers
from guichet.applications.papers.actions import HandIn
from guichet.applications.papers.workshop import order

SIZE = (1000, 1400)
LINES = ("POLICE CERTIFICATE", "Invented for a demonstration.", "It proves nothing about anybody.")


def photograph() -> bytes:
    """Return the paper as a photograph would come."""
    sheet = Image.new("RGB", SIZE, "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(44)
    pen.rectangle((40, 40, SIZE[0] - 40, SIZE[1] - 40), outline="#0b4f6c", width=6)
    for number, line in enumerate(LINES):
        pen.text((110, 160 + 90 * number), line, fill="#16262e", font=font)
    file = BytesIO()
    sheet.save(file, "JPEG")
    return file.getvalue()


def hand_in(application: Application, *, now: datetime) -> HandIn:
    """Answer the first open question with the paper, and every other one in words."""
    first, *others = queries.open_requests(application)
    for request in others:
        requests.answer_request(application.pk, request.pk, "See the certificate.", now=now)
    original = photograph()
    file = order.make(original, "jpeg")
    paper = Paper.objects.create(
        application=application,
        request=first,
        name="police-certificate.jpg",
        kind=file.kind,
        size=len(file.content),
        pages=file.pages,
        digest=sha256(original).digest(),
        verdict=Paper.Verdict.CLEAN,  # we drew it ourselves
        state=Paper.State.READY,
        added_at=now,
        scanned_at=now,
    )
    PaperBytes.objects.create(paper=paper, content=file.content, picture=file.picture)
    return papers.hand_in(application.pk, now=now)
