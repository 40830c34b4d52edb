"""A node finds out by marks that its secrets or its content differ from those of the others."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from guichet.kernel.database import marks
from guichet.kernel.models import Mark

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_marks() -> None:
    Mark.objects.all().delete()


def test_the_first_node_says_what_the_others_compare_with(settings: LazySettings) -> None:
    assert marks.foreign_secrets() == []
    assert set(Mark.objects.values_list("name", flat=True)) == set(marks.SECRETS)
    settings.PIN_KEY = "of another node"
    assert marks.foreign_secrets() == ["PIN_KEY"]
    assert marks.foreign_secrets() == ["PIN_KEY"], "a look changes nothing"


def test_a_change_that_is_meant_is_accepted_once(settings: LazySettings) -> None:
    marks.foreign_secrets()
    before = settings.PIN_KEY
    settings.PIN_KEY = "a new one"
    assert marks.accept_secrets() == ["PIN_KEY"]
    assert marks.accept_secrets() == []
    settings.PIN_KEY = before
    assert marks.foreign_secrets() == ["PIN_KEY"]


def test_a_mark_tells_no_secret_and_not_that_two_are_equal(settings: LazySettings) -> None:
    settings.PIN_KEY = settings.IDENTITY_KEY = "the same for both"
    marks.foreign_secrets()
    values = list(Mark.objects.values_list("value", flat=True))
    assert len(set(values)) == len(marks.SECRETS)
    assert not any("the same" in value for value in values)


def test_a_mark_is_of_a_name_and_a_value(settings: LazySettings) -> None:
    marks.leave(marks.CONTENT, "1")
    marks.leave(marks.CONTENT, "2")
    assert marks.is_marked(marks.CONTENT, "2")
    assert not marks.is_marked(marks.CONTENT, "1")
    assert not marks.is_marked(marks.purged("holds"), "2")


def test_content_is_the_same_wherever_it_lies_and_another_after_any_change(tmp_path: Path) -> None:
    digests = []
    for node in ("a", "b"):
        folder = tmp_path / node
        (folder / "fr").mkdir(parents=True)
        (folder / "en.toml").write_text("x")
        (folder / "fr" / "one").write_text("yz")
        digests.append(marks.digest_of([folder]))
    assert digests[0] == digests[1]
    (folder / "fr" / "one").write_text("y")
    (folder / "fr" / "two").write_text("z")
    changed = marks.digest_of([folder])
    (folder / "fr" / "two").rename(folder / "fr" / "three")
    assert len({digests[0], changed, marks.digest_of([folder])}) == 3
