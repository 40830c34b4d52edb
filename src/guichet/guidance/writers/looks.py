"""What the pages of policy writers show: how each scenario stands, what a draft would change."""

from collections.abc import Iterator
from dataclasses import dataclass

from guichet.guidance.models import ScenarioProposal, ScenarioVersion
from guichet.guidance.scenarios import checking, queries, snapshots
from guichet.guidance.scenarios.channels import SPOKEN
from guichet.guidance.scenarios.drafts import Draft, drafts
from guichet.guidance.scenarios.rules import Place, paths
from guichet.guidance.scenarios.snapshots import Snapshot
from guichet.guidance.scenarios.steps import words_of
from guichet.guidance.scenarios.tree import BadTreeError
from guichet.guidance.scenarios.versions import Version
from guichet.kernel.content.texts import Text
from guichet.kernel.obstacles import Obstacle

DRAFT = 0  # in the place of a number


@dataclass(frozen=True, slots=True)
class ScenarioLook:
    """How a scenario stands: what is published, what its draft is, what waits for a person."""

    name: str
    title: str
    latest: ScenarioVersion | None
    state: str  # same, changed, faulty
    faults: int
    waits: bool


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that a draft says otherwise than what was published; either may be empty."""

    language: str
    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the dialogue: who says it, in which words, and what staff do beside them."""

    who: str  # staff, person, outcome
    text: Text
    why: Text | None = None
    do: Text | None = None


def scenarios(language: str) -> Iterator[ScenarioLook]:
    """Yield how each scenario stands that has a draft."""
    latest = {version.scenario: version for version in queries.latest_versions()}
    waiting = set(
        ScenarioProposal.objects.filter(state="waiting").values_list("scenario", flat=True)
    )
    for name, draft in drafts().items():
        faults = checking.faults(draft)
        version = latest.get(name)
        yield ScenarioLook(
            name=name,
            title=name if faults else str(draft.words.get("title", language)),
            latest=version,
            state="faulty" if faults else _state(draft, version),
            faults=len(faults),
            waits=name in waiting,
        )


def draft_as_version(draft: Draft) -> Version:
    """Return a draft as it would be played; raise Obstacle where nobody could read its tree."""
    try:
        snapshot = snapshots.of(draft)
    except BadTreeError:
        raise Obstacle("not_whole") from None
    return as_version(snapshot)


def as_version(snapshot: Snapshot | ScenarioProposal) -> Version:
    """Return what was kept of a draft as it would be played."""
    return Version(
        name=snapshot.scenario,
        number=DRAFT,
        tree=snapshots.tree_of(snapshot.scenario, snapshot.tree),
        words=snapshots.texts_of(snapshot.words),
        staff_words=snapshots.texts_of(snapshot.staff_words),
    )


def changes(
    after: Snapshot | ScenarioProposal, before: ScenarioVersion | None
) -> list[SentenceChange]:
    """Return each sentence that changes, English and French first."""
    differences = [
        SentenceChange(language, key, old, new)
        for kind in ("words", "staff_words")
        for language, key, old, new in _differences(
            getattr(before, kind) if before else {}, getattr(after, kind)
        )
    ]
    return sorted(
        differences, key=lambda change: (change.language not in ("en", "fr"), change.language)
    )


def dialogue(
    version: Version, channel: str, language: str, staff_language: str
) -> list[list[Line]]:
    """Return every way through a scenario as what is said on it, line by line."""
    return [
        list(_lines(version, way, channel, language, staff_language)) for way in paths(version.tree)
    ]


def _lines(
    version: Version, way: Place, channel: str, language: str, staff_language: str
) -> Iterator[Line]:
    for step, code in zip(way.questions, way.answers, strict=True):
        words = words_of(version, step, channel, language, staff_language=staff_language)
        yield Line("staff", words.text, words.why, words.do if channel in SPOKEN else None)
        yield Line("person", dict(words.choices)[code])
    words = words_of(version, way.step, channel, language, staff_language=staff_language)
    yield Line("outcome", words.text, words.why, words.do if channel in SPOKEN else None)


def _state(draft: Draft, version: ScenarioVersion | None) -> str:
    same = version is not None and version.digest == _digest(draft)
    return "same" if same else "changed"


def _digest(draft: Draft) -> str:
    return snapshots.of(draft).digest


def _differences(
    before: snapshots.Sentences, after: snapshots.Sentences
) -> Iterator[tuple[str, str, str, str]]:
    for language in sorted(before.keys() | after.keys()):
        old, new = before.get(language, {}), after.get(language, {})
        for key in sorted(old.keys() | new.keys()):
            was, now = (str(side.get(key, {}).get("text", "")) for side in (old, new))
            if was != now:
                yield language, key, was, now
