"""What a row of reference data is called on a page: by the names of its office and service."""

from datetime import time

from markupsafe import Markup

from guichet.kernel.content.layers import shown_in
from guichet.offices.models import Office, Service
from guichet.offices.sheets.kinds import Key
from guichet.offices.sheets.plans import Plan, called
from guichet.reference.pages.page import TOPIC
from guichet.web.formats import dates
from guichet.web.words import speaker


class Names:
    """The names of offices and services in a language, read once for a page."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._offices = dict(Office.objects.values_list("code", "names"))
        self._services = dict(Service.objects.values_list("code", "names"))

    def office(self, code: str) -> str:
        """Return the name of an office; of one that is no more, its code."""
        return self._name(self._offices, code)

    def service(self, code: str) -> str:
        """Return the name of a service; of one that is no more, its code."""
        return self._name(self._services, code)

    def row(self, kind: str, key: Key) -> str:
        """Return what a row is called, or the hours of a service, of which `key` is the head."""
        if kind == "offices":
            return self.office(key[0])
        if kind == "services":
            return self.service(key[0])
        return self._hours(key) if kind == "hours" else called(key)

    def _hours(self, key: Key) -> str:
        say = speaker(self._language, TOPIC)
        names = {"office": self.office(key[0]), "service": self.service(key[1])}
        if len(key) == 2:
            return str(say("name.part", **names).striptags())
        opens_at = time.fromisoformat(key[3])
        return str(
            say(
                "name.hours",
                weekday=dates.weekday_names(self._language)[int(key[2]) - 1],
                time=dates.clock(opens_at.hour, opens_at.minute, self._language),
                **names,
            ).striptags()
        )

    def _name(self, names: dict[str, dict[str, str]], code: str) -> str:
        return names[code][shown_in(names[code], self._language)] if code in names else code


def one_row(plan: Plan, names: Names, language: str) -> Markup | None:
    """Return the sentence that says what a plan does, where that is one row; else None."""
    kind, say = plan.kind.name, speaker(language, TOPIC)
    if kind == "hours" and len(plan.added) == len(plan.removed) == 1 and not plan.changed:
        before, after = (names.row(kind, rows[0].key) for rows in (plan.removed, plan.added))
        return say("one.moved", before=before, row=after)
    if len(plan.changes) != 1:
        return None
    deed = "added" if plan.added else "removed" if plan.removed else "changed"
    return say(f"one.{deed}", row=names.row(kind, plan.changes[0].key))
