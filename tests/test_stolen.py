"""What a thief has: planted words are looked for, byte by byte, in every copy of the database."""

import os
import subprocess
from base64 import b64encode
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection, models
from pytest_django.fixtures import Settings

from guichet.applications import models as tables
from guichet.applications.models import Application
from guichet.applications.testing import NOW, make_paid, person
from guichet.booking.models import Entry
from guichet.casework.models import CaseNote
from guichet.contact.calls.testing import make_missed_call
from guichet.contact.models import QualityReview
from guichet.counter.models import Serving, Ticket
from guichet.counter.testing import make_desk_office, make_walk_in
from guichet.feedback.actions import send as send_report
from guichet.interactions import actions as contacts
from guichet.interactions.testing import make_call
from guichet.interviews.models import Interview
from guichet.kernel.backups import copies, programs, recipients
from guichet.kernel.enciphering import current, nodes, rewriting
from guichet.kernel.enciphering.fields import EncipheredField
from guichet.kernel.enciphering.tests.notes import A
from guichet.kernel.tests.test_backup_enciphered import installed, new_age_key
from guichet.offices.models import Office

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CASES = 4
DAY = date(2026, 12, 24)


def make_case(number: int, officers: list[int]) -> None:
    """Make one row of every table that has an enciphered column."""
    application = make_paid(number)
    make_papers(application)
    make_words(application, officers[0])
    make_reading(application, officers)
    make_serving(number, officers[0])
    make_entry()
    make_contact(number, officers)


def make_serving(number: int, officer: int) -> None:
    """Make somebody who was served at a desk, with a note for colleagues."""
    office = Office.objects.first() or make_desk_office()
    ticket = make_walk_in(office)
    Serving.objects.create(
        ticket=ticket,
        office=office,
        service_id=ticket.service_id,
        desk=str(number),
        officer_id=officer,
        started_at=NOW,
        ended_at=NOW,
        outcome="served",
        note="x",
    )


def make_entry() -> None:
    """Make somebody who waits for an earlier time, with what they said of themselves."""
    ticket = Ticket.objects.latest("pk")
    Entry.objects.create(
        office_id=ticket.office_id,
        service_id=ticket.service_id,
        client={"name": "x"},
        language="en",
        asked_at=NOW,
        weekdays="1",
        last_on=DAY,
        lead_hours=3,
    )


def make_contact(number: int, officers: list[int]) -> None:
    """Make a call with somebody who gave their name, a note of it, a promise, and a review."""
    send_report("", reasons=[], text="x", language="en", release="1", now=NOW)
    call = make_call(now=NOW)
    make_missed_call(str(number), f"+3361234567{number}", now=NOW)
    contacts.add_participant(call.pk, "client", certainty="maybe", name="x")
    contacts.note(call.pk, "x", kind="told", language="en", author=None, once="x", now=NOW)
    contacts.make_promise(call.pk, "call", due_on=DAY, owner="agents", words="x", now=NOW)
    review = QualityReview.objects.create(
        interaction=call,
        agent_id=officers[0],
        reviewer_id=officers[1],
        reviewed_at=NOW,
        reply="x",
        replied_at=NOW,
    )
    review.answers.create(question="tone", verdict="yes", note="x")


def make_papers(application: Application) -> None:
    """Make what was asked for, and what was handed in."""
    tables.DocumentRequest.objects.create(
        application=application, asked_at=NOW, kind="itinerary", due_on=DAY, words="x"
    )
    paper = tables.Paper.objects.create(
        application=application, name="x", kind="pdf", size=1, digest=os.urandom(32), added_at=NOW
    )
    tables.PaperBytes.objects.create(paper=paper, content=b"x")
    tables.ExplanationDraft.objects.create(application=application, words="x", saved_at=NOW)


def make_words(application: Application, officer: int) -> None:
    """Make what the person and an officer wrote to each other, and a note among officers."""
    tables.Reconsideration.objects.create(
        decision=application.decisions.get(),
        first_officer_id=officer,
        new_facts="x",
        asked_at=NOW,
    )
    tables.Enquiry.objects.create(
        number=f"E{application.pk:09}",
        application=application,
        kind="other",
        language="en",
        created_at=NOW,
        promised_on=DAY,
        answered_at=NOW,
        officer_id=officer,
        answer="x",
    )
    CaseNote.objects.create(
        application=application, officer_id=officer, words="x", once="x", written_at=NOW
    )
    make_interview(application, officer)


def make_interview(application: Application, officer: int) -> None:
    """Make an invitation with all that both sides wrote."""
    request = tables.DocumentRequest.objects.create(
        application=application, asked_at=NOW, kind="interview_time", due_on=DAY
    )
    Interview.objects.create(
        application=application,
        request=request,
        officer_id=officer,
        asked_at=NOW,
        way="place",
        place="x",
        bring="x",
        words="x",
        language="en",
        zone="UTC",
        minutes=30,
        times=[0],
        declined_at=NOW,
        reply="x",
    )


