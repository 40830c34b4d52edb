"""Two languages are offered, one of which lacks the pages of appointments; they are off."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "ja"])
def test_what_is_offered_answers(client: Client, language: str) -> None:
    assert f'<html lang="{language}"' in client.get(f"/{language}/").content.decode()


@pytest.mark.parametrize("language", ["fr", "es", "zh-Hant"])
def test_what_is_not_offered_is_not_there(client: Client, language: str) -> None:
    assert client.get(f"/{language}/").status_code == 404
