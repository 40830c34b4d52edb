"""The pages of "Do I need one?". No test here may touch the database: a page costs no query."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from guichet.eligibility.asking import questions
from guichet.eligibility.content import law, offers
from guichet.eligibility.programme import ETA, plain
from guichet.web.languages import ALL

FRENCH = (
    ("status", "none"),
    ("nationalities", "FRA"),
    ("status_abroad", "none"),
    ("visa", "no"),
    ("mode", "air"),
    ("document", "FRA.ordinary"),
)
NOTHING_RARE = (("rare", "none"),)
FEBRUARY_31 = (("on_day", "31"), ("on_month", "2"), ("on_year", "2027"))
OTHERS = sorted(set(ALL) - set(ETA))


def see(*pairs: tuple[str, str], language: str = "en", follow: bool = False) -> HttpResponse:
    return Client().get(f"/{language}/eta/need/?{urlencode(pairs)}", follow=follow)


def text_of(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def heading(key: str, language: str = "en") -> str:
    return f"<h1>{plain(key, language)}</h1>"


def words_of(response: HttpResponse) -> str:
    """Return the page without any mark-up but its heading."""
    text = re.sub(r"<h1[^>]*>", "[h1]", text_of(response)).replace("</h1>", "[/h1]")
    text = re.sub(r"<[^>]*>", "", text)
    return text.replace("[h1]", "<h1>").replace("[/h1]", "</h1>")


@pytest.mark.parametrize("language", ETA)
def test_it_answers_in_every_language_of_the_programme(language: str) -> None:
    response = see(*FRENCH, *NOTHING_RARE, language=language)
    text = words_of(response)
    assert (response.status_code, response["Content-Language"]) == (200, language)
    assert heading("answer.eta_required", language) in text
    assert plain("row.air.why", language) in text
    home = words_of(Client().get(f"/{language}/eta/"))
    assert heading("home.title", language) in home


@pytest.mark.parametrize("language", OTHERS)
def test_it_shows_english_with_a_note_where_it_is_not_written_yet(language: str) -> None:
    response = see(*FRENCH, *NOTHING_RARE, language=language)
    text = text_of(response)
    assert heading("answer.eta_required") in words_of(response)
    assert f'<html lang="{language}"' in text
    assert '<div lang="en"' in text
    assert f'hreflang="{language}" href="https' not in text


def test_it_asks_one_question_after_the_other() -> None:
    pairs: list[tuple[str, str]] = []
    walk = [
        ("held", "held.ask", [("held", "none")]),
        ("nationalities", "nationalities.ask", [("nationalities", "ROU")]),
        ("mode", "mode.ask", [("mode", "air")]),
        ("document", "document.ask", [("document", "ROU.ordinary")]),
        ("mark", "mark.electronic", [("features", "electronic")]),
        ("rare", "rare.ask", [("rare", "none")]),
    ]
    for step, ask, choice in walk:
        assert heading(ask) in words_of(see(*pairs))
        response = see(*pairs, ("step", step), *choice)
        assert response.status_code == 302
        pairs = list(_pairs(response.url))  # type: ignore[attr-defined]
    assert heading("answer.eta_required") in words_of(see(*pairs))


def _pairs(url: str) -> list[tuple[str, str]]:
    query = QueryDict(url.partition("?")[2])
    return [(name, value) for name, values in query.lists() for value in values]


@pytest.mark.parametrize(
    ("pairs", "answer"),
    [
        ([("status_ca", "citizen")], "not_possible"),
        ([("status_ca", "permanent_resident")], "not_required"),
        ([*FRENCH[:4], ("mode", "land"), FRENCH[5]], "not_required"),
        ([*FRENCH, ("rare", "refuel")], "eta_required"),
        ([*FRENCH, ("rare", "royal_family")], "not_required"),
        ([*FRENCH[:5], ("document", "FRA.refugee"), *NOTHING_RARE], "visa_required"),
    ],
)
def test_it_asks_no_more_than_it_needs(pairs: list[tuple[str, str]], answer: str) -> None:
    assert heading(f"answer.{answer}") in words_of(see(*pairs))


def test_it_offers_several_nationalities_and_takes_them_away() -> None:
    pairs = [*FRENCH[:1], *FRENCH[2:4]]
    more = see(*pairs, ("step", "nationalities"), ("nationalities", "IND"), ("more", "1"))
    page = text_of(see(*_pairs(more.url)))  # type: ignore[attr-defined]
    assert 'name="nationalities" value="IND" checked' in page
    again = [("step", "nationalities"), ("nationalities", "FRA"), ("nationalities", "")]
    assert _pairs(see(*pairs, *again).url)[1] == ("nationalities", "FRA")  # type: ignore[attr-defined]


def test_it_forgets_the_document_when_the_nationality_changes() -> None:
    traveler = questions.read(QueryDict(urlencode(FRENCH)))
    rest = dict(questions.kept_beside(traveler, questions.NATIONALITIES))
    assert rest == {k: v for k, v in FRENCH if k not in {"nationalities", "document"}}


def test_it_leads_back_to_the_question_before_with_its_answer_chosen() -> None:
    page = text_of(see(*FRENCH, ("change", "mode")))
    assert 'value="air" checked' in page
    before = questions.read(QueryDict(urlencode(FRENCH))).query(("change", "nationalities"))
    assert f'href="/en/eta/need/{before}"' in page
    assert 'href="/en/eta/">' in text_of(see())


def test_it_leads_from_the_answer_to_every_question_and_to_itself() -> None:
    page = text_of(see(*FRENCH, *NOTHING_RARE))
    for step in ("held", "nationalities", "mode", "document", "rare"):
        assert f"change={step}" in page
    link = f"/en/eta/need/?{urlencode([*FRENCH, *NOTHING_RARE])}"
    assert link in page
    assert text_of(Client().get(link)) == page


def test_a_link_of_before_is_good_and_goes_on_under_names_of_no_country() -> None:
    names = {name: fact for fact, name in questions.IN_ADDRESS.items()}
    now = (*FRENCH, *NOTHING_RARE)
    before = [(names.get(name, name), value) for name, value in now]
    page = text_of(see(*before)).replace(urlencode(before), urlencode(now))
    assert page == text_of(see(*now))
    assert "change=held" in page
    assert "status_ca" not in page


def test_it_answers_for_another_day() -> None:
    qatari = [(name, value.replace("FRA", "QAT")) for name, value in FRENCH]
    day = [("step", "day"), ("on_day", "24"), ("on_month", "11"), ("on_year", "2025")]
    response = see(*qatari, *NOTHING_RARE, *day)
    assert ("on", "2025-11-24") in _pairs(response.url)  # type: ignore[attr-defined]
    words = words_of(see(*_pairs(response.url)))  # type: ignore[attr-defined]
    assert heading("answer.visa_required") in words
    assert plain("answer.past", "en") in words


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([("step", "rare")], "error.choose"),
        ([("mode", "rocket")], "error.unknown"),
        ([("nationalities", "ATA")], "error.unknown"),
        ([("document", "FRA")], "error.unknown"),
        ([("document", "FRA.library_card")], "error.unknown"),
        ([("rare", "hero")], "error.unknown"),
        ([("rare", "none"), ("on", "tomorrow")], "error.day_impossible"),
        ([("rare", "none"), ("on", "2018-06-04")], "error.day_too_early"),
        ([("rare", "none"), ("step", "day"), ("on_day", "3")], "error.day_incomplete"),
        (
            [("rare", "none"), ("step", "day"), *FEBRUARY_31],
            "error.day_impossible",
        ),
        (
            [("rare", "none"), ("step", "day"), *FEBRUARY_31[:2], ("on_year", "20270")],
            "error.year_four_digits",
        ),
        (
            [
                ("rare", "none"),
                ("step", "day"),
                ("on_day", "1"),
                ("on_month", "13"),
                ("on_year", "2027"),
            ],
            "error.month_impossible",
        ),
    ],
)
def test_it_answers_in_a_sentence_to_what_means_nothing(
    wrong: list[tuple[str, str]], sentence: str
) -> None:
    names = {name for name, _ in wrong}
    rest = [pair for pair in FRENCH if pair[0] not in names]
    response = see(*rest, *wrong)
    assert response.status_code == 422
    first = law().starts_at.date()
    problem = plain(sentence, "en", first=f"{first:%B} {first.day}, {first.year}")
    assert problem in words_of(response)


def test_it_keeps_what_was_chosen_when_the_language_changes() -> None:
    form = {"language": "fr", "step": "held", "held": ["trv"]}
    response = Client().post("/fr/eta/need/", form)
    assert response.status_code == 200
    assert 'value="trv" checked' in text_of(response)
    assert heading("held.ask", "fr") in words_of(response)


def test_it_has_words_for_everything_it_offers() -> None:
    for question in ("held", "rare"):
        for offer in offers(question):
            assert plain(f"{question}.{offer.key}", "en")


anything = st.lists(
    st.tuples(
        st.sampled_from([*(name for name, _ in FRENCH), "features", "rare", "on", "step", "change"])
        | st.sampled_from(["issuer", "type", "held", "more", "on_day", "on_month", "on_year"]),
        st.sampled_from(["none", "another", "air", "no", "FRA", "ROU.ordinary", "document", "mark"])
        | st.sampled_from(["day", "2", "2027", "2026-01-01", "IND.refugee", "nationalities"])
        | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=5),
    ),
    max_size=8,
)


def shown(response: HttpResponse) -> str:
    """Return the heading and the choices of a page; links to it in other languages differ."""
    assert response.status_code == 200
    return response.content.decode().partition("<h1")[2].partition("</form>")[0]


@pytest.mark.parametrize("word", ["step", "change"])
@pytest.mark.parametrize("document", ["FRA.ordinary", "IND.refugee"])
def test_a_link_to_a_question_that_nobody_asks_of_this_passport_leads_on(
    word: str, document: str
) -> None:
    page = shown(see(*FRENCH[:5], ("document", document), (word, "mark")))
    assert page == shown(see(*FRENCH[:5], ("document", document)))


def test_a_link_to_what_is_rare_leads_on_where_nothing_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(questions, "offers", lambda fact: () if fact == "rare" else offers(fact))
    page = shown(see(*FRENCH, ("change", "rare")))
    assert page == shown(see(*FRENCH))


@given(anything)
def test_it_always_answers(pairs: list[tuple[str, str]]) -> None:
    assert see(*FRENCH[:3], *pairs).status_code in {200, 302, 422}
