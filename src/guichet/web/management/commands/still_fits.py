"""./guichet still-fits NAME [LANGUAGE…]"""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guichet.kernel.clock import now
from guichet.kernel.reading.days import authority_day
from guichet.web.languages import ALL, DEFAULT
from guichet.web.translation import reading


class Command(BaseCommand):
    help = "Say that translations fit an English that changed; nobody has read them by that."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        others = [code for code in ALL if code != DEFAULT]
        parser.add_argument("name", help="topic:key as check-sentences lists it, or topic:part.*")
        parser.add_argument("languages", nargs="*", default=[], help="all, where none is named")
        self.others = others

    def handle(self, *, name: str, languages: list[str], **options: object) -> None:
        if unknown := set(languages) - set(self.others):
            raise CommandError(f"No language of the site: {', '.join(sorted(unknown))}.")
        today = authority_day(now())
        for language in languages or self.others:
            for sentence in reading.note(settings.CONTENT_DIR, language, name, on=today):
                self.stdout.write(f"{language} {sentence}: fits.")
