"""Rows with cells that a spreadsheet would take for formulas, for tests of every kind."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

from django.core.management import call_command

from guichet.kernel.content import layers
from guichet.offices.models import Jurisdiction, Office, OpeningHours, Service
from guichet.offices.testing import make_hours, make_jurisdiction, make_office, make_service


def make_awkward_office() -> Office:
    """Return an office with whatever an export could get wrong, its hours, and what it serves."""
    office = make_office()
    office.names = {"en": "=HYPERLINK(1)", "fr": "Bureau « d’Ici »; à côté", "ar": "مكتب"}
    office.street = '@Main "Street", 1'
    office.room = "'-1"
    office.save()
    visit = make_service(code="visit")
    Service.objects.filter(pk="visit").update(names={"en": "Visit", "fr": "\t+Visite"})
    make_hours(office, visit)
    make_jurisdiction(office, postal_code="10001", basis="-by hand")
    Jurisdiction.objects.bulk_create(
        [
            Jurisdiction(country="MX", subdivision="MX-JAL", office=office, overridden=False),
            Jurisdiction(country="MX", overridden=False),
            Jurisdiction(country="MX", office=office),
        ]
    )
    return office


def state() -> tuple[object, ...]:
    """Return all of the reference data, as it stands in the tables."""
    tables = (Office, Service, OpeningHours, Jurisdiction)
    return tuple(list(table.objects.order_by("pk").values()) for table in tables)


def exported(kind: str) -> str:
    """Return what an export says."""
    out = StringIO()
    call_command("export_reference", kind, stdout=out)
    return out.getvalue()


def imported(folder: Path, kind: str, text: str | bytes, **options: object) -> str:
    """Return what is said of an import of some text."""
    file, out = folder / "rows.csv", StringIO()
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    call_command(f"import_{kind}", str(file), stdout=out, **options)
    return out.getvalue()


@contextmanager
def agency_copied(settings: Any, folder: Path) -> Iterator[None]:
    """Serve a copy of the agency, to which documents may be written, with its services."""
    before, languages = Path(settings.AGENCY_DIR), layers.spoken()
    copytree(before / "content", folder / "agency" / "content")
    settings.AGENCY_DIR = folder / "agency"
    content = Path(settings.CONTENT_DIR)
    layers.lay(folder / "agency" / "content", over=content, languages=languages)
    for code in ("case_question", "green_card_problem"):
        make_service(code=code)
    yield
    layers.lay(before / "content", over=content, languages=languages)
