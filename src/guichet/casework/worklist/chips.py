"""What can be chosen above the officers' list, each with how much it would show."""

from dataclasses import dataclass

from markupsafe import Markup

from guichet.casework import words
from guichet.casework.worklist.counting import COUNTED, Counts
from guichet.casework.worklist.filters import (
    FREE,
    KINDS,
    MINE,
    NOBODY,
    OFFICER,
    TEAM,
    YES,
    ListFilter,
)
from guichet.casework.worklist.queries import Choices


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter that can be chosen: its words, how much it would show, and its query."""

    words: Markup
    count: str
    query: str
    current: bool


@dataclass(frozen=True, slots=True)
class SortChoice:
    """A head of a column: its query, and how it is sorted now ("ascending", "descending", "")."""

    query: str
    direction: str


def sort(selection: ListFilter, column: str) -> SortChoice:
    """Return a head: pressed once it sorts by its column, pressed again the other way round."""
    if selection.column != column:
        return SortChoice(selection.query(sort=column), "")
    if selection.sort.startswith("-"):
        return SortChoice(selection.query(sort=column), "descending")
    return SortChoice(selection.query(sort=f"-{column}"), "ascending")


def counted(count: int, *, is_whole: bool = True) -> str:
    """Return a count in digits; what was not counted to its end says so.

    >>> counted(7), counted(7, is_whole=False), counted(10_001, is_whole=False)
    ('7', '7+', '10000+')
    """
    return f"{count}" if is_whole else f"{min(count, COUNTED)}+"


def kinds(selection: ListFilter, counts: Counts, language: str) -> list[FilterChoice]:
    """Return the filters by kind, of which nothing that waits is left out, and what is late.

    What else is chosen stays chosen, and each says how much of that it would show.
    """
    say, tallies = words.says(language), counts.tallies
    by_kind = {kind: tallies.count(kind=kind, whose=selection.whose) for kind in KINDS}
    return [
        _everything(selection, counts, language),
        *(
            FilterChoice(
                say(f"kind.{kind}"),
                counted(count, is_whole=tallies.is_whole),
                selection.query(kind=kind),
                kind == selection.kind,
            )
            for kind, count in by_kind.items()
            if count or kind == selection.kind
        ),
        _late(selection, counts, language),
    ]


def _everything(selection: ListFilter, counts: Counts, language: str) -> FilterChoice:
    tallies = counts.everything
    return FilterChoice(
        words.says(language)("list.all"),
        counted(tallies.count(whose=selection.whose), is_whole=tallies.is_whole),
        selection.query(kind="", late=""),
        not (selection.kind or selection.late),
    )


def _late(selection: ListFilter, counts: Counts, language: str) -> FilterChoice:
    """Return the filter of what is late; pressed again it lets everything in."""
    is_whole = counts.tallies.is_whole and counts.late <= COUNTED
    return FilterChoice(
        words.says(language)("list.late"),
        counted(counts.late, is_whole=is_whole),
        selection.query(late="" if selection.late else YES),
        bool(selection.late),
    )


def holders(
    selection: ListFilter, counts: Counts, choices: Choices, language: str
) -> list[FilterChoice]:
    """Return the filters by who has a task: everybody, oneself, nobody, one's teams."""
    say, tallies = words.says(language), counts.tallies
    own = {
        f"{TEAM}-{key}": say("list.team", name=name)
        for key, name in choices.teams
        if key in choices.own_teams
    }
    names_of = {
        "": say("list.everybody"),
        MINE: say("list.mine"),
        FREE: say("list.free"),
        **own,
        **_other(selection.whose, choices, language),
    }
    return [
        FilterChoice(
            name,
            counted(tallies.count(kind=selection.kind, whose=whose), is_whole=tallies.is_whole),
            selection.query(whose=whose),
            whose == selection.whose,
        )
        for whose, name in names_of.items()
    ]


def _other(whose: str, choices: Choices, language: str) -> dict[str, Markup]:
    """Return the holder that is chosen, where it is an officer or a team of others."""
    say = words.says(language)
    people = {f"{OFFICER}-{key}": name for key, name in choices.people}
    teams = {f"{TEAM}-{key}": name for key, name in choices.teams}
    if whose == NOBODY:
        return {whose: say("list.nobody")}
    if whose in people:
        return {whose: say("list.officer", name=people[whose])}
    return {whose: say("list.team", name=teams[whose])} if whose in teams else {}
