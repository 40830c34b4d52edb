"""Each kind is forgotten by itself, and `/metrics` tells when it last was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from guichet.kernel.database import forgetting
from guichet.kernel.database.forgetting import PurgeIncompleteError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def time_of_purge(kind: str) -> str:
    """Return what `/metrics` says of one kind."""
    name = f'guichet_last_purge_timestamp_seconds{{kind="{kind}"}} '
    lines = Client().get("/metrics").content.decode().splitlines()
    return "".join(line.removeprefix(name) for line in lines if line.startswith(name))


def failing() -> int:
    raise ArithmeticError("Ada Lovelace, 1985-05-17")


def test_one_kind_that_fails_holds_up_no_other(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(PurgeIncompleteError, match=r"Not forgotten: codes\.") as error:
        forgetting.each({"drafts": lambda: 3, "codes": failing, "audit": lambda: 4}, now=NOW)
    assert error.value.counts == {"drafts": 3, "audit": 4}
    assert "The purge of codes failed: ArithmeticError" in caplog.text
    assert "Ada" not in caplog.text


def test_metrics_tell_when_each_kind_was_last_forgotten() -> None:
    forgetting.each({"drafts": lambda: 0, "codes": lambda: 0}, now=NOW)
    tomorrow = NOW + timedelta(days=1)
    with pytest.raises(PurgeIncompleteError):
        forgetting.each({"drafts": lambda: 0, "codes": failing}, now=tomorrow)
    assert time_of_purge("drafts") == str(int(tomorrow.timestamp()))
    assert time_of_purge("codes") == str(int(NOW.timestamp()))
