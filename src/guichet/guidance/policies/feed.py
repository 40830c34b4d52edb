"""The feed of policies (Atom, RFC 4287): what is published of each, with what changed."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from xml.etree import ElementTree as ET

from django.conf import settings

from guichet.guidance.models import PolicyVersion
from guichet.guidance.policies.wording import language_for
from guichet.web.addresses.paths import address
from guichet.web.words import texts

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
_NEVER = "1970-01-01T00:00:00Z"


def feed(versions: Sequence[PolicyVersion], language: str) -> bytes:
    """Return the feed in a language; the same versions are the same bytes."""
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    own = settings.PUBLIC_URL + address("guidance:policies_feed", language)
    _add(root, "id", own)
    _add(root, "title", texts("policies").get("list.title", language).text)
    _add(root, "updated", max(map(_updated, versions), default=_NEVER))
    ET.SubElement(root, "link", rel="self", href=own)
    author = ET.SubElement(root, "author")
    _add(author, "name", settings.AGENCY.spoken(language).name)
    for version in versions:
        root.append(_entry(version, language))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(version: PolicyVersion, language: str) -> ET.Element:
    tongue = language_for(version.titles, language)
    entry = ET.Element("entry", {"xml:lang": tongue})
    path = address(
        "guidance:policy_version", language, policy=version.policy, number=version.number
    )
    _add(entry, "id", settings.PUBLIC_URL + path)
    _add(entry, "title", version.titles[tongue])
    _add(entry, "updated", _updated(version))
    ET.SubElement(entry, "category", term=version.kind)
    ET.SubElement(entry, "link", rel="alternate", href=settings.PUBLIC_URL + path)
    _add(entry, "summary", version.changed.get(tongue, ""))
    return entry


def _updated(version: PolicyVersion) -> str:
    first = datetime.combine(version.since, time(), settings.AGENCY.time_zone)
    moment = max(first, version.approved_at).astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
