"""The administration: what is saved there wins, and no import takes it back."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from guichet.offices.admin import JurisdictionAdmin, OfficeAdmin
from guichet.offices.models import Jurisdiction, Office
from guichet.offices.testing import make_office

pytestmark = pytest.mark.django_db
REQUEST = RequestFactory().post("/admin/")


def save(row: Jurisdiction) -> None:
    pages = JurisdictionAdmin(Jurisdiction, admin.site)
    pages.save_model(REQUEST, row, form=None, change=row.pk is not None)  # type: ignore[arg-type]


def test_it_puts_an_override_beside_the_imported_row() -> None:
    first, second, third = (make_office(code=code) for code in ("ONE", "TWO", "SIX"))
    row = Jurisdiction.objects.create(postal_code="10001", office=first, overridden=False)
    for office in (second, third):
        row = Jurisdiction.objects.get(overridden=False)
        row.office = office
        save(row)
    assert list(
        Jurisdiction.objects.order_by("overridden").values_list("office_id", flat=True)
    ) == [
        "ONE",
        "SIX",
    ]


def test_it_marks_a_new_row_and_a_saved_office_as_overridden() -> None:
    office = make_office()
    save(Jurisdiction(country="FR", office=office))
    assert Jurisdiction.objects.get().overridden
    pages = OfficeAdmin(Office, admin.site)
    pages.save_model(REQUEST, office, form=None, change=True)
    assert Office.objects.get().overridden
