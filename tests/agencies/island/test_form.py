"""The island's own form is walked to the end, and no page of it names another country."""

from collections.abc import Mapping
from html import unescape
from typing import Any

import pytest

from guichet.applications.form.answers import form
from guichet.applications.models import Application
from guichet.applications.tests import paper
from guichet.applications.tests.visitor import Visitor
from tests.agencies.island.people import CHILD, TRAVELER, names_others

pytestmark = pytest.mark.django_db
PURPOSE = {"en": "Why do you come to Tamarind Island?", "ja": "タマリンド島に来る目的"}


class Reader(Visitor):
    """Reads every page on the way."""

    def __init__(self) -> None:
        super().__init__()
        self.pages: dict[str, str] = {}

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        if answer["Content-Type"].startswith("text/html"):
            self.pages[str(request["PATH_INFO"])] = answer.content.decode()
        return answer


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("person", [TRAVELER, CHILD], ids=["adult", "child"])
def test_it_is_sent_without_a_word_of_another_country(
    monkeypatch: pytest.MonkeyPatch, language: str, person: Mapping[str, object]
) -> None:
    monkeypatch.setattr(paper, "BASE", f"/{language}/eta/apply/")
    monkeypatch.setattr(paper, "STEPS", f"/{language}/eta/apply/steps/")
    reader = Reader()
    reader.get(paper.BASE)
    application = paper.begin(reader, "minor" if person is CHILD else "self")
    review = paper.fill_in(reader, {**person, "letter_language": language})
    assert paper.sign(reader, review, person).status_code == 200
    assert paper.pay(reader).status_code == 200

    application = Application.objects.get(pk=application.pk)
    assert (application.state, application.answers["stay_purpose"]) == ("issued", "holiday")
    assert {"applied_before", "tb_contact", "rep_fax"}.isdisjoint(application.answers)
    assert len(reader.pages) > 10
    assert [path for path, page in reader.pages.items() if names_others(page)] == []
    whole = "".join(reader.pages.values())
    assert PURPOSE[language] in whole
    assert not [key for key in ("rep_fax", "tb_contact", "home_district") if key in whole]


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_name_is_taken_as_the_passport_has_it(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(paper, "BASE", f"/{language}/eta/apply/")
    monkeypatch.setattr(paper, "STEPS", f"/{language}/eta/apply/steps/")
    reader = Reader()
    reader.get(paper.BASE)
    application = paper.begin(reader, "self")
    names = {"surname": "Muñoz-Łukasz", "given_names": "Íñigo João"}
    person = {**TRAVELER, **names, "signature": "Íñigo João Muñoz-Łukasz"}
    review = paper.fill_in(reader, person)
    assert "Muñoz-Łukasz" in unescape(review.content.decode())
    assert paper.sign(reader, review, person).status_code == 200
    application = Application.objects.get(pk=application.pk)
    assert application.answers["given_names"] == "Íñigo João"


def test_a_letter_no_passport_spells_is_refused_with_the_rule_beside_it() -> None:
    reader = Visitor()
    paper.begin(reader, "self")
    answers = {**TRAVELER, "surname": "Ɛdem"}
    steps = paper.STEPS
    for section in ("who", "document"):
        page = reader.get(f"{steps}{section}/")
        reader.post(f"{steps}{section}/", paper.filled(page, answers))
    page = reader.get(f"{steps}passport/")
    page = reader.post(f"{steps}passport/", paper.filled(page, answers), follow=True)
    text = unescape(page.content.decode())
    assert "names have Latin letters, with or without accents" in text
    assert 'value="Ɛdem"' in text


def test_its_lists_are_its_own() -> None:
    fields = form().fields
    assert fields["letter_language"].options == ("en", "ja")
    assert fields["marital_status"].options == ("married", "single", "other")
    assert "us_visa" not in fields and "rep_province" not in fields


def test_a_program_hears_that_a_question_is_not_asked() -> None:
    answers = {"answers": {"tb_contact": "no"}}
    answer = Visitor().post("/api/v1/eta/applications", answers, content_type="application/json")
    assert answer.status_code in {201, 422}
    assert "unknown_field" in answer.content.decode()
