"""./guichet derive-identities"""

from django.core.management.base import BaseCommand
from django.db import transaction

from guichet.kernel import clock, derived


class Command(BaseCommand):
    help = "After WORKING_KEY was changed: derive again what hangs on it. All or nothing."

    @transaction.atomic
    def handle(self, **options: object) -> None:
        for name, count in derived.derive_again(now=clock.now()).items():
            if count or name not in derived.OFF:
                self.stdout.write(f"{count} {name} go by the new key.")
