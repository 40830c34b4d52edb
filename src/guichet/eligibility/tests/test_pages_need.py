""" "Do I need one?": what is wrong is said on top and where it was made; past days; issuers."""

import re

import pytest
from django.test import Client

from guichet.eligibility.programme import ETA, TOPIC, plain
from guichet.eligibility.tests.test_pages import (
    FEBRUARY_31,
    FRENCH,
    NOTHING_RARE,
    heading,
    see,
    text_of,
    words_of,
)
from guichet.web.words import texts

DAY = ("step", "day")


def target(text: str) -> str:
    """Return what the link on top of the page leads to."""
    top = text.partition('<div class="errors"')[2].partition("</div>")[0]
    link = re.search(r'href="#([^"]+)"', top)
    assert link, "the error on top leads to its place"
    return link[1]


def beside(text: str, place: str) -> str:
    """Return the error that stands beside a place of the page."""
    error = re.search(rf'<p class="error" id="{place}-error">([^<]*)</p>', text)
    return error[1] if error else ""


def test_it_says_on_top_that_a_day_does_not_exist_and_beside_it() -> None:
    page = see(*FRENCH, *NOTHING_RARE, DAY, *FEBRUARY_31)
    text = text_of(page)
    assert page.status_code == 422
    assert text.index('class="errors"') < text.index('id="answer"')
    assert target(text) == "on_day"
    assert 'id="on_day"' in text
    assert beside(text, "day") == plain("error.day_impossible", "en")
    assert 'name="on_day" value="31"' in text


@pytest.mark.parametrize(
    ("pairs", "place"),
    [
        ([*FRENCH[:1], ("step", "nationalities"), ("nationalities", "")], "nationalities"),
        ([*FRENCH[:4], ("step", "mode")], "choices"),
        ([*FRENCH[:5], ("step", "document"), ("document", "another"), ("issuer", "")], "issuer"),
        (
            [*FRENCH[:5], ("step", "document"), ("document", "another"), ("issuer", "FRA")],
            "type",
        ),
    ],
)
def test_it_says_beside_a_choice_that_it_is_missing(
    pairs: list[tuple[str, str]], place: str
) -> None:
    page = see(*pairs)
    text = text_of(page)
    assert page.status_code == 422
    assert target(text) == place
    assert f'id="{place}"' in text
    assert beside(text, place)
    assert f'aria-describedby="{place}-error"' in text


def test_it_asks_about_none_of_these_together_with_one_of_these() -> None:
    page = see(("step", "held"), ("held", "trv"), ("held", "none"))
    text = text_of(page)
    assert page.status_code == 422
    assert plain("error.none_and_more", "en") in text
    assert text.count("checked") == 2  # what was chosen is kept
    alone = see(("step", "held"), ("held", "none"))
    assert alone.status_code == 302
    assert see(("step", "held"), ("held", "trv")).status_code == 302


@pytest.mark.parametrize("language", ETA)
def test_it_sends_nobody_to_apply_for_a_day_that_is_over(language: str) -> None:
    past = see(*FRENCH, *NOTHING_RARE, ("on", "2019-05-01"), language=language)
    text = words_of(past)
    assert heading("answer.eta_required", language) in text
    assert plain("row.air.do", language) not in text
    assert plain("answer.past_do", language) in text
    link = re.search(r'<a class="button arrow screen" href="([^"]*)"', text_of(past))
    assert link
    today = Client().get(link[1])
    assert plain("row.air.do", language) in words_of(today)


def options(text: str, name: str) -> list[str]:
    select = re.search(rf'<select id="{name}".*?</select>', text, re.DOTALL)
    assert select
    return re.findall(r'<option value="([^"]+)"', select[0])


def test_it_offers_only_who_issues_passports() -> None:
    page = see(*FRENCH[:5], ("step", "document"), ("document", "another"))
    issuers = options(text_of(page), "issuer")
    assert {"BVT", "ALA", "HMD", "GRL"}.isdisjoint(issuers)
    assert {"FRA", "HKG", "BMU", "RKS", "UNO"} <= set(issuers)
    nationalities = options(text_of(see(*FRENCH[:1])), "nationalities")
    assert "GRL" in nationalities  # who is from there may look for it, and is taken for a Dane


def test_it_has_words_for_every_error_of_this_page() -> None:
    for code in ("choose", "unknown", "none_and_more"):
        assert f"error.{code}" in texts(TOPIC)
