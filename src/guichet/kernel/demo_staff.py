"""One account for the administration pages of a demonstration, with a password nobody else has."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model

NAME = "demo"


def make(data_dir: Path) -> str:
    """Make the account where it is missing; return the sentence that says how to sign in.

    The password is made once and kept in a file that only its owner reads. It belongs to the
    folder, so a new database over an old folder gets the same one.
    """
    note = data_dir / "demo-staff.txt"
    if not note.exists():
        descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{NAME}\n{secrets.token_urlsafe(16)}\n")
    name, password = note.read_text(encoding="ascii").split()
    accounts = get_user_model().objects
    if not accounts.filter(username=name).exists():
        accounts.create_superuser(username=name, password=password)
    return f"Demonstration staff sign in at /admin/ with the name and password in {note}."
