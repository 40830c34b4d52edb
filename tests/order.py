"""In what order the tests of a run begin, and which of them stay together on one worker."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

# Seconds of the files that take longest, so that no worker is left alone with one at the end.
HEAVY = {
    "tests/test_agencies.py": 83,
    "tests/test_rereading.py": 51,
    "tests/test_serving.py": 45,  # half of it waits
    "tests/test_run.py": 45,
    "tests/test_release_before.py": 43,
    "tests/test_papers_under_load.py": 38,
    "tests/test_agencies_page.py": 38,
    "tests/test_drill_recovery.py": 38,
    "tests/test_rotating_under_load.py": 33,  # half of it waits
    "src/guichet/operations/tests/test_every_role.py": 25,
    "tests/test_two_nodes.py": 20,
    "src/guichet/applications/tests/test_walks.py": 18,
    "src/guichet/operations/tests/test_roles_and_deeds.py": 15,
    "tests/test_hung_database.py": 15,  # nearly all of it waits
    "tests/test_dependencies.py": 15,
    "tests/test_crash.py": 12,
    "tests/test_traces_sent.py": 12,
    "tests/test_pooler.py": 12,
    "tests/test_restore.py": 12,
    "tests/test_crowd.py": 10,
    "tests/test_left_behind.py": 8,
    "src/guichet/booking/tests/test_stateful.py": 6,
    "src/guichet/staff/tests/test_processes.py": 6,
}
# As many of the fast ones that take longest: where nothing slow follows, none of them begins last.
LONG = {
    "src/guichet/kernel/tests/test_engine.py": 8,  # nearly all of it waits
    "src/guichet/applications/form/tests/test_own_form.py": 5,  # commands in other processes
    "src/guichet/applications/papers/workshop/tests/test_order.py": 5,
    "src/guichet/kernel/tests/test_backup.py": 4,
    "src/guichet/casework/tests/test_permissions.py": 3,
    "src/guichet/casework/tests/test_deeds.py": 3,
    "src/guichet/casework/tests/test_list.py": 3,
    "src/guichet/casework/tests/test_list_shared.py": 3,
    "src/guichet/applications/apply/tests/test_pages_apply.py": 3,
    "src/guichet/applications/apply/tests/test_pages_review.py": 3,
    "src/guichet/applications/papers/tests/test_pages_trouble.py": 3,
    "src/guichet/applications/papers/tests/test_actions.py": 3,
    "src/guichet/applications/papers/workshop/tests/test_confinement.py": 3,
    "src/guichet/applications/tests/test_bad_input.py": 3,
    "src/guichet/booking/notice/tests/test_notice_read_back.py": 3,
    "src/guichet/booking/notice/tests/test_printing.py": 3,
    "src/guichet/web/tests/test_exchange.py": 3,
    "tests/test_guesses.py": 3,
    "src/guichet/agency/tests/test_bad_folders.py": 2,
    "src/guichet/applications/changes/tests/test_promises.py": 2,
    "src/guichet/applications/form/tests/test_fields.py": 2,
    "src/guichet/booking/tests/test_mailbox_flood.py": 2,
    "src/guichet/offices/tests/test_imports.py": 2,
    "src/guichet/staff/tests/test_every_route.py": 2,
    "src/guichet/web/tests/test_translating.py": 2,
    "tests/test_house_names.py": 2,
    "tests/test_translations_shown.py": 2,
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


def place_of(item: pytest.Item) -> tuple[bool, int]:
    """Return what sorts tests: the fast ones first, of both those of the longest files.

    None may begin alone when everything else is done.
    """
    file = file_of(item.nodeid)
    if not item.get_closest_marker("slow"):
        return False, -LONG.get(file, 0)
    return True, -(JOURNEY if file.startswith(JOURNEYS) else HEAVY.get(file, 1))


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
