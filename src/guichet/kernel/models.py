"""The records every feature shares: audit, dispatches, attempts, answers to be repeated."""

from django.db import models
from django.db.models import Q


class AuditEntry(models.Model):
    """Who did what to which record, and when; `facts` holds codes and times, nothing personal."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)  # client, system, or staff:<account>
    verb = models.CharField(max_length=30)
    record_type = models.CharField(max_length=30)
    record = models.BigIntegerField()
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["record_type", "record", "at"], name="what_was_done_to_it"),
            models.Index(fields=["actor", "at"], name="what_somebody_did"),
            models.Index(fields=["at"], name="what_was_done_when"),
            models.Index(fields=["record_type", "verb", "id"], name="deeds_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.record_type} {self.record}"


class AuditSeal(models.Model):
    """A batch of the record, sealed: whoever changes a line of it breaks every seal from there on.

    It covers the lines with numbers above `after`, up to `last`. `marks` holds the beginning of
    each line's hash, which names the line that was changed.
    """

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 …
    after = models.BigIntegerField()
    last = models.BigIntegerField()
    marks = models.BinaryField()
    before = models.CharField(max_length=64)  # the digest of the seal before it
    digest = models.CharField(max_length=64)
    until = models.DateTimeField()  # when the newest of its lines was written
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal {self.number}, to line {self.last}"


class Dispatch(models.Model):
    """A fact that must leave the house, written in the transaction of its cause.

    It names the record and never holds the words, the PIN or an address: the worker reads those
    again when it sends. `key` makes a second dispatch for the same cause impossible.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    record = models.BigIntegerField()
    addressee = models.BigIntegerField(null=True)  # of several who are told of the same record
    language = models.CharField(max_length=12)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tried = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    claimed_until = models.DateTimeField(null=True)  # a worker has it in hand so long
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    # Keyed hash of the address, where what goes to it in a day is counted.
    contact = models.BinaryField(null=True, max_length=32)
    traceparent = models.CharField(null=True, max_length=55)  # of what caused it, as W3C writes it

    class Meta:
        indexes = [
            models.Index(
                fields=["contact", "created_at"],
                condition=Q(contact__isnull=False),
                name="dispatches_to_a_contact",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="dispatches_to_send",
            ),
        ]

    def __str__(self) -> str:
        return f"dispatch {self.pk}: {self.kind}"


class Bucket(models.Model):
    """Tokens left to a network for one kind of call; the table is unlogged, its loss harmless."""

    key = models.BinaryField(primary_key=True, max_length=32)
    tokens = models.FloatField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"bucket {bytes(self.key).hex()[:8]}"


class Try(models.Model):
    """One guess at a secret: a keyed hash of what was guessed at and from where."""

    key = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"], name="tries_of_the_last_hour")]

    def __str__(self) -> str:
        return f"try {self.pk}"


class IdempotentAnswer(models.Model):
    """What a call with an Idempotency-Key answered: the code and the record, never the words."""

    key = models.BinaryField(primary_key=True, max_length=32)  # keyed hash of path, key and caller
    body = models.BinaryField(max_length=32)  # keyed hash of the body
    status = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40, blank=True)  # of the obstacle, when one stood there
    record = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="answers_by_age")]

    def __str__(self) -> str:
        return f"answer {self.status} {self.code}"


class Tally(models.Model):
    """How often something happened that is only counted, by a name of ours."""

    name = models.CharField(max_length=40, primary_key=True)
    count = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class EndedVisit(models.Model):
    """A visit that its person has ended before the notes of it are too old to open anything."""

    key = models.BinaryField(primary_key=True, max_length=32)  # keyed hash of its random name
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"ended visit {bytes(self.key).hex()[:8]}"


class Mark(models.Model):
    """What all nodes must agree on: keyed hashes of their secrets, the digest of what they know."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name


class ReleasedFile(models.Model):
    """A static file of some release, by its name with a hash, for nodes of another release."""

    name = models.CharField(max_length=250, primary_key=True)
    content = models.BinaryField()
    left_at = models.DateTimeField(null=True)  # when it was last part of a release

    def __str__(self) -> str:
        return self.name


class ProgramKey(models.Model):
    """What lets somebody else's program call: its kind says which calls. The key is not kept."""

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=40)  # of the program, as who gave the key calls it
    mark = models.BinaryField(unique=True, max_length=32)  # keyed hash of the key
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                condition=Q(ended_at__isnull=True),
                name="a_program_has_one_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
