"""What a policy says, as a value: by language, with its kind, its programme and a fingerprint."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from guichet.guidance.models import PolicyDraft, PolicyVersion

type ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a policy: a title, a text in Markdown, and what changed, by language."""

    kind: str
    programme: str
    titles: ByLanguage
    texts: ByLanguage
    changed: ByLanguage

    @property
    def digest(self) -> str:
        """Return the fingerprint of all that is in force by it: what changed is no part of it."""
        content = [self.kind, self.programme, dict(self.titles), dict(self.texts)]
        return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def of(row: PolicyVersion | PolicyDraft) -> Wording:
    """Return what a version or a draft says."""
    return Wording(row.kind, row.programme, row.titles, row.texts, row.changed)


def language_for(texts: ByLanguage, language: str) -> str:
    """Return the language in which a text is shown to a reader of another.

    >>> language_for({"en": "a", "fr": "b"}, "fr"), language_for({"en": "a", "fr": "b"}, "ar")
    ('fr', 'en')
    """
    return next(code for code in (language, "en", "fr", *texts) if code in texts)
