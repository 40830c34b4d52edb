"""What is counted of days: figures, and nothing that names anybody."""

from django.db import models
from django.db.models import F, Q

from guichet.offices.models import Office, Service


class DayCounts(models.Model):
    """The counts of a day at an office, written when it is over and before anything is forgotten.

    They stay when appointments and tickets are erased: nobody can be found by them.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    counts = models.JSONField(help_text="Under the names of `counter.counts`.")
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["office", "date"]
        constraints = [
            models.UniqueConstraint(fields=["office", "date"], name="one_row_of_counts_a_day")
        ]

    def __str__(self) -> str:
        return f"counts of {self.office_id} {self.date}"


class DayFigures(models.Model):
    """The figures of a day at an office: of all, and of each service, language and hour.

    Never of two of these at once: one row cannot say what a person of a language missed at ten.
    A spread has at place n how many took n minutes (of leads: days), rounded up; what is longer
    than its last place stands there. So those of many days add up, and have a median.
    """

    class By(models.TextChoices):
        ALL, SERVICE, LANGUAGE, HOUR = "all", "service", "language", "hour"

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    date = models.DateField()
    by = models.CharField(max_length=8, choices=By)
    value = models.CharField(max_length=40, blank=True, help_text="Its code; an hour as 09.")
    counted_at = models.DateTimeField()

    supply = models.PositiveIntegerField(default=0, help_text="Places that were not withdrawn.")
    withdrawn = models.PositiveIntegerField(default=0)
    booked = models.PositiveIntegerField(default=0)
    came = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    cancelled = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0, help_text="Whom a closure hit.")
    not_noted = models.PositiveIntegerField(default=0, help_text="Nobody said how it went.")
    walk_ins = models.PositiveIntegerField(default=0)
    walk_ins_missed = models.PositiveIntegerField(default=0, help_text="Called, and not there.")
    served = models.PositiveIntegerField(default=0, help_text="Of both kinds, as the next two.")
    left = models.PositiveIntegerField(default=0)
    turned_away = models.PositiveIntegerField(default=0)
    found_nothing = models.PositiveIntegerField(default=0, help_text="Opened a page without times.")
    looks = models.PositiveIntegerField(
        default=0, help_text="How often a first time was looked for"
    )
    never_free = models.PositiveIntegerField(default=0, help_text="Of these looks: none was free.")
    waits = models.JSONField(default=list, help_text="Minutes to the first call.")
    servings = models.JSONField(default=list, help_text="Minutes at a desk.")
    leads = models.JSONField(default=list, help_text="Days to the first time.")

    class Meta:
        ordering = ["office", "date", "by", "value"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "date", "by", "value"], name="one_row_of_figures_a_day_and_value"
            ),
            models.CheckConstraint(
                condition=Q(
                    booked=F("came") + F("missed") + F("cancelled") + F("closed") + F("not_noted")
                ),
                name="who_booked_has_one_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"figures of {self.office_id} {self.date} by {self.by} {self.value}"


class FirstFree(models.Model):
    """When the first time was that the public could take, as it was looked for in an hour."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    date = models.DateField(help_text="The day on the office's own calendar.")
    at = models.DateTimeField(help_text="The hour, in whole hours.")
    starts_at = models.DateTimeField(null=True, help_text="None where none was free.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "service", "at"], name="one_look_an_hour")
        ]

    def __str__(self) -> str:
        return f"first time at {self.office_id} at {self.at}"


class StepCount(models.Model):
    """How often a step of a scenario was shown on a day, and a question answered. It knows nobody.

    What people play with an agent stands in the contacts and is not counted here.
    """

    day = models.DateField()
    scenario = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    step = models.CharField(max_length=60)
    language = models.CharField(max_length=12)
    channel = models.CharField(max_length=12)
    is_outcome = models.BooleanField()
    shown = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0, help_text="An answer led on from it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "scenario", "version", "step", "language", "channel"],
                name="one_count_a_day_and_step",
            ),
            models.CheckConstraint(
                condition=Q(is_outcome=False) | Q(passed=0), name="nothing_follows_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.version} {self.step} {self.day}"


class RefusalCount(models.Model):
    """How often a field of a public page was refused on a day, by code; nothing of what was typed.

    The name of a page has no number, no token and no language.
    """

    day = models.DateField()
    page = models.CharField(max_length=200)
    field = models.CharField(max_length=60, blank=True)  # none: of the form as a whole
    code = models.CharField(max_length=60)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "page", "field", "code"], name="one_count_a_day_and_refusal"
            ),
            models.CheckConstraint(
                condition=Q(count__gte=1), name="a_refusal_is_counted_when_it_was_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.field} {self.code} {self.day}"


class StandardDay(models.Model):
    """How much of a service standard was due on a day, and how much of it was kept; nobody's."""

    standard = models.CharField(max_length=40)
    day = models.DateField()
    total = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["standard", "day"], name="a_standard_once_a_day"),
            models.CheckConstraint(
                condition=Q(kept__lte=F("total")), name="no_more_is_kept_than_was_due"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="standards_by_day")]

    def __str__(self) -> str:
        return f"{self.standard} {self.day}"


class NothingFree(models.Model):
    """How many opened a page of times on a day on which none was free. It knows nobody.

    Several rows share one count, so that many who come in one moment wait for each other less.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    language = models.CharField(max_length=12)
    date = models.DateField(help_text="The day on the office's own calendar.")
    share = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "date", "service", "language", "share"], name="one_row_a_share"
            )
        ]

    def __str__(self) -> str:
        return f"nothing free at {self.office_id} {self.date}"
