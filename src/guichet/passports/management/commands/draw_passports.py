"""Write the drawings of the passport, once `drawing.py` has changed."""

from pathlib import Path

from django.core.management.base import BaseCommand

from guichet.passports import drawing

FOLDER = Path(drawing.__file__).parent / "static" / "passports"


class Command(BaseCommand):
    help = "Write one drawing for each place on the passport. Safe to run twice."

    def handle(self, **options: object) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for zone in drawing.ZONES:
            (FOLDER / f"{zone}.svg").write_text(drawing.drawing(zone), encoding="utf-8")
        self.stdout.write(f"{len(drawing.ZONES)} drawings in {FOLDER}.")
