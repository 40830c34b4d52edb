"""A start for the public makes no demonstration staff, and does not begin where there is some."""

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from guichet.kernel.running import preparation
from guichet.staff import demo


@pytest.mark.parametrize(("loopback", "is_made"), [(True, True), (False, False)])
def test_it_makes_demonstration_staff_on_loopback_alone(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, loopback: bool, is_made: bool
) -> None:
    called = list[str]()
    settings.LOOPBACK = loopback
    monkeypatch.setattr(preparation, "_import_reference_data", lambda: None)
    monkeypatch.setattr(preparation, "call_if_there", lambda name, **how: called.append(name))
    preparation.fill_database()
    assert ("demo_staff" in called) is is_made


@pytest.mark.django_db
def test_production_does_not_start_where_demonstration_staff_can_sign_in(
    settings: Settings,
) -> None:
    call_command("demo_staff", check=True)
    demo.make(settings.DATA_DIR)
    with pytest.raises(CommandError, match="Demonstration staff can sign in here: demo-admin"):
        call_command("demo_staff", check=True)

    settings.PRODUCTION, settings.LOOPBACK = True, False
    with pytest.raises(SystemExit, match="Demonstration staff can sign in here"):
        preparation.check_database(lambda sentence: None)
