"""The drill of docs/recovery.md: booked, copied, spoilt, and back to the second before."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guichet.booking.schedule.invariants import LAWS
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.slow
def test_every_booking_comes_back_that_was_made_before_the_mistake() -> None:
    if not (shutil.which("pgbackrest") and Path("/usr/lib/postgresql/15/bin/postgres").exists()):
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("pgBackRest is not installed (Debian: apt install postgresql-15 pgbackrest).")
    environment = {name: value for name, value in os.environ.items() if name == "PATH"}
    drill = subprocess.run(
        [sys.executable, ROOT / "deploy" / "drill_recovery.py"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert drill.returncode == 0, drill.stdout + drill.stderr
    assert "The mistake: 0 appointments are left." in drill.stdout
    last = drill.stdout.splitlines()[-1]
    assert last == f"40 appointments are booked. All {len(LAWS)} invariants hold."
