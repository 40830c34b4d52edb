"""The provisions of the law on which a refusal can rest: data of the agency, laid over the shipped.

A provision has a kind of reason, which is said in plain words in every language; its name and the
address at which it is published are in the languages of the law.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from guichet.kernel.content import layers

TABLE = "content/tables/provisions.toml"
# Kinds of reasons. Their words stand in content/letters/full/ and content/changes/.
REFUSING = (
    "criminality",
    "misrepresentation",
    "documents_missing",
    "not_eligible",
    "passport_not_valid",
    "will_not_leave",
    "permit_refused",
    "non_compliance",
    "health",
    "security",
    "human_rights",
)
CANCELING = (*(kind for kind in REFUSING if kind != "documents_missing"), "issued_by_mistake")
KINDS = tuple(dict.fromkeys((*REFUSING, *CANCELING)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """One provision; `names` and `links` are by language, or under "" where one is for all."""

    code: str
    kind: str
    names: Mapping[str, str]
    links: Mapping[str, str]
    subjects: Mapping[str, str]
    second_reader: bool = False
    ended: bool = False

    def name(self, language: str) -> tuple[str, str]:
        """Return how the law is cited, and in which language; nothing where it has no name."""
        return _nearest(self.names, language)

    def subject(self, language: str) -> str:
        """Return in few words what it is about, for officers who choose; or nothing."""
        return _nearest(self.subjects, language)[0]

    def link(self, language: str) -> str:
        """Return where the law is published, or nothing."""
        return _nearest(self.links, language)[0]


def _nearest(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    for code in (language, "", "en", *texts):
        if code in texts:
            return texts[code], code or language
    return "", language


@cache
def provisions() -> Mapping[str, Provision]:
    """Return the provisions of this site by their code, in the order of the table."""
    rows = layers.toml(settings.CONTENT_DIR / "tables" / "provisions.toml")["provision"]
    return {
        row["code"]: Provision(
            code=row["code"],
            kind=row["kind"],
            names=_by_language(row.get("name")),
            links=_by_language(row.get("link")),
            subjects=_by_language(row.get("subject")),
            second_reader=row.get("second_reader", False),
            ended=row.get("ended", False),
        )
        for row in rows
    }


def _by_language(words: str | Mapping[str, str] | None) -> Mapping[str, str]:
    return {"": words} if isinstance(words, str) else words or {}


def to_choose(kinds: Iterable[str]) -> list[Provision]:
    """Return the provisions that an officer can choose for these kinds of reasons, by kind."""
    choices = [provision for provision in provisions().values() if not provision.ended]
    return [provision for kind in kinds for provision in choices if provision.kind == kind]
