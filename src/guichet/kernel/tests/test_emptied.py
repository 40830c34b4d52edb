"""What tests may do to the record and to the tables, which the site may not."""

import pytest
from django.db import DatabaseError, connection, transaction

from guichet.kernel import clock, testing
from guichet.kernel.models import AuditEntry, Tally
from guichet.kernel.record import audit
from guichet.kernel.testing import empty_tables, without_guards

ERASE = "DELETE FROM kernel_auditentry"


def write() -> None:
    audit.write("seen", "x", 1, actor="system", now=clock.now())


def erase() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ERASE)


@pytest.mark.django_db
def test_the_record_is_guarded_again_after_a_while_without() -> None:
    write()
    with without_guards():
        erase()
    assert not AuditEntry.objects.exists()
    write()
    with pytest.raises(DatabaseError, match="only added to"):
        erase()


@pytest.mark.django_db
def test_the_guards_come_back_also_where_a_test_fails() -> None:
    write()
    with pytest.raises(ZeroDivisionError), without_guards():
        raise ZeroDivisionError
    with pytest.raises(DatabaseError, match="only added to"):
        erase()


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that Django's own way is gone; it empties what these tests fill."""
    monkeypatch.setattr(testing, "_marks", set())
    return []


@pytest.mark.django_db
def test_django_empties_everything_once_and_then_only_what_has_rows_is(calls: list[str]) -> None:
    def as_django_does() -> None:
        calls.append("Django")
        Tally.objects.all().delete()

    for _test in range(3):
        Tally.objects.create(name="a", count=1)
        write()
        empty_tables(as_django_does)
        assert not Tally.objects.exists()
    assert calls == ["Django"]
    assert not AuditEntry.objects.exists(), "the guards of the record were no obstacle"


@pytest.mark.django_db
def test_where_what_django_made_is_changed_django_makes_it_again(calls: list[str]) -> None:
    empty_tables(lambda: calls.append("Django"))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_content_type (app_label, model) VALUES ('test', 'nothing')"
        )
    empty_tables(lambda: calls.append("Django"))
    assert len(calls) == 2


@pytest.mark.django_db
def test_where_this_account_may_not_pass_the_guards_django_does_it(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    empty_tables(lambda: calls.append("Django"))
    with connection.cursor() as cursor:
        cursor.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
                       "$$ BEGIN RAISE EXCEPTION 'no'; END $$")  # fmt: skip
        cursor.execute("CREATE TRIGGER always BEFORE DELETE ON kernel_tally FOR EACH ROW"
                       " EXECUTE FUNCTION refuse()")  # fmt: skip
        cursor.execute("ALTER TABLE kernel_tally ENABLE ALWAYS TRIGGER always")
    Tally.objects.create(name="a", count=1)
    empty_tables(lambda: calls.append("Django"))
    assert len(calls) == 2
    assert Tally.objects.exists(), "what failed half-way was taken back"
