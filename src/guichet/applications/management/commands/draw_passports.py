"""Write the drawings of the passport, once `passports.py` has changed."""

from pathlib import Path

from django.core.management.base import BaseCommand

from guichet.applications import passports

FOLDER = Path(passports.__file__).parent / "static" / "applications" / "passport"


class Command(BaseCommand):
    help = "Write one drawing for each place on the passport. Safe to run twice."

    def handle(self, **options: object) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for zone in passports.ZONES:
            (FOLDER / f"{zone}.svg").write_text(passports.drawing(zone), encoding="utf-8")
        self.stdout.write(f"{len(passports.ZONES)} drawings in {FOLDER}.")