def make_reading(application: Application, officers: list[int]) -> None:
    """Make a refusal that a second officer gave back."""
    task = tables.OfficerTask.objects.create(
        about=application,
        kind="second_read",
        key=f"read{application.pk}",
        created_at=NOW,
        due_at=NOW,
    )
    tables.SecondReading.objects.create(
        task=task,
        first_officer_id=officers[0],
        words="x",
        language="en",
        asked_at=NOW,
        officer_id=officers[1],
        outcome="given_back",
        answer="x",
        read_at=NOW + timedelta(hours=1),
    )


def plant(field: EncipheredField, row: models.Model, word: str) -> None:
    value: Any = f"They wrote {word}."
    if isinstance(field, models.JSONField):
        value = {**getattr(row, field.attname), "employer": value}
    elif isinstance(field, models.BinaryField):
        value = b"%PDF-1.7 " + word.encode()
    setattr(row, field.attname, value)
    row.save(update_fields=[field.attname])


def plant_everywhere(*, first: bool) -> list[str]:
    """Write a word of its own into every enciphered column of one half of the rows."""
    words = []
    for field in rewriting.columns():
        rows = list(field.model._base_manager.order_by("pk"))
        assert len(rows) >= CASES, f"no row of {field} was made: nothing would be looked for in it"
        for row in rows[:2] if first else rows[2:CASES]:
            words.append(f"zq{len(words)}{field.name[:3]}{'ab'[first]}{row.pk}qz")
            plant(field, row, words[-1])
    return words


def found_in(words: list[str], *contents: bytes) -> list[str]:
    """Return the words that stand in what was taken: as they are, in hex, or in base 64."""
    return [
        word
        for word in words
        if any(form in content for form in forms(word) for content in contents)
    ]


def forms(word: str) -> list[bytes]:
    shifted = [b64encode(b"\0" * shift + word.encode())[4:-4] for shift in range(3)]
    return [word.encode(), word.encode("utf-16-le"), word.encode().hex().encode(), *shifted]


def dump_of(path: Path) -> bytes:
    """Return a dump as the statements it stands for, with all that was compressed."""
    folder = programs.fitting(copies.server_major()).folder
    return subprocess.run(
        [folder / "pg_restore", "-f", "-", path], capture_output=True, check=True
    ).stdout


def files_of_tables() -> list[bytes]:
    """Return the files of the database as they lie on the disk, which a copy of the disk holds."""
    parameters = connection.get_connection_params() | {"user": "postgres"}
    address = {name: parameters[name] for name in ("host", "user", "dbname")}
    with psycopg.connect(**address, autocommit=True) as link:
        link.execute("ANALYZE")  # the statistics hold values, too
        link.execute("VACUUM FULL")
        link.execute("CHECKPOINT")
        row = link.execute(
            "SELECT current_setting('data_directory') || '/base/' || oid FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
    folder = Path(str(row and row[0]))
    return [path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()]


def test_no_copy_holds_what_people_wrote(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CIPHER_KEYS = {1: A}
    monkeypatch.setattr(current, "PAUSE", 0)
    monkeypatch.setattr(nodes, "without", lambda *args, **kinds: [])
    officers = [User.objects.create_user(name).pk for name in ("first", "second")]
    for number in range(CASES):
        make_case(number, officers)
    words = [*plant_everywhere(first=True), *(passport(number) for number in range(CASES))]
    settings.BACKUP_RECIPIENTS = recipients.IN_CLEAR
    call_command("backup", tmp_path / "before")
    assert found_in(words, dump_of(tmp_path / "before")) == words, "the look finds what is there"
    assert len(found_in(words, *files_of_tables())) > len(words) / 2, "what is not compressed"

    call_command("encipher")
    words += plant_everywhere(first=False)
    assert len(words) >= 50
    call_command("backup", tmp_path / "clear")
    dump = dump_of(tmp_path / "clear")
    assert b"applications_paperbytes" in dump
    assert found_in(words, dump, (tmp_path / "clear").read_bytes(), *files_of_tables()) == []

    installed("age")
    settings.BACKUP_RECIPIENTS = recipients.read(new_age_key(tmp_path / "key"))
    call_command("backup", tmp_path / "copy.age")
    (tmp_path / "opened").write_bytes(
        subprocess.run(
            ["age", "--decrypt", "--identity", tmp_path / "key", tmp_path / "copy.age"],
            capture_output=True,
            check=True,
        ).stdout
    )
    assert found_in(words, dump_of(tmp_path / "opened")) == []
    everything = [*words, "applications_paperbytes"]
    assert found_in(everything, (tmp_path / "copy.age").read_bytes()) == []
    current.begin_anew()


def passport(number: int) -> str:
    return str(person(number)["passport_number"])
