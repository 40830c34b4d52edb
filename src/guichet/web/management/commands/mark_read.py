"""./guichet mark-read LANGUAGE NAME… --by "Marie Tremblay" """

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from guichet.kernel.clock import now
from guichet.kernel.reading.days import authority_day
from guichet.web.languages import ALL, DEFAULT
from guichet.web.translation import reading


class Command(BaseCommand):
    help = "Note who has read translations: topic:key as listed, or topic:part.*"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("language", choices=[code for code in ALL if code != DEFAULT])
        parser.add_argument("names", nargs="+", metavar="name")
        parser.add_argument("--by", required=True, help="who has read them")

    def handle(self, *, language: str, names: list[str], by: str, **options: object) -> None:
        today = authority_day(now())
        for name in names:
            sentences = reading.note(settings.CONTENT_DIR, language, name, by=by, on=today)
            if not sentences:
                raise CommandError(f"No sentence in {language} has the name {name}.")
            self.stdout.write(
                "\n".join(f"{language} {sentence}: read by {by}." for sentence in sentences)
            )
