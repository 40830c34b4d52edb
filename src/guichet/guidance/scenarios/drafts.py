"""The scenarios as they lie in content/: what is shipped, and what an agency writes itself."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.guidance.scenarios import families
from guichet.guidance.scenarios import tree as trees
from guichet.guidance.scenarios.families import Member, MemberTexts
from guichet.guidance.scenarios.tree import BadTreeError, Tree
from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts

FOLDER = settings.CONTENT_DIR / "scenarios"
TREE = "tree.toml"


@dataclass(frozen=True)
class Draft:
    """A scenario as its files say it. An agency's own tree stands instead of the shipped one."""

    name: str
    folder: Path

    @cached_property
    def tree(self) -> Tree:
        """Return its tree; raise BadTreeError where the file is none."""
        return trees.read(self.name, self.content)

    @cached_property
    def content(self) -> dict[str, Any]:
        """Return what its tree's file says; raise BadTreeError where that is no TOML."""
        try:
            return layers.read(layers.at(self.folder / TREE))
        except FileNotFoundError:
            raise BadTreeError([f"there is no {TREE}."]) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadTreeError([f"{TREE} is not TOML: {error}."]) from None

    @property
    def folders(self) -> list[Path]:
        """Return every folder that has words of it: for all, for staff, and the agency's own."""
        shipped = (self.folder, self.folder / "staff")
        return [*shipped, *filter(None, map(layers.own_of, shipped))]

    @cached_property
    def words(self) -> Texts:
        """Return the words for those who are served, in every language."""
        return Texts(self.folder)

    @cached_property
    def staff_words(self) -> Texts:
        """Return the words for staff alone, in the languages of staff."""
        return Texts(self.folder / "staff")


@dataclass(frozen=True)
class MemberDraft(Draft):
    """A scenario of a family, whose folder is the family's."""

    family: Draft
    member: Member

    @cached_property
    def content(self) -> dict[str, Any]:
        """Return what a tree's file of this scenario alone would say."""
        return self.member.content(self.family.content)

    @cached_property
    def words(self) -> Texts:
        """Return the words of the family and of the link, in every language."""
        return self._of(self.family.words, titled=True)

    @cached_property
    def staff_words(self) -> Texts:
        """Return the words of the family for staff alone."""
        return self._of(self.family.staff_words, titled=False)

    def _of(self, texts: Texts, *, titled: bool) -> Texts:
        return MemberTexts(texts, self.member, self.member.idle(self.family.content), titled=titled)


def drafts() -> dict[str, Draft]:
    """Return every scenario that has a folder, by name; those of a programme that is off too.

    In the place of a family stand its members, one for each link that the agency has.
    """
    own = layers.own_of(FOLDER)
    folders = [folder for place in (FOLDER, own) if place for folder in place.glob("*/")]
    names = sorted({folder.name for folder in folders})
    every = [draft for name in names for draft in _drafts_of(Draft(name, FOLDER / name))]
    return {draft.name: draft for draft in every}


def _drafts_of(draft: Draft) -> list[Draft]:
    try:
        family = draft.content.get("family", "")
    except BadTreeError:
        family = ""
    if family != families.LINKS:
        return [draft]
    return [
        MemberDraft(f"{draft.name}_{member.link.key}", draft.folder, draft, member)
        for member in families.members()
    ]
