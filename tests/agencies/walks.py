"""What the walks on agencies with one programme share: what is off answers to nobody."""

import json
from collections.abc import Iterable

from django.test import Client

from guichet.staff import roles
from guichet.staff.testing import sign_in
from tests.agencies.addresses import SAMPLES, here, off

CHANGES = ("post", "put", "patch", "delete")


def answers_of_what_is_off(languages: Iterable[str]) -> Iterable[tuple[str, str, int, str]]:
    """Yield method, path, status and kind of the answer to an administrator who tries it all."""
    client, codes = Client(), list(languages)
    sign_in(client, *roles.ROLES)
    for path in off():
        for code in codes if path.startswith("/LANGUAGE/") else codes[:1]:
            where = path.replace("LANGUAGE", code, 1)
            methods = ("get", *CHANGES) if where.startswith("/api/") else ("get", "post")
            for method in methods:
                answer = getattr(client, method)(where)
                yield method, where, answer.status_code, answer["Content-Type"].partition(";")[0]


def staff_pages_nobody_may_open() -> list[str]:
    """Return the addresses of staff that are closed to somebody who has every role."""
    client = Client()
    user = sign_in(client, *roles.ROLES)
    roles.give_at(SAMPLES["str"], user, *roles.OFFICE_ROLES)  # where the addresses lead
    paths = [path for path in here() if path.startswith("/staff/")]
    assert len(paths) > 20
    return [
        path
        for path in paths
        if 403 in {client.get(path).status_code, client.post(path).status_code}
    ]


def text(path: str, client: Client | None = None) -> str:
    """Return what a page or a file says, in small letters; it must be there."""
    answer = (client or Client()).get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode()).lower()


def description() -> dict[str, object]:
    """Return the description of the API."""
    return dict(json.loads(Client().get("/api/v1/openapi.json").content))
