"""./guichet compile-sentences"""

from django.core.management.base import BaseCommand

from guichet.web.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile the catalogues that changed. Every start does this as well."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        compile_all()
