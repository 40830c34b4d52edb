"""The release before runs on our tables, and each release opens what the other one made.

So nodes are upgraded one after the other, and the way back loses nothing. `docs/release-before`
names the release by its commit; its code comes from git, its tests are its own.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.sites import Site

ROOT = Path(__file__).resolve().parents[1]
COMMIT = (ROOT / "docs" / "release-before").read_text().strip()
KEEP = ROOT / "tests" / "releases" / "keep.py"
TYPEFACES = ROOT / "src" / "guichet" / "post" / "typefaces"
# Libraries of the release before that are none of ours any more, and the same files in the project.
ITS_FONTS = {"manimgx_fonts": "noto", "fontpkg_amiri": "amiri"}
pytestmark = pytest.mark.slow

# What people and programs do with it, as its own tests walk it. Those that empty tables do not fit:
# ours refer to its own.
BOOKING, APPLICATIONS = "src/guichet/booking/tests", "src/guichet/applications/tests"
ITS_TESTS = [
    "src/guichet/guidance/tests/test_pages.py::test_the_first_page_leads_on",
    f"{BOOKING}/test_api_book.py",
    f"{BOOKING}/test_api_opened.py::test_it_moves_and_keeps_the_number_and_the_pin",
    f"{BOOKING}/test_api_opened.py::test_it_cancels_and_a_second_time_is_no_fault",
    f"{BOOKING}/test_messages.py",
    f"--deselect={BOOKING}/test_messages.py::test_it_passes_by_what_another_worker_has_in_hand",
    f"{BOOKING}/test_pages_book.py",
    f"{BOOKING}/test_pages_find.py",
    f"{BOOKING}/test_pages_manage.py::test_it_opens_with_number_and_pin",
    f"{BOOKING}/test_pages_manage.py::test_it_moves_and_keeps_the_number",
    f"{BOOKING}/test_pages_manage.py::test_it_cancels_when_the_button_is_pressed",
    f"{BOOKING}/test_places.py",
    f"{APPLICATIONS}/test_api_applications.py",
    f"{APPLICATIONS}/test_pages_apply.py::test_it_shows_number_and_pin_at_once",
    f"{APPLICATIONS}/test_pages_apply.py::test_it_lets_a_payment_fail_and_come_twice",
    f"{APPLICATIONS}/test_pages_look_up.py::test_it_keeps_what_was_typed_where_nothing_fits",
    f"{APPLICATIONS}/test_pages_pay.py",
    f"{APPLICATIONS}/test_status.py",
    "src/guichet/staff/tests/test_sign_in.py",
]


class Releases(Site):
    """One database with our tables, and the code of two releases."""

    @property
    def before(self) -> Path:
        """The folder of the release before."""
        return self.folder / "before"

    def unpack(self) -> None:
        """Put the release before into its folder; skip by name where git does not have it."""
        archive = subprocess.run(
            ["git", "archive", COMMIT], cwd=ROOT, capture_output=True, timeout=PATIENCE
        )
        if archive.returncode:
            pytest.skip(f"The release before, {COMMIT}, is not in this clone.")
        with tarfile.open(fileobj=BytesIO(archive.stdout)) as files:
            files.extractall(self.before, filter="data")
        for package, typeface in ITS_FONTS.items():
            folder = shutil.copytree(TYPEFACES / typeface, self.before / "src" / package)
            (folder / "__init__.py").touch()

    def keep(self, deed: str, *, code: Path, state: str = "") -> str:
        """Make bookings or use those of another release, by the code of a folder."""
        process = subprocess.run(
            [sys.executable, KEEP, deed],
            env=self.environment | {"PYTHONPATH": str(code / "src")},
            input=state,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert process.returncode == 0, process.stderr
        return process.stdout


@pytest.fixture(scope="module")
def releases() -> Iterator[Releases]:
    with Releases() as site:
        site.unpack()
        site.prepare()
        with site.connect() as link:
            link.execute("CREATE DATABASE test_before TEMPLATE guichet")
        yield site


def test_the_release_before_serves_people_on_our_tables(releases: Releases) -> None:
    database = releases.environment["DATABASE_URL"].removesuffix("/guichet") + "/before"
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    process = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "--reuse-db", "--tb=short"),
            *("-p", "no:cacheprovider", "-p", "no:randomly", "-m", "not slow", *ITS_TESTS),
        ],
        cwd=releases.before,
        env=inherited | {"DATABASE_URL": database, "PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert process.returncode == 0, process.stdout[-6000:] + process.stderr[-2000:]


def test_the_way_back_loses_no_booking(releases: Releases) -> None:
    state = releases.keep("make", code=ROOT)
    assert releases.keep("use", code=releases.before, state=state)


def test_the_way_on_loses_nothing(releases: Releases) -> None:
    state = releases.keep("make", code=releases.before)
    answers = json.loads(releases.keep("use", code=ROOT, state=state))
    assert answers["application"] == 200
