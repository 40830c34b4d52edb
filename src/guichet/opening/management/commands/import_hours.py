"""./guichet import-hours FILE.csv"""

from argparse import ArgumentParser

from guichet.offices.models import Closure
from guichet.offices.sheets.commands import ImportCommand


class Command(ImportCommand):
    kind = "hours"
    help = (
        "Bring opening hours in from a CSV file, valid from today: office_code, service_code,"
        " weekday (Monday is 1), opens_at, closes_at, desks, and perhaps minutes, staff, walk_ins."
        " A file says all hours of each service at an office that it names. Days that are made"
        " follow at once; where somebody has a time that goes, nothing is imported until --people"
        " says what becomes of them. Safe to run twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--people",
            choices=Closure.PLANS,
            default="",
            help="whose time goes: keep another place for each, or cancel; they are told",
        )
