"""Where clients come, what for, and when: offices, services, opening hours, closures."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from guichet.kernel.content.layers import shown_in
from guichet.offices.rules import Stretch


class Service(models.Model):
    """What an appointment is for; its words in every language live in content/services/."""

    code = models.SlugField(max_length=40, primary_key=True)
    names = models.JSONField(help_text="One name a language; the agency's first is required.")
    duration_minutes = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)
    overridden = models.BooleanField(default=False, help_text="The next import leaves it alone.")

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return str(self.names[shown_in(self.names)])


class Office(models.Model):
    """A place where clients are received, inside the country or abroad.

    Addresses are real. Rooms, hours, capacities and the words on how to get in ship as
    demonstration data, and the pages say so while `demonstration` is true.
    """

    code = models.SlugField(max_length=8, primary_key=True)
    names = models.JSONField(help_text="One name a language; the agency's first is required.")
    street = models.CharField(max_length=200)
    city = models.CharField(max_length=100)
    subdivision = models.CharField(max_length=10, blank=True, help_text="A state's two letters.")
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2.")
    time_zone = models.CharField(max_length=64, help_text="A name of the IANA database.")
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    room = models.CharField(max_length=60, blank=True)
    access = models.JSONField(
        default=list, blank=True, help_text="Codes of content/access/: how to get in."
    )
    is_open = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=True)
    holidays_country = models.CharField(max_length=2, default="US")
    holidays_subdivision = models.CharField(max_length=10, blank=True)
    arrive_early_minutes = models.PositiveSmallIntegerField(default=15)
    release_at = models.TimeField(help_text="Local time from which a day's places may be released.")
    release_window_minutes = models.PositiveSmallIntegerField(default=60)
    release_is_random = models.BooleanField(
        default=True,
        db_default=True,
        editable=False,
        help_text="The minute is drawn within the window; else it is the first one.",
    )
    horizon_days = models.PositiveSmallIntegerField(default=20, help_text="Business days.")
    public_percent = models.PositiveSmallIntegerField(default=80)
    overridden = models.BooleanField(
        default=False,
        help_text="Set when an administrator saves the office: the next import leaves it alone.",
    )
    place_changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(public_percent__lte=100), name="the_public_share_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.names[shown_in(self.names)]}"

    def clean(self) -> None:
        """Take an emptied field of the administration for no word on how to get in."""
        self.access = self.access or []


class PlaceChange(models.Model):
    """A change of an office's name, address or room, with what its clients knew until then.

    `told_at` is empty while there may be somebody whom nothing has told.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="place_changes")
    before = models.JSONField(help_text="As offices/whereabouts.py puts it.")
    changed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["changed_at", "pk"]
        indexes = [models.Index(fields=["office", "changed_at"], name="changes_of_a_place")]

    def __str__(self) -> str:
        return f"{self.office_id} changed at {self.changed_at:%Y-%m-%d %H:%M}Z"


class OpeningHours(models.Model):
    """One stretch of a weekday in which desks serve a service; two rows make a lunch break."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="opening_hours")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(help_text="Monday is 1, Sunday is 7.")
    opens_at = models.TimeField(help_text="Wall time at the office.")
    closes_at = models.TimeField(help_text="Wall time at the office; no appointment ends later.")
    desks = models.PositiveSmallIntegerField(help_text="How many are served at once.")
    # What a manager adds; the administration and the import leave it as it is.
    minutes = models.PositiveSmallIntegerField(null=True, editable=False)  # else the service's
    staff = models.PositiveSmallIntegerField(null=True, editable=False)  # else the office's share
    walk_ins = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        ordering = ["office", "service", "weekday", "opens_at"]
        verbose_name_plural = "opening hours"
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__gte=1, weekday__lte=7), name="weekdays_count_from_monday"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="hours_end_after_they_begin"
            ),
            models.UniqueConstraint(
                fields=["office", "service", "weekday", "opens_at"], name="one_start_of_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.service_id} {self.weekday} {self.opens_at:%H:%M}"

    @property
    def stretch(self) -> Stretch:
        """The hours without their weekday."""
        facts = (self.desks, self.minutes, self.staff, self.walk_ins)
        return Stretch(self.opens_at, self.closes_at, *facts)


class HoursTemplate(models.Model):
    """The hours of a service at an office from a day on, or on that day alone (an exception).

    What holds on a day is its exception, or else the last template that is valid by then, or else
    the opening hours. A template whose day has come becomes the opening hours, and is forgotten.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="templates")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    valid_from = models.DateField()
    is_exception = models.BooleanField(default=False)
    stretches = models.JSONField(default=list, help_text="As offices/days/hours.py writes them.")

    class Meta:
        ordering = ["office", "service", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "service", "valid_from", "is_exception"],
                name="one_template_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.service_id} from {self.valid_from}"


class Closure(models.Model):
    """When an office receives nobody, beside the holidays of its country.

    Whole days, or from one moment to another within them. `plan` is what becomes of the
    appointments it hits (`PLANS`): empty, their clients are told; `settled_at` is when all were.
    A change of hours is kept as one too: it owns the slots that are no more, and covers no others.
    """

    MOVE, CANCEL = "move", "cancel"  # plans: keep another place for each, or cancel them
    PLANS = (MOVE, CANCEL)
    # The days of a change of hours: nobody, the release before included, closes anything by them.
    NO_DAY = date(1, 1, 1)

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="closures")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last closed day.")
    starts_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    reason = models.CharField(max_length=20, blank=True, db_default="", editable=False)
    plan = models.CharField(max_length=8, blank=True, db_default="", editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    reasons = models.JSONField(
        default=dict,
        blank=True,
        help_text="Why, in one sentence a language; who reads another one sees the first.",
    )

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="closures_end_after_they_begin"
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None, ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="hours_of_closures_end_after_they_begin",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.starts_on}–{self.ends_on}"

    @property
    def is_change(self) -> bool:
        """Tell whether it is a change of hours, and no time in which the office is closed."""
        return self.starts_on == self.NO_DAY

    def clean(self) -> None:
        """Take an emptied field of the administration for no reason."""
        self.reasons = self.reasons or {}


class Jurisdiction(models.Model):
    """Which office serves a postal code, a country, or a subdivision of a country.

    Imported rows have `overridden` false and are replaced by the next import; an administrator's
    row is kept and wins. No office: the place is served by none, or another question is asked.
    """

    DOMESTIC = "domestic"  # a basis: the country is ours, so the postal code decides

    postal_code = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=6, blank=True, help_text="ISO 3166-2, as in MX-JAL.")
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="jurisdictions"
    )
    basis = models.CharField(max_length=40, blank=True)
    overridden = models.BooleanField(default=True)

    class Meta:
        ordering = ["country", "subdivision", "postal_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["postal_code", "country", "subdivision", "overridden"],
                name="one_jurisdiction_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(postal_code="", country="") & (Q(postal_code="") | Q(country="")),
                name="a_postal_code_or_a_country",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.postal_code or self.subdivision or self.country} → {self.office_id}"

    @property
    def is_domestic(self) -> bool:
        return self.office_id is None and self.basis == self.DOMESTIC
