"""Production refuses what cannot be right: each rule by itself, then the start as it is made."""

import os
import secrets
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from guichet import production
from guichet.kernel.running.testing import command
from guichet.kernel.testing import soon
from guichet.production import Start

ROOT = Path(__file__).resolve().parents[1]
KEYS = {"SECRET_KEY": "", "PIN_KEY": "", "IDENTITY_KEY": ""}
GOOD = Start(
    production=True,
    public_url="https://desk.example",
    allowed_hosts=("desk.example",),
    trusted_proxies=("127.0.0.1/32",),
    secrets={name: secrets.token_urlsafe(48) for name in KEYS},
    email_url="smtps://ada:x@mail.example:465",
    sms_url="none:",
    backup_recipient="age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpq",
    seal_file="/srv/seals/record",
    senders={"FROM_EMAIL": "Desk <desk@desk.test>"},
    database={"host": "db", "dbname": "guichet", "sslmode": "verify-full"},
)
HEX = "0123456789abcdef" * 3


def codes(start: Start) -> set[str]:
    return {code for code, _ in production.obstacles(start)}


def test_a_good_start_meets_no_obstacle_and_no_warning() -> None:
    assert production.obstacles(GOOD) == []
    assert production.warnings(GOOD) == []


def test_a_start_on_the_loopback_address_may_be_anything() -> None:
    assert codes(Start(rate_limits=False, bent=True, payment_provider="test")) == set()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rate_limits": False}, "limits_are_off"),
        ({"bent": True}, "clocks_are_bent"),
        ({"payment_provider": "test"}, "payment_is_a_test"),
        ({"production": False}, "production_is_off"),
        ({"secrets": {**GOOD.secrets, "PIN_KEY": ""}}, "secret_is_missing"),
        ({"secrets": {**GOOD.secrets, "PIN_KEY": "y"}}, "secret_is_weak"),
        ({"secrets": {**GOOD.secrets, "PIN_KEY": secrets.token_urlsafe(29)}}, "secret_is_weak"),
        ({"secrets": {**GOOD.secrets, "PIN_KEY": "abcabc" * 9}}, "secret_is_weak"),
        ({"secrets": {**GOOD.secrets, "PIN_KEY": HEX}}, "secret_is_weak"),
        ({"secrets": {**GOOD.secrets, "PIN_KEY": GOOD.secrets["SECRET_KEY"]}}, "secrets_are_equal"),
        ({"public_url": "http://desk.example"}, "address_is_not_https"),
        ({"allowed_hosts": ("other.example",)}, "address_is_not_allowed"),
        ({"allowed_hosts": ("example",)}, "address_is_not_allowed"),
        ({"allowed_hosts": ("*",)}, "any_host_is_allowed"),
        ({"allowed_hosts": ("desk.example", "*")}, "any_host_is_allowed"),
        ({"email_url": ""}, "mail_goes_nowhere"),
        ({"email_url": "file:///tmp/mail"}, "mail_goes_nowhere"),
        ({"email_url": "smtp://ada:x@mail.example:587"}, "mail_goes_in_clear"),
        ({"sms_url": ""}, "texts_go_nowhere"),
        ({"sms_url": "file:///tmp/texts"}, "texts_go_nowhere"),
        ({"backup_recipient": ""}, "backups_are_for_anybody"),
        ({"trusted_proxies": ("10.0.0.0/8", "0.0.0.0/0")}, "everybody_is_believed"),
        ({"trusted_proxies": ("::/0",)}, "everybody_is_believed"),
        ({"metrics_token": "secret"}, "counts_can_be_guessed"),
    ],
)
def test_production_refuses_each_by_itself(change: dict[str, object], code: str) -> None:
    assert codes(replace(GOOD, **change)) == {code}


@pytest.mark.parametrize(
    "change",
    [
        {"email_url": "smtp://127.0.0.1:25"},
        {"email_url": "smtp+starttls://ada:x@mail.example:587"},
        {"allowed_hosts": ("other.example", ".example")},
        {"backup_recipient": "none:"},
        {"secrets": {name: secrets.token_hex(32) for name in KEYS}},
    ],
)
def test_production_lets_pass_what_is_right(change: dict[str, object]) -> None:
    assert production.obstacles(replace(GOOD, **change)) == []


