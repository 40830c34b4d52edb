"""`./guichet encipher` enciphers the site, goes on where it was stopped, and takes it back."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import connection

from guichet.applications.testing import make_paid
from guichet.kernel.enciphering import current, nodes, rewriting
from guichet.kernel.enciphering.tests.notes import A, B
from guichet.kernel.enciphering.tests.test_nodes import another
from guichet.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_pause(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.CIPHER_KEYS = {1: A}
    monkeypatch.setattr(current, "PAUSE", 0)
    current.forget()
    yield
    current.forget()


def encipher(**options: bool) -> str:
    output = StringIO()
    call_command("encipher", stdout=output, **options)
    return output.getvalue()


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(answers::text, '') FROM applications_application")
        return str(cursor.fetchone()[0])


def test_it_enciphers_enciphers_anew_and_takes_it_back(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    application = make_paid()
    number = application.answers["passport_number"]
    assert number in stored()
    assert "were enciphered with the key of version 1, and all are now." in encipher()
    assert number not in stored()
    assert encipher().startswith("0 values were enciphered")
    settings.CIPHER_KEYS = {1: A, 2: B}
    monkeypatch.setattr(nodes, "without", lambda version: [])  # this process came with one key
    assert "the key of version 2" in encipher()
    settings.CIPHER_KEYS = {2: B}  # the old key is of no use any more
    application.refresh_from_db()
    assert application.answers["passport_number"] == number
    assert "were written clear again, and none is enciphered now." in encipher(undo=True)
    assert number in stored()
    assert current.missing_keys() == []
    verbs = (
        AuditEntry.objects.filter(record_type="database")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["encipher", "encipher", "encipher", "decipher"]


def test_without_a_key_it_says_what_to_do_and_enciphers_nothing(settings: LazySettings) -> None:
    settings.CIPHER_KEYS = {}
    with pytest.raises(CommandError, match="Give every node the same CIPHER_KEYS first"):
        encipher()
    assert current.version() is None


def test_it_enciphers_nothing_before_every_process_can_read_it() -> None:
    with another("guichet-web"), pytest.raises(CommandError, match="guichet-web could not read it"):
        encipher()
    assert current.version() is None


def test_it_goes_on_after_it_was_killed_half_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2, 3):
        make_paid(number)
    monkeypatch.setattr(rewriting, "A_BATCH", 1)
    rewrite = rewriting._rewrite

    def killed(*args: object, **kwargs: object) -> bool:
        monkeypatch.setattr(rewriting, "_rewrite", rewrite)
        raise KeyboardInterrupt

    monkeypatch.setattr(rewriting, "_rewrite", killed)
    with pytest.raises(KeyboardInterrupt):
        encipher()
    assert current.version() == 1
    encipher()
    assert all(rewriting.left(field, version=1) == 0 for field in rewriting.columns())
