"""./guichet derive-identities"""

from django.core.management.base import BaseCommand

from guichet.applications import identities
from guichet.kernel import clock


class Command(BaseCommand):
    help = "After IDENTITY_KEY was changed: derive again what applications are found by."

    def handle(self, **options: object) -> None:
        done = identities.derive_again(now=clock.now())
        self.stdout.write(f"{done} applications can be found under the new key.")