@pytest.mark.parametrize(
    "way",
    [
        {"bind": "0.0.0.0"},
        {"bind": "::"},
        {"public_url": "http://desk.example"},
        {"allowed_hosts": ("localhost", "desk.example")},
        {"allowed_hosts": ("*",)},
        {"trusted_proxies": ("127.0.0.0/8", "10.0.0.0/8")},
    ],
)
def test_every_way_for_the_public_to_come_takes_production(way: dict[str, object]) -> None:
    start = replace(Start(payment_provider="test"), **way)
    assert start.is_guarded
    assert codes(start) >= {"production_is_off", "payment_is_a_test"}
    _, sentence = next(
        pair for pair in production.obstacles(start) if pair[0] == "production_is_off"
    )
    assert next(iter(way)).upper() in sentence  # it names the setting that opens the door


@pytest.mark.parametrize(
    "quiet",
    [
        {"bind": "::1"},
        {"public_url": "https://localhost:8443"},
        {"allowed_hosts": ("guichet.localhost",)},
        {"trusted_proxies": ("127.0.0.1/32", "::1/128")},
    ],
)
def test_this_machine_alone_is_not_the_public(quiet: dict[str, object]) -> None:
    assert not replace(Start(), **quiet).is_guarded


@pytest.mark.parametrize(
    ("database", "code"),
    [
        ({}, "database_is_embedded"),
        ({"host": "db"}, "database_is_read_in_clear"),
        ({"host": "127.0.0.1,db", "sslmode": "require"}, "database_is_read_in_clear"),
    ],
)
def test_it_warns_of_what_may_be_meant(database: dict[str, str], code: str) -> None:
    assert [code] == [
        warning for warning, _ in production.warnings(replace(GOOD, database=database))
    ]


def test_it_warns_where_backups_are_chosen_to_lie_in_clear() -> None:
    warned = production.warnings(replace(GOOD, backup_recipient="none:"))
    assert [code for code, _ in warned] == ["backups_are_in_clear"]


def test_it_warns_where_seals_are_in_the_log_alone() -> None:
    warned = production.warnings(replace(GOOD, seal_file=""))
    assert [code for code, _ in warned] == ["seals_are_in_the_log"]


def test_it_warns_where_mail_comes_from_nobody() -> None:
    start = replace(GOOD, senders={"ETA_FROM_EMAIL": "eTA <eta@guichet.example>"})
    ((code, sentence),) = production.warnings(start)
    assert (code, sentence.split()[0]) == ("mail_is_nobodys", "ETA_FROM_EMAIL")


def test_it_warns_of_the_way_round_a_pooler_as_well() -> None:
    start = replace(GOOD, database={"host": "/run/pgbouncer"}, direct={"host": "db"})
    (warning,) = production.warnings(start)
    assert warning[1].startswith("DATABASE_DIRECT_URL reaches another machine")


def guichet(*words: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), **settings}
    return command(words, environment=environment, patience=60)


def good_settings(folder: Path) -> dict[str, str]:
    """What a right environment holds, its secrets in files."""
    files = {}
    for name in KEYS:
        path = folder / name.lower()
        path.write_text(secrets.token_urlsafe(48) + "\n")
        files[f"{name}_FILE"] = str(path)
    return files | {
        "PRODUCTION": "on",
        "PUBLIC_URL": "https://desk.example",
        "ALLOWED_HOSTS": "desk.example",
        "EMAIL_URL": "smtps://ada:x@mail.example",
        "SMS_URL": "none:",
        "BACKUP_RECIPIENT": "none:",
    }


@pytest.mark.slow
def test_it_lists_all_that_is_wrong_at_once_and_connects_to_nothing(tmp_path: Path) -> None:
    wrong = {
        "PRODUCTION": "on",
        "LOG_LEVEL": "LOUD",
        "SECRET_KEY": "x",
        "PIN_KEY_FILE": str(tmp_path / "nowhere"),
        "TRUSTED_PROXIES": "proxy",
        "EMAIL_URL": "smtp://mail.example",
        "SMS_URL": "pigeon:",
        "BACKUP_RECIPIENT": "ada@example.org",
        "RATE_LIMITS": "off",
        "OFFICER_LANGUAGE": "klingon",
        "AUDIT_SEAL_FILE": "seals",
        "PUBLIC_URLS": "https://desk.example",
    }
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        process = guichet(
            "check-production",
            folder=tmp_path,
            DATABASE_URL=f"postgresql://ada:hidden@127.0.0.1:{port}/g?sslmod=require",
            **wrong,
        )
        listener.settimeout(0)
        with pytest.raises(BlockingIOError):
            listener.accept()
    assert process.returncode == 1, process.stderr
    for name in [*wrong, "DATABASE_URL", "IDENTITY_KEY", "ALLOWED_HOSTS"]:
        if name not in {"PRODUCTION", "ALLOWED_HOSTS"}:
            assert f"- {name}" in process.stdout, process.stdout
    assert "hidden" not in process.stdout + process.stderr
    assert process.stderr == ""
    assert not (tmp_path / "secrets").exists()


