"""./guichet compile-sentences"""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.agency.words.catalogues import forget_compiled
from guichet.kernel.progress import track
from guichet.web.languages import DEFAULT, OFFERED
from guichet.web.pages.catalogues import compile_all, forget_catalogues
from guichet.web.pages.compiled_pages import forget_trees
from guichet.web.pages.render import compile_pages


class Command(BaseCommand):
    help = "Compile the catalogues that changed. Every start does this as well."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", action="store_true", help="and fold them into the pages")

    def handle(self, *, pages: bool, **options: object) -> None:
        compile_all()
        forget_compiled(Path(settings.LOCALE_PATHS[0]))
        forget_catalogues()
        for language in track({*OFFERED, DEFAULT} if pages else (), self.stdout, "Preparing pages"):
            compile_pages(language)
        forget_trees()
