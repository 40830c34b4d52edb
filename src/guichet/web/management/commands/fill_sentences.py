"""./guichet fill-sentences LANGUAGE FILE.json"""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from guichet.web.languages import ALL
from guichet.web.pages.catalogues import read
from guichet.web.translation.collecting import Id
from guichet.web.translation.translating import fill, save


class Command(BaseCommand):
    help = "Put translations into a catalogue, unread, from a JSON list of [English, other]."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", choices=list(ALL))
        parser.add_argument("file", type=Path, help="A counted sentence is a list of its forms.")

    def handle(self, *, language: str, file: Path, **options: object) -> None:
        pairs = json.loads(file.read_text(encoding="utf-8"))
        translations: dict[Id, str | tuple[str, ...]] = {
            _joined(english): other if isinstance(other, str) else tuple(other)
            for english, other in pairs
        }
        catalogue = read(language)
        unknown = fill(catalogue, translations)
        save(language, catalogue)
        self.stdout.write(f"{len(translations) - len(unknown)} sentences filled in {language}.")
        for text in unknown:
            self.stdout.write(f"not in the catalogue: {text!r}")


def _joined(english: str | list[str]) -> Id:
    return english if isinstance(english, str) else (english[0], english[1])
