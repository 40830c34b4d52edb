"""A start for the public makes no demonstration staff."""

import pytest
from pytest_django.fixtures import Settings

from guichet.kernel.management.commands import run


@pytest.mark.parametrize(
    ("loopback", "production", "made"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_it_makes_demonstration_staff_on_loopback_alone(
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    loopback: bool,
    production: bool,
    made: bool,
) -> None:
    command, called = run.Command(), list[str]()
    settings.LOOPBACK, settings.PRODUCTION = loopback, production
    monkeypatch.setattr(run, "call_command", lambda *names, **options: None)
    monkeypatch.setattr(command, "collect_static_files", lambda: None)
    monkeypatch.setattr(command, "import_reference_data", lambda: None)
    monkeypatch.setattr(command, "call_if_there", called.append)
    command.prepare()
    assert ("demo_staff" in called) is made
