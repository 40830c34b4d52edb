"""What the pages of trouble and enquiries have in common: their words."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from guichet.applications.access import pages

TOPIC = "enquiries"


def show(
    request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200
) -> HttpResponse:
    """Answer with a page whose `tell` speaks this topic, and whose `of_form` that of the form."""
    return pages.show(request, f"enquiries/{template}", context, status, topic=TOPIC)
