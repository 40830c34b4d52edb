"""After WORKING_KEY was changed, every feature derives its own again, at the same instant."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from guichet.kernel import clock, derived
from guichet.kernel.models import Tally

NOW = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_features(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derived, "DERIVE_AGAIN", {})


def test_it_asks_every_feature_and_tells_of_how_many_by_name() -> None:
    moments: list[datetime] = []

    def derive(*, now: datetime) -> int:
        moments.append(now)
        return len(moments)

    derived.DERIVE_AGAIN.update({"persons": derive, "addresses": derive})
    assert list(derived.derive_again(now=NOW).items()) == [("addresses", 1), ("persons", 2)]
    assert moments == [NOW, NOW]


@pytest.mark.django_db
def test_the_command_tells_each_and_takes_all_back_where_one_fails() -> None:
    def derive(*, now: datetime) -> int:
        Tally.objects.create(name="half done", count=1)
        return 3

    def fail(*, now: datetime) -> int:
        raise ArithmeticError

    derived.DERIVE_AGAIN["addresses"] = derive
    output = StringIO()
    call_command("derive_identities", stdout=output)
    assert output.getvalue() == "3 addresses go by the new key.\n"
    Tally.objects.all().delete()
    derived.DERIVE_AGAIN["persons"] = fail
    with pytest.raises(ArithmeticError):
        call_command("derive_identities")
    assert not Tally.objects.exists()


@pytest.mark.parametrize("seconds", [0, 3600, -86_400])
def test_the_clock_is_in_utc_and_shifted_as_far_as_a_setting_says(
    settings: LazySettings, seconds: int
) -> None:
    settings.CLOCK_OFFSET_SECONDS = 0
    before = clock.now()
    settings.CLOCK_OFFSET_SECONDS = seconds
    shift = clock.now() - before
    assert before.utcoffset() == timedelta()
    assert timedelta(seconds=seconds) <= shift < timedelta(seconds=seconds + 60)
