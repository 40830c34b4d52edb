"""The agent types what is said: the whole set fits or not, and nothing on file is shown for it."""

import re
import secrets
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client

from guichet.applications.models import Application
from guichet.applications.testing import make_listed
from guichet.contact import codes
from guichet.contact.desk.tests.test_begin_and_end import begun, pressed
from guichet.contact.mails import parcel
from guichet.contact.models import CallerCode, CaseLook, IdentityCheck
from guichet.guidance.testing import publish_shipped
from guichet.interactions.models import Interaction
from guichet.kernel import clock
from guichet.kernel.models import Dispatch
from guichet.staff.testing import sign_in

pytestmark = pytest.mark.django_db
VERDICT = re.compile(r'data-verdict="(\w+)"')


def said(application: Application, **changes: str) -> dict[str, str]:
    """Return what a caller says who has everything of a case, as it is typed."""
    answers, born = application.answers, application.born_on
    assert born
    return {
        "number": application.number,
        "full_name": f"{answers['given_names']} {answers['surname']}",
        "passport_number": str(answers["passport_number"]),
        **day("birth_date", born),
        **changes,
    }


def day(name: str, value: datetime | object) -> dict[str, str]:
    year, month, number = str(value).split("-")
    return {f"{name}_year": year, f"{name}_month": month, f"{name}_day": number}


def compared(client: Client, address: str, **facts: str) -> tuple[str, str]:
    """Compare a set on the page; return the verdict and the page."""
    facts = {"once": secrets.token_urlsafe(24), **facts}  # each page has a mark of its own
    _, page = pressed(client, address, "prove", **facts)
    verdict = VERDICT.search(page)
    return verdict[1] if verdict else "", page


@pytest.fixture
def application() -> Application:
    return make_listed()


@pytest.fixture
def address(client: Client) -> str:
    sign_in(client, "national_agent")
    return begun(client)


def test_a_whole_set_opens_the_case_and_shows_nothing_of_it(
    client: Client, address: str, application: Application
) -> None:
    verdict, page = compared(client, address, **said(application))
    assert verdict == "fits" and "what was asked, sent and done" in page
    text = page.split("<main", 1)[1]
    assert str(application.answers["surname"]) not in text
    assert str(application.answers["passport_number"]) not in text
    contact = Interaction.objects.get()
    assert (contact.disclosure, contact.participants.get().certainty) == ("case", "known")


def test_one_wrong_fact_fails_all_of_it_alike_and_what_was_typed_stays(
    client: Client, address: str, application: Application
) -> None:
    pages = set()
    for changes in (
        {"full_name": "Somebody Else"},
        {"passport_number": "XX9999999"},
        {"number": "V572319048"},
    ):
        verdict, page = compared(client, address, **said(application, **changes))
        assert verdict == "wrong" and next(iter(changes.values())) in page
        pages.add(page.split('data-verdict="wrong"')[1].partition("</div>")[0])
        IdentityCheck.objects.all().delete()
    assert len(pages) == 1


def test_a_number_is_enough_to_send_by_whether_there_is_a_case_or_not(
    client: Client, address: str, application: Application
) -> None:
    answers = []
    for number in (application.number, "V572319048"):
        verdict, _ = compared(client, address, number=number)
        status, after = pressed(client, address, "send:send_letter")
        answers.append((verdict, status, "If it matches, it is on its way." in after))
    assert answers == [("sends", 200, True)] * 2
    assert [look.action for look in CaseLook.objects.all()] == ["send_letter"]


def test_a_general_agent_is_told_the_same_whatever_fits(
    client: Client, application: Application
) -> None:
    sign_in(client, "general_agent")
    address = begun(client)
    right = compared(client, address, **said(application))
    wrong = compared(client, address, **said(application, full_name="Somebody Else"))
    assert (right[0], wrong[0]) == ("sends", "sends")
    sets = (said(application), said(application, full_name="Somebody Else"))
    assert [pressed(client, address, "prove", **facts)[0] for facts in sets] == [200, 200]


def test_an_airline_opens_nothing_and_fails_no_set(
    client: Client, address: str, application: Application
) -> None:
    contact = Interaction.objects.get()
    contact.participants.update(role="carrier")
    for facts in (said(application), said(application, full_name="Somebody Else")):
        verdict, page = compared(client, address, **facts)
        assert verdict == "carrier" and "You speak with an airline" in page
        assert 'value="tell:' not in page and 'value="send:' not in page
    assert not IdentityCheck.objects.filter(failed=True).exists()
    assert {check.level for check in IdentityCheck.objects.all()} == {"general"}
    assert pressed(client, address, "send:send_letter")[0] == 409


def test_a_mistyped_number_is_said_beside_its_field_and_fails_no_set(
    client: Client, address: str, application: Application
) -> None:
    number = application.number
    for text in (number[1:], number[:-1], f"{number[:-1]}{(int(number[-1]) + 1) % 10}"):
        _, page = compared(client, address, **said(application, number=text))
        assert "This number is mistyped" in page and f'value="{text}"' in page
    _, page = compared(client, address, **said(application, number="3AC-C9D-669"))
    assert "This is the number of an appointment." in page and "mistyped" not in page
    assert not IdentityCheck.objects.exists()


