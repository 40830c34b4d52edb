"""The tables of a run stay for the next one, as long as nothing that made them has changed.

Whoever makes them notes which files of ours were opened for it, and what was in them. A day is the
most: some migrations look at the clock.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from guichet.kernel.server.programs import Account, reachable_programs

ROOT = Path(__file__).resolve().parents[1]
PLACE = Path("build", "tests", "tables")
NOTE = "made_of.json"
# Runs a command of ours, and then writes into a file what was opened: each path on a line.
READING = """
import atexit, runpy, sys
paths = set()
sys.addaudithook(lambda event, facts: event == "open" and paths.add(str(facts[0])))
note = sys.argv.pop(1)
atexit.register(lambda: open(note, "w").write("\\n".join(list(paths))))
from tests import migrating
migrating.render_each_alone()
runpy.run_module("guichet", run_name="__main__", alter_sys=True)
"""


def take(folder: Path) -> bool:
    """Put the cluster with the tables into a folder; False where none is there that is good."""
    try:
        note = json.loads((ROOT / PLACE / NOTE).read_text("utf-8"))
        if note["files"] != _marks(note["files"]) or note["around"] != _around():
            return False
        subprocess.run(["tar", "-xpf", ROOT / PLACE / note["archive"], "-C", folder], check=True)
    except (OSError, ValueError, KeyError, subprocess.CalledProcessError):
        shutil.rmtree(folder / "postgres", ignore_errors=True)
        return False
    return True


def put(folder: Path, paths: Iterable[str]) -> None:
    """Keep the stopped cluster of a folder, which was made of the files at these paths."""
    sources = {_source_of(Path(path)) for path in paths} | {
        Path(__file__),
        ROOT / "tests" / "clusters.py",
        ROOT / "requirements-dev.lock",
    }
    files = _marks(
        str(path.relative_to(ROOT))
        for path in sources
        if path.is_relative_to(ROOT) and not path.is_relative_to(ROOT / ".venv") and path.is_file()
    )
    place = ROOT / PLACE
    place.mkdir(parents=True, exist_ok=True)
    archive = f"{os.getpid()}-{datetime.now(UTC):%H%M%S}.tar"
    subprocess.run(["tar", "-cf", place / archive, "-C", folder, "postgres"], check=True)
    fresh = place / f"{archive}.json"
    fresh.write_text(json.dumps({"files": files, "around": _around(), "archive": archive}), "utf-8")
    fresh.rename(place / NOTE)  # whole or not at all: another run may look
    for other in place.glob("*.tar"):
        if other.name != archive:
            other.unlink(missing_ok=True)


def _source_of(path: Path) -> Path:
    """Return the file that compiled Python was made of; any other file as it is."""
    if path.parent.name != "__pycache__":
        return ROOT / path
    return ROOT / path.parents[1] / f"{path.name.partition('.')[0]}.py"


def _marks(names: Iterable[str]) -> dict[str, str]:
    """Return what is in each file, by its path from the project on; nothing for one that went."""
    return {
        name: blake2b((ROOT / name).read_bytes(), digest_size=16).hexdigest()
        if (ROOT / name).is_file()
        else ""
        for name in names
    }


def _around() -> list[str]:
    """Return what else the tables rest on: versions, the account, the day, names of migrations."""
    account = Account()
    server = reachable_programs(account) / "postgres"
    version = subprocess.run([server, "--version"], capture_output=True, text=True, check=True)
    migrations = (ROOT / "src" / "guichet").rglob("migrations/*.py")
    return [
        sys.version,
        version.stdout.strip(),
        str(account.uid),
        f"{datetime.now(UTC):%Y-%m-%d}",
        *sorted(str(path.relative_to(ROOT)) for path in migrations),
    ]
