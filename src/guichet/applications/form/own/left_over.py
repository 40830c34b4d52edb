"""Shipped words that go on speaking of what an agency has taken out, or say otherwise than it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings

from guichet.agency.faults import WARNING, Fault
from guichet.applications.form.own.laying import CHANGED
from guichet.applications.form.own.letters import WRITTEN
from guichet.eligibility.programme import is_offered
from guichet.kernel.content import layers
from guichet.kernel.content.texts import Texts

FORM = "fields/fields.toml"
APPEAL, COURT = "refused.next", "option.court"
_PARTS = ("help", "mistake")


def answers_spoken_of(own: Mapping[str, Any]) -> Iterator[tuple[str, Fault]]:
    """Yield the path of each question and what its shipped words say of an answer it has not."""
    texts = Texts(settings.CONTENT_DIR / "fields")
    words = texts.words["en"]
    for question, answer in _taken_out(own):
        label = words.get(f"option.{question}.{answer}", "")
        for part in _PARTS:
            key = f"field.{question}.{part}"
            if label and label.lower() in words.get(key, "").lower() and not texts.is_own(key):
                sentence = (
                    f"{key} of the shipped words speaks of {answer}, which is no answer of yours:"
                    " say it in yours."
                )
                path = f"{CHANGED}.{question}.options"
                yield path, Fault(WARNING, "", f"content/{FORM}", 0, sentence)


def _taken_out(own: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    sections = layers.read(settings.CONTENT_DIR / FORM)["section"]
    shipped = {row["key"]: row.get("options", []) for part in sections for row in part["field"]}
    for question, changes in own.get(CHANGED, {}).items():
        answers = changes.get("options", shipped.get(question, []))
        yield from ((question, key) for key in shipped.get(question, []) if key not in answers)


def courts_beside_an_appeal() -> Iterator[Fault]:
    """Yield where shipped words send to a court beside own ones that say what can be done."""
    letters, pages = Texts(settings.CONTENT_DIR / WRITTEN), Texts(settings.CONTENT_DIR / "changes")
    names_court = is_offered(COURT.partition(".")[2])
    for topic, texts in ((WRITTEN, letters), ("changes", pages)) if names_court else ():
        if letters.is_own(APPEAL) and not texts.is_own(COURT):
            sentence = (
                f"beside your {APPEAL} stand the shipped words of a court, {COURT}: say in yours"
                " whether one can review the decision, or leave it out of authorization.elsewhere."
            )
            yield Fault(WARNING, "", f"content/{topic}", 0, sentence)
