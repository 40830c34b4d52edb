"""Pages of other offices that help after a result: from a table, and honest where it has none.

`content/routine/links.csv` holds the addresses. What it does not have is named by the office that
is responsible, without an address: none is made up.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from markupsafe import Markup

from guichet.kernel.content import layers
from guichet.web.words import speaker

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


@dataclass(frozen=True, slots=True)
class OfficialPage:
    """A page of an office, and the number that goes with it, if there is one."""

    key: str
    url: str
    host: str
    phone: str
    e164: str
    called_from: tuple[str, ...]  # the countries, by their codes


@cache
def official_page(key: str, language: str) -> OfficialPage:
    """Return a page of the table, in French where it has one."""
    row = _rows()[key]
    url = (row["url_alternate_language"] if language == "fr" else "") or row["url"]
    return OfficialPage(
        key=key,
        url=url,
        host=(urlsplit(url).hostname or "").removeprefix("www."),
        phone=row["phone_display"],
        e164=row["phone_e164"],
        called_from=tuple(row["callable_from"].split()),
    )


def where(option: str, language: str) -> Markup:
    """Return where an option is taken: a page, or the office and how to ask; nothing of ours."""
    tell = speaker(language, TOPIC)
    if option in PAGES:
        return tell("out.official", page=link(PAGES[option], language))
    if option not in OFFICES:
        return Markup("")
    office = Markup('<bdi lang="en">{}</bdi>').format(tell(f"out.{OFFICES[option]}"))
    sentence = tell("out.unknown", office=office)
    if OFFICES[option] != "ircc":
        return sentence
    return Markup("{} {}").format(sentence, link(WRITE, language))


def link(key: str, language: str) -> Markup:
    """Return a page as a link that also shows whose site it is."""
    page, label = official_page(key, language), speaker(language, TOPIC)(f"link.{key}")
    return Markup(
        '<a href="{}" rel="noreferrer">{}</a> <bdi dir="ltr" translate="no" class="soft">{}</bdi>'
    ).format(page.url, label, page.host)


@cache
def _rows() -> Mapping[str, dict[str, str]]:
    path = settings.CONTENT_DIR / "routine" / "links.csv"
    with layers.at(path).open(encoding="utf-8", newline="") as file:
        return {row["label_key"]: row for row in csv.DictReader(file) if row["service"] == "eta"}
