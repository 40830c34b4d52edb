"""The feed of notices (Atom, RFC 4287): in force, or ended within two days and said to be."""

from collections.abc import Sequence
from datetime import datetime
from xml.etree import ElementTree as ET

from django.conf import settings

from guichet.notices import words
from guichet.notices.feeds import cap
from guichet.notices.feeds.entries import page_of, utc
from guichet.notices.numbers import sender
from guichet.notices.values import Notice, standing
from guichet.web.words import texts

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"


def feed(notices: Sequence[Notice], language: str, *, now: datetime) -> bytes:
    """Return the feed in a language; the same notices are the same bytes."""
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    address = f"{settings.PUBLIC_URL}/api/v1/web-notices.atom"
    _add(root, "id", address)
    _add(root, "title", texts(words.TOPIC).get("list.title", language).text)
    _add(root, "updated", utc(max((_changed_at(n, now=now) for n in notices), default=_NEVER)))
    ET.SubElement(root, "link", rel="self", href=f"{address}?lang={language}")
    author = ET.SubElement(root, "author")
    _add(author, "name", settings.AGENCY.spoken(language).name)
    for notice in notices:
        root.append(_entry(notice, language, now=now))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(notice: Notice, language: str, *, now: datetime) -> ET.Element:
    version, ended = notice.shown, standing(notice, now=now)
    assert version
    wording = words.wordings(version, language)[0]
    first = notice.published[0].published_at
    assert first
    entry = ET.Element("entry", {"xml:lang": wording.language.code})
    identifier = f"{version.identifier}-end" if ended.ended_at else version.identifier
    _add(entry, "id", f"tag:{sender()},{first:%Y-%m-%d}:{notice.id}")
    _add(entry, "title", wording.title)
    _add(entry, "updated", utc(_changed_at(notice, now=now)))
    _add(entry, "published", utc(first))
    kind = "Cancel" if ended.ended_at else "Update" if len(notice.published) > 1 else "Alert"
    ET.SubElement(entry, "category", term=kind, scheme=f"{cap.NAMESPACE}:msgType")
    ET.SubElement(entry, "category", term=identifier, scheme=f"{cap.NAMESPACE}:identifier")
    before = notice.published if ended.ended_at else notice.published[:-1]
    for reference in cap.references(before):
        ET.SubElement(entry, "category", term=reference, scheme=f"{cap.NAMESPACE}:references")
    message = f"{settings.PUBLIC_URL}/api/v1/web-notices/{notice.id}.cap.xml"
    ET.SubElement(entry, "link", rel="alternate", href=page_of(notice, language))
    ET.SubElement(entry, "link", rel="enclosure", type=cap.MEDIA_TYPE, href=message)
    _add(entry, "summary", wording.text)
    return entry


def _changed_at(notice: Notice, *, now: datetime) -> datetime:
    version, ended = notice.shown, standing(notice, now=now)
    assert version and version.published_at
    return ended.ended_at or max(version.published_at, version.words.starts_at)


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
