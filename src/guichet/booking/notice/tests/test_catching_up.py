"""After the mail server was away for an hour, an hour's mail goes out as fast as it takes it."""

from datetime import timedelta

import pytest
from django.test import Client

from guichet.booking.testing import NOW
from guichet.kernel.models import Dispatch
from guichet.post import catching_up, deliver, send

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(hours=1)
MANY = 250


def leave(many: int, kind: str) -> None:
    Dispatch.objects.bulk_create(
        Dispatch(
            key=f"{kind}:{number}",
            kind=kind,
            record=number,
            language="en",
            created_at=NOW,
            expires_at=NOW + timedelta(days=1),
        )
        for number in range(many)
    )


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of message, by mail and by text, each to an address of its own."""
    parcels = {
        "a_mail": lambda row, now: send.Parcel(content="by mail", to=str(row.record)),
        "a_text": lambda row, now: send.Parcel(content="by text", to=str(row.record)),
    }
    for kind, maker in parcels.items():
        monkeypatch.setitem(send.MAKERS, kind, maker)


def test_all_that_waits_goes_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    recipients = list[str]()
    monkeypatch.setattr(deliver, "_send", lambda parcel, key: recipients.append(parcel.to))
    leave(MANY, "a_mail")

    assert catching_up.drain(lambda: LATER) == MANY

    assert sorted(map(int, recipients)) == list(range(MANY))  # each once
    assert "guichet_dispatches_pending" not in Client().get("/metrics").content.decode()


def test_a_server_that_is_down_is_asked_a_few_times_and_holds_up_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts, tries = list[str](), list[str]()

    def sending(parcel: send.Parcel, key: str) -> None:
        if parcel.content == "by text":
            tries.append(key)
            raise ConnectionRefusedError
        texts.append(key)

    monkeypatch.setattr(deliver, "_send", sending)
    leave(MANY, "a_text")
    leave(MANY, "a_mail")

    assert catching_up.drain(lambda: LATER) == MANY

    assert len(texts) == MANY
    assert catching_up.SILENT_AFTER <= len(tries) <= 2 * deliver.AT_ONCE


def test_what_has_no_purpose_any_more_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(send.MAKERS, "a_mail", lambda row, now: None)
    leave(MANY, "a_mail")
    assert catching_up.drain(lambda: LATER) == 0
    assert not Dispatch.objects.filter(given_up_at=None).exists()


def test_it_stops_when_its_minute_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guichet.kernel.work.backlog.ITS_MINUTE", 0.0)
    leave(MANY, "a_mail")
    assert catching_up.drain(lambda: LATER) == 0
    assert Dispatch.objects.filter(tried=0).count() == MANY
