"""A copy in which a place is counted wrongly takes the place of nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from guichet.booking.models import Slot
from guichet.booking.testing import make_open_slot
from guichet.kernel.backups import beside


@pytest.mark.django_db(transaction=True)
def test_it_replaces_nothing_by_a_copy_that_breaks_an_invariant(tmp_path: Path) -> None:
    slot = make_open_slot(capacity=3)
    Slot.objects.filter(pk=slot.pk).update(taken=2)  # and nobody holds a place
    call_command("backup", tmp_path / "copy.dump")
    Slot.objects.filter(pk=slot.pk).update(taken=0)
    out = StringIO()

    with pytest.raises(CommandError, match="breaks invariants"):
        call_command("restore", tmp_path / "copy.dump", replace=True, stdout=out)

    assert "a counter disagrees with its claims" in out.getvalue()
    assert Slot.objects.get(pk=slot.pk).taken == 0
    (database,) = beside.databases_aside()
    with beside.connected_to(database.name):
        assert Slot.objects.get(pk=slot.pk).taken == 2
    call_command("kept_databases", drop=database.name, stdout=out)
