"""Who may ask whether a programme is on: rooms that are of it, and where the site is put together.

Everybody else takes what the rooms hand in when the site starts, so that a third programme changes
no page of all.
"""

import re
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "guichet"
ASKS = re.compile(r"""\.has\(["'](?:appointments|eta)["']\)""")
# Rooms of one programme, or whose pages are of both and say so.
ROOMS = {
    "applications",
    "booking",
    "casework",
    "counter",
    "eligibility",
    "figures",
    "guidance",
    "interviews",
    "offices",
    "opening",
    "reference",
}
PUT_TOGETHER = {
    "api.py": "joins the calls of every feature",
    "health.py": "counts what every feature holds",
    "settings/__init__.py": "names the pages that are made before anybody asks",
    "urls.py": "joins the pages of every feature",
    "operations/management/commands/demo_data.py": "fills a whole site",
}
# Pages of all that say something of each programme, whole sentences of which fall away.
PAGES = {
    "web/templates/web/accessibility.html",
    "web/templates/web/chrome.html",
    "web/templates/web/components/way_on.html",
    "web/templates/web/contact.html",
    "web/templates/web/errors/404.html",
    "web/templates/web/errors/500.html",
    "web/templates/web/errors/503.html",
    "web/templates/web/finish.html",
    "web/templates/web/privacy.html",
}


def asking(kind: str) -> set[str]:
    """Return the files outside the rooms of a programme that ask for one by its name."""
    paths = (path for path in SOURCE.rglob(kind) if "tests" not in path.parts)
    names = {path.relative_to(SOURCE).as_posix(): path for path in paths}
    return {
        name
        for name, path in names.items()
        if name.partition("/")[0] not in ROOMS and ASKS.search(path.read_text(encoding="utf-8"))
    }


def test_no_code_outside_asks_for_a_programme_by_its_name() -> None:
    assert asking("*.py") == set(PUT_TOGETHER)


def test_no_page_of_all_asks_but_those_that_speak_of_both() -> None:
    assert asking("*.html") == PAGES


def test_the_rule_sees_what_it_forbids() -> None:
    assert ASKS.search('if settings.AGENCY.has("eta"):')
    assert not ASKS.search("settings.AGENCY.has(self.programme)")
