"""The people who are at an office today: their tickets, who called them, who served them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from guichet.booking.models import Appointment
from guichet.kernel.enciphering.fields import EncipheredText
from guichet.offices.models import Office, Service

_OFFICER = settings.AUTH_USER_MODEL


class OfficeQueue(models.Model):
    """What an office has decided about its queue; an office without a row goes by the table."""

    office = models.OneToOneField(
        Office, on_delete=models.CASCADE, primary_key=True, related_name="queue"
    )
    takes_walk_ins = models.BooleanField(default=True)
    grace_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How late an appointment keeps its time."
    )
    walk_in_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long after they came a walk-in is due."
    )

    def __str__(self) -> str:
        return f"queue of {self.office_id}"


class Day(models.Model):
    """An opening day of an office, with the last number that a ticket of it was given."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+", db_index=False)
    date = models.DateField()
    last_number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "date"], name="one_row_an_opening_day")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.date}"


class Ticket(models.Model):
    """Somebody in the queue of an opening day: with an appointment, or a walk-in without one.

    `due_at` and the number order the queue and never change (`rules.due_at`); nobody is called
    before `callable_at`. `desk` is where they are called to or served. A parked ticket is passed
    over until `parked_until`, or until staff call it. The name is the appointment's; a walk-in has
    none.
    """

    class State(models.TextChoices):
        WAITING, CALLED, PARKED, IN_SERVICE = "waiting", "called", "parked", "in_service"
        FINISHED, NO_SHOW, LEFT = "finished", "no_show", "left"
        TURNED_AWAY, CANCELLED = "turned_away", "cancelled"

    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, related_name="tickets", db_index=False
    )
    day = models.DateField(help_text="The opening day: it turns at four, not at midnight.")
    number = models.PositiveSmallIntegerField()
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    appointment = models.ForeignKey(
        Appointment, null=True, on_delete=models.CASCADE, related_name="tickets"
    )
    language = models.CharField(max_length=12)
    needs = models.JSONField(default=list, help_text="Codes of the table of the queue.")
    reason = models.CharField(max_length=20, blank=True, help_text="Why it is urgent, as a code.")
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField()
    callable_at = models.DateTimeField()
    estimated_at = models.DateTimeField(null=True, help_text="The call, as first foretold.")
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    desk = models.CharField(max_length=8, blank=True)
    for_desk = models.CharField(max_length=8, blank=True, help_text="Nobody else calls them.")
    parked_until = models.DateTimeField(null=True)
    pauses = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="How often the client has asked for more time."
    )
    stay = models.CharField(
        max_length=22, blank=True, default="", db_default="", help_text="Of a kiosk: its name."
    )
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=60)  # staff:<account>, client, device:<pk> or system

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "day", "number"], name="one_ticket_a_number_and_day"
            ),
            models.UniqueConstraint(
                fields=["stay"], condition=~Q(stay=""), name="one_ticket_a_stay"
            ),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(state__in=["waiting", "called", "parked", "in_service"]),
                name="one_open_ticket_an_appointment",
            ),
            models.UniqueConstraint(
                fields=["office", "desk"],
                condition=Q(state__in=["called", "in_service"]),
                name="one_client_a_desk",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["called", "in_service"]) | ~Q(desk=""),
                name="who_is_called_has_a_desk",
            ),
            models.CheckConstraint(
                condition=Q(callable_at__gte=F("arrived_at")),
                name="nobody_is_called_before_they_came",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "day", "due_at", "id"],
                condition=Q(state__in=["waiting", "parked"]),
                name="tickets_in_line",
            ),
        ]

    def __str__(self) -> str:
        return f"ticket {self.number} of {self.office_id} {self.day}: {self.state}"


class Call(models.Model):
    """A ticket was called to a desk; open until the client is there, or is not."""

    class Outcome(models.TextChoices):
        CAME, NO_SHOW, PARKED = "came", "no_show", "parked"
        TRANSFERRED, LEFT, CANCELLED, UNDONE = "transferred", "left", "cancelled", "undone"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="calls")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    desk = models.CharField(max_length=8)
    officer = models.ForeignKey(_OFFICER, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, blank=True, help_text="Why it was not their turn.")
    called_at = models.DateTimeField()
    recalled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    class Meta:
        ordering = ["called_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_call_a_ticket"
            ),
            models.UniqueConstraint(
                fields=["office", "desk"], condition=Q(ended_at=None), name="one_open_call_a_desk"
            ),
        ]
        indexes = [models.Index(fields=["office", "called_at"], name="calls_of_an_office")]

    def __str__(self) -> str:
        return f"call of ticket {self.ticket_id} to desk {self.desk}"


class Serving(models.Model):
    """A client was served at a desk; a transfer ends it, so that no figure is overwritten."""

    class Outcome(models.TextChoices):
        SERVED, TO_RETURN = "served", "to_return"
        TRANSFERRED, UNDONE = "transferred", "undone"

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="servings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    desk = models.CharField(max_length=8)
    officer = models.ForeignKey(_OFFICER, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    note = EncipheredText(blank=True, bound_to=("ticket_id", "started_at"))

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(ended_at=None), name="one_open_serving_a_ticket"
            ),
            models.UniqueConstraint(
                fields=["office", "desk"],
                condition=Q(ended_at=None),
                name="one_open_serving_a_desk",
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "service", "ended_at"],
                condition=Q(ended_at__isnull=False),
                name="servings_that_ended",
            )
        ]

    def __str__(self) -> str:
        return f"serving of ticket {self.ticket_id} at desk {self.desk}"