def test_what_does_not_fit_is_said_at_the_top_and_the_scenarios_are_folded(
    client: Client, address: str, application: Application
) -> None:
    _, page = compared(client, address, **said(application, full_name="Somebody Else"))
    alert = page.index('role="alert" tabindex="-1" data-focus>')
    assert alert < page.index("This does not fit") < page.index("data-scenario")
    assert '<details class="more" open' not in page


def test_nothing_said_too_little_and_an_impossible_day_are_said(
    client: Client, address: str
) -> None:
    status, page = pressed(client, address, "prove")
    assert status == 409 and "Type first what they say." in page
    assert compared(client, address, full_name="Somebody")[0] == "too_little"
    status, page = pressed(client, address, "prove", **day("birth_date", "1980-02-31"), number="V1")
    assert status == 422 and "There is no such day." in page and 'value="V1"' in page
    assert pressed(client, address, "send:send_letter")[0] == 409
    assert pressed(client, address, "send:nothing")[0] == 409


def test_after_three_failed_sets_a_code_to_the_address_on_file_goes_on(
    client: Client, address: str, application: Application
) -> None:
    wrong = said(application, full_name="Somebody Else")
    assert [compared(client, address, **wrong)[0] for _ in range(3)] == ["wrong", "wrong", "locked"]
    verdict, page = compared(client, address, **said(application))
    assert verdict == "locked" and "only a code goes on" in page
    assert compared(client, address, number=application.number)[0] == "sends"
    assert "it is on its way" in pressed(client, address, "send:send_code")[1]
    code = CallerCode.objects.get()
    assert code.expires_at - code.sent_at == timedelta(minutes=15)
    digits = codes.digits(code)
    row = Dispatch.objects.get(kind=codes.DISPATCH)
    letter = parcel(row, clock.now())
    assert letter and letter.to == application.email and digits in str(letter.content)
    assert mail.outbox == []

    verdict, page = compared(client, address, number=application.number, code=digits)
    assert verdict == "fits" and "change what they ask you to change" in page
    assert Interaction.objects.get().disclosure == "change"
    assert compared(client, address, number=application.number, code=digits)[0] != "fits"


def test_a_set_that_is_sent_again_by_loading_its_answer_again_counts_once(
    client: Client, address: str, application: Application
) -> None:
    wrong = said(application, full_name="Somebody Else")
    page = {"once": "w" * 24}
    assert [compared(client, address, **wrong, **page)[0] for _ in range(4)] == ["wrong"] * 4
    assert IdentityCheck.objects.count() == 1
    other = said(application, full_name="Somebody New")
    assert compared(client, address, **other, **page)[0] == "wrong"
    assert IdentityCheck.objects.filter(failed=True).count() == 2
    assert compared(client, address, **said(application))[0] == "fits"


def test_a_code_is_tried_five_times_for_fifteen_minutes_and_sent_three_times(
    client: Client, address: str, application: Application
) -> None:
    number = application.number
    compared(client, address, number=number)
    for _ in range(4):
        pressed(client, address, "send:send_code")
    assert CallerCode.objects.count() == 3
    code = CallerCode.objects.first()
    assert code
    digits = codes.digits(code)
    wrong_code = f"{(int(digits) + 1) % 1_000_000:06d}"
    for _ in range(5):
        assert compared(client, address, number=number, code=wrong_code)[0] != "fits"
    assert compared(client, address, number=number, code=digits)[0] != "fits"
    CallerCode.objects.update(tries=0, expires_at=code.sent_at + timedelta(microseconds=1))
    assert compared(client, address, number=number, code=digits)[0] != "fits"
    CallerCode.objects.update(expires_at=code.expires_at)
    assert compared(client, address, number=number, code=digits)[0] == "fits"


def test_nothing_goes_anywhere_where_no_address_is_on_file(
    client: Client, address: str, application: Application
) -> None:
    Application.objects.update(email="")
    compared(client, address, number=application.number)
    pressed(client, address, "send:send_code")
    pressed(client, address, "send:send_numbers")
    assert not CallerCode.objects.exists()
    assert not application.letters.filter(kind="numbers").exists()


def test_enter_searches_or_keeps_the_notes_and_compares_nothing(
    client: Client, address: str, application: Application
) -> None:
    publish_shipped()
    wrong = said(application, full_name="Somebody Else")
    page = client.get(address).content.decode()
    names = re.findall(r'name="(search|seek|knowledge)_before"', page)
    assert sorted(names) == ["knowledge", "search", "seek"]
    for field, sign in (("seek", "data-search="), ("knowledge", "data-articles"), ("search", "")):
        status, page = pressed(client, address, "", **wrong, **{field: "Zweig"})
        assert (status, sign in page, "Somebody Else" in page) == (200, True, True), field
        assert field == "search" or f'name="{field}_before" value="Zweig"' in page
    assert "No scenario has these words." in page
    # What was searched for before stands there still, and is not searched for anew.
    status, page = pressed(client, address, "", **wrong, seek="Zweig", seek_before="Zweig")
    assert status == 409 and "Nothing was compared yet" in page and "Somebody Else" in page
    status, page = pressed(client, address, "", internal="Calm.", seek="Zweig", seek_before="Zweig")
    assert status == 200 and "The notes are kept." in page
    assert not IdentityCheck.objects.exists()
