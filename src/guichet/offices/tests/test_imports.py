"""Imports: twice is once, an administrator's changes stay, and a wrong file changes nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guichet.offices import actions
from guichet.offices.models import Jurisdiction, Office, OpeningHours, Service
from guichet.offices.reference.content import Reference, ServedPlace
from guichet.offices.reference.faults import UnreadableFileError
from guichet.offices.reference.office_rows import read_offices

HEADER = "code,name,street,city,state,zip,time_zone,lat,lon,hours\n"
OWN = "OWN,Our Field Office,1 Main Street,Albany,NY,12207,America/New_York,42.65,-73.75,domestic\n"


def state() -> tuple[object, ...]:
    return (
        list(Office.objects.order_by("code").values()),
        list(Service.objects.values()),
        list(OpeningHours.objects.order_by("pk").values()),
        list(Jurisdiction.objects.order_by("pk").values()),
    )


def test_it_changes_nothing_the_second_time(imported: Reference) -> None:
    before = state()
    actions.import_reference(imported, imported.places())
    assert state() == before


def test_it_imports_only_offices_that_were_open(imported: Reference) -> None:
    abroad = Office.objects.exclude(country="US")
    assert abroad.count() == 24
    assert not abroad.filter(code__in=["ANK", "DOH", "VIE", "TGU"]).exists()


def test_it_gives_every_office_services_and_hours(imported: Reference) -> None:
    assert not Office.objects.filter(opening_hours=None).exists()
    assert Office.objects.filter(demonstration=True).count() == 114
    assert set(OpeningHours.objects.values_list("service_id", flat=True)) == {
        service.code for service in imported.services
    }


def test_it_names_offices_as_each_language_does(imported: Reference) -> None:
    names = Office.objects.get(code="LON").names
    assert names["en"] == "London Field Office"
    assert names["fr"] == "Bureau local de Londres"
    assert names["zh-Hans"] == "伦敦地方办事处"
    assert Office.objects.get(code="ALB").names["fr"] == "Bureau local d’Albany"
    assert len(names) == 12


def test_it_leaves_what_an_administrator_changed(imported: Reference) -> None:
    Office.objects.filter(code="NYC").update(street="Elsewhere", overridden=True)
    Office.objects.get(code="NYC").opening_hours.all().delete()
    Service.objects.filter(code="case_question").update(duration_minutes=45, overridden=True)
    row = Jurisdiction.objects.create(postal_code="10001", office_id="ALB")

    actions.import_reference(imported, imported.places())

    assert Office.objects.get(code="NYC").street == "Elsewhere"
    assert not OpeningHours.objects.filter(office_id="NYC").exists()
    assert Service.objects.get(code="case_question").duration_minutes == 45
    assert Jurisdiction.objects.get(pk=row.pk).office_id == "ALB"


def test_it_follows_the_files_when_they_change(imported: Reference) -> None:
    places = [place for place in imported.places() if place.postal_code != "10001"]
    moved = ServedPlace("10002", "", "", "ALB", "corrected")
    places = [moved if place.postal_code == "10002" else place for place in places]

    actions.import_reference(imported, places)

    assert not Jurisdiction.objects.filter(postal_code="10001").exists()
    assert Jurisdiction.objects.get(postal_code="10002").office_id == "ALB"


def test_it_reports_what_it_imported(db: None) -> None:
    out = StringIO()
    call_command("import_reference", stdout=out)
    assert "Offices: 114" in out.getvalue()


def import_file(folder: Path, text: str) -> str:
    file, out = folder / "offices.csv", StringIO()
    file.write_text(text, encoding="utf-8")
    call_command("import_offices", str(file), stdout=out)
    return out.getvalue()


def test_it_imports_an_agencys_own_offices(imported: Reference, tmp_path: Path) -> None:
    for _twice in range(2):
        assert "1 offices imported" in import_file(tmp_path, HEADER + OWN)
    office = Office.objects.get(code="OWN")
    assert office.country == "US"
    assert office.opening_hours.exists()

    actions.import_reference(imported, imported.places())
    assert Office.objects.filter(code="OWN").exists()


def test_a_template_of_hours_counts_where_it_says_something_else(
    imported: Reference, tmp_path: Path
) -> None:
    assert "1 added" in import_file(tmp_path, HEADER + OWN)
    assert "0 added, 0 changed" in import_file(tmp_path, HEADER + OWN)
    Office.objects.get(code="OWN").opening_hours.all()[0].delete()
    assert "0 added, 1 changed" in import_file(tmp_path, HEADER + OWN)


def test_it_needs_no_hours_column_and_no_services(db: None, tmp_path: Path) -> None:
    text = (
        "code,name,street,city,country_alpha2,postal_code,time_zone,lat,lon\n"
        "PAR,Paris Field Office,2 avenue Gabriel,Paris,FR,75008,Europe/Paris,48.87,2.32\n"
    )
    import_file(tmp_path, "\ufeff" + text)
    office = Office.objects.get(code="PAR")
    assert (office.holidays_country, office.demonstration) == ("FR", False)


def test_it_keeps_the_hours_of_an_office_that_exists(imported: Reference, tmp_path: Path) -> None:
    hours = OpeningHours.objects.filter(office_id="NYC").count()
    row = (
        "NYC,New York City Field Office,1 New Street,New York,NY,10001,America/New_York,40.7,-74,\n"
    )
    import_file(tmp_path, HEADER + row)
    assert Office.objects.get(code="NYC").street == "1 New Street"
    assert OpeningHours.objects.filter(office_id="NYC").count() == hours


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "line 1: columns are missing: code"),
        ("code,name\n", "line 1: columns are missing: street"),
        (HEADER, "line 1: the file names no open office"),
        (HEADER + OWN + OWN, "line 3: code OWN stands in line 2 already"),
        (HEADER + OWN.replace("OWN", "own"), "line 2: code 'own' takes capital letters"),
        (HEADER + OWN.replace("New_York", "Nowhere"), "line 2: time_zone 'America/Nowhere'"),
        (HEADER + OWN.replace("42.65", "north"), "line 2: lat 'north' is not a number"),
        (HEADER + OWN.replace("42.65", "NaN"), "line 2: lat 'NaN' is not a number"),
        (HEADER + OWN.replace("-73.75", "-373"), "line 2: lon '-373' is not a number"),
        (HEADER + OWN.replace("1 Main Street", ""), "line 2: street is empty"),
        (HEADER + OWN.replace("Albany", "A" * 101), "line 2: city is longer than 100"),
        (HEADER + OWN.replace("domestic", "always"), "line 2: hours 'always' is none of"),
        (HEADER + OWN.replace("domestic", "domestic,more"), "line 2: it has not as many cells"),
        (HEADER + "OWN\n", "line 2: it has not as many cells"),
        (HEADER + 'OWN,"open quote\n', "line 2: its cells cannot be told apart"),
        ('code,"name\n', "line 1: its cells cannot be told apart"),
        (HEADER + OWN.replace("Albany", '"Al\nbany"'), "line 3: city holds a line break"),
        (HEADER + OWN.replace("Albany", "Al\0bany"), "line 2: city holds a line break"),
    ],
)
def test_it_imports_nothing_from_a_wrong_file(
    db: None, tmp_path: Path, text: str, problem: str
) -> None:
    good = "GUD,Good Field Office,1 Main Street,Albany,NY,12207,America/New_York,42.65,-73.75,\n"
    with pytest.raises(CommandError) as error:
        import_file(tmp_path, text.replace(HEADER, HEADER, 1) + (good if "OWN,Our" in text else ""))
    assert problem in str(error.value)
    assert not Office.objects.filter(code__in=["OWN", "GUD"]).exists()


def test_it_reports_every_problem_at_once() -> None:
    text = HEADER + OWN.replace("42.65", "x") + OWN.replace("OWN", "TWO").replace("12207,A", "1,B")
    with pytest.raises(UnreadableFileError) as error:
        read_offices(text.splitlines(), home="US", templates=["domestic"])
    assert [str(problem)[:7] for problem in error.value.problems] == ["line 2:", "line 3:"]


def test_it_says_when_a_file_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_offices", str(tmp_path / "none.csv"))
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("import_offices", str(tmp_path / "binary.csv"))


def test_it_leaves_the_room_to_an_address_that_names_one(imported: Reference) -> None:
    rooms = dict(Office.objects.filter(code__in=["NYC", "QNS"]).values_list("code", "room"))
    assert rooms["NYC"] == "" and rooms["QNS"]


def test_it_reads_semicolons_as_programs_for_tables_save_them() -> None:
    lines = (
        "code;name;street;city;country_alpha2;postal_code;time_zone;lat;lon\r\n",
        'PAR;Paris;"1, rue de la Paix";Paris;FR;75002;Europe/Paris;48.8698;2.3311\r\n',
    )
    (row,) = read_offices(lines, home="")
    assert (row.code, row.street, row.country) == ("PAR", "1, rue de la Paix", "FR")
