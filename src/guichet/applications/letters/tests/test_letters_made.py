"""The letters: every kind in its languages, with nothing in it that does not belong there."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from guichet.applications import tokens
from guichet.applications.changes import corrections
from guichet.applications.decisions import authorizations, requests
from guichet.applications.letters import body
from guichet.applications.letters import mail as letters_mail
from guichet.applications.letters import send as letters
from guichet.applications.letters.body import LEADS, SHOWS
from guichet.applications.letters.mail import parcel
from guichet.applications.models import Application, Authorization, Correspondence
from guichet.applications.testing import (
    DUE_ON,
    GUESSER,
    NOW,
    make_asked,
    make_draft,
    make_paid,
    make_refused,
)
from guichet.eligibility.programme import ETA
from guichet.interviews import testing as interviews
from guichet.kernel.models import Dispatch
from guichet.kernel.references import pin_for_people
from guichet.kernel.testing import usual
from guichet.post.mail_body import Mail
from guichet.post.send import MAKERS, Parcel
from guichet.web.words import texts

PLACEHOLDER = re.compile(r"%\(\w+\)s")
HOLDS: dict[str, object] = {
    "due_on": DUE_ON.isoformat(),
    "reasons": ["criminality", "a_code_without_words"],
    "fields": ["job_title", "home_city"],
}
_WORDS = ("offered", "chosen", "moved", "declined", "gone", "ended", "missed", "over")
OF_INTERVIEWS = {f"interview_{what}" for what in _WORDS}


def letter_of(
    application: Application,
    kind: str,
    *,
    letter: str = "en",
    summary: str = "en",
    **facts: object,
) -> Correspondence:
    sent_letter = letters.send(application, kind, cause="1", now=NOW, **HOLDS, **facts)
    sent_letter.letter_language, sent_letter.summary_language = letter, summary
    sent_letter.save()
    return sent_letter


def parcel_of(letter: Correspondence) -> Parcel | None:
    rows = Dispatch.objects.filter(kind="eta_letter", record=letter.pk)
    return parcel(rows.order_by("-pk")[0], NOW)


def mail_of(letter: Correspondence) -> Mail:
    first_parcel = parcel_of(letter)
    assert first_parcel and isinstance(first_parcel.content, Mail)
    return first_parcel.content


def last(application: Application, kind: str) -> Correspondence:
    return application.letters.filter(kind=kind).order_by("-pk")[0]


def test_it_is_written_in_every_language_of_the_programme() -> None:
    words = texts("letters")
    assert words.languages() == set(ETA)
    assert texts("letters/full").languages() == {"en", "fr"}
    for topic in (words, texts("letters/full")):
        assert topic.missing() == []
        assert topic.unknown() == []


@pytest.mark.parametrize("topic", ["letters", "letters/full"])
def test_it_keeps_every_place_for_a_value_in_every_language(topic: str) -> None:
    words = texts(topic)
    wrong = [
        (key, language)
        for key in words.keys()  # noqa: SIM118  (not a mapping)
        for language, sentence in words.everywhere(key).items()
        if set(PLACEHOLDER.findall(sentence)) != set(PLACEHOLDER.findall(words.words["en"][key]))
        or sentence.count("%") != len(PLACEHOLDER.findall(sentence))
    ]
    assert wrong == []


def test_it_has_words_for_every_kind_that_is_sent() -> None:
    folder = Path(letters.__file__).parents[1]
    call = re.compile(r'letters\.send\(\s*\w+(?:\.\w+)?,\s*"(\w+)"')
    kinds = {kind for path in folder.rglob("*.py") for kind in call.findall(path.read_text())}
    kinds |= {"refused", "cancelled", "reconsideration_upheld", "reconsideration_reopened"}
    kinds |= {"interview", *OF_INTERVIEWS}  # of before, and of the room above
    assert kinds == set(SHOWS)
    assert kinds == {
        key.removeprefix("summary.")
        for key in texts("letters").keys()  # noqa: SIM118
        if key.startswith("summary.")
    }
    for kind in kinds:
        assert {f"{kind}.{part}" for part in ("subject", "says", "next")} <= texts(
            "letters/full"
        ).keys()
    assert set(LEADS) <= kinds


def test_it_tells_the_outbox_who_makes_them() -> None:
    assert MAKERS[letters.DISPATCH] is letters_mail.parcel


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("letter", "summary"),
    usual(("fr", "fr"), ("en", "ar"), of=[("en", "en"), ("fr", "fr"), ("en", "ar")]),
)
def test_it_makes_every_kind(letter: str, summary: str) -> None:
    worlds = {True: make_asked(1), False: make_paid(2)}
    interview, former = interviews.choose(interviews.make_invited(3)), interviews.make_gone(4)
    choice = {"interview": interview.pk, "chosen": interview.times[0]}
    facts = dict.fromkeys(OF_INTERVIEWS, choice) | {"interview_gone": {"interview": former.pk}}
    Application.objects.update(email_pending="new@example.org")
    for kind in sorted(SHOWS):
        application = worlds["due_on" in SHOWS[kind] or kind in ("late", "paper_refused")]
        invited = former.application if kind == "interview_gone" else interview.application
        application = invited if kind in facts else application
        state = "manual_review" if kind == "late" else application.state
        Application.objects.filter(pk=application.pk).update(state=state)
        more = facts.get(kind, {})
        mail = mail_of(letter_of(application, kind, letter=letter, summary=summary, **more))
        check_languages(mail, letter, summary)


def check_languages(mail: Mail, letter: str, summary: str) -> None:
    assert mail.language == letter
    assert "%(" not in mail.text + mail.subject
    assert str(texts("letters").get("common.pin", summary)) in mail.text
    assert {"en": "www.canada.ca/eta", "fr": "www.canada.ca/ave"}[letter] in mail.text
    assert {"en": "CAD\xa07", "fr": "7\xa0CAD"}[letter] in mail.text
    assert f"/{summary}/eta/" in mail.text
    direction = "rtl" if summary == "ar" else "ltr"
    assert f'<section lang="{summary}" dir="{direction}">' in mail.html
    own = str(texts("letters").get("common.subject", summary))
    assert (own in mail.subject) == (summary != letter)


@pytest.mark.django_db
def test_it_shows_a_pin_and_a_code_only_where_they_belong() -> None:
    application = make_asked()
    application.email_pending = "new@example.org"
    application.save()
    for kind in sorted(SHOWS):
        letter = letters_mail.mail(letter_of(application, kind))
        pin, code = pin_for_people(tokens.pin_of(application)), tokens.email_code(application)
        assert (pin in letter.text) == (kind == "numbers"), kind
        assert (code in letter.text) == (kind == "prove_email"), kind


@pytest.mark.django_db
def test_it_gives_the_receipt_and_the_number_of_an_application() -> None:
    text = mail_of(last(make_paid(), "received")).text
    assert "Fee paid: CAD\xa07" in text
    assert "Paid on: November 23, 2026" in text


@pytest.mark.django_db
def test_it_says_what_is_needed_and_by_when() -> None:
    application = make_asked()
    request = application.requests.get()
    request.words = "For the years 2010 to 2012."
    request.save()
    text = mail_of(last(application, "information_asked")).text
    assert "- A police certificate\n  · For the years 2010 to 2012." in text
    assert "Please answer by: December 20, 2026" in text


@pytest.mark.django_db
def test_it_says_why_it_refused_and_what_can_be_done() -> None:
    application = make_refused()
    text = mail_of(last(application, "refused")).text
    assert str(texts("letters/full").get("reason.criminality", "en")) in text
    assert "look again" in text
    other = mail_of(letter_of(application, "reconsideration_upheld")).text
    assert str(texts("letters/full").get("reason.other", "en")) in other
    assert "a_code_without_words" not in other


@pytest.mark.django_db
def test_it_names_what_was_corrected_and_says_nothing_of_what_it_was() -> None:
    application = make_paid()
    corrections.correct(application.pk, {"home_city": "Cork"}, now=NOW)
    kind = application.letters.latest("pk").kind
    mail = mail_of(last(application, kind))
    assert "Cork" not in mail.text
    assert str(texts("fields").get("field.home_city.label", "en")) in mail.text


@pytest.mark.django_db
def test_it_reads_the_address_when_it_is_made() -> None:
    application = make_paid()
    letter = last(application, "approved")
    Application.objects.filter(pk=application.pk).update(email="later@example.org")
    first_parcel = parcel_of(letter)
    assert first_parcel is not None
    assert first_parcel.to == "later@example.org"
    Application.objects.filter(pk=application.pk).update(email="")
    assert parcel_of(letter) is None


@pytest.mark.django_db
@pytest.mark.parametrize("by", ["this release", "the release before"])
def test_it_proves_a_new_address_and_tells_the_old_one(by: str) -> None:
    application = make_paid()
    corrections.correct(application.pk, {"email": "new@example.org"}, now=NOW)
    application.refresh_from_db()
    proof = last(application, "prove_email")
    first_parcel = parcel_of(proof)
    assert first_parcel is not None
    assert first_parcel.to == "new@example.org"
    mail = mail_of(proof)
    assert application.number not in (mail.subject + mail.text).replace(" ", "")
    assert "NIAMH" not in mail.text

    code = tokens.email_code(application)
    corrections.confirm_email(application.pk, code, guesser=GUESSER, now=NOW)
    assert parcel_of(proof) is None
    if by == "the release before":  # whose letters named the version in their key alone
        Correspondence.objects.filter(kind="email_changed").update(facts={"had_one": True})
    warning = parcel_of(last(application, "email_changed"))
    assert warning is not None
    assert warning.to == "niamh@example.org"
    assert isinstance(warning.content, Mail)
    assert "new@example.org" not in warning.content.text


@pytest.mark.django_db
def test_it_keeps_back_what_is_no_longer_true_and_sends_again_what_was_asked_for() -> None:
    application = make_asked()
    letter = last(application, "information_asked")
    assert parcel_of(letter) is not None
    request = application.requests.get()
    requests.answer_request(application.pk, request.pk, "It was dismissed.", now=NOW)
    assert parcel_of(letter) is None
    letters.send_again(letter, now=NOW)
    again = Correspondence.objects.get(pk=letter.pk)
    assert "A police certificate" in mail_of(again).text


@pytest.mark.django_db
def test_it_makes_nothing_of_a_letter_that_is_gone() -> None:
    letter = letter_of(make_draft().application, "numbers")
    sent_letter = Dispatch.objects.get(record=letter.pk)
    assert parcel(sent_letter, NOW) is not None
    letter.delete()
    assert parcel(sent_letter, NOW) is None


@pytest.mark.django_db
def test_it_tells_of_the_end_of_an_authorization() -> None:
    application = make_paid()
    authorization = Authorization.objects.get(application=application)
    approval = last(application, "approved")
    assert "Valid until" in mail_of(approval).text
    authorizations.expire(now=NOW + timedelta(days=6 * 366))
    assert "Valid until" not in mail_of(last(application, "expired")).text
    assert authorization.number[-3:] in mail_of(last(application, "expired")).text
    letters.send_again(approval, now=NOW)
    assert parcel_of(approval) is None


@pytest.mark.django_db
def test_a_translated_letter_says_which_letters_count(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = letter_of(make_paid(), "received", letter="fr")
    assert "diffère de la lettre en anglais" in mail_of(letter).text
    monkeypatch.setattr(body, "letter_languages", lambda: ("ja", "fr"))
    assert "diffère de la lettre en japonais" in mail_of(letter).text
    monkeypatch.setattr(body, "letter_languages", lambda: ("fr",))
    assert "diffère de la lettre" not in mail_of(letter).text


@pytest.mark.django_db
def test_its_links_lead_to_pages_in_its_language_and_the_summary_has_its_own() -> None:
    mail = mail_of(letter_of(make_paid(), "refused", letter="en", summary="es"))
    words, _, summary = mail.html.partition('<section lang="es"')
    assert re.findall(r'href="[^"]*(/\w+/eta/[^"]*)"', words) == [
        "/en/eta/apply/resume/",
        "/en/eta/results/#refused",
    ]
    assert re.findall(r'href="[^"]*(/\w+/eta/[^"]*)"', summary) == ["/es/eta/apply/resume/"]
    assert "/es/eta/apply/resume/" in mail.text.rstrip().rpartition("\n")[2]
    assert '<p class="brand"><bdi>Guichet · eTA</bdi></p>' in mail.html
    assert mail_of(letter_of(make_paid(), "refused")).html.count("/eta/apply/resume/") == 2
