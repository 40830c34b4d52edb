"""A web notice on the screen of a waiting room: in its languages, told while it is open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guichet.counter.display.notices import notices_at, told_at
from guichet.kernel import clock
from guichet.notices.standing import board, file
from guichet.notices.testing import BEN, make_deed, make_words
from guichet.notices.values import Notice, Version


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    board.look_again()
    yield
    board.look_again()


def publish(*scope: str) -> None:
    now = clock.now()
    deed = make_deed("draft", "n", by=BEN, now=now)
    version = Version(
        number=1, identifier="n-1", words=make_words(now=now, scope=scope), drafted_by="anne",
        drafted_at=now, published_by=deed.by, published_at=now - timedelta(seconds=1),
    )  # fmt: skip
    with file.locked():
        file.write([Notice(id="n", state="published", versions=(version,))], {"MIA": {"en": "M"}})
    board.look_again()


def test_it_stands_on_the_screens_that_it_concerns_each_language_in_its_turn() -> None:
    assert notices_at("MIA") == "" and told_at("MIA") == '""'
    publish("office:MIA")
    assert notices_at("BOS") == ""
    screen = notices_at("MIA", first="fr")
    assert 'lang="fr" dir="ltr" data-language="fr"><b>Payments are down (fr)' in screen
    assert 'lang="en" dir="ltr" data-language="ar" hidden><b>Payments are down (en)' in screen


def test_one_that_is_over_is_said_to_be_so_in_each_language_and_its_words_are_gone() -> None:
    publish("office:MIA")
    with file.locked():
        notice = replace(file.read().notices[0], state="solved", ended_at=clock.now())
        file.write([notice], {"MIA": {"en": "M"}})
    board.look_again()
    screen = notices_at("MIA", first="fr")
    assert "Payments are down" not in screen
    assert screen.count("data-all-clear") == 1 and "data-notice" not in screen
    assert 'lang="fr" dir="ltr" data-language="fr"><span>' in screen
    assert 'lang="ar" dir="rtl" data-language="ar" hidden><span>' in screen
    assert notices_at("BOS") == ""
