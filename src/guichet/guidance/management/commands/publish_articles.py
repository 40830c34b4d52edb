"""./guichet publish-articles: `./guichet run` calls it."""

from django.core.management.base import BaseCommand

from guichet.guidance.knowledge import actions
from guichet.kernel import clock


class Command(BaseCommand):
    help = "Publish the articles of the help center whose words changed. Safe to run twice."

    def handle(self, **options: object) -> None:
        count = actions.publish(now=clock.now())
        self.stdout.write(f"{count} articles were published.")
