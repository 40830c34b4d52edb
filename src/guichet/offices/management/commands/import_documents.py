"""./guichet import-documents FILE.csv"""

from collections.abc import Mapping

from guichet.offices.sheets.commands import ImportCommand


class Command(ImportCommand):
    kind = "documents"
    help = (
        "Write what to bring from a CSV file into the agency's folder: then, when, reason, since,"
        " source, all rows in their order. Words stay in content/checklists/. Safe to run twice;"
        " with one wrong line, nothing is imported."
    )

    def removes(self, options: Mapping[str, object]) -> bool:
        """Take away what stands in no line: a file says the whole list."""
        return True
