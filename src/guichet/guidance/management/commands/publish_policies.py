"""./guichet publish-policies: `./guichet run` calls it."""

from django.core.management.base import BaseCommand

from guichet.guidance.policies import actions
from guichet.kernel import clock


class Command(BaseCommand):
    help = "Publish the policies that came in the agency's folder. Safe to run twice."

    def handle(self, **options: object) -> None:
        count = actions.publish_shipped(now=clock.now())
        self.stdout.write(f"{count} policies were published.")
