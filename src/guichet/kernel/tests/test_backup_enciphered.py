"""A copy is enciphered on its way to the disk, and only who has the private key reads it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from guichet.kernel.backups import beside, recipients
from guichet.kernel.backups.recipients import RecipientError
from guichet.kernel.models import AuditEntry
from guichet.kernel.testing import without_guards

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NAME = "Zebulon"


def installed(program: str) -> str:
    path = shutil.which(program)
    if not path:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say(f"{program} is not installed (Debian: apt install age gnupg).")
    return path


def new_age_key(path: Path) -> str:
    """Make a key of age; return its public half."""
    subprocess.run([installed("age-keygen"), "-o", path], capture_output=True, check=True)
    return re.search(r"age1\w+", path.read_text())[0]


@pytest.fixture(autouse=True)
def _nothing_is_left_beside(db: None) -> Iterator[None]:
    yield
    for database in beside.databases_aside():
        beside.drop(database.name)


def note() -> AuditEntry:
    return AuditEntry.objects.create(
        at=NOW, actor="system", verb="kept", record_type="test", record=1, facts={"name": NAME}
    )


@pytest.mark.parametrize(
    "setting",
    ["age", "ada@example.org", "gpg:ADA", "AGE-SECRET-KEY-1QQQ", "age1" + "q" * 58 + ",", "gpg:"],
)
def test_what_is_no_public_key_is_refused_and_a_private_one_is_not_said_again(setting: str) -> None:
    with pytest.raises(RecipientError, match="it takes public keys of age") as error:
        recipients.read(setting)
    assert "SECRET" not in str(error.value)


@pytest.mark.django_db(transaction=True)
def test_age_enciphers_and_only_its_private_key_opens(tmp_path: Path, settings: Settings) -> None:
    settings.BACKUP_RECIPIENTS = recipients.read(new_age_key(tmp_path / "key"))
    note()
    call_command("backup", tmp_path / "copy.age")
    with without_guards():
        AuditEntry.objects.all().delete()

    for path in tmp_path.iterdir():
        assert NAME.encode() not in path.read_bytes()
        assert b"kernel_auditentry" not in path.read_bytes()
    call_command("restore", tmp_path / "copy.age", key=tmp_path / "key")

    assert AuditEntry.objects.get().facts == {"name": NAME}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_says_at_once_which_key_is_missing(tmp_path: Path, settings: Settings) -> None:
    public, other = new_age_key(tmp_path / "key"), new_age_key(tmp_path / "other")
    settings.BACKUP_RECIPIENTS = recipients.read(public)
    call_command("backup", tmp_path / "copy.age")

    with pytest.raises(CommandError, match=rf"enciphered for {public}\. .*--key FILE"):
        call_command("restore", tmp_path / "copy.age")
    with pytest.raises(CommandError, match=r"key .*/nowhere is not there"):
        call_command("restore", tmp_path / "copy.age", key=tmp_path / "nowhere")
    with pytest.raises(CommandError, match=rf"for {public}\. The key in .*other is {other}\."):
        call_command("restore", tmp_path / "copy.age", key=tmp_path / "other")
    assert beside.databases_aside() == []


@pytest.mark.django_db(transaction=True)
def test_a_copy_that_was_cut_short_or_changed_takes_no_place(
    tmp_path: Path, settings: Settings
) -> None:
    settings.BACKUP_RECIPIENTS = recipients.read(new_age_key(tmp_path / "key"))
    call_command("backup", tmp_path / "copy.age")
    note()
    whole = (tmp_path / "copy.age").read_bytes()
    middle = len(whole) - 20_000
    for name, content in {
        "short": whole[:middle],
        "changed": whole[:middle] + b"x" + whole[middle + 1 :],
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CommandError, match="age failed"):
            call_command("restore", tmp_path / name, key=tmp_path / "key", replace=True)
    assert AuditEntry.objects.get().verb == "kept"
    assert beside.databases_aside() == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_gnupg_enciphers_and_says_whose_key_it_wants(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    monkeypatch.setenv("GNUPGHOME", str(home))
    gpg = [installed("gpg"), "--batch", "--passphrase", "", "--quiet"]
    subprocess.run([*gpg, "--quick-gen-key", "Ada", "future-default", "default", "never"])
    keys = subprocess.run([*gpg, "-K", "--with-colons"], capture_output=True, text=True).stdout
    fingerprint = re.search(r"^fpr:+(\w+):", keys, re.M)[1]
    settings.BACKUP_RECIPIENTS = recipients.read(f"gpg:{fingerprint}")
    note()
    try:
        call_command("backup", tmp_path / "copy.gpg")
        with without_guards():
            AuditEntry.objects.all().delete()
        assert NAME.encode() not in (tmp_path / "copy.gpg").read_bytes()
        call_command("restore", tmp_path / "copy.gpg")
        assert AuditEntry.objects.get().facts == {"name": NAME}

        subprocess.run([*gpg, "--yes", "--delete-secret-keys", fingerprint], check=True)
        with pytest.raises(CommandError, match=rf"enciphered for {fingerprint}\. .*No secret key"):
            call_command("restore", tmp_path / "copy.gpg", replace=True)
    finally:
        subprocess.run(["gpgconf", "--kill", "all"])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_public_key_that_gnupg_does_not_know_is_named(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed("gpg")
    monkeypatch.setenv("GNUPGHOME", str(tmp_path))
    tmp_path.chmod(0o700)
    settings.BACKUP_RECIPIENTS = recipients.read("gpg:" + "0A" * 20)
    with pytest.raises(CommandError, match="does not know the public key 0A0A"):
        call_command("backup", tmp_path / "copy.gpg")
    assert not (tmp_path / "copy.gpg").exists()


@pytest.mark.django_db(transaction=True)
def test_another_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match=r"letter\.pdf is no backup"):
        call_command("restore", tmp_path / "letter.pdf")
