"""What the board shows: rows of each kind, each with the page or rule that should have answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from markupsafe import Markup

from guichet.feedback.titles import title_of
from guichet.figures.board import queries, rules, targets
from guichet.figures.board.queries import Days, Key, Span
from guichet.figures.board.rules import FEW, Trend
from guichet.figures.board.targets import Reader, Target
from guichet.guidance.scenarios import queries as scenarios
from guichet.guidance.scenarios.steps import words_of
from guichet.kernel.content.texts import Text
from guichet.kernel.reading.days import authority_day
from guichet.web.formats.countries import language_name
from guichet.web.formats.dates import number, plain_day
from guichet.web.words import speaker, texts

TOPIC = "board"
KINDS = ("search", "step", "contact", "report", "refusal")
KEPT = timedelta(days=365)  # counts of days are kept so long


@dataclass(frozen=True, slots=True)
class Row:
    """Something that people could not find: what, how often, and where it should have stood.

    `key` is what it is in codes, for the file; `shown` how many saw a question at which some left.
    """

    kind: str
    key: Key
    what: Text | Markup | str
    notes: list[Markup | str]
    count: int
    target: Target
    trend: Trend | None
    shown: int | None = None


@dataclass
class _Board:
    span: Span
    reader: Reader
    rows: dict[str, list[Row]] = field(default_factory=dict)


def rows(first: date, last: date, reader: Reader) -> dict[str, list[Row]]:
    """Return the rows of each kind in a period, the most first."""
    today = authority_day(reader.now)
    board = _Board(Span(first, last, since=min(first, today - KEPT)), reader)
    for kind, read in _READERS.items():
        board.rows[kind] = list(read(board))
    return board.rows


def counted(count: int, language: str) -> Markup:
    """Return a count in words: of a few, only that they are few."""
    if count < FEW:
        return speaker(language, TOPIC)("count.few", few=number(FEW, language))
    return Markup.escape(number(count, language))


def trend_in_words(trend: Trend, language: str) -> Markup:
    """Return what may be said of a trend, as one sentence."""
    return speaker(language, TOPIC)(
        f"trend.{trend.verdict}",
        day=plain_day(trend.changed_on, language),
        before=counted(trend.before, language),
        since=counted(trend.since, language),
        weeks_before=number(trend.weeks_before, language),
        weeks_since=number(trend.weeks_since, language),
    )


def _row(board: _Board, kind: str, key: Key, days: Days, target: Target, **about: object) -> Row:
    today, trend = authority_day(board.reader.now), None
    if target.changed_on and target.changed_on > board.span.since + timedelta(weeks=rules.WEEKS):
        trend = rules.trend(days[key], target.changed_on, today=today)
    count = queries.in_period(days[key], board.span)
    return Row(kind, key, count=count, target=target, trend=trend, **about)  # type: ignore[arg-type]


def _searches(board: _Board) -> Iterator[Row]:
    days = queries.searches(board.span)
    for words, language in days:
        target = targets.of_search(words, language)
        name = language_name(language, board.reader.language)
        yield _row(
            board, "search", (words, language), days, target, what=Text(words, language),
            notes=[name],
        )  # fmt: skip
    if count := queries.rare_searches(board.span):
        own = board.reader.language
        what = speaker(own, TOPIC)("row.rare", few=number(FEW, own))
        yield Row("search", (rules.UNDER,), what, [], count, targets.NOT_SAID, trend=None)


def _steps(board: _Board) -> Iterator[Row]:
    days, views = queries.steps(board.span)
    own = board.reader.language
    for key in days:
        scenario, step, channel, language = key
        target = targets.of_step(
            scenario, board.reader, step=step, channel=channel, language=language
        )
        notes = [speaker(own, TOPIC)(f"channel.{channel}"), language_name(language, own)]
        what = _question(board, scenario, step, channel) or step
        yield _row(
            board, "step", key, days, target, what=what, notes=notes, shown=views[key]
        )  # fmt: skip


def _contacts(board: _Board) -> Iterator[Row]:
    days = queries.contacts(board.span)
    own = board.reader.language
    for key in days:
        scenario, outcome = key
        target = targets.of_step(scenario, board.reader) if scenario else targets.of_need(own)
        what = speaker(own, "contact_staff")(f"outcome.{outcome}")
        notes: list[Markup | str] = [] if scenario else [speaker(own, TOPIC)("row.no_scenario")]
        yield _row(board, "contact", key, days, target, what=what, notes=notes)


def _reports(board: _Board) -> Iterator[Row]:
    days = queries.reports(board.span)
    own = board.reader.language
    for key in days:
        target = targets.of_page(key[0], own)
        what = key[0] or speaker(own, "feedback_staff")("board.site")
        yield _row(board, "report", key, days, target, what=what, notes=[])


def _refusals(board: _Board) -> Iterator[Row]:
    days = queries.refusals(board.span)
    own = board.reader.language
    for key in days:
        page, name, code = key
        target = targets.of_field(page, name, own)
        what = name or speaker(own, TOPIC)("row.whole_form")
        notes = [_why(code, own), title_of(page, own) or page]
        yield _row(board, "refusal", key, days, target, what=what, notes=notes)


def _why(code: str, language: str) -> Markup | str:
    """Return in words why a field was refused; a code that has none of its own as it stands."""
    key = f"why.{code}"
    return speaker(language, TOPIC)(key) if key in texts(TOPIC) else code


def _question(board: _Board, scenario: str, step: str, channel: str) -> Text | None:
    """Return a question as it is asked now, in the reader's language; None of one that is gone."""
    version = scenarios.current(scenario, now=board.reader.now)
    if version is None or step not in version.tree.questions:
        return None
    line = channel if channel in version.tree.channels else version.tree.channels[0]
    return words_of(version, step, line, board.reader.language).text


_READERS: dict[str, Callable[[_Board], Iterator[Row]]] = {
    "search": _searches,
    "step": _steps,
    "contact": _contacts,
    "report": _reports,
    "refusal": _refusals,
}
