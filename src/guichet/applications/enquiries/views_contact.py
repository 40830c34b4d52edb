"""Whom to ask about an authorization: here, by telephone, in writing; and where to report fraud."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guichet.eligibility import official_pages as official
from guichet.eligibility.pages import show_public
from guichet.eligibility.programme import NAME, written_language
from guichet.guidance.scenarios import offers
from guichet.web.contacts import contact_of
from guichet.web.languages import of
from guichet.web.words import speaker, texts

UNCHECKED = "contact.official"  # shown of an agency that says it of its own pages


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Name every way to ask, with numbers that can be called and from where."""
    language = written_language(request)
    context = {
        "contact": contact_of(NAME, language),
        "write": official.link(official.WRITE, language),
        "report": official.link(official.FRAUD, language),
        "fraud": official.official_page(official.FRAUD, language),
        "pages": [page for key in official.LISTED if (page := official.link(key, language))],
        "is_unchecked": texts(official.TOPIC).is_own(UNCHECKED),
        "enquiries": speaker(language, official.TOPIC),
        "ahead": speaker(language, "changes"),
        "ways": speaker(language, "ways"),
        "guidance": speaker(language, "guidance"),
        "call_back": offers.address_of("call_back", of(request)),
    }
    return show_public(request, "applications/enquiries/contact", context)
