"""What an application is searched by while somebody is on the line."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from guichet.applications.models.application import Application


class SearchKeys(models.Model):
    """Keyed hashes of the words of a name, of the day of birth and of telephone numbers.

    One row for an application that was signed. Nothing can be read from it without the key; it is
    erased with its application. The hashes hang on WORKING_KEY and stand on no shelf.
    """

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="search_keys"
    )
    keys = ArrayField(models.BinaryField(max_length=16))

    class Meta:
        indexes = [GinIndex(fields=["keys"], name="applications_by_search_keys")]

    def __str__(self) -> str:
        return f"search keys of {self.application_id}"
