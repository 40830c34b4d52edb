"""The pages of staff are in the agency's first language that they have, and say which there are."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ONLY = "Les pages du personnel sont rédigées en anglais et en français."


@pytest.mark.parametrize("wishes", ["", "pt", "ar, pt;q=0.5"])
def test_who_wishes_for_none_of_theirs_gets_the_agencys_first(client: Client, wishes: str) -> None:
    page = client.get("/staff/", follow=True, headers={"accept-language": wishes})
    text = page.content.decode()
    assert '<html lang="fr"' in text
    assert ONLY in text
    assert 'aria-label="Langue de ces pages"' in text


def test_the_switch_leads_to_what_there_is(client: Client) -> None:
    for language, words in (("en", "Staff sign-in"), ("fr", "Connexion du personnel")):
        form = {"language": language, "next": "/staff/"}
        page = client.post("/staff/language/", form, follow=True)
        assert page.status_code == 200
        assert words in page.content.decode()
