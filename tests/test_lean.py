"""What makes a test cost less by itself hides nothing of it."""

from typing import Any

import pytest

from tests.lean import Teller


def report(when: str, outcome: str = "passed") -> dict[str, Any]:
    return {"$report_type": "TestReport", "when": when, "outcome": outcome, "duration": 1.0}


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ("passed passed passed", [("call", "passed", 3)]),
        ("passed failed passed", [("call", "failed", 2), ("teardown", "passed", 1)]),
        ("passed passed failed", [("call", "passed", 2), ("teardown", "failed", 1)]),
        ("passed skipped passed", [("call", "skipped", 2), ("teardown", "passed", 1)]),
        ("failed passed", [("setup", "failed", 1), ("teardown", "passed", 1)]),
        ("passed passed", [("call", "passed", 2)]),  # whose end was never reported
    ],
)
def test_it_tells_of_each_test_once_and_of_each_fault(
    outcomes: str, expected: list[tuple[str, str, int]]
) -> None:
    reports: list[dict[str, Any]] = []

    def send(name: str, **facts: Any) -> None:
        if name == "testreport":
            reports.append(facts["data"])

    tell = Teller(send)
    parts = (
        ["setup", "teardown"] if outcomes.startswith("failed") else ["setup", "call", "teardown"]
    )
    tell("logstart", nodeid="a")
    for when, outcome in zip(parts, outcomes.split(), strict=False):
        tell("testreport", data=report(when, outcome))
    tell("runtest_protocol_complete", item_index=0)
    assert [(part["when"], part["outcome"], part["duration"]) for part in reports] == expected
