"""A name as it stands on the upper page, put into the letters of the lines with one press; and a
number that is mistyped, told on every page that asks for it."""

import pytest
from django.test import Client

from guichet.applications import tokens
from guichet.applications.models import Application
from guichet.applications.testing import NIAMH, NOW, make_draft
from guichet.applications.tests.paper import begin, stop_clock
from guichet.applications.tests.windows import RESUME, Window

pytestmark = pytest.mark.django_db
PASSPORT = "/passport/"
DATES = {
    f"{day}_{part}": str(NIAMH[day]).split("-")[at].lstrip("0")
    for day in ("birth_date", "issue_date", "expiry_date")
    for at, part in enumerate(("year", "month", "day"))
}
TYPED = {
    **{key: NIAMH[key] for key in ("passport_number", "gender", "birth_country", "birth_city")},
    **DATES,
    "given_names": "MARIA",
}


@pytest.fixture(autouse=True)
def _at_a_known_time(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch, NOW)


def passport_step(client: Client) -> tuple[Window, Application]:
    """Return a window on the step of the passport, with its document known."""
    application = begin(client)
    document = ("document_type", "issuer", "nationality")
    application.answers |= {key: NIAMH[key] for key in document}
    application.save()
    return Window(client, "/en/eta/apply/steps/passport/"), application


@pytest.mark.parametrize(
    ("surname", "spelled"),
    [
        ("JOÃO", "JOAO"),
        ("ĐORĐEVIĆ", "DORDEVIC"),
        ("MÜLLER-ŁUKASZ", "MUELLER-LUKASZ"),
        ("MUTHU A/L RAJAN", "MUTHU A L RAJAN"),
        ("KING, JR.", "KING JR"),
    ],
)
def test_it_puts_a_name_into_the_letters_of_the_lines(
    client: Client, surname: str, spelled: str
) -> None:
    window, application = passport_step(client)
    window.press(PASSPORT, **{**TYPED, "surname": surname})
    assert "Use <bdi" not in window.text
    assert f'name="use" value="surname">Use {spelled}' in window.text
    window.press(PASSPORT, button="surname")
    assert f'value="{spelled}"' in window.text
    assert "Compare it with them" in window.text
    application.refresh_from_db()
    assert application.answers["surname"] == spelled
    window.press(PASSPORT)
    assert not window.path.endswith(PASSPORT), window.text


def test_it_goes_on_with_return_as_before(client: Client) -> None:
    window, _ = passport_step(client)
    window.press(PASSPORT, **{**TYPED, "surname": "JOÃO"})
    form = next(candidate for candidate in window.forms() if candidate.action.endswith(PASSPORT))
    assert form.buttons[0] == ("", "")


def mistyped(application: Application) -> str:
    number = application.number
    return f"{number[:-1]}{(int(number[-1]) + 1) % 10}"


@pytest.mark.parametrize("path", [RESUME, "/en/eta/trouble/?about=session"])
def test_it_tells_a_mistyped_number_and_counts_no_try(client: Client, path: str) -> None:
    application = make_draft(1).application
    window, pin = Window(client, path), tokens.pin_of(application)
    action = path.rpartition("/eta")[2]
    for _ in range(7):
        window.press(action, number=mistyped(application), pin=pin)
        assert "This number is mistyped" in window.text
        assert 'id="number-error"' in window.text
        assert f'value="{mistyped(application)}"' in window.text
    pasted = application.number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    window.press(action, number=f"\u2066{pasted}\u2069", pin=f"\u200f{pin[:3]}\u00a0{pin[3:]}")
    assert "mistyped" not in window.text
    assert 'name="pin"' not in window.text
