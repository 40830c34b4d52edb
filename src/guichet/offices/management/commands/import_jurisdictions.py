"""./guichet import-jurisdictions FILE.csv"""

from guichet.offices.sheets.commands import ImportCommand


class Command(ImportCommand):
    kind = "jurisdictions"
    help = (
        "Say in a CSV file which office serves a postal code, a country or a part of it:"
        " postal_code, country_alpha2, subdivision, office_code, basis. Safe to run twice; with"
        " one wrong line, nothing is imported."
    )
