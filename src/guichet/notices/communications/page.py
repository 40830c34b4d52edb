"""What the pages of who publishes notices show."""

from datetime import datetime, timedelta
from typing import Any

from guichet.kernel.reading.days import authority_zone
from guichet.notices import queries, words
from guichet.notices.models import Receipt
from guichet.notices.rules import same_person
from guichet.notices.sentences import TOPIC
from guichet.notices.values import Notice, Version, is_in_force, standing
from guichet.staff.frame.words import moment, zone
from guichet.web.formats.dates import short_day, time_of
from guichet.web.languages import ALL
from guichet.web.words import Say, speaker

LATELY = timedelta(days=30)
INSIDE = "communications"


def says(language: str) -> Say:
    """Return what says the sentences of these pages."""
    return speaker(language, TOPIC)


def all_of(language: str, *, now: datetime) -> dict[str, Any]:
    """Return the notices by how they stand: waiting for somebody, in force, over."""
    notices = queries.lately(now - LATELY)
    rows = [_row(notice, language, now=now) for notice in notices]
    return {
        "says": says(language),
        "waiting": [row for row in rows if row["waits"]],
        "in_force": [row for row in rows if row["state"] == "published"],
        "over": [row for row in rows if row["is_over"]],
    }


def one(notice: Notice, language: str, *, reader: str, now: datetime) -> dict[str, Any]:
    """Return one notice with a preview of its latest wording in each language."""
    latest = notice.latest
    state = standing(notice, now=now).state
    return {
        "says": says(language),
        "notice": notice,
        "row": _row(notice, language, now=now),
        "previews": [
            (ALL[code], _wording(latest, code)) for code in ALL if code in latest.words.title
        ],
        "missing": [ALL[code] for code in ALL if code not in latest.words.title],
        "versions": [_told(version, language) for version in reversed(notice.versions)],
        "may_publish": state in {"draft", "published"}
        and not latest.published_at
        and not same_person(latest.drafted_by, reader),
        "is_own": not latest.published_at and same_person(latest.drafted_by, reader),
        "may_solve": state == "published",
        "may_change": state in {"draft", "published"},
        "receipts": [_receipt(entry, language) for entry in queries.receipts_of(notice.id)],
    }


def _wording(version: Version, language: str) -> words.Wording:
    return words.wordings(version, language)[0]


def _row(notice: Notice, language: str, *, now: datetime) -> dict[str, Any]:
    latest, ended = notice.latest, standing(notice, now=now)
    wording = words.wordings(latest, language)[0]
    return {
        "id": notice.id,
        "title": wording.title,
        "tongue": wording.language,
        "state": ended.state,
        "is_in_force": is_in_force(notice, now=now),
        "waits": ended.state in {"draft", "published"} and not latest.published_at,
        "is_over": ended.state not in {"draft", "published"},
        "by": latest.drafted_by,
        "from": moment(latest.words.starts_at, language),
        "until": moment(latest.words.ends_at, language),
        "ended": moment(ended.ended_at, language) if ended.ended_at else "",
        "severity": latest.words.severity,
        "scope": ", ".join(latest.words.scope),
        "cause": notice.cause,
    }


def _told(version: Version, language: str) -> dict[str, Any]:
    return {
        "number": version.number,
        "by": version.drafted_by,
        "at": moment(version.drafted_at, language),
        "published_by": version.published_by,
        "published_at": moment(version.published_at, language) if version.published_at else "",
    }


def _receipt(receipt: Receipt, language: str) -> dict[str, Any]:
    times = (
        receipt.put_up_at,
        receipt.read_back_at,
        receipt.taken_down_at,
        receipt.read_back_gone_at,
    )
    return {
        "channel": receipt.channel,
        "version": receipt.version.number,
        "times": [_in_two_lines(at, language) if at else ("–", "") for at in times],
        "tries": receipt.tries,
    }


def _in_two_lines(at: datetime, language: str) -> tuple[str, str]:
    """Return the day and the time of a moment, for a column that has little room."""
    here = at.astimezone(authority_zone())
    return short_day(here.date(), language), f"{time_of(here, language)} {zone(at, language)}"
