"""What to bring as CSV: the rows go into the agency's own folder, in their order."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import CommandError
from pytest_django.fixtures import Settings

from guichet.kernel.models import AuditEntry
from guichet.offices.sheets.documents import own
from guichet.offices.sheets.testing import agency_copied, exported, imported


@pytest.fixture
def folder(db: None, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Serve a copy of the agency from a folder of its own."""
    with agency_copied(settings, tmp_path):
        yield tmp_path


def test_what_is_exported_and_imported_changes_nothing(folder: Path) -> None:
    before, text = own().read_bytes(), exported("documents")
    assert "then,when,reason,since,source\r\n" in text
    assert "i94,has_i94=yes not_sure,information_sheet,2017-03-02," in text
    assert "0 added, 0 changed, " in imported(folder, "documents", text)
    assert own().read_bytes() == before


def test_what_a_file_changes_is_written_into_the_folder(folder: Path) -> None:
    text = exported("documents").replace("has_i94=yes not_sure", "has_i94=yes", 1)
    head = own().read_text(encoding="utf-8").partition("[[row]]")[0]
    assert "when 'has_i94=yes not_sure' → 'has_i94=yes'" in imported(
        folder, "documents", text, dry_run=True
    )
    assert exported("documents") != text
    for count in (1, 0):
        assert f"0 added, {count} changed" in imported(folder, "documents", text)
    assert exported("documents") == text
    assert own().read_text(encoding="utf-8").startswith(head.rstrip())
    assert AuditEntry.objects.get().facts["before"] == {"when": "has_i94=yes not_sure"}

    shorter = text.rpartition("\r\n")[0].rpartition("\r\n")[0] + "\r\n"
    assert "1 taken away" in imported(folder, "documents", shorter)
    assert exported("documents") == shorter


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("cake,,rule,2026-01-01,Law", "line 2, column then: no file of content/checklists/ has"),
        ("notice,who=me,rule,2026-01-01,Law", "line 2, column when: 'who' is none of: for_whom"),
        ("notice,has_i94=never,rule,2026-01-01,Law", "column when: 'never' is no answer to has_i9"),
        ("notice,has_i94,rule,2026-01-01,Law", "column when: 'has_i94' is no condition"),
        ("notice,,rule,1 May,Law", "line 2, column since: '1 May' is no day, as in 2026-03-02."),
        ("notice,,,2026-01-01,Law", "line 2, column reason: it is empty, and must not be."),
    ],
)
def test_a_wrong_line_changes_nothing(folder: Path, line: str, problem: str) -> None:
    before = own().read_bytes()
    with pytest.raises(CommandError) as error:
        imported(folder, "documents", f"then,when,reason,since,source\n{line}\n")
    assert problem in str(error.value)
    assert own().read_bytes() == before


def test_the_software_is_not_written_to(db: None, tmp_path: Path) -> None:
    text = exported("documents").replace("General", "Special").replace("2017-03-02", "2018-03-02")
    with pytest.raises(CommandError, match="lies in the software; name a folder of your own"):
        imported(tmp_path, "documents", text)
    assert own().is_relative_to(site.ROOT)
