"""The ground every test stands on: a database server and secrets of its own, gone at the end.

The environment must be right before Django reads its settings, so it is made on import; and the
name of the settings is given here, for pytest-django would read them before this file.
"""

import atexit
import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from _pytest.doctest import DoctestModule
from django.conf import settings

from tests import compiled, order

pytest_plugins = ["tests.lean"]
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FOLDER = Path(tempfile.mkdtemp(prefix="guichet-tests-"))
FOLDER.chmod(0o711)  # when root tests, the server's user must find its own folder inside
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
for name in (
    "PORT",
    "BIND",
    "PUBLIC_URL",
    "PRODUCTION",
    "RATE_LIMITS",
    "EMAIL_URL",
    "SMS_URL",
    "CLAMD",
    "BACKUP_RECIPIENT",
    "PYTHONDONTWRITEBYTECODE",  # or each process that a test starts compiles Django once more
):
    os.environ.pop(name, None)
sys.dont_write_bytecode = False
INVENTED = Path(__file__).parent / "tests" / "agencies"  # are walked by processes of their own
if not Path(os.environ.get("AGENCY_DIR", "")).resolve().is_relative_to(INVENTED):
    os.environ.pop("AGENCY_DIR", None)
os.environ["DATA_DIR"] = str(FOLDER)
os.environ.setdefault("TESTS_SHARED", str(FOLDER))  # the workers of a run share one
# Pages that were compiled stay for the next run; a changed page or sentence is compiled anew. An
# invented agency has words of its own, and so pages of its own.
PAGES = compiled.pages_of(Path(os.environ.get("AGENCY_DIR", "")).name)
(FOLDER / "cache").mkdir()
(FOLDER / "cache" / "pages").symlink_to(PAGES)
os.environ["DJANGO_SETTINGS_MODULE"] = "guichet.settings"

