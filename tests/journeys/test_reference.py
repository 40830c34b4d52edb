"""An administrator brings a file in, changes a row and undoes it, on a wide and a narrow screen."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from guichet.kernel.testing import usual
from guichet.offices.models import Office
from guichet.staff.testing import make_staff
from tests.journeys.people import JOURNEY
from tests.journeys.test_desk import Officer

pytestmark = JOURNEY
WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 320, "height": 800}
HOME = "/staff/reference/"


@pytest.mark.parametrize("language", usual("fr", of=("en", "fr")))
def test_reference_data_is_kept_on_pages(
    browser: Browser, live_server: Any, office: Office, tmp_path: Path, language: str
) -> None:
    zoe = Officer(
        browser, live_server.url, make_staff("administrator", name="zoe"), language=language
    )
    page = zoe.page
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    zoe.go("reference/")
    zoe.press(f"a[href='{HOME}services/']")

    file = tmp_path / "services.csv"
    file.write_bytes("code;minutes;name_fr\r\ncase_question;x;Été\r\n".encode("cp1252"))
    page.set_input_files("[name=file]", file)
    zoe.press("form[enctype] button")
    assert page.locator("[data-problems='1']").count() == 1
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    zoe.press(".actions a.button")
    file.write_bytes("code;minutes;name_fr\r\ncase_question;40;Été\r\n".encode("cp1252"))
    page.set_input_files("[name=file]", file)
    zoe.press("form[enctype] button")
    assert page.locator("[data-counts='0 1 0 0'] ~ .callout, .callout").count() >= 1
    page.fill("[name=reason]", "longer")
    zoe.press("#confirm .button")

    zoe.go(f"reference/offices/rows/row/{office.pk}/")
    page.fill("[name=room]", "7")
    zoe.press("#row .actions .button")
    zoe.press("#confirm .button")
    Office.objects.update(room="8")
    zoe.press("form[action$='undo/'] button")
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.check("[value=back]")
    zoe.press("#undo .button")
    zoe.press("#confirm .button")
    assert Office.objects.get().room == ""
    zoe.go("reference/offices/history/")
    assert page.locator("tbody tr").count() == 2
