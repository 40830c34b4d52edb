"""./guichet publish-scenarios: `./guichet run` calls it."""

from django.core.management.base import BaseCommand

from guichet.guidance.scenarios import actions
from guichet.kernel import clock


class Command(BaseCommand):
    help = "Publish the scenarios that came with the release. Safe to run twice."

    def handle(self, **options: object) -> None:
        count = actions.publish_shipped(now=clock.now())
        self.stdout.write(f"{count} scenarios were published.")