# One profile for every search: it is bounded by examples, never by time, for a machine under load
# is slow without a fault; and it keeps no folder of its own. `make test-deep` looks further.
hypothesis.settings.register_profile(
    "quick",
    deadline=None,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
hypothesis.settings.register_profile(
    "deep", hypothesis.settings.get_profile("quick"), max_examples=5_000
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def _serve() -> None:
    """Start a server of this process's own; it ends when the process does, however that ends."""
    from guichet.kernel.server.postgres import Server
    from tests import clusters, quick

    server = Server(FOLDER, durable=False)
    server.settings |= quick.SERVER
    server.start()
    atexit.register(server.stop)
    clusters.execute(server, "GRANT SET ON PARAMETER session_replication_role TO guichet")


def shares() -> bool:
    """Tell whether other processes of this run have databases with the same tables."""
    return os.environ["TESTS_SHARED"] != str(FOLDER) and not os.environ.get("DATABASE_URL")


def _serve_with_tables() -> None:
    """Start the server with a copy of the tables of the run, which no test makes again."""
    from tests import clusters

    if clusters.copy_into(FOLDER):
        _begin_with_tables()
    _serve()


def _serve_alone() -> None:
    """Start the server, with the tables of a run before where they are still good."""
    from tests import shelf

    if shelf.take(FOLDER):
        _begin_with_tables()
    _serve()


def _begin_with_tables() -> None:
    from django.db import connection

    from tests import clusters

    connection.settings_dict["TEST"] |= {"TEMPLATE": clusters.TABLES, "MIGRATE": False}


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run more workers than there are processors, for tests wait; the fast ones wait for less."""
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None  # somebody has said how many
    return (os.cpu_count() or 1) + (1 if config.getoption("markexpr") == "not slow" else 2)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Hand out slow and fast tests of a file apart, in the order of their weight."""
    return order.Groups(config, log) if config.getvalue("dist") == "loadfile" else None


def hands_out(config: pytest.Config) -> bool:
    """Tell whether this process runs no test itself, but hands them out to workers."""
    return bool(config.getoption("numprocesses", None)) and not hasattr(config, "workerinput")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server, read the settings: pytest-django sets Django up; files keep their names.

    Where slow tests are asked for, whoever makes some of the API's description takes part too; the
    others would pay for its looking on.
    """
    gc.disable()  # what is collected stays: see below
    if config.getoption("markexpr") != "not slow":
        config.pluginmanager.import_plugin("schemathesis.pytest.plugin")
    if hands_out(config):
        config.option.loadscopereorder = False  # the order below, not who has the most tests
        if not os.environ.get("DATABASE_URL"):
            from tests import clusters

            clusters.begin()
        del os.environ["DJANGO_SETTINGS_MODULE"]  # each worker reads them by its own environment
        return
    if not shares() and not os.environ.get("DATABASE_URL"):
        _serve_alone()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PRINTED_NONE_FAILS = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def _empty_tables_between_tests() -> None:
    """Let the end of a test empty the record, which is refused to the site, and what has rows."""
    from django.test import TransactionTestCase

    from guichet.kernel.testing import empty_tables, without_guards

    teardown = TransactionTestCase._fixture_teardown

    def empty(case: TransactionTestCase) -> None:
        def as_django_does() -> None:
            with without_guards():
                teardown(case)

        empty_tables(as_django_does)

    TransactionTestCase._fixture_teardown = empty


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the words of every language; leave in order when told to stop."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if hands_out(session.config):
        return
    from django.core.management import call_command, get_commands

    from tests import quick

    _empty_tables_between_tests()
    quick.begin()
    if "compile_sentences" in get_commands():
        call_command("compile_sentences", verbosity=0)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how long each part took, in one line: tests of all workers, and their processors."""
    reports = [
        report
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport)
    ]
    parts = []
    for part, is_slow in (("fast", False), ("slow", True)):
        theirs = [report for report in reports if ("slow" in report.keywords) is is_slow]
        seconds = sum(report.duration for report in theirs)
        parts.append(f"{len({report.nodeid for report in theirs})} {part} tests {seconds:.0f} s")
    usages = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    processor = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    terminalreporter.write_line(f"{', '.join(parts)}; of processors {processor:.0f} s in all")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the pool before the server goes, or its threads complain of it."""
    if hands_out(config):
        return
    from django.db import connection

    connection.close()
    connection.close_pool()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out a file of nothing but slow tests where none of them is to run."""
    if config.getoption("markexpr") != "not slow" or not collection_path.match("test_*.py"):
        return None
    return bool(order.ALL_SLOW.search(collection_path.read_text())) or None


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Generator[None, list[Any], list[Any]]:
    """Look for examples only in files that hold some: most hold none, and are all read for it."""
    collectors = yield
    if ">>> " in file_path.read_text(errors="replace"):
        return collectors
    return [collector for collector in collectors if not isinstance(collector, DoctestModule)]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is slow after everything else, the heaviest first; else the order is random."""
    items.sort(key=order.place_of)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep what was collected out of the garbage collector's way, which would read all of it."""
    if shares() and not hands_out(session.config):
        _serve_with_tables()
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(100_000, 50, 100)  # and look at what tests leave behind less often


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a browser test by name where there is no browser; under CI=true it fails instead."""
    if item.get_closest_marker("browser") and not any(map(shutil.which, BROWSERS)):
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("Chromium is not installed (Debian: apt install chromium).")


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a virus scanner of our own that knows one test file; give its address."""
    from guichet.applications.papers.tests import scanning

    if not scanning.clamd_program():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("clamd is not installed (Debian: apt install clamav-daemon).")
    with scanning.running_clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Drop no database by itself: it goes with the server, which is another one for each run."""
    return not os.environ.get("DATABASE_URL")


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    """Give each test an empty outbox, and let no page show what another test has published."""
    yield
    shutil.rmtree(FOLDER / "outbox", ignore_errors=True)
    if (FOLDER / "notices").exists():
        shutil.rmtree(FOLDER / "notices")
        sys.modules["guichet.notices.standing.board"].look_again()


@pytest.fixture(autouse=True)
def _fresh_counts() -> None:
    """Let each test see what it has made, and not what the one before was told."""
    if "guichet.health" in sys.modules:
        sys.modules["guichet.health"]._Sums.until = 0.0
    if "guichet.kernel.logbook.failures" in sys.modules:
        sys.modules["guichet.kernel.logbook.failures"]._limit = sys.modules[
            "guichet.kernel.logbook.logs"
        ].Limit()
    if "guichet.figures.board.counting" in sys.modules:
        sys.modules["guichet.figures.board.counting"].forget()
    if "guichet.kernel.enciphering.current" in sys.modules:
        sys.modules["guichet.kernel.enciphering.current"].begin_anew()
