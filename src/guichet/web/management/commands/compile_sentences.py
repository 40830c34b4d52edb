"""./guichet compile-sentences"""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.agency.words.catalogues import forget_compiled
from guichet.kernel.progress import track
from guichet.web.languages import DEFAULT, OFFERED
from guichet.web.pages.catalogues import compile_all, forget_catalogues
from guichet.web.pages.compiled_pages import forget_trees, mark_of
from guichet.web.pages.render import compile_pages, template_folders


class Command(BaseCommand):
    help = "Compile the catalogues that changed. Every start does this as well."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--pages", action="store_true", help="and fold them into the pages")

    def handle(self, *, pages: bool, **options: object) -> None:
        compile_all()
        forget_compiled(Path(settings.LOCALE_PATHS[0]))
        forget_catalogues()
        languages = {*OFFERED, DEFAULT} if pages else set[str]()
        mark = mark_of(template_folders()) if pages else ""
        for language in track(languages, self.stdout, "Preparing pages"):
            compile_pages(language, mark=mark)
        forget_trees()
