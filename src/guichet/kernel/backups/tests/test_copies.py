"""How a copy lies on the disk, where it goes, for whom it is, and what of it is not put back."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.backups import beside, ciphers, copies, recipients
from guichet.kernel.backups.beside import DatabaseAside
from guichet.kernel.backups.ciphers import kind_of, note_path, opening, written_for
from guichet.kernel.backups.programs import BackupError
from guichet.kernel.backups.recipients import IN_CLEAR, RecipientError, Recipients, read

NOW = datetime(2028, 2, 29, 23, 59, 59, 123_456, tzinfo=UTC)
AGE = "age1" + "q" * 58
FINGERPRINT = "0A1B2C3D4E5F60718293A4B5C6D7E8F90A1B2C3D"


def file(folder: Path, content: bytes, name: str = "a.dump") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PGDMP\x01\x0e", "clear"),
        (b"age-encryption.org/v1\n-> X25519", "age"),
        (b"-----BEGIN PGP MESSAGE-----\n", "gpg"),
        (b"\x85\x02\x0c\x03", "gpg"),
        (b"\x84\x00", "gpg"),
        (b"\xc1\x00", "gpg"),
    ],
)
def test_a_copy_is_known_by_how_it_begins(tmp_path: Path, content: bytes, kind: str) -> None:
    assert kind_of(file(tmp_path, content)) == kind


@pytest.mark.parametrize("content", [b"", b"PGDM", b"SQLite format 3\x00", b"%PDF-", b"\x00\x85"])
def test_what_begins_otherwise_is_no_copy(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BackupError, match=r"a\.dump is no backup\."):
        kind_of(file(tmp_path, content))


def test_a_copy_in_clear_is_opened_without_a_key(tmp_path: Path) -> None:
    path = file(tmp_path, b"PGDMP")
    assert opening(path, None).words == ["cat", path]
    assert ciphers.enciphering(IN_CLEAR).words == ["cat"]


@pytest.mark.parametrize(
    ("content", "program"), [(b"age-encryption.org/", "age"), (b"\x85", "gpg")]
)
def test_a_program_that_is_missing_is_named_with_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, program: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    package = ciphers.PACKAGES[program]
    with pytest.raises(BackupError, match=rf"{program} is not installed.*apt install {package}"):
        opening(file(tmp_path, content), None)
    with pytest.raises(BackupError, match=f"apt install {package}"):
        ciphers.enciphering(Recipients(program, ("x",)))  # type: ignore[arg-type]


def test_a_key_is_asked_for_and_looked_for_before_anything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ciphers.shutil, "which", lambda program: f"/bin/{program}")
    path = file(tmp_path, b"age-encryption.org/")
    with pytest.raises(BackupError, match=r"a key that no note beside it names.*--key FILE"):
        opening(path, None)
    note_path(path).write_text(f"This file is enciphered with age for {AGE}.\nMore.\n")
    with pytest.raises(BackupError, match=f"is enciphered for {AGE}"):
        opening(path, None)
    with pytest.raises(BackupError, match="is not there"):
        opening(path, tmp_path / "nowhere")


def test_the_note_beside_a_copy_says_for_whom_it_is_and_goes_where_it_is_for_nobody(
    tmp_path: Path,
) -> None:
    path = file(tmp_path, b"x", "a.dump.age")
    keys = Recipients("age", (AGE, AGE[::-1]))
    copies._write_note(path, keys, major=18, now=NOW)
    assert written_for(path) == f"{AGE}, {AGE[::-1]}"
    text = note_path(path).read_text()
    assert "made on 2028-02-29 23:59 UTC of PostgreSQL 18" in text
    assert "./guichet restore a.dump.age --key FILE" in text
    copies._write_note(path, Recipients("gpg", (FINGERPRINT,)), major=18, now=NOW)
    assert "keyring of GnuPG" in note_path(path).read_text()
    copies._write_note(path, IN_CLEAR, major=18, now=NOW)
    copies._write_note(path, IN_CLEAR, major=18, now=NOW)
    assert not note_path(path).exists()


@pytest.mark.parametrize(
    ("setting", "program", "keys"),
    [
        ("", "none", ()),
        ("none:", "none", ()),
        (AGE, "age", (AGE,)),
        (f" {AGE} , {AGE}", "age", (AGE, AGE)),
        (f"gpg:{FINGERPRINT}", "gpg", (FINGERPRINT,)),
        (f"gpg:0x{FINGERPRINT.lower()}", "gpg", (FINGERPRINT,)),
        (f"gpg:{FINGERPRINT[:20]} {FINGERPRINT[20:]}", "gpg", (FINGERPRINT,)),
        (f"gpg:{FINGERPRINT}{'A' * 24}", "gpg", (f"{FINGERPRINT}{'A' * 24}",)),
    ],
)
def test_a_setting_says_for_whom_copies_are(
    setting: str, program: str, keys: tuple[str, ...]
) -> None:
    recipient = read(setting)
    assert (recipient.program, recipient.keys) == (program, keys)
    assert recipient.suffix == ("" if program == "none" else f".{program}")
    assert str(recipient) == ", ".join(keys)


@pytest.mark.parametrize(
    "setting",
    ["none", " ", "age1short", AGE.upper(), f"gpg:{FINGERPRINT[1:]}", f"gpg:{FINGERPRINT}0" * 2,
     f"gpg:{AGE}", FINGERPRINT, f"{AGE},", f"{AGE};{AGE}", f"gpg:{FINGERPRINT},G"],
)  # fmt: skip
def test_what_is_no_key_is_refused_rather_than_left_out(setting: str) -> None:
    with pytest.raises(RecipientError) as refusal:
        read(setting)
    assert repr(setting) in str(refusal.value)


@given(st.text(max_size=80))
def test_whatever_is_set_nothing_is_enciphered_for_nobody_by_mistake(setting: str) -> None:
    try:
        recipient = read(setting)
    except RecipientError:
        return
    assert recipient.keys or setting in {"", "none:"}
    assert all(
        recipients.AGE_KEY.fullmatch(key) or recipients.FINGERPRINT.fullmatch(key)
        for key in recipient.keys
    )


def test_a_copy_goes_where_its_name_says_when_it_was_made() -> None:
    path = copies.default_path(Path("/var"), Recipients("gpg", (FINGERPRINT,)), now=NOW)
    assert path == Path("/var/backups/guichet-20280229T235959Z.dump.gpg")
    assert copies.default_path(Path("/var"), IN_CLEAR, now=NOW).suffix == ".dump"


STATEMENTS = b"SET a = 1;\nSET transaction_timeout = 0;\nCREATE SCHEMA public;\nCREATE TABLE t;\n"
ROWS = b"COPY t FROM stdin;\nCREATE SCHEMA public;\nSET transaction_timeout = 0;\n\\.\n"


def test_what_a_new_database_has_already_is_left_out_but_never_a_row() -> None:
    write = io.BytesIO()
    copies._copy_statements(io.BytesIO(STATEMENTS + ROWS), write)
    assert write.getvalue() == b"SET a = 1;\nCREATE TABLE t;\n" + ROWS


@given(st.binary())
def test_every_byte_behind_the_first_rows_is_put_back_as_it_was(content: bytes) -> None:
    write = io.BytesIO()
    copies._copy_statements(io.BytesIO(b"COPY t FROM stdin;\n" + content), write)
    assert write.getvalue() == b"COPY t FROM stdin;\n" + content


@pytest.mark.django_db
def test_the_names_beside_a_database_fit_and_say_since_when() -> None:
    copy, before = beside.names(now=NOW)
    assert copy.endswith("_copy_20280229t235959123456")
    assert DatabaseAside(before, 0).since == NOW.replace(microsecond=0)
    assert max(len(copy), len(before)) <= 63
    assert beside.live_name()[: beside.LONGEST] == before.partition("_before_")[0]


@pytest.mark.parametrize(
    ("facts", "provider"),
    [
        ({"datlocprovider": "c"}, {"LOCALE_PROVIDER": "libc"}),
        (
            {"datlocprovider": "b", "datlocale": "C.UTF-8"},
            {"LOCALE_PROVIDER": "builtin", "BUILTIN_LOCALE": "C.UTF-8"},
        ),
        (
            {"datlocprovider": "i", "daticulocale": "de-AT"},
            {"LOCALE_PROVIDER": "icu", "ICU_LOCALE": "de-AT"},
        ),
    ],
    ids=["libc", "builtin", "icu before 17"],
)
def test_a_database_beside_compares_text_as_the_live_one_does(
    facts: dict[str, str], provider: dict[str, str]
) -> None:
    assert beside._provider(facts) == provider
