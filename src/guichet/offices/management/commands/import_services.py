"""./guichet import-services FILE.csv"""

from guichet.offices.sheets.commands import ImportCommand


class Command(ImportCommand):
    kind = "services"
    help = (
        "Add services from a CSV file, or bring theirs up to date: code, minutes, position, and"
        " name_en, name_fr, … for what they are called. Safe to run twice; with one wrong line,"
        " nothing is imported."
    )
