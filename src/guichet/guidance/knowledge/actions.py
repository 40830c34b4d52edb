"""Publish the articles as their sources make them; a version is made when the words changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from django.conf import settings
from django.db import connection, transaction

from guichet import release
from guichet.guidance.knowledge import queries, rules, sources, terms
from guichet.guidance.knowledge.drafts import Draft, said_of
from guichet.guidance.models import Article, ArticleVersion
from guichet.kernel.content import filling
from guichet.kernel.database import marks
from guichet.kernel.reading.days import authority_day
from guichet.web.languages import OFFERED

MARK = "articles"  # of what was published last
_AT_ONCE = 500  # rows in a statement
# Somebody who makes up words all day fills no table: so many different ones are counted a day.
MOST_A_DAY = 2000
COUNT = """
INSERT INTO guidance_unansweredsearch AS counted (day, language, words, count)
SELECT %(day)s::date, %(language)s::text, %(words)s::text, 1
 WHERE (SELECT count(*) FROM guidance_unansweredsearch WHERE day = %(day)s::date) < %(most)s
    OR EXISTS (SELECT FROM guidance_unansweredsearch
                WHERE (day, language, words)
                      = (%(day)s::date, %(language)s::text, %(words)s::text))
    ON CONFLICT (day, language, words) DO UPDATE SET count = counted.count + 1
"""


def publish(*, now: datetime) -> int:
    """Publish what the sources say otherwise than before; return how many articles that are.

    What no source makes any more is withdrawn; what is of a programme that is off stays as it
    was and is shown to nobody. Safe to run twice, and quick where nothing changed.
    """
    mark = _mark()
    if marks.is_marked(MARK, mark):
        return 0
    count = _publish(sources.drafts(), now=now)
    marks.leave(MARK, mark)
    queries.forget()
    return count


def count_unanswered(query: str, language: str, *, now: datetime) -> bool:
    """Count a search that had no answer; tell whether it was.

    What may tell of a person is not counted, nor what is new on a day of too many new ones.
    """
    words = rules.countable(query)
    if not words:
        return False
    values: dict[str, str | int] = {
        "day": authority_day(now).isoformat(),
        "language": language,
        "words": words,
        "most": MOST_A_DAY,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        return bool(cursor.rowcount)


@transaction.atomic
def _publish(drafts: Mapping[str, Draft], *, now: datetime) -> int:
    latest = {version.article: version for version in queries.latest_versions()}
    counts = queries.languages_listed()
    count = 0
    for draft in drafts.values():
        before = latest.get(draft.article)
        if before is None or before.digest != draft.digest:
            _list(_keep(draft, before, now=now))
            count += 1
        elif counts.get(draft.article) != len(OFFERED):
            _list(before)
    for before in latest.values():
        if before.words and before.article not in drafts and settings.AGENCY.has(before.programme):
            _withdraw(before, now=now)
            count += 1
    return count


def _keep(draft: Draft, before: ArticleVersion | None, *, now: datetime) -> ArticleVersion:
    words = draft.as_kept()
    return ArticleVersion.objects.create(
        article=draft.article,
        number=before.number + 1 if before else 1,
        programme=draft.programme,
        subject=draft.subject,
        place=draft.place,
        is_written=draft.is_written,
        action=draft.action,
        link=draft.link,
        words=words,
        changed_in=_changed_in(before.words if before else {}, words),
        digest=draft.digest,
        published_at=now,
    )


def _withdraw(before: ArticleVersion, *, now: datetime) -> None:
    ArticleVersion.objects.create(
        article=before.article,
        number=before.number + 1,
        programme=before.programme,
        subject=before.subject,
        place=before.place,
        is_written=before.is_written,
        words={},
        changed_in=sorted(before.words),
        published_at=now,
    )
    Article.objects.filter(article=before.article).delete()


def _changed_in(
    before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> list[str]:
    return sorted(
        language
        for language in before.keys() | after.keys()
        if language not in before
        or language not in after
        or said_of(before[language]) != said_of(after[language])
    )


def _list(version: ArticleVersion) -> None:
    Article.objects.filter(article=version.article).delete()
    Article.objects.bulk_create(rows_of(version, OFFERED), batch_size=_AT_ONCE)


def rows_of(version: ArticleVersion, languages: Iterable[str]) -> list[Article]:
    """Return what is listed and searched of a version, a row a language."""
    return [_row(version, language) for language in languages]


def _row(version: ArticleVersion, language: str) -> Article:
    codes = queries.shown_in(version, language)
    title = str(version.words[codes[0]]["title"])
    bodies = [line["text"] for said_in in codes for line in version.words[said_in]["lines"]]
    titles = " ".join(str(version.words[said_in]["title"]) for said_in in codes)
    return Article(
        article=version.article,
        language=language,
        said_in=codes[0],
        title=title[:300],
        version=version,
        programme=version.programme,
        subject=version.subject,
        place=version.place,
        terms=terms.vector(language, titles, bodies),
    )


def _mark() -> str:
    content = marks.digest_of([settings.CONTENT_DIR, settings.AGENCY.content])
    facts = [
        content,
        filling.names_of_things(),
        release.version(),
        " ".join([*OFFERED, *settings.AGENCY.programmes]),
        sources.stamp(),
    ]
    return sha256("\0".join(facts).encode()).hexdigest()
