"""Save a record under a number that nobody else has."""

from django.db import IntegrityError, transaction

from guichet.applications import numbers
from guichet.applications.models import Application, Enquiry

DRAWS = 5  # of a number, before it is somebody else's fault


def save(record: Application | Enquiry, letter: str) -> None:
    """Save a new record with a fresh number; the table says when another has it already."""
    for draw in range(DRAWS):
        record.number = numbers.new_number(letter)
        try:
            with transaction.atomic():
                record.save(force_insert=True)
        except IntegrityError:
            if draw == DRAWS - 1:
                raise
        else:
            return
