"""Offices as CSV: what they are called, where they are, and what may not be done to people."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError

from guichet.offices.models import Office, PlaceChange
from guichet.offices.sheets import offices
from guichet.offices.sheets.testing import exported, imported, make_awkward_office, state
from guichet.offices.testing import make_office

HEAD = "code,name,street,city,state,zip,time_zone,lat,lon"
ROW = "TST,Test Field Office,1 Main Street,Springfield,NY,10001,America/New_York,0,0"


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def expected() -> Iterator[None]:
    offices.EXPECTED.append(lambda code: 3)
    yield
    offices.EXPECTED.pop()


def test_what_no_file_would_bring_stands_and_comes_back(office: Office, tmp_path: Path) -> None:
    Office.objects.update(
        code="tst",
        names={"fr": "Bureau\u00a0«\u00a0A\u00a0»"},
        street="12\u00a0rue",
        access=["no_such"],
    )
    before = state()
    assert "0 added, 0 changed, 1 as they are" in imported(tmp_path, "offices", exported("offices"))
    assert state() == before


@pytest.mark.parametrize(
    ("columns", "cells", "problem"),
    [
        ("room", "a" * 61, "line 2, column room: it has 61 characters; 60 is the most."),
        ("is_open", "maybe", "line 2, column is_open: 'maybe' is none of: yes, no."),
        ("release_at", "25:00", "line 2, column release_at: '25:00' is no time of a day"),
        ("public_percent", "101", "line 2, column public_percent: '101' is no whole number from 0"),
        ("access", "no_such", "line 2, column access: no file of content/access/ has words for"),
        ("name_en", "Other", "line 2, column name: it is another one than in name_en"),
    ],
)
def test_it_names_the_column_of_a_setting(
    office: Office, tmp_path: Path, columns: str, cells: str, problem: str
) -> None:
    row = ROW.replace("Test", "New") if columns == "name_en" else ROW
    with pytest.raises(CommandError) as error:
        imported(tmp_path, "offices", f"{HEAD},{columns}\n{row},{cells}\n")
    assert problem in str(error.value)


def test_it_changes_what_a_file_says_and_no_more(office: Office, tmp_path: Path) -> None:
    text = f"{HEAD},room,is_open,note\n{ROW.replace('1 Main', '9 New')},7,no,mine\n"
    answer = imported(tmp_path, "offices", text, dry_run=True)
    assert "1 offices are in rows.csv; nothing was written." in answer
    assert "street '1 Main Street' → '9 New Street', room '' → '7', is_open 'yes' → 'no'" in answer
    assert not Office.objects.filter(room="7").exists()

    imported(tmp_path, "offices", text)
    office.refresh_from_db()
    assert (office.street, office.room, office.is_open) == ("9 New Street", "7", False)
    assert (office.public_percent, office.overridden) == (80, True)
    assert PlaceChange.objects.get().before["street"] == "1 Main Street"


def test_a_name_made_by_a_pattern_is_made_anew(office: Office, tmp_path: Path) -> None:
    imported(tmp_path, "offices", f"{HEAD}\n{ROW.replace('TST,Test', 'NEW,Old')}\n")
    assert len(Office.objects.get(pk="NEW").names) > 1
    imported(tmp_path, "offices", f"{HEAD}\n{ROW.replace('TST,Test', 'NEW,Rome')}\n")
    assert Office.objects.get(pk="NEW").names["fr"] == "Bureau local de Rome"
    imported(tmp_path, "offices", f"{HEAD}\n{ROW.replace('Test Field', 'Our own')}\n")
    assert Office.objects.get(pk="TST").names == {"en": "Our own Office"}


@pytest.mark.parametrize(
    ("row", "column"),
    [(f"{ROW},no", "is_open"), (f"{ROW.replace('New_York', 'Chicago')},yes", "time_zone")],
)
def test_nobody_who_is_expected_stands_before_a_closed_door(
    office: Office, expected: None, tmp_path: Path, row: str, column: str
) -> None:
    before = state()
    with pytest.raises(
        CommandError, match=f"line 2, column {column}: 3 people have an appointment"
    ):
        imported(tmp_path, "offices", f"{HEAD},is_open\n{row}\n")
    assert state() == before


def test_an_office_that_something_hangs_on_stays(db: None, tmp_path: Path) -> None:
    make_awkward_office()
    make_office(code="NEW")
    row = ROW.replace("TST", "NEW")
    with pytest.raises(
        CommandError, match="TST, in no line of the file: it stays, since districts"
    ):
        imported(tmp_path, "offices", f"{HEAD}\n{row}\n", remove_others=True)
    imported(tmp_path, "offices", exported("offices").replace("NEW", "TWO"))
    imported(tmp_path, "offices", exported("offices").rpartition("TWO")[0], remove_others=True)
    assert set(Office.objects.values_list("pk", flat=True)) == {"TST", "NEW"}
