"""People find an article by what they type, in their script, with or without its accents."""

import pytest

from guichet.guidance.knowledge import queries
from guichet.guidance.knowledge.search import matters, search
from guichet.guidance.testing import article, only_source, publish_articles
from guichet.kernel.testing import wrong

pytestmark = pytest.mark.django_db
# What is typed, in which language, and an article that must be among the answers.
TYPED = [
    ("two passports", "en", "two-passports"),
    ("PASSPORT two", "en", "two-passports"),
    ("how do I change my passport number please", "en", "question-passport-number"),
    ("enfant", "fr", "children"),
    ("numero de demande perdu", "fr", "lost-number"),
    ("kind", "de", "children"),
    ("nino", "es", "children"),
    ("criança", "pt", "children"),
    ("护照", "zh-Hans", "two-passports"),
    ("護照", "zh-Hant", "two-passports"),
    ("パスポート", "ja", "two-passports"),
    ("支払い", "ja", "how-to-pay"),
    ("여권", "ko", "two-passports"),
    ("جواز", "ar", "two-passports"),
    ("الاسباب", "ar", "refused"),
    ("уведомление", "ru", "lost-notice"),
    ("odwołać", "pl", "move-or-cancel"),
    ("odwolac", "pl", "move-or-cancel"),
    ("huy cuoc hen", "vi", "move-or-cancel"),
    ("two passports", "ja", "two-passports"),
    ("interprete", "pt", "interpreter"),
    ("اسباب", "ar", "refused"),
    ("رسوم", "ar", "what-it-costs"),
    ("what does it cost", "en", "what-it-costs"),
    ("remboursement", "fr", "letter-refunded"),
    ("我要退款", "zh-Hans", "paid-twice"),
    ("layover", "ja", "need-air"),
    ("子供", "ja", "children"),
    ("I want to speak to a human", "ja", "speak-to-a-person"),
    ("je veux faire une plainte", "fr", "complaint"),
    ("我要投诉", "zh-Hans", "complaint"),
    ("شكوى", "ar", "complaint"),
    ("хочу поговорить с человеком", "ru", "speak-about-an-appointment"),
    ("khiếu nại", "vi", "complaint-about-an-office"),
    ("skarga", "pl", "complaint-about-an-office"),
]
FIRST = [
    ("complaint", "de", "complaint"),
    ("I want to speak to a human", "en", "speak-to-a-person"),
    ("Beschwerde", "de", "complaint"),
    ("quiero hablar con una persona", "es", "speak-to-a-person"),
    ("жалоба", "ru", "complaint-about-an-office"),
]


def check_answered(case: tuple[str, str, str]) -> None:
    query, language, name = case
    assert name in [hit.article for hit in search(query, language, most=40)]


def test_it_finds_what_people_type_and_the_title_and_what_is_written_count_more() -> None:
    publish_articles()
    assert wrong(check_answered, TYPED) == []
    names = {version.article for version in queries.published()}
    of_table = {name for matter in matters().values() for name in matter["articles"]}
    assert of_table <= names
    assert search("price", "pt")[0].article == "what-it-costs"
    costs = queries.current("what-it-costs")
    assert costs and "7" in costs.words["fr"]["lines"][0]["text"]
    assert search("two passports", "en")[0].article == "two-passports"
    assert search("PIN", "en")[0].title == "Somebody asks for my PIN"


def test_an_article_of_another_language_stands_behind_those_of_the_readers() -> None:
    drafts = (
        article("first", "en", title="Reise Reise Reise"),
        article("second", "de", title="Die Antwort", says="Es geht um eine Reise."),
    )
    with only_source(*drafts):
        hits = [(hit.article, hit.said_in) for hit in search("reise", "de")]
    assert hits == [("second", "de"), ("first", "en")]


def test_what_is_no_word_is_answered_with_nothing() -> None:
    nothing = ("", "   ", "!?", "%", "_", "*", ":*", "' | '", "\u202e\u200f", "\\", "\x00")
    strange = (
        "a' & !b",
        "pass:*",
        "passport\x00",
        "pass\u202eport",
        "%passport%",
        "(",
        "x" * 10_000,
    )
    with only_source(article("two", "en", title="Two passports")):
        assert [query for query in nothing if search(query, "en")] == []
        assert {len(search(query, "en")) for query in strange} == {0, 1}
        assert search("pass\u202eport", "en") == search("passport", "en") != []


def test_who_complains_or_wants_a_person_is_led_there_first() -> None:
    publish_articles()
    assert [case for case in FIRST if search(case[0], case[1], most=40)[0].article != case[2]] == []
    names = {name for _, _, name in FIRST}
    versions = [queries.current(name) for name in names]
    assert {version.action for version in versions if version} == {"contact"}
