"""Enciphering a copy on its way to the disk, opening one on its way back: pipes, never files."""

import shutil
import subprocess
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Literal

from guichet.kernel.backups.pipes import Command
from guichet.kernel.backups.programs import BackupError
from guichet.kernel.backups.recipients import Recipients

Kind = Literal["clear", "age", "gpg"]
CLEAR, AGE, GPG = b"PGDMP", b"age-encryption.org/", b"-----BEGIN PGP MESSAGE"
PACKETS = (0x84, 0x85, 0x8C, 0xC1, 0xC3)  # how a message enciphered by GnuPG begins (RFC 4880)
PACKAGES = {"age": "age", "gpg": "gnupg"}
WANTS_KEY = "{name} is enciphered for {recipients}. Give the file of that private key: --key FILE."


def enciphering(recipients: Recipients) -> Command:
    """Return the command through whose pipe a copy goes; raise BackupError where it is missing."""
    if recipients.program == "none":
        return Command(["cat"])
    program = _installed(recipients.program)
    if recipients.program == "age":
        return Command([program, *_each("--recipient", recipients)])
    for key in recipients.keys:
        if subprocess.run([program, "--batch", "--list-keys", key], capture_output=True).returncode:
            raise BackupError(f"GnuPG does not know the public key {key}: gpg --import KEY.asc")
    options = ("--batch", "--trust-model", "always", "--compress-algo", "none")
    return Command([program, *options, *_each("--recipient", recipients), "--encrypt"])


def _each(option: str, recipients: Recipients) -> list[str]:
    return [word for key in recipients.keys for word in (option, key)]


def kind_of(path: Path) -> Kind:
    """Tell how a copy lies on the disk; raise BackupError where it is no copy."""
    with path.open("rb") as file:
        head = file.read(64)
    if head.startswith(CLEAR):
        return "clear"
    if head.startswith(AGE):
        return "age"
    if head.startswith(GPG) or (head and head[0] in PACKETS):
        return "gpg"
    raise BackupError(f"{path} is no backup.")


def opening(path: Path, key: Path | None) -> Command:
    """Return the command that gives a copy in clear, once it is sure that the key opens it."""
    kind = kind_of(path)
    if kind == "clear":
        return Command(["cat", path])
    program = _installed(kind)
    if kind == "gpg":
        command = Command([program, "--quiet", "--decrypt", path])
    elif key is None:
        raise BackupError(WANTS_KEY.format(name=path.name, recipients=written_for(path)))
    elif not key.is_file():
        raise BackupError(f"The key {key} is not there.")
    else:
        command = Command([program, "--decrypt", "--identity", key, path])
    _try_to_open(command, path, key)
    return command


def _try_to_open(command: Command, path: Path, key: Path | None) -> None:
    """Read the first bytes: a wrong key is told at once, not after a database was made."""
    with subprocess.Popen(command.words, stdin=DEVNULL, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdout
        assert process.stderr
        if process.stdout.read(len(CLEAR)) == CLEAR:
            process.stdout.close()
            process.kill()
            return
        reason = process.stderr.read().decode(errors="replace").strip()
    has = f" The key in {key} is {_public_key(key)}." if key else ""
    raise BackupError(
        f"{path.name} cannot be opened. It is enciphered for {written_for(path)}.{has} {reason}"
    )


def _public_key(key: Path) -> str:
    """Return whose private key a file of age holds."""
    program = shutil.which("age-keygen")
    if not program:
        return "another"
    process = subprocess.run([program, "-y", key], stdin=DEVNULL, capture_output=True, text=True)
    return ", ".join(process.stdout.split()) or "none of age"


def note_path(path: Path) -> Path:
    """Return the file beside a copy that says for whom it is enciphered: age itself does not."""
    return path.with_name(f"{path.name}.txt")


def written_for(path: Path) -> str:
    """Return for whom a copy is enciphered, as the note beside it says."""
    note = note_path(path)
    first, *_ = note.read_text("utf-8").splitlines() if note.is_file() else [""]
    return first.partition(" for ")[2].rstrip(".") or "a key that no note beside it names"


def _installed(program: str) -> str:
    if path := shutil.which(program):
        return path
    raise BackupError(
        f"The program {program} is not installed (Debian: apt install {PACKAGES[program]})."
    )
