"""The codes of the site, and what others write instead of them."""

import pytest

from guichet.agency.shipped import COMPLETE
from guichet.web.languages import ALL, CATALOGUED, best, exact, of_django

ETA = COMPLETE["eta"]


def test_it_knows_the_twelve_and_the_eleven() -> None:
    assert len(CATALOGUED) == 12
    assert len(ETA) == 11
    assert set(ALL) == {*CATALOGUED, *ETA}
    assert [code for code in ALL if ALL[code].direction == "rtl"] == ["ar"]


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh_TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("ZH-HANT-TW", "zh-Hant"),
        ("tl", "fil"),
        ("tl-PH", "fil"),
        ("FIL", "fil"),
        ("pt-BR", "pt"),
        ("en-GB", "en"),
        ("tlh", None),
        ("nl", None),
        ("", None),
        ("en\n", None),
        ("appointments", None),
    ],
)
def test_it_reads_what_others_write(spelling: str, code: str | None) -> None:
    assert exact(spelling) == code


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("", "en"),
        ("ar", "ar"),
        ("da, fr;q=0.8, ar;q=0.9", "ar"),
        ("zh-TW,zh;q=0.9,en;q=0.8", "zh-Hant"),
        ("fr;q=0, es;q=0.1", "es"),
        ("en;q=2, ht;q=x, vi;q=0.3", "vi"),
        ("," * 5000, "en"),
    ],
)
def test_it_picks_what_the_browser_likes_best(header: str, code: str) -> None:
    assert best(header) == code


def test_it_finds_the_way_back_from_the_codes_of_django() -> None:
    assert [of_django(language.django) for language in ALL.values()] == list(ALL)
    assert of_django(None) == "en"
