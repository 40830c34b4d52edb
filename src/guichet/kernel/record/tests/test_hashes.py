"""The hash of a line has one spelling; a seal is chained to its lines and to the seal before."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from guichet.kernel.models import AuditEntry, AuditSeal
from guichet.kernel.record import audit, seals, seals_checked, seals_file
from guichet.kernel.record.seals import digest_of, hash_of

AT = datetime(2028, 2, 29, 23, 59, 59, 250_000, tzinfo=UTC)
HASHES = st.lists(st.binary(min_size=32, max_size=32), max_size=5)
FACTS = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4)


def line(**change: Any) -> AuditEntry:
    fields = {
        "pk": 7,
        "at": AT,
        "actor": "staff:1",
        "verb": "seen",
        "record_type": "application",
        "record": 42,
        "facts": {"part": "é", "count": 1},
    }
    return AuditEntry(**{**fields, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"pk": 8},
        {"at": AT + timedelta(microseconds=1)},
        {"actor": "staff:2"},
        {"verb": "sees"},
        {"record_type": "applications"},
        {"record": 43},
        {"facts": {}},
        {"facts": {"part": "é", "count": "1"}},
        {"facts": {"part": "e\u0301", "count": 1}},
        {"actor": "staff:1seen", "verb": ""},
    ],
    ids=str,
)
def test_whatever_changes_in_a_line_changes_its_hash(change: dict[str, Any]) -> None:
    assert hash_of(line(**change)) != hash_of(line())


@given(FACTS, st.integers(-14 * 60, 14 * 60))
def test_the_order_of_facts_and_the_zone_of_an_instant_change_nothing(
    facts: dict[str, object], minutes: int
) -> None:
    elsewhere = AT.astimezone(timezone(timedelta(minutes=minutes)))
    backwards = dict(reversed(facts.items()))
    assert hash_of(line(facts=facts)) == hash_of(line(facts=backwards, at=elsewhere))


def test_the_hash_of_a_line_stays_what_it_was_when_the_first_seals_were_made() -> None:
    """Another spelling would break every seal there is."""
    text = (
        '[7,"2028-02-29T23:59:59.250000+00:00","staff:1","seen","application",42,'
        '{"count":1,"part":"\\u00e9"}]'
    )
    assert hash_of(line()) == hashlib.sha256(text.encode()).digest()


@given(HASHES, HASHES)
def test_no_two_batches_have_one_digest(hashes: list[bytes], others: list[bytes]) -> None:
    assert (digest_of("", hashes) == digest_of("", others)) is (hashes == others)
    assert digest_of("0" * 64, hashes) != digest_of("1" * 64, hashes)


@pytest.mark.parametrize(("account", "actor"), [(7, "staff:7"), (None, "system")])
def test_the_record_calls_an_account_by_its_number_and_the_site_system(
    account: int | None, actor: str
) -> None:
    assert audit.actor_of(account) == actor


@pytest.mark.django_db
def test_a_line_is_written_as_it_is_told() -> None:
    audit.write("seen", "application", 2**40, actor="staff:1", now=AT, part="é", count=1)
    entry = AuditEntry.objects.get()
    assert (entry.at, entry.actor, entry.verb) == (AT, "staff:1", "seen")
    assert (entry.record_type, entry.record) == ("application", 2**40)
    assert entry.facts == {"part": "é", "count": 1}
    assert hash_of(entry) == hash_of(line(pk=entry.pk, record=2**40))


@pytest.mark.django_db
def test_a_batch_ends_with_its_day_so_that_it_can_be_purged_whole() -> None:
    for seconds in (-1, -1, 0, 1, 86_400):
        midnight = datetime(2028, 3, 1, tzinfo=UTC)
        audit.write("seen", "x", 1, actor="system", now=midnight + timedelta(seconds=seconds))
    assert seals.seal_all(now=AT + timedelta(days=3)) == 5
    batches = [len(seals.lines_of(seal)) for seal in AuditSeal.objects.order_by("number")]
    assert batches == [2, 2, 1]
    newest = AuditSeal.objects.latest("number")
    assert newest.until == max(entry.at for entry in AuditEntry.objects.all())
    assert seals_checked.counted() == (3, 0)


@pytest.mark.django_db
def test_it_seals_no_more_batches_at_once_than_it_was_told() -> None:
    for days in range(4):
        audit.write("seen", "x", 1, actor="system", now=AT + timedelta(days=days))
    assert seals.seal_all(now=AT, most=3) == 3
    assert seals_checked.counted() == (3, 1)
    assert seals.seal_all(now=AT, most=3) == 1
    assert list(seals_checked.broken(now=AT)) == []


@pytest.mark.django_db
def test_a_file_whose_last_line_is_not_the_newest_seal_gets_it_again(
    tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "seals"
    settings.AUDIT_SEAL_FILE = str(path)
    audit.write("seen", "x", 1, actor="system", now=AT)
    seals.seal_all(now=AT)
    (before,) = seals.kept_elsewhere(path)
    path.write_text("")
    seals.keep_elsewhere(is_new=False)
    assert seals.kept_elsewhere(path) == [before]
    path.write_text(f"{before}\n1 1 torn")
    assert seals.kept_elsewhere(path) == [before], "a line that was cut short is none"


@pytest.mark.django_db
def test_where_nothing_was_sealed_nothing_is_kept_elsewhere(
    tmp_path: Path, settings: Settings
) -> None:
    settings.AUDIT_SEAL_FILE = str(tmp_path / "seals")
    assert seals.seal_all(now=AT) == 0
    seals.keep_elsewhere()
    assert seals.kept_elsewhere(tmp_path / "seals") == []
    assert not (tmp_path / "seals").exists()
    assert list(seals_checked.broken(now=AT)) == []


def test_what_stands_in_the_way_of_a_file_of_seals_is_told(tmp_path: Path) -> None:
    assert seals_file.obstacle(tmp_path / "seals") == ""
    assert "takes a file" in seals_file.obstacle(tmp_path)
    assert "no folder that we can see" in seals_file.obstacle(tmp_path / "none" / "seals")
    (tmp_path / "a file").touch()
    assert "no folder that we can see" in seals_file.obstacle(tmp_path / "a file" / "seals")


def test_a_file_that_is_not_there_or_open_to_all_is_doubted(tmp_path: Path) -> None:
    path = tmp_path / "seals"
    (doubt,) = seals_file.doubts(path)
    assert "is not there yet" in doubt
    path.touch(mode=0o600)
    path.chmod(0o602)
    assert "every account of this machine may write" in next(seals_file.doubts(path))
    path.chmod(0o600)
    assert not any("every account" in doubt for doubt in seals_file.doubts(path))


@pytest.mark.parametrize("flags", [0x20, 0x30])
def test_a_file_that_can_only_be_added_to_is_not_doubted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: int
) -> None:
    """As Linux says it, on a file system that knows; others say nothing, and are not doubted."""
    path = tmp_path / "seals"
    path.touch(mode=0o600)

    def says(answer: bytes) -> SimpleNamespace:
        return SimpleNamespace(ioctl=lambda *request: answer)

    monkeypatch.setattr(seals_file, "fcntl", says(flags.to_bytes(8, "little")))
    assert list(seals_file.doubts(path)) == []
    monkeypatch.setattr(seals_file, "fcntl", says((flags & ~0x20).to_bytes(8, "little")))
    assert "can be shortened" in next(seals_file.doubts(path))
