"""How many connections a web process may hold: as many as the system lets it ask for."""

import resource
import subprocess
import sys

import pytest

from guichet.kernel.running.supervisor import AT_ONCE, OTHER_FILES

ASK = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from guichet.kernel.running.supervisor import connections_at_once
print(connections_at_once(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""
ENOUGH = AT_ONCE + OTHER_FILES


@pytest.mark.parametrize(
    ("soft", "hard", "expected"),
    [
        (1024, ENOUGH + 1, (AT_ONCE, ENOUGH)),
        (1024, 2048, (2048 - OTHER_FILES, 2048)),
        (1024, 1024, (1024 - OTHER_FILES, 1024)),
    ],
    ids=["asks for more", "takes what there is", "cannot have more"],
)
def test_it_holds_no_more_connections_than_it_may_open(
    soft: int, hard: int, expected: tuple[int, int]
) -> None:
    if resource.getrlimit(resource.RLIMIT_NOFILE)[1] < hard:
        pytest.skip("this machine allows fewer files")
    script = ASK.format(soft=soft, hard=hard)
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert process.stdout.split() == [str(number) for number in expected], process.stderr
