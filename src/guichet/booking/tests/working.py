"""A device that does the work it is asked for, in a moment: for the tests of prices."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from altcha import Challenge, Payload, solve_challenge

from guichet.kernel.guarding import proofs


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a unit of work take two tries at the puzzle."""
    monkeypatch.setattr(proofs, "TRIES", 3)
    monkeypatch.setattr(proofs, "ITERATIONS", 10)


def solved(challenge: Mapping[str, Any] | str) -> str:
    """Do the work of a challenge, as an answer or a page has it."""
    fields = json.loads(challenge) if isinstance(challenge, str) else challenge
    work = Challenge.from_dict(fields)
    solution = solve_challenge(work)
    assert solution
    return Payload(work, solution).to_base64()
