"""Pages of other offices that help after a result: from a table, and honest where it has none.

The table of links holds the addresses (`guichet.web.links`). What it does not have is named by the
office that is responsible, where the agency says which, without an address: none is made up.
"""

from collections.abc import Mapping

from markupsafe import Markup

from guichet.web.links import Link, links_of
from guichet.web.words import speaker, texts

TOPIC = "enquiries"
# Where an option is taken, that is no page of ours: a row of the table, or the office alone.
PAGES: Mapping[str, str] = {
    "visa": "eta_do_i_need",
    "right_document": "eta_entry_requirements",
}
OFFICES: Mapping[str, str] = {
    "permit": "ircc",
    "special_authorization": "ircc",
    "court": "court",
}
LISTED = ("eta_home", "eta_facts", "eta_entry_requirements", "eta_do_i_need")
WRITE, FRAUD = "eta_web_form", "eta_report_fraud"


def official_page(key: str, language: str) -> Link | None:
    """Return a page of the table, in French where it has one; None where there is none."""
    return links_of("eta", language).get(key)


def where(option: str, language: str) -> Markup:
    """Return where an option is taken: a page, or the office and how to ask; nothing of ours."""
    tell = speaker(language, TOPIC)
    if option in PAGES:
        page = link(PAGES[option], language)
        return tell("out.official", page=page) if page else page
    if option not in OFFICES or not texts(TOPIC).is_own(f"out.{OFFICES[option]}"):
        return Markup("")
    office = Markup('<bdi lang="en">{}</bdi>').format(tell(f"out.{OFFICES[option]}"))
    sentence = tell("out.unknown", office=office)
    if OFFICES[option] != "ircc":
        return sentence
    return Markup("{} {}").format(sentence, link(WRITE, language))


def link(key: str, language: str) -> Markup:
    """Return a page as a link that also shows whose site it is; nothing where there is none."""
    page, label = official_page(key, language), speaker(language, TOPIC)(f"link.{key}")
    if page is None:
        return Markup("")
    return Markup(
        '<a href="{}" rel="noreferrer">{}</a> <bdi dir="ltr" translate="no" class="soft">{}</bdi>'
    ).format(page.url, label, page.host)
