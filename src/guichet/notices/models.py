"""Web notices in the database: versions that nobody changes, deeds that count once, receipts."""

from django.db import models
from django.db.models import F, Q


class WebNotice(models.Model):
    """A message to everyone on the site. Its words are its versions; the state is its own."""

    class State(models.TextChoices):
        DRAFT, PUBLISHED = "draft", "published"
        SOLVED, EXPIRED, WITHDRAWN = "solved", "expired", "withdrawn"

    id = models.CharField(max_length=16, primary_key=True)
    state = models.CharField(max_length=9, choices=State)
    cause = models.CharField(max_length=60, blank=True)  # the health check that drafted it
    ended_by = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published"]) ^ Q(ended_at__isnull=False),
                name="web_notices_that_ended_say_when",
            ),
            models.UniqueConstraint(
                fields=["cause"],
                condition=~Q(cause="") & Q(state__in=["draft", "published"]),
                name="one_open_web_notice_a_cause",
            ),
        ]

    def __str__(self) -> str:
        return self.pk


class WebNoticeVersion(models.Model):
    """One wording of a notice: written by one person, published by another, changed by nobody."""

    notice = models.ForeignKey(WebNotice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    identifier = models.CharField(max_length=200, unique=True)  # of its CAP message
    kind = models.CharField(max_length=30)
    severity = models.CharField(max_length=8)
    scope = models.JSONField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    title = models.JSONField(help_text="One text a language.")
    text = models.JSONField(help_text="One text a language, the same ones.")
    drafted_by = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()
    published_by = models.CharField(max_length=150, blank=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="web_notice_versions_count"),
            models.CheckConstraint(
                condition=~Q(published_by__iexact=F("drafted_by")),
                name="nobody_publishes_what_they_wrote",
            ),
            models.CheckConstraint(
                condition=Q(published_by="") ^ Q(published_at__isnull=False),
                name="published_versions_say_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="web_notices_end_after_they_begin"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier


class WebNoticeDeed(models.Model):
    """What was done, once: a command that ran without the database brings the same id again."""

    id = models.UUIDField(primary_key=True)
    notice = models.ForeignKey(WebNotice, on_delete=models.CASCADE, related_name="deeds")
    verb = models.CharField(max_length=10)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    is_of_journal = models.BooleanField(default=False)  # done without the database

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.verb} of {self.notice_id}"


class Receipt(models.Model):
    """What a channel was told of a version, written when it was read back there."""

    version = models.ForeignKey(WebNoticeVersion, on_delete=models.CASCADE, related_name="receipts")
    channel = models.CharField(max_length=40)
    put_up_at = models.DateTimeField(null=True)
    read_back_at = models.DateTimeField(null=True)
    taken_down_at = models.DateTimeField(null=True)
    read_back_gone_at = models.DateTimeField(null=True)
    remote_id = models.CharField(max_length=100, blank=True)
    all_clear_id = models.CharField(max_length=100, blank=True)
    all_clear_gone_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    is_over = models.BooleanField(default=False)  # nothing is left to do

    class Meta:
        ordering = ["version", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["version", "channel"], name="one_receipt_a_channel"),
            models.CheckConstraint(
                condition=Q(read_back_at=None) | Q(put_up_at__lte=F("read_back_at")),
                name="nothing_is_read_back_before_it_is_put_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(is_over=False), name="receipts_that_are_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} of {self.version_id}"
