"""A page that stays open for hours follows the notices: what its script asks for, each second."""

import pytest
from django.test import Client

from guichet.kernel import clock
from guichet.notices import actions
from guichet.notices.testing import BEN, make_deed, make_published
from guichet.staff.testing import sign_in
from guichet.web.languages import ALL
from guichet.web.words import texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_folder")]
NOW = "/fr/web-notices/now/"


def test_it_answers_what_stands_there_and_nothing_new_where_nothing_is() -> None:
    client = Client()
    empty = client.get(NOW, {"on": "kiosk"})
    assert (empty.status_code, empty.content) == (200, b"")
    notice = make_published(now=clock.now())
    page = client.get(NOW, {"on": "kiosk"}, headers={"If-None-Match": empty["ETag"]})
    assert "Payments are down (fr)" in page.content.decode()
    again = client.get(NOW, {"on": "kiosk"}, headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304 and not again.cookies
    actions.do(make_deed("solve", notice.id, by=BEN, now=clock.now()), now=clock.now())
    over = client.get(NOW, {"on": "kiosk"}, headers={"If-None-Match": page["ETag"]})
    words = over.content.decode()
    assert "Payments are down" not in words and f'data-all-clear="{notice.id}"' in words
    assert client.get(NOW).status_code == client.get(NOW, {"on": "x"}).status_code == 404


def test_screens_of_staff_follow_and_pages_of_the_public_load_no_script_for_it() -> None:
    client = Client()
    sign_in(client, "communications")
    page = client.get("/staff/notices/").content.decode()
    assert 'data-follow-notices="/en/web-notices/now/?on=staff"' in page
    assert "notices/follow" in page
    assert "data-follow-notices" not in client.get("/en/").content.decode()


def test_no_language_puts_the_time_in_brackets_which_has_some_where_it_names_its_zone() -> None:
    sentences = {code: texts("notices").get("banner.over", code).text for code in ALL}
    assert [code for code, text in sentences.items() if "(%(time)s)" in text or "（" in text] == []
