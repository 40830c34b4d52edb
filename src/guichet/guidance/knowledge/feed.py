"""The feed of changes (Atom, RFC 4287): which articles say something else, and what."""

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings

from guichet.guidance.knowledge import pages, queries
from guichet.guidance.knowledge.export import utc
from guichet.guidance.models import ArticleVersion
from guichet.web.words import texts

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
MOST = 100  # entries
_NEVER = "1970-01-01T00:00:00Z"


def drawn(language: str) -> bytes:
    """Return the feed in a language; the same versions are the same bytes."""
    entries = list(queries.changes(language, most=MOST))
    root = ET.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language})
    address = f"{settings.PUBLIC_URL}/api/v1/knowledge/changes.atom"
    _add(root, "id", address)
    _add(root, "title", texts(pages.TOPIC).get("title", language).text)
    _add(root, "updated", utc(entries[0][0].published_at) if entries else _NEVER)
    ET.SubElement(root, "link", rel="self", href=f"{address}?lang={language}")
    author = ET.SubElement(root, "author")
    _add(author, "name", settings.AGENCY.spoken(language).name)
    for version, before in entries:
        root.append(_entry(version, before, language))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(version: ArticleVersion, before: ArticleVersion | None, language: str) -> ET.Element:
    entry = ET.Element("entry", {"xml:lang": language})
    host, day = urlsplit(settings.PUBLIC_URL).hostname, f"{version.published_at:%Y-%m-%d}"
    _add(entry, "id", f"tag:{host},{day}:{version.article}:{version.number}")
    says = version if language in version.words else before
    title = pages.said(says, language)[0].text if says else version.article
    _add(entry, "title", title)
    _add(entry, "updated", utc(version.published_at))
    page = f"{settings.PUBLIC_URL}{pages.url_of(version.article, language)}"
    ET.SubElement(entry, "link", rel="alternate", href=page)
    ET.SubElement(entry, "category", term=version.subject)
    _add(entry, "summary", _summary(version, before, language))
    return entry


def _summary(version: ArticleVersion, before: ArticleVersion | None, language: str) -> str:
    words = texts(pages.TOPIC)
    if language not in version.words:
        return words.get("article.withdrawn", language).text
    new, former = pages.difference(version, before, language)
    lines = [text.text for text in new]
    if before and before.words:
        lines = [words.get("article.new", language).text, *lines] if new else []
        if former:
            lines += [words.get("article.gone", language).text, *(text.text for text in former)]
    return "\n".join(lines)


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
