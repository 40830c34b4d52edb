"""A notice as a CAP message: the Common Alerting Protocol 1.2 of OASIS, in all its languages."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from django.conf import settings

from guichet.notices import words
from guichet.notices.feeds.entries import page_of
from guichet.notices.numbers import sender
from guichet.notices.values import Notice, Version, standing
from guichet.web.languages import ALL

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
_CATEGORIES = {"weather": "Met", "security": "Security", "fraud": "Security", "outage": "Infra"}
_URGENCIES = {"extreme": "Immediate", "severe": "Immediate", "unknown": "Unknown"}


def message(notice: Notice, *, now: datetime) -> bytes:
    """Return the message of the version that counts; once it is over, the one that cancels it."""
    version, ended = notice.shown, standing(notice, now=now)
    assert version and version.published_at
    alert = ET.Element("alert", xmlns=NAMESPACE)
    is_over = ended.ended_at is not None
    before = notice.published if is_over else notice.published[:-1]
    _add(alert, "identifier", f"{version.identifier}-end" if is_over else version.identifier)
    _add(alert, "sender", sender())
    _add(alert, "sent", moment(ended.ended_at or version.published_at))
    _add(alert, "status", "Actual")
    _add(alert, "msgType", "Cancel" if is_over else "Update" if before else "Alert")
    _add(alert, "scope", "Public")
    if before:
        _add(alert, "references", " ".join(references(before)))
    for language in _languages(version):
        alert.append(_info(notice, version, language))
    return bytes(ET.tostring(alert, encoding="utf-8", xml_declaration=True))


def references(versions: Sequence[Version]) -> Iterator[str]:
    """Yield how messages are referred to: sender, identifier and when they were sent."""
    for version in versions:
        assert version.published_at
        yield f"{sender()},{version.identifier},{moment(version.published_at)}"


def moment(at: datetime) -> str:
    """Return a moment as CAP has it, which knows no Z.

    >>> moment(datetime(2026, 11, 30, 8, tzinfo=UTC))
    '2026-11-30T08:00:00-00:00'
    """
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def _languages(version: Version) -> list[str]:
    return [code for code in ALL if code in version.words.title]


def _info(notice: Notice, version: Version, language: str) -> ET.Element:
    wording = version.words
    info = ET.Element("info")
    _add(info, "language", language)
    _add(info, "category", _CATEGORIES.get(wording.kind, "Other"))
    _add(info, "event", wording.kind.replace("_", " "))
    _add(info, "urgency", _URGENCIES.get(wording.severity, "Expected"))
    _add(info, "severity", wording.severity.capitalize())
    _add(info, "certainty", "Observed")
    _add(info, "effective", moment(wording.starts_at))
    _add(info, "expires", moment(wording.ends_at))
    _add(info, "senderName", settings.AGENCY.spoken(language).name)
    _add(info, "headline", wording.title[language].strip())
    _add(info, "description", wording.text[language].strip())
    _add(info, "web", page_of(notice, language))
    area = ET.SubElement(info, "area")
    place = words.places(version, language) or settings.AGENCY.spoken(language).short_name
    _add(area, "areaDesc", place)
    for scope in wording.scope:
        kind, colon, name = scope.partition(":")
        if colon and kind == "country":
            code = ET.SubElement(area, "geocode")
            _add(code, "valueName", "ISO 3166-1")
            _add(code, "value", name)
    return info


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
