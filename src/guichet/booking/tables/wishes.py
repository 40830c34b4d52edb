"""The wishes of people to be told of a free time; they keep no place and name nobody."""

from django.db import models
from django.db.models import Q

from guichet.offices.models import Office, Service


class ReleaseWish(models.Model):
    """Somebody who asked to be told, once, when there is a free time.

    Who asked while times were free, for none of them suited, waits for new ones to be opened.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=12)
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    waits_for_new = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "service", "email"],
                condition=Q(told_at__isnull=True),
                name="one_open_wish_a_service",
            ),
        ]

    def __str__(self) -> str:
        return f"wish {self.pk} for {self.office_id} {self.service_id}"
