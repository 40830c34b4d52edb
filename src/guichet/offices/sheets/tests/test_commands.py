"""Reference data as CSV: it comes back as it went, and a wrong file changes nothing."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.models import AuditEntry
from guichet.offices.models import Jurisdiction, Office, Service
from guichet.offices.reference import cells
from guichet.offices.sheets.kinds import KINDS
from guichet.offices.sheets.testing import exported, imported, make_awkward_office, state
from guichet.offices.testing import make_office, make_service

FORMULA = ("=", "+", "-", "@", "\t", "\r")
KINDS_HERE = ["offices", "services", "jurisdictions"]
SERVICES = "code,minutes,name_en\n"


@pytest.fixture
def office(db: None) -> Office:
    return make_awkward_office()


@pytest.mark.parametrize("kind", KINDS_HERE)
@pytest.mark.parametrize(("delimiter", "mark"), [(",", ""), (";", "\ufeff")])
def test_what_is_exported_and_imported_changes_nothing(
    office: Office, tmp_path: Path, kind: str, delimiter: str, mark: str
) -> None:
    before, text = state(), StringIO()
    rows = csv.reader(StringIO(exported(kind)))
    csv.writer(text, delimiter=delimiter).writerows(rows)
    answer = imported(tmp_path, kind, mark + text.getvalue())
    assert "0 added, 0 changed" in answer
    assert state() == before
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("kind", KINDS_HERE)
def test_what_is_exported_makes_the_same_elsewhere(
    office: Office, tmp_path: Path, kind: str
) -> None:
    text = exported(kind)
    Jurisdiction.objects.all().delete()
    office.opening_hours.all().delete()
    if kind == "offices":
        office.delete()
    if kind == "services":
        Service.objects.all().delete()
    for _twice in range(2):
        answer = imported(tmp_path, kind, text)
    assert "0 added, 0 changed" in answer
    assert exported(kind) == text.replace("\t", "")  # a new name has no space around it


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_spreadsheet_executes_it(office: Office, kind: str) -> None:
    rows = list(csv.reader(StringIO(exported(kind))))
    assert len(rows) > 1
    assert [cell for row in rows for cell in row if cell.startswith(FORMULA)] == []


@given(st.text(alphabet="=+-@'\t\r\n a＝", max_size=5))
def test_a_guarded_cell_comes_back(text: str) -> None:
    guarded = cells.guarded(text)
    assert not guarded.startswith(FORMULA)
    assert cells.unguarded(guarded) == text


def test_one_bad_line_among_ten_thousand_stops_all_of_it(office: Office, tmp_path: Path) -> None:
    lines = [f"{code:05d},TST,list" for code in range(20_000, 30_000)]
    lines[6789] = "26789,TXT,list"
    text = "zip,office_code,basis\n" + "\n".join(lines)
    before = state()
    with pytest.raises(CommandError) as error:
        imported(tmp_path, "jurisdictions", text)
    assert str(error.value).splitlines()[1:] == [
        "  line 6791, column office_code: 'TXT' is no office."
    ]
    assert state() == before

    answer = imported(tmp_path, "jurisdictions", text.replace("TXT", "TST"))
    assert "10,000 added, 0 changed, 0 as they are already. 3 that stand in no line" in answer
    assert AuditEntry.objects.filter(verb="add_row").count() == 10_000


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        ("services", "", "line 1: columns are missing: code."),
        ("services", "code,minutes\n", "line 1: no line follows the names of the columns"),
        ("services", "code,minutes,desk\nvisit,20,1\n", "line 1: columns are not known: desk."),
        ("services", SERVICES + "a,20,A\n\nb,20a,B\n", "line 4, column minutes: '20a' is no whole"),
        ("services", SERVICES + "a,,A\n", "line 2, column minutes: '' is no whole number"),
        ("services", SERVICES + "a,20,\n", "line 2, column name_en: it is empty, and stands in"),
        ("services", SERVICES + "A b,20,A\n", "line 2, column code: 'A b' is no code"),
        ("services", SERVICES + "a,20,A\na,20,A\n", "line 3: a stands in line 2 already."),
        ("services", SERVICES + "a,20\n", "line 2: it has 2 cells, and the first line has 3."),
        ("services", SERVICES + 'a,20,"A\nB"\n', "line 2, column name_en: it holds a line break"),
        ("services", b"\xff\xfec\x00", "line 1: the file is in UTF-16; save it once more"),
        ("services", SERVICES.encode() + b"a,20,\xe9\n", "line 2: a letter here is not saved in"),
        ("services", SERVICES + f"a,20,{'A' * 200_000}\n", "its cells cannot be told apart (field"),
        (
            "jurisdictions",
            "zip,postal_code,office_code\n10001,10001,TST\n",
            "line 1: postal_code stands there twice.",
        ),
        ("jurisdictions", "zip,office_code\n501,TST\n", "column postal_code: '501' has 3 digits"),
        ("jurisdictions", "country_alpha2,office_code\nXX,TST\n", "column country_alpha2: 'XX'"),
        ("jurisdictions", "zip,office_code\n,TST\n", "line 2, column postal_code: a line is about"),
        (
            "jurisdictions",
            "country_alpha2,subdivision,office_code\nMX,US-NY,TST\n",
            "line 2, column subdivision: 'US-NY' is no part of MX.",
        ),
    ],
)
def test_a_wrong_file_changes_nothing(
    db: None, tmp_path: Path, kind: str, text: str | bytes, problem: str
) -> None:
    make_office()
    before = state()
    with pytest.raises(CommandError) as error:
        imported(tmp_path, kind, text)
    assert problem in str(error.value)
    assert state() == before


def test_a_dry_run_says_what_would_be_done_and_does_nothing(office: Office, tmp_path: Path) -> None:
    make_service(code="other")
    before, rest = state(), "1 that stand in no line of it stay as they are. Nothing was written."
    answer = imported(
        tmp_path, "services", SERVICES + "visit,30,Visit\nnew,10,=New\n", dry_run=True
    )
    assert answer.splitlines() == [
        "  line 2: visit: minutes '20' → '30'",
        "  line 3: new: added",
        f"services of rows.csv: 1 added, 1 changed, 0 as they are already. {rest}",
    ]
    assert state() == before


def test_each_change_is_a_line_of_the_record_with_who_did_it(
    office: Office, tmp_path: Path
) -> None:
    account = User.objects.create_user("zoe")
    imported(tmp_path, "services", SERVICES + "visit,30,Visit\nnew,10,New\n", by="zoe")
    assert list(AuditEntry.objects.order_by("verb").values_list("actor", "verb", "facts")) == [
        (f"staff:{account.pk}", "add_row", {"kind": "services", "key": ["new"], "before": None}),
        (
            f"staff:{account.pk}",
            "change_row",
            {"kind": "services", "key": ["visit"], "before": {"minutes": "20"}},
        ),
    ]
    assert Service.objects.get(pk="visit").overridden
    with pytest.raises(CommandError, match="'nobody' is the name of no account"):
        imported(tmp_path, "services", SERVICES + "visit,40,Visit\n", by="nobody")


def test_what_something_hangs_on_stays(office: Office, tmp_path: Path) -> None:
    make_service(code="unused")
    with pytest.raises(CommandError, match="visit, in no line of the file: offices have hours"):
        imported(tmp_path, "services", SERVICES + "new,10,New\n", remove_others=True)
    imported(tmp_path, "services", SERVICES + "visit,20,Visit\n", remove_others=True)
    assert set(Service.objects.values_list("pk", flat=True)) == {"visit"}


def test_a_row_of_ones_own_goes_and_an_imported_one_stays(office: Office, tmp_path: Path) -> None:
    text = "postal_code,country_alpha2,subdivision,office_code\n,MX,,TST\n,MX,MX-JAL,TST\n"
    answer = imported(tmp_path, "jurisdictions", text, remove_others=True)
    assert "0 added, 0 changed, 1 taken away" in answer
    with pytest.raises(CommandError, match="MX MX-JAL, in no line of the file: files of content/"):
        imported(tmp_path, "jurisdictions", text.rpartition(",MX,")[0], remove_others=True)


def test_a_file_is_written_whole_or_not_at_all(office: Office, tmp_path: Path) -> None:
    out = StringIO()
    file = tmp_path / "services.csv"
    call_command("export_reference", "services", str(file), mark=True, semicolons=True, stdout=out)
    assert out.getvalue() == f"1 services are in {file}.\n"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfcode;minutes;position;name_en;name_fr\r\n")
    with pytest.raises(CommandError, match="cannot be written: No such file"):
        call_command("export_reference", "services", str(tmp_path / "none" / "file.csv"))
    with pytest.raises(CommandError, match="is no file"):
        call_command("import_services", str(tmp_path))
