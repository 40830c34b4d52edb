"""Fill offices, services, hours and jurisdictions from content/."""

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.kernel.progress import track
from guichet.offices import actions
from guichet.offices.reference.content import Reference


class Command(BaseCommand):
    help = "Fill offices, services, hours and jurisdictions from content/. Safe to run twice."

    def handle(self, **options: object) -> None:
        reference = Reference(settings.CONTENT_DIR)
        places = list(reference.places())
        actions.import_reference(reference, track(places, self.stdout, "Importing places"))
        self.stdout.write(
            f"{len(reference.services)} services, {len(reference.offices())} offices and the"
            f" jurisdictions of {len(places)} places are in the tables."
        )
