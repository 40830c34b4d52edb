"""Invented people live by the law of the agency that is served, whatever it is."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from guichet.applications.demo import casting
from guichet.applications.demo.steps import DAY
from guichet.applications.form.answers import form
from guichet.applications.models import Application
from guichet.applications.testing import NOW
from guichet.eligibility import content
from guichet.kernel import clock
from guichet.kernel.content import layers
from guichet.operations.management.commands.demo_data import STORIES

TABLE, LIST = "tables/eligibility.toml", "eligibility/nationalities.csv"
ROW = """
[[row]]
number = {number}
key = "citizen"
then = "{then}"
when = {when}
since_at = {since}
source = ""
"""
type Lay = Callable[..., None]


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lay]:
    """Lay a table in which everybody on list V or C asks, and lists, over the shipped ones."""

    def lay_over(*, since: str, number: int = 17, **lists: str) -> None:
        condition = '{ document_list = ["V", "C"] }'
        asks = ROW.format(number=number, then="eta_required", when=condition, since=since)
        visa = ROW.format(number=21, then="visa_required", when="{}", since=since)
        write(tmp_path, TABLE, f"history_starts_at = {since}\n[state]\n{asks}{visa}")
        write(tmp_path, LIST, _listed_as(lists))
        monkeypatch.setattr(layers, "_OWN", {settings.CONTENT_DIR: tmp_path})
        forget()

    yield lay_over
    monkeypatch.undo()
    forget()


def _listed_as(lists: dict[str, str]) -> str:
    """Return the shipped list with every nationality in another place."""
    with (settings.CONTENT_DIR / LIST).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows, names = list(reader), reader.fieldnames or ()
    for row in rows:
        if row["category"] != "not_a_nationality":
            row["category"] = lists.get(row["code"], lists.get("else_", "visa_required"))
            row["condition_key"] = row["fallback_category"] = ""
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def forget() -> None:
    content.law.cache_clear()
    form.cache_clear()


def test_no_story_begins_before_the_history(lay: Lay) -> None:
    lay(since=(NOW - 10 * DAY).strftime("%Y-%m-%dT%H:%M:%S"), else_="visa_exempt_eta_required")
    company = casting.cast(STORIES, now=NOW)
    assert {"expired", "canceled", "refused", "replaced by a new one", "the new one"} <= set(
        company.left_out
    )
    assert {"a draft", "late, and asked about", "asked for papers"} <= {
        story.key for story in company.stories
    }
    assert all(story.ago < 10 * DAY for story in company.stories)


def test_whom_nobody_named_is_found_on_the_list(lay: Lay) -> None:
    lay(since="2018-06-05T00:00:00", TUV="visa_exempt_eta_required")
    company = casting.cast(STORIES, now=NOW)
    assert {story.origin for story in company.stories} == {"TUV"}
    assert company.left_out == (
        "listed: a conditional nationality",
        "approved, a conditional nationality",
    )


def test_where_an_officer_looks_at_everybody_no_rule_approves(lay: Lay) -> None:
    lay(since="2018-06-05T00:00:00", number=19, else_="eta_conditional")
    company = casting.cast(STORIES, now=NOW)
    assert "approved by the rule" in company.left_out
    late = next(story for story in company.stories if story.key == "late")
    assert late.changes == {}


@pytest.mark.slow
@pytest.mark.django_db
def test_it_plays_them_and_tells_in_one_line_what_nobody_lives(lay: Lay) -> None:
    began = clock.now() - 20 * DAY
    lay(since=began.strftime("%Y-%m-%dT%H:%M:%S"), NZL="visa_exempt_eta_required")
    out = io.StringIO()
    call_command("demo_data", clients=0, rounds=1, stdout=out)
    lines = [line for line in out.getvalue().splitlines() if "nobody lives" in line]
    assert len(lines) == 1
    assert '"listed: a conditional nationality"' in lines[0] and '"expired"' in lines[0]
    assert "late, and asked about" not in lines[0]
    assert Application.objects.count() == len(STORIES) - lines[0].count('"') // 2
