"""The pages of a kiosk: large, and nothing on them leads elsewhere."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from markupsafe import Markup

from guichet.booking.finding.office_page import name_in
from guichet.booking.notice.codes import svg_of
from guichet.counter.kiosk import stays
from guichet.counter.kiosk.door import Here
from guichet.web import visits
from guichet.web.addresses.paths import public_address
from guichet.web.pages.render import page
from guichet.web.words import speaker, texts

TOPIC = "kiosk"
OF_TICKETS = "tickets"  # a topic whose sentences on the queue stand here as well
IDLE = 90  # seconds without a press, of which the last are counted down on the page
COUNTED = 30
WITHOUT_SCRIPT = 180  # seconds: nobody can be asked whether they are still there


def show(
    request: HttpRequest,
    here: Here,
    template: str,
    context: Mapping[str, object],
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of a stay, in its language."""
    language = here.stay.language
    values = {
        "speak": speaker(language, TOPIC),
        "tell": speaker(language, OF_TICKETS),
        "office_name": name_in(here.office.names, language),
        "stay": stays.field(here.stay),
        "idle": IDLE,
        "counted": COUNTED,
        "without_script": WITHOUT_SCRIPT,
        **context,
    }
    complete = texts(TOPIC).languages()
    response = page(request, f"kiosk/{template}.html", values, status, complete=complete)
    visits.make_private(response)
    return response


def problem(request: HttpRequest, here: Here, key: str, status: int = 409) -> HttpResponse:
    """Answer with one sentence on what stands in the way, and one way on."""
    sentence = speaker(here.stay.language, TOPIC)(key)
    return show(request, here, "problem", {"sentence": sentence}, status)


def square_of(name: str, language: str, **values: object) -> Markup:
    """Return the square code of the public address of a page, for a telephone."""
    return square_at(public_address(name, language, **values))


def square_at(url: str) -> Markup:
    """Return the square code of a whole address."""
    return Markup(svg_of(url))  # noqa: S704  Drawn by us.
