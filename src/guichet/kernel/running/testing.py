"""Our commands in processes of their own, for tests: each parts from one that has libraries loaded.

Settings and the agency's folder are read by each command anew, as by `./guichet`.
"""

import atexit
import gc
import json
import os
import runpy
import select
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, CompletedProcess, Popen, TimeoutExpired
from typing import NoReturn

_LIBRARIES = """
    allauth babel.messages.mofile babel.messages.pofile croniter cryptography.fernet
    django.contrib.admin django.contrib.auth django.contrib.sessions django.core.management
    django.db.backends.postgresql.psycopg_any django.db.models django.forms django.test.client
    fido2.server holidays icalendar jinja2 markdown_it phonenumbers procrastinate prometheus_client
    psycopg psycopg_pool pydantic.types segno sqlparse typst
""".split()


def guichet(*arguments: str, **settings: str) -> CompletedProcess[str]:
    """Run a command of ours with these settings beside those of the tests; return what it said."""
    return command(arguments, environment={**os.environ, **settings})


def command(
    arguments: Sequence[str], *, environment: Mapping[str, str], patience: float = 120.0
) -> CompletedProcess[str]:
    """Run a command of ours in this environment alone, for so many seconds at the most."""
    with tempfile.TemporaryDirectory(prefix="guichet-command-") as folder:
        order = {
            "arguments": arguments,
            "environment": dict(environment),
            "place": str(Path.cwd()),
            "output": f"{folder}/output",
            "errors": f"{folder}/errors",
        }
        status = _ordered(_parent(), json.dumps(order), patience)
        output, errors = (Path(folder, name).read_text("utf-8") for name in ("output", "errors"))
        return CompletedProcess(["guichet", *arguments], status, output, errors)


def _ordered(parent: Popen[str], order: str, patience: float) -> int:
    """Return how a command ended."""
    assert parent.stdin and parent.stdout
    parent.stdin.write(f"{order}\n")
    parent.stdin.flush()
    if not select.select([parent.stdout], [], [], patience)[0]:
        parent.kill()
        _parent.cache_clear()
        raise TimeoutExpired(order, patience)
    return int(parent.stdout.readline())


@cache
def _parent() -> Popen[str]:
    parent = Popen([sys.executable, "-m", __name__], stdin=PIPE, stdout=PIPE, text=True)
    atexit.register(parent.communicate)  # it ends where nothing more is ordered
    return parent


def _work(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    place: str,
    output: str,
    errors: str,
) -> NoReturn:
    os.chdir(place)
    os.environ.clear()
    os.environ.update(environment)
    for number, path in ((0, os.devnull), (1, output), (2, errors)):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), number)
    sys.argv = ["guichet", *arguments]
    status: object = 1
    try:
        runpy.run_module("guichet", run_name="__main__", alter_sys=True)
        status = 0
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
    if isinstance(status, str):
        sys.stderr.write(f"{status}\n")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(status is not None))


def _part() -> None:
    """Part for each order, tell how that process ended, and wait for the next one."""
    for library in _LIBRARIES:
        import_module(library)
    gc.freeze()
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            _work(**json.loads(line))
        _, status = os.waitpid(number, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _part()
