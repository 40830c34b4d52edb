"""What an officer fills in to refuse or to cancel: the law, the facts, and words for the person."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from guichet.applications.decisions.grounds import ANSWERS_OF_REASON
from guichet.applications.form.answers import fields_changed, form
from guichet.applications.models import Application, SecondReading
from guichet.applications.reasons.explanation import Explanation, Ground, of_stored
from guichet.applications.reasons.facts import facts_of
from guichet.applications.reasons.provisions import (
    CANCELING,
    REFUSING,
    Provision,
    provisions,
    to_choose,
)
from guichet.casework import words
from guichet.casework.deeds import reasons
from guichet.casework.deeds.forms import LONGEST, OWN_WORDS, DeedForm, Many
from guichet.casework.deeds.rules import names_no_act
from guichet.casework.deeds.to_person import MEANT, MEANT_LANGUAGE
from guichet.kernel.reading import typed_text
from guichet.web.forms.base import Choice, Text

GROUNDS = 4  # that a page has room for
PLACES = tuple(range(1, GROUNDS + 1))
MEANT_FACTS = "meant_facts"  # the tick: an act is shown by no fact about one


class Refuse(DeedForm):
    """Why, for the person and for other officers."""

    word_tables = {"internal": "internal"}
    kinds: Sequence[str] = REFUSING
    to_read = ("words",)
    ticks = (MEANT_FACTS, MEANT, MEANT_LANGUAGE)
    places = PLACES
    words = Text(required=False, max_length=LONGEST, reads=typed_text.free)
    internal = Many(codes=reasons.INTERNAL_AGAINST, required=False)
    note = Text(required=False, max_length=OWN_WORDS, reads=typed_text.free)

    def start(self, verb: str) -> None:
        """Offer the provisions of these kinds, and for each ground every fact of the case."""
        assert self.application
        self.grounds_in_doubt: list[str] = []
        say = words.says(self.language)
        facts = facts_of(self.application, self.language)
        of_facts = [
            (key, facts[key].line(self.language)) for key in _likely_first(self.application, facts)
        ]
        of_law = [("", ""), *(choice for _, choices in self.law() for choice in choices)]
        for place in PLACES:
            provision = Choice(required=False, choices=of_law)
            provision.label = say("field.provision", place=f"{place}")
            chosen_facts = Many(codes=tuple(facts), required=False)
            chosen_facts.label = say("field.facts", place=f"{place}")
            chosen_facts.choices = of_facts
            self.fields[f"provision_{place}"], self.fields[f"facts_{place}"] = (
                provision,
                chosen_facts,
            )
        pairs = [(f"provision_{place}", f"facts_{place}") for place in PLACES]
        self.order_fields([name for pair in pairs for name in pair])
        if not self.is_bound:
            self._bring_back()

    def _bring_back(self) -> None:
        """Begin with what this officer wrote before, where it waits or was given back."""
        of_case = SecondReading.objects.filter(task__about=self.application)
        reading = of_case.order_by("pk").last()
        if reading is None or reading.first_officer_id != self.officer:
            return
        if reading.outcome == SecondReading.Outcome.AGREED:
            return
        for place, ground in zip(PLACES, of_stored(reading.grounds), strict=False):
            self.fields[f"provision_{place}"].initial = ground.provision
            self.fields[f"facts_{place}"].initial = list(ground.facts)
        self.fields["words"].initial = reading.words

    def law(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the provisions to choose from, by the kind of reason as the person reads it."""
        choices = to_choose(self.kinds)
        return [
            (
                words.reason(kind, self.language),
                [(row.code, self._line(row)) for row in choices if row.kind == kind],
            )
            for kind in dict.fromkeys(row.kind for row in choices)
        ]

    def _line(self, row: Provision) -> str:
        """Return where in the law it stands, what it is about, and the law: a list cuts the end.

        The law is cited from the whole to the part; what tells two provisions apart comes first.
        """
        name = row.name(self.language)[0] or words.reason(row.kind, self.language)
        law, _, part = name.rpartition(", ")
        return " · ".join(text for text in (part, row.subject(self.language), law) if text)

    def clean(self) -> dict[str, Any]:
        """Ask for a provision, for a fact with each, and for words that are about this case."""
        values = super().clean()
        codes = [values.get(f"provision_{place}", "") for place in PLACES]
        for place in PLACES:
            code, has_facts = codes[place - 1], bool(values.get(f"facts_{place}"))
            if code and not has_facts:
                self._complain(f"facts_{place}", "no_facts")
            elif has_facts and not code:
                self._complain(f"provision_{place}", "no_provision")
            elif code and code in codes[: place - 1]:
                self._complain(f"provision_{place}", "same_provision")
            elif code:
                self._ask_about_facts(place, code, values)
        if not any(codes) and not self.errors:
            self._complain("provision_1", "no_ground")
        if self.explains_nothing("words"):
            self._complain("words", "no_words")
        return values

    def _ask_about_facts(self, place: int, code: str, values: Mapping[str, Any]) -> None:
        """Ask where a provision on acts rests on no fact about one, as by a slip of the hand."""
        assert self.application
        facts = values[f"facts_{place}"]
        mark = self.mark(" ".join([code, *sorted(facts)]))
        is_meant = mark in values.get(MEANT_FACTS, "").split()
        no_act = names_no_act(provisions()[code].kind, facts, self.application.answers)
        if no_act:
            self.grounds_in_doubt.append(str(self.fields[f"provision_{place}"].label))
            self[MEANT_FACTS].label = words.says(self.language)(
                "field.meant_facts_of", grounds=", ".join(self.grounds_in_doubt)
            )
        if no_act and not is_meant:
            self.shown[MEANT_FACTS].add(mark)
            self._complain(f"facts_{place}", "no_act")

    def _complain(self, field: str, code: str) -> None:
        if field not in self.errors:
            problem = words.says(self.language)(f"problem.{code}")
            self.add_error(field, ValidationError(problem, code="required"))

    def explanation(self) -> Explanation:
        """Return what explains the decision."""
        values = self.cleaned_data
        return Explanation(
            grounds=tuple(
                Ground(code, tuple(values[f"facts_{place}"]))
                for place in PLACES
                if (code := values[f"provision_{place}"])
            ),
            words=values["words"],
            language=self.language_of_words("words"),
        )


class Cancel(Refuse):
    """Why a valid authorization ends."""

    kinds = CANCELING


def _likely_first(application: Application, facts: Collection[str]) -> list[str]:
    """Return what set the case off, what changed, what was asked for; then declarations first."""
    of_reasons = [
        key for code in application.review_reasons for key in ANSWERS_OF_REASON.get(code, ())
    ]
    versions = [version.answers for version in application.versions.order_by("pk")]
    changed = [key for earlier in versions for key in fields_changed(earlier, application.answers)]
    of_form = [field.key for section in reversed(form().sections) for field in section.fields]
    asked_for = [key for key in facts if key not in of_form]
    return [
        key for key in dict.fromkeys((*of_reasons, *changed, *asked_for, *of_form)) if key in facts
    ]
