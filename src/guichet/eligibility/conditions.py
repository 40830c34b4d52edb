"""What the conditions of the table look at: what was said, and the five facts worked out from it.

A value that rests on a fact nobody gave is `Missing`. Of facts that contradict each other the
nationality is believed: somebody with a nationality of the exempt state is a national of it,
whatever `us_status` says. Pure, as all that decides.
"""

from dataclasses import dataclass
from operator import attrgetter

from guichet.eligibility.facts import COMMON, FROM_NEAR, NAMES, Document, Facts
from guichet.eligibility.law import InForce, Law, Nationality

LIST_V, NO_LIST = "V", "none"
_OVERSEAS_CITIZEN = "GBD"
_HONG_KONG, _CHINA, _HONG_KONG_MARK = "HKG", "CHN", "hksar"


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact nobody gave; `possible`: all that the value resting on it can be, where known."""

    fact: str
    possible: frozenset[object] | None = None


_NOT_GIVEN = {name: Missing(name) for name in COMMON}
_EVERYTHING_SAID = attrgetter(*NAMES)


class Conditions:
    """The values of every condition for one person at one time, by the names of the table."""

    __slots__ = ("_facts", "_held", "_law", "_lists", "proved", "rests_on", "values")

    def __init__(self, facts: Facts, law: Law, in_force: InForce) -> None:
        self._facts, self._law, self._lists = facts, law, in_force.nationalities
        self.proved = self._proved_nationality()
        self._held = self._nationalities()
        self.rests_on: dict[str, Nationality | None] = {
            "document_list": self._lists.get(self.proved or "")
        }
        values: dict[str, object] = dict(zip(NAMES, _EVERYTHING_SAID(facts), strict=True))
        for name in COMMON:
            if values[name] is None:
                values[name] = _NOT_GIVEN[name]
        if self._held is not None:
            values["nationalities"] = self._held
        values["home_citizen"] = self.home_citizen()
        values["exempt_national"] = self.exempt_national()
        values["comes_from_near"] = self.comes_from_near()
        values["any_nationality"] = self.any_nationality()
        values["document_list"] = self.document_list()
        self.values = values

    def home_citizen(self) -> object:
        """Tell whether somebody is a citizen of the destination, by nationality or status."""
        if self._held and self._law.home in self._held:
            return True
        status = self._facts.status_ca
        return _NOT_GIVEN["status_ca"] if status is None else status == "citizen"

    def exempt_national(self) -> object:
        """Tell whether somebody is a national of the exempt state, by nationality or status."""
        status = self._facts.us_status
        if status == "national" or (self._held and self._law.exempt in self._held):
            return True
        if self._held is None:
            return _NOT_GIVEN["nationalities"]
        return _NOT_GIVEN["us_status"] if status is None else False

    def comes_from_near(self) -> object:
        """Tell whether somebody comes directly from the territory near by that the table names."""
        origin, mode = self._facts.origin, self._facts.mode
        if origin == self._law.near or mode == FROM_NEAR:
            return True
        return _NOT_GIVEN["mode"] if origin is None and mode is None else False

    def any_nationality(self) -> object:
        """Return "V" when one of all the nationalities is on list V."""
        if self._held is None:
            return _NOT_GIVEN["nationalities"]
        unsure: Missing | None = None
        for code in self._held:
            entry = self._lists.get(code)
            if entry is None or entry.list != LIST_V:
                continue
            list_name = self._shown_by_what_is_held(entry)
            if list_name == LIST_V:
                self.rests_on["any_nationality"] = entry
                return LIST_V
            if isinstance(list_name, Missing):
                unsure = list_name
        return unsure or NO_LIST

    def document_list(self) -> object:
        """Return the list on which the nationality stands that the document proves."""
        document = self._facts.document
        if document is None:
            return _NOT_GIVEN["document"]
        if document.type in self._law.proves_nothing:
            return NO_LIST
        if self.proved is None:
            return _NOT_GIVEN["document"]
        entry = self._lists.get(self.proved)
        list_name = self._shown(entry, document) if entry else NO_LIST
        if document.type is None and not isinstance(list_name, Missing):
            return Missing("document", frozenset({list_name, NO_LIST}))
        return list_name

    def _proved_nationality(self) -> str | None:
        """Return the nationality that the document proves, by the code that decides.

        It is the issuer's, unless the issuer gives its passports to people of another nationality
        that was named: a British National (Overseas) has a passport of the United Kingdom.
        """
        document, law = self._facts.document, self._law
        if document is None or document.issuer is None or document.type in law.proves_nothing:
            return None
        issuer = law.own_code[document.issuer]
        if issuer == _CHINA and _HONG_KONG_MARK in (document.features or ()):
            return _HONG_KONG
        codes = {law.own_code[code] for code in self._facts.nationalities or ()}
        if issuer in codes:
            return issuer
        others = (code for code in law.issuer_of if law.issuer_of[code] == issuer)
        return next((code for code in others if code in codes), issuer)

    def _nationalities(self) -> frozenset[str] | None:
        """Return every nationality that was named, and the one that the document proves."""
        facts = self._facts
        if facts.nationalities is None:
            return None
        own = self._law.own_code
        codes = {own[code] for code in facts.nationalities}
        if self.proved and facts.document and facts.document.type:
            codes.add(self.proved)
        return frozenset(codes)

    def _shown_by_what_is_held(self, entry: Nationality) -> object:
        """Return the list of a nationality; its condition is looked at on the document, if that
        is the one that proves it."""
        document = self._facts.document
        if entry.condition is None:
            return entry.list
        if document is None:
            is_listed = self._territory(entry) in self._law.listed_territories
            return entry.list if is_listed else _unsure(entry)
        return self._shown(entry, document) if entry.code == self.proved else entry.otherwise

    def _shown(self, entry: Nationality, document: Document) -> object:
        """Return the list of a nationality as its document shows it."""
        condition = entry.condition
        if condition is None:
            return entry.list
        if condition.types and document.type and document.type not in condition.types:
            return entry.otherwise
        territory = self._territory(entry)
        if territory and territory not in self._law.listed_territories:
            return entry.otherwise
        if condition.feature is None:
            return entry.list
        if document.features is None:  # the code of a territory says what the feature would say
            return entry.list if territory else _unsure(entry)
        return entry.list if condition.feature in document.features else entry.otherwise

    def _territory(self, entry: Nationality) -> str | None:
        """Return the British overseas territory whose code was given for the nationality."""
        if entry.code != _OVERSEAS_CITIZEN:
            return None
        facts, own = self._facts, self._law.own_code
        issuer = facts.document.issuer if facts.document else None
        codes = (code for code in (*(facts.nationalities or ()), issuer) if code)
        return next(
            (c for c in codes if c != _OVERSEAS_CITIZEN and own[c] == _OVERSEAS_CITIZEN), None
        )


def _unsure(entry: Nationality) -> Missing:
    return Missing("document", frozenset({entry.list, entry.otherwise}))
