"""One person writes a notice, another reads and publishes it; what is typed wrong is said."""

import re

import pytest
from django.test import Client

from guichet.kernel import clock
from guichet.notices import actions
from guichet.notices.drafts import ready
from guichet.notices.models import WebNotice
from guichet.notices.testing import make_published
from guichet.offices.testing import make_office
from guichet.staff.testing import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
FORM = {
    "kind": "payment",
    "severity": "severe",
    "scope": "site",
    "from": "",
    "until": "",
    "title_en": "Payment does not work",
    "text_en": "Please try again at three.",
}


def both() -> tuple[Client, Client]:
    anne, ben = Client(), Client()
    sign_in(anne, "communications", name="anne")
    sign_in(ben, "communications", name="ben")
    return anne, ben


def test_one_writes_and_another_publishes_changes_and_ends_it() -> None:
    anne, ben = both()
    page = anne.post("/staff/notices/write/", FORM, follow=True)
    address = page.redirect_chain[-1][0]
    assert "somebody else reads and publishes it" in page.content.decode()
    refusal = anne.post(f"{address}publish/", {"version": "1"})
    assert refusal.status_code == 409 and "does not publish it" in refusal.content.decode()
    assert "Payment does not work" not in Client().get("/en/").content.decode()

    assert ">Publish</button>" in ben.get(address).content.decode()
    for _ in range(2):  # the second press says the same
        published = ben.post(f"{address}publish/", {"version": "1"}, follow=True)
        assert "within two seconds" in published.content.decode()
    assert "Payment does not work" in Client().get("/vi/").content.decode()
    changed = ben.get(f"{address}change/").content.decode()
    assert 'value="Payment does not work"' in changed
    ben.post(f"{address}change/", {**FORM, "text_en": "It takes until five."})
    stale = anne.post(f"{address}publish/", {"version": "1"})
    assert stale.status_code == 409 and "another wording meanwhile" in stale.content.decode()
    anne.post(f"{address}publish/", {"version": "2"})
    assert "It takes until five." in Client().get("/en/").content.decode()
    answers = [ben.post(f"{address}solve/", {"version": "2"}, follow=True) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert "five" not in Client().get("/en/web-notices/").content.decode()
    assert "solved" in anne.get("/staff/notices/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_en": ""}, "id_text_en"),
        ({"text_en": "x" * 401}, "id_text_en"),
        ({"scope": "office:NOWHERE"}, "id_scope"),
        ({"until": "tomorrow"}, "id_until"),
        ({"until": "2020-01-01T10:00"}, "id_until"),
        ({"kind": "nothing"}, "id_kind"),
    ],
)
def test_it_says_beside_the_field_what_is_wrong_and_keeps_what_was_typed(
    change: dict[str, str], field: str
) -> None:
    make_office(code="MIA")
    actions.bring_up_to_date(now=clock.now())
    client = Client()
    sign_in(client, "communications")
    page = client.post(
        "/staff/notices/write/", {**FORM, "title_fr": "Panne", "text_fr": "Panne", **change}
    )
    text = page.content.decode()
    assert page.status_code == 422 and f'id="{field}-error"' in text
    assert 'value="Panne"' in text and not WebNotice.objects.exists()


def test_it_begins_with_a_ready_made_notice_in_every_language() -> None:
    client = Client()
    sign_in(client, "communications")
    query = {"like": "payment_down", "time": "15:00", "office": "", "service": ""}
    page = client.get("/staff/notices/write/", query).content.decode()
    assert "try again after 15:00" in page and "لا يمكن استلام" in page
    names = dict(re.findall(r'name="(text_[\w-]+)"[^>]*>([^<]*)<', page))
    assert len(names) == 16 and all("15:00" in text for text in names.values())
    for entry in ready.READY:
        title, text = ready.filled(entry.code, {"time": "15:00", "office": "Miami", "service": "x"})
        assert len(title) == len(text) == 16 and "%(" not in str((title, text))
        assert all(len(words) <= 400 for words in (*title.values(), *text.values())), entry


def test_it_shows_a_notice_to_nobody_else_of_the_staff() -> None:
    notice, client = make_published(now=clock.now()), Client()
    sign_in(client, "auditor")
    assert client.get(f"/staff/notices/{notice.id}/").status_code == 403
