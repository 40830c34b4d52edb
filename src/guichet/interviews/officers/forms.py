"""What an officer fills in to invite somebody, and to record how it went."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from guichet.applications.form.time_zones import time_zones
from guichet.casework import words
from guichet.casework.deeds.forms import OWN_WORDS, DeedForm
from guichet.interviews import handing_over, queries, rules
from guichet.interviews.actions import Offer
from guichet.interviews.models import Interview
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.reading import phones, typed_text
from guichet.kernel.reading.days import authority_zone
from guichet.web.forms.base import MISSING, Choice, Day, LongList, Text

ANSWERED_IN = timedelta(days=7)
MINUTES = ("15", "20", "30", "45", "60", "90")
TIMES = tuple(f"time_{place}" for place in range(1, 7))
LONGEST_PLACE, LONGEST_LINK, LONGEST_NUMBER = 300, 300, 40
Way = Interview.Way
# Where each is: the field that says it.
PLACES: Mapping[str, str] = {
    Way.PLACE: "place",
    Way.VIDEO: "link",
    Way.TELEPHONE: "telephone",
}
# Whoever has no appointments hands nothing over to them.
WAYS: list[str] = [*PLACES, *([Way.OFFICE.value] if handing_over.IS_ON else [])]
_is_url = URLValidator(schemes=["https"])


class Invite(DeedForm):
    """Where, when, and by which day the person answers."""

    word_tables = {"manner": "manner", "minutes": "minutes"}
    to_read = ("place", "bring", "words")
    without_language = ("place",)
    places = TIMES
    manner = Choice(choices=[(way, way) for way in WAYS])
    place = Text(required=False, max_length=LONGEST_PLACE, reads=typed_text.free)
    link = Text(required=False, max_length=LONGEST_LINK)
    telephone = Text(required=False, max_length=LONGEST_NUMBER)
    minutes = Choice(choices=[(count, count) for count in MINUTES])
    due_on = Day()
    bring = Text(required=False, max_length=OWN_WORDS, reads=typed_text.free)
    words = Text(required=False, max_length=OWN_WORDS, reads=typed_text.free)

    def start(self, verb: str) -> None:
        """Offer every clock, and lines for the times."""
        say = words.says(self.language)
        for place, name in enumerate(TIMES, start=1):
            self.fields[name] = Text(required=False, max_length=20)
            self.fields[name].label = say("field.time", place=f"{place}")
        zone = Choice(choices=LongList(_zones(self.language)))
        zone.label, zone.initial = say("field.zone"), authority_zone().key
        self.fields["zone"] = zone
        self.fields["due_on"].initial = self.today + ANSWERED_IN
        self.fields["minutes"].initial = "30"
        self.fields["words"].label = say("field.words_invite")
        for name in ("link", "telephone"):
            self.fields[name].help_text = say(f"hint.{name}")

    def clean(self) -> dict[str, Any]:
        """Ask for the place, and for times that the person can take."""
        values = super().clean()
        if values.get("manner"):
            self._check_place(values)
        self.times = self._read_times(values)
        return values

    def _check_place(self, values: Mapping[str, Any]) -> None:
        field = PLACES.get(values["manner"])
        if field is None:
            return
        text = values.get(field, "")
        if field in self.errors:
            return
        if not text:
            self.add_error(field, ValidationError(MISSING, code="required"))
        elif field == "link" and not _is_link(text):
            self.complain(field, "link")
        elif field == "telephone" and not _is_telephone(text):
            self.complain(field, "telephone")
        elif field == "place" and self.says_nothing(field):
            self.complain(field, "place")

    def _read_times(self, values: Mapping[str, Any]) -> list[datetime]:
        """Return the times on the clock of the place; what is wrong stands beside each."""
        if not values.get("zone") or values.get("manner") == Way.OFFICE:
            return []
        times: dict[str, datetime] = {}
        for name in TIMES:
            try:
                if values.get(name):
                    times[name] = rules.read_time(values[name], ZoneInfo(values["zone"]))
            except Obstacle as obstacle:
                self.complain(name, f"time_{obstacle.code}")
        minutes = int(values.get("minutes") or MINUTES[-1])
        until, now = _end_of(values.get("due_on")), clock.now()
        faults = rules.faults_of(times, answered_until=until, now=now, minutes=minutes)
        for name, fault in faults.items():
            self.complain(name, f"time_{fault}")
        for name in times.keys() - faults.keys():
            if self._is_elsewhere(times[name], minutes):
                self.complain(name, "time_elsewhere")
        if not times and not any(name in self.errors for name in TIMES):
            self.complain(TIMES[0], "time_none")
        return sorted(times.values())

    def _is_elsewhere(self, time: datetime, minutes: int) -> bool:
        """Tell whether the officer is in another interview then."""
        until = time + timedelta(minutes=minutes)
        others = queries.clashes(self.officer, time.astimezone(UTC), until.astimezone(UTC))
        return others.exclude(application=self.application).exists()

    def complain(self, field: str, code: str) -> None:
        """Say beside a field what is wrong with it."""
        problem = words.says(self.language)(f"problem.{code}")
        self.add_error(field, ValidationError(problem, code=code))

    def offer(self) -> Offer:
        """Return what is offered."""
        values = self.cleaned_data
        place, answer_by = PLACES.get(values["manner"]), values["due_on"]
        return Offer(
            way=values["manner"],
            place=values[place] if place else "",
            zone=values["zone"],
            minutes=int(values["minutes"]),
            times=self.times,
            bring=values["bring"],
            words=values["words"],
            answer_by=answer_by,
            language=self.language_of_words("bring", "words"),
        )


class Record(DeedForm):
    """How it went."""

    word_tables = {"went": "went"}
    went = Choice(choices=[("held", ""), ("missed", "")])


def _zones(language: str) -> tuple[tuple[str, str], ...]:
    """Return every clock by country and city; the authority's own first."""
    zones = time_zones(language)
    own = authority_zone().key
    first = [pair for pair in zones if pair[0] == own] or [(own, own)]
    return (*first, *(pair for pair in zones if pair[0] != own))


def _end_of(day: date | None) -> datetime | None:
    """Return when a day is over, by the clock of the authority, as its last answer is."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), authority_zone())


def _is_telephone(text: str) -> bool:
    """Tell whether a number can be called from every country."""
    try:
        phones.read(text)
    except Obstacle:
        return False
    return text.startswith("+")


def _is_link(text: str) -> bool:
    try:
        _is_url(text)
    except ValidationError:
        return False
    return True
