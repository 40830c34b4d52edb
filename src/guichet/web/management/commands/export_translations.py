"""./guichet export-translations LANGUAGE [FILE]"""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.web.languages import ALL, DEFAULT
from guichet.web.translation.exchange import exported


class Command(BaseCommand):
    help = "Write every sentence of a language beside its English, as one PO file for a translator."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", choices=[code for code in ALL if code != DEFAULT])
        parser.add_argument("file", type=Path, nargs="?", help="guichet.LANGUAGE.po if not named")

    def handle(self, *, language: str, file: Path | None, **options: object) -> None:
        target = file or Path(f"guichet.{language}.po")
        target.write_bytes(exported(settings.CONTENT_DIR, language))
        self.stdout.write(f"Written to {target}. Fuzzy: not read yet, or the English has changed.")
