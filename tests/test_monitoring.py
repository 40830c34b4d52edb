"""The dashboard and the alarms ask for what is really told."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from guichet import health
from guichet.kernel.meters import counts
from guichet.serving.pool import Pool

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "monitoring"
OF_A_HISTOGRAM = re.compile(r"_(bucket|count|sum)$")


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((FOLDER / "alerts.yaml").read_text())["groups"]
    return [rule for group in groups for rule in group["rules"]]


def panels() -> list[dict[str, Any]]:
    return list(json.loads((FOLDER / "dashboard.json").read_text())["panels"])


def names_in(expression: str) -> set[str]:
    return {OF_A_HISTOGRAM.sub("", name) for name in re.findall(r"\bguichet_\w+", expression)}


EXPRESSIONS = [rule["expr"] for rule in rules()] + [
    target["expr"] for panel in panels() for target in panel["targets"]
]


@pytest.mark.django_db
def test_they_name_only_what_a_node_tells() -> None:
    Pool().look()
    Client().get("/en/")
    text = Client().get("/metrics").content.decode()
    # Some sums have no row while nothing of their kind is there: these are told by their HELP.
    metrics = set(re.findall(r"^# HELP (\w+) ", text, re.MULTILINE)) | set(health._HELP)
    names = set[str]().union(*map(names_in, EXPRESSIONS))
    assert len(names) > 15
    assert names <= metrics


def test_everything_that_is_told_is_shown_or_watched() -> None:
    names = set[str]().union(*map(names_in, EXPRESSIONS))
    own = {metric.name for metric in counts._own.collect()}
    assert not {name for name in own if not names & {name, f"{name}_total"}}
    assert set(health._HELP) <= names


def test_sums_of_the_whole_site_are_never_added_up() -> None:
    of_the_site = set(health._HELP) - {"guichet_database_up", "guichet_version"}
    for expression in EXPRESSIONS:
        if names_in(expression) & of_the_site:
            assert re.search(r"\bmax\b", expression), expression


def test_every_alarm_says_why_and_where_to_look_first() -> None:
    for rule in rules():
        assert rule["alert"].startswith("Guichet")
        assert set(rule["annotations"]) == {"why", "first"}
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert rule["expr"].count("(") == rule["expr"].count(")")