@pytest.mark.slow
def test_it_says_so_when_nothing_is_wrong_and_reads_secrets_from_files(tmp_path: Path) -> None:
    process = guichet("check-production", folder=tmp_path, **good_settings(tmp_path))
    assert process.returncode == 0, process.stdout + process.stderr
    assert "The settings are fit for the public." in process.stdout
    assert "Warning: DATABASE_URL is not set" in process.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "mode", "status", "sentence"),
    [
        ("", None, 1, "a folder; it takes a file"),
        ("nowhere/seals", None, 1, "nowhere, which is no folder that we can see."),
        ("seals", None, 0, "which is not there yet; make it append-only."),
        ("seals", 0o622, 0, "which every account of this machine may write."),
    ],
)
def test_it_looks_at_the_file_of_seals(
    tmp_path: Path, name: str, mode: int | None, status: int, sentence: str
) -> None:
    path = tmp_path / name
    if mode:
        path.touch()
        path.chmod(mode)
    settings = good_settings(tmp_path) | {"AUDIT_SEAL_FILE": str(path)}
    process = guichet("check-production", folder=tmp_path, **settings)
    assert process.returncode == status, process.stdout + process.stderr
    assert f"AUDIT_SEAL_FILE {'lies in' if '/' in name else 'is'} " in process.stdout
    assert sentence in process.stdout


@pytest.mark.slow
def test_a_secret_in_two_places_is_asked_about(tmp_path: Path) -> None:
    settings = good_settings(tmp_path) | {"PIN_KEY": secrets.token_urlsafe(48)}
    process = guichet("check-production", folder=tmp_path, **settings)
    assert process.returncode == 1
    assert "PIN_KEY and PIN_KEY_FILE are both set" in process.stdout


STOPS: list[tuple[dict[str, str], str]] = [
    ({"PIN_KEY_FILE": "", "PIN_KEY": "y"}, "PIN_KEY can be guessed"),
    ({"SMS_URL": ""}, "SMS_URL must be set in production"),
    ({"EMAIL_URL": "smtps://["}, "EMAIL_URL must look like"),
    ({"SMS_URL": "file://["}, "SMS_URL begins with no scheme"),
    ({"PAYMENT_PROVIDER": "no.such.Bank"}, "PAYMENT_PROVIDER is 'no.such.Bank', which cannot"),
    ({"METRICS_TOKEN": "secret"}, "METRICS_TOKEN can be guessed"),
    ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES names every address"),
    ({"CLOCK_OFFSET_SECONDS": "60"}, "work on the loopback address only"),
    ({"RATE_LIMITS": "off"}, "RATE_LIMITS=off"),
    ({"PRODUCTION": "off"}, "PRODUCTION is off and the site would be public by PUBLIC_URL"),
    ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL is 'LOUD'; it takes DEBUG, INFO"),
    ({"DATABASE_POOLER": "statement"}, "DATABASE_POOLER is 'statement'; it takes none, trans"),
    ({"DATABASE_POOLER": "transaction"}, "DATABASE_POOLER=transaction goes with two addresses"),
    ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS=* lets whoever asks name the host"),
    ({"OFFICER_LANGUAGE": "de"}, "OFFICER_LANGUAGE is 'de'; it takes en, es, fr"),
    ({"OFFICER_LANGUAGE": "zh-hans"}, "OFFICER_LANGUAGE is 'zh-hans'; it takes en, es"),
    ({"AUDIT_SEAL_FILE": "seals"}, "AUDIT_SEAL_FILE is 'seals'; it takes a whole path"),
    ({"DATABASE_DIRECT_URL": "postgresql://a/b"}, "goes with two addresses"),
]


@pytest.mark.parametrize(("change", "sentence"), soon(STOPS[0], of=STOPS))
def test_the_start_for_the_public_stops_with_one_sentence(
    tmp_path: Path, change: dict[str, str], sentence: str
) -> None:
    start = guichet("run", folder=tmp_path, **good_settings(tmp_path) | change)
    assert start.returncode == 1
    assert sentence in start.stderr
    assert start.stderr.count("\n") == 1, start.stderr
