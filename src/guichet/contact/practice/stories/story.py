"""A story as a value: who calls, what is on file, what they say, and the right path."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

type Fact = str | date
NO_CODE = "code"  # nobody can say it before it was sent


@dataclass(frozen=True, slots=True, kw_only=True)
class RightStep:
    """A step of the right path. Which fields count depends on `kind`.

    `ask`: `name`, a fact · `check`: `facts`, the `level` they reach, whether the set `fails` ·
    `play`: `name`, a scenario, and its `answers` · `do`: `name`, an action of disclosure ·
    `promise`: `name`, and `days`, from `least` to `most` · `end`: `name`, an outcome.
    """

    kind: str
    name: str = ""
    facts: tuple[str, ...] = ()
    level: str = ""
    fails: bool = False
    answers: tuple[str, ...] = ()
    days: int = 0
    least: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One call to practise. `role` is the one that is played, whoever practises.

    `cases` are what is on file of all whom a set may name, the caller's first; none where there is
    nothing on file. `says` has what the caller says when asked for a fact, each time it is asked
    for; the last is said again. `failures` sets failed for the case before this call.
    """

    name: str
    programme: str
    language: str
    channel: str
    role: str
    participant: str
    failures: int
    cases: tuple[Mapping[str, Fact], ...]
    says: Mapping[str, tuple[Fact, ...]]
    may_ask: frozenset[str]
    may_do: frozenset[str]
    right: tuple[RightStep, ...]
    digest: str

    def said(self, fact: str, times: int) -> Fact:
        """Return what the caller says when asked for a fact so many times, "" where they cannot."""
        answers: Sequence[Fact] = self.says.get(fact, ())
        return answers[min(times, len(answers)) - 1] if answers and times else ""

    def steps(self, kind: str) -> list[RightStep]:
        """Return the steps of a kind on the right path."""
        return [step for step in self.right if step.kind == kind]
