"""In what order the tests of a run begin, and which of them stay together on one worker."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# Seconds of the files that take longest, so that no worker is left alone with one at the end.
HEAVY = {
    "tests/test_serving.py": 45,  # half of it waits
    "tests/test_run.py": 40,
    "tests/test_release_before.py": 32,
    "tests/test_papers_under_load.py": 30,
    "tests/test_agencies.py": 28,
    "tests/test_rotating_under_load.py": 25,  # half of it waits
    "tests/test_rereading.py": 22,
    "tests/test_agencies_page.py": 20,
    "tests/test_two_nodes.py": 20,
    "src/guichet/applications/tests/test_walks.py": 18,
    "tests/test_hung_database.py": 15,  # nearly all of it waits
    "tests/test_dependencies.py": 15,
    "tests/test_crash.py": 12,
    "tests/test_traces_sent.py": 12,
    "tests/test_pooler.py": 12,
    "tests/test_restore.py": 12,
    "tests/test_crowd.py": 10,
    "tests/test_drill_recovery.py": 10,
    "tests/test_left_behind.py": 8,
    "src/guichet/booking/tests/test_stateful.py": 6,
    "src/guichet/staff/tests/test_processes.py": 6,
}
# Journeys are one after the other on half of the workers, for a browser that has shown a page shows
# the next one sooner; the other half meanwhile waits for what sites and servers do.
JOURNEYS, JOURNEY = "tests/journeys/", 50
# Files of which each slow test begins with a site of its own: any worker may take the next one.
APART = {
    "tests/test_agencies.py",
    "tests/test_agencies_page.py",
    "tests/test_crash.py",
    "tests/test_rereading.py",
}
# What stands at the head of a file of which every test is slow.
ALL_SLOW = re.compile(r"^pytestmark = (JOURNEY|\[?\s*pytest\.mark\.slow)", re.MULTILINE)


def weight_of(item: pytest.Item) -> int:
    """Return how long a file takes, for none may begin alone when everything else is done."""
    if not item.get_closest_marker("slow"):
        return 0
    file = file_of(item.nodeid)
    return JOURNEY if file.startswith(JOURNEYS) else HEAVY.get(file, 1)


def file_of(test: str) -> str:
    """Return the file of a test by the name that pytest has for it."""
    return test.partition("::")[0]


def groups_of(tests: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each test with its group: neighbors of one file, that is its fast or its slow tests."""
    before, number = "", 0
    for test in tests:
        file = file_of(test)
        number += file != before or file in APART
        before = file
        yield test, f"{number} {file}"


class Groups(LoadFileScheduling):
    """Hands out the tests in their order, group by group, to whoever has hardly any left."""

    def __init__(self, *facts: Any) -> None:
        super().__init__(*facts)
        self._groups: dict[str, str] = {}

    def schedule(self) -> None:
        """Know the groups before the first are handed out."""
        if not self._groups:
            self._groups = dict(groups_of(next(iter(self.registered_collections.values()))))
        super().schedule()

    def _assign_work_unit(self, node: Any) -> None:
        """Give every second worker no journey as long as there is something else."""
        if int(node.gateway.id.removeprefix("gw")) % 2:
            others = (group for group in self.workqueue if f" {JOURNEYS}" not in group)
            if group := next(others, ""):
                self.workqueue.move_to_end(group, last=False)
        super()._assign_work_unit(node)

    def _split_scope(self, nodeid: str) -> str:
        return self._groups[nodeid]
