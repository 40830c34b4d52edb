"""What every page gets before it leaves: an error first, no autofill where others read."""

import re

import pytest
from django.test import Client

from guichet.web.languages import ALL
from guichet.web.pages.render import sentence

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ALL)
def test_a_title_begins_with_the_error(client: Client, language: str) -> None:
    path = f"/{language}/appointments/manage/"
    plain = title(client.get(path))
    wrong = client.post(path, {"number": "", "pin": ""})
    assert wrong.status_code == 422
    assert title(wrong) == sentence("Error: %(title)s", language, title=plain)
    assert title(wrong) != plain


def test_pages_of_errors_say_so_too(client: Client) -> None:
    assert title(client.get("/fr/nothing/")).startswith("Erreur\u202f: ")


@pytest.mark.parametrize("language", ALL)
def test_the_next_reader_of_a_shared_computer_is_protected_too(
    client: Client, language: str
) -> None:
    client.post(f"/{language}/shared/", {"shared": "on", "next": f"/{language}/"}, headers=OURS)
    response = client.post(f"/{language}/finish/", headers=OURS, follow=True)

    still_shared = "This browser still knows that the computer is shared, so that the next person"
    still_shared += " is protected as well."
    assert sentence(still_shared, language) in response.content.decode()
    assert 'class="shared"' in client.get(f"/{language}/").content.decode()
    cookies = {name for name, cookie in response.client.cookies.items() if cookie.value}
    assert cookies - {"csrftoken"} == {"guichet_shared"}  # Django makes an empty one anew


def title(response: object) -> str:
    match = re.search(r"<title>(.*?)</title>", response.content.decode())  # type: ignore[attr-defined]
    assert match
    return match[1]
