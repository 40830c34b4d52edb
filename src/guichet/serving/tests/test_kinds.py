"""Whose threads answer which page: told from the addresses that there are."""

import pytest
from django.urls import get_resolver

from guichet.serving.kinds import Kind, kind_of
from guichet.web.addresses.paths import _routes

LOOKING = {
    "booking:start",
    "booking:office",
    "booking:documents",
    "booking:times",
    "booking:tell_me",
    "booking:ask",
    "booking:asked",
    "applications:home",
    "eligibility:need",
    "applications:field_help",
    "applications:contact",
    "applications:results",
}


def shapes() -> list[tuple[str, str]]:
    """Return name and path of every page of the two programmes, with something in its holes."""
    get_resolver().url_patterns  # noqa: B018  reads them
    pages = []
    for (name, parameters), route in _routes().items():
        values = {"language": "ar", **dict.fromkeys(parameters, "2abc")}
        if name.startswith(("booking:", "applications:")):
            pages.append((name, route.shape % values))
    return sorted(pages)


def test_it_serves_first_who_is_past_looking() -> None:
    pages = shapes()
    assert len(pages) > 90
    assert [
        path
        for name, path in pages
        if kind_of(method="GET", path=path) is not (Kind.LOOKING if name in LOOKING else Kind.FIRST)
    ] == []


@pytest.mark.parametrize(
    ("method", "path", "content_type", "kind"),
    [
        ("GET", "/staff/cases/", "", Kind.FIRST),
        ("GET", "/static/web/site.css", "", Kind.FIRST),
        ("GET", "/health/ready", "", Kind.FIRST),
        ("GET", "/api/v1/appointments/V123456789", "", Kind.FIRST),
        ("GET", "/api/v1/offices", "", Kind.LOOKING),
        ("GET", "/api/v1/holdsx", "", Kind.LOOKING),
        ("GET", "/nothing", "", Kind.LOOKING),
        ("POST", "/api/v1/holds", "application/json", Kind.FIRST),
        ("POST", "/en/appointments/", "application/x-www-form-urlencoded", Kind.FIRST),
        ("POST", "/en/eta/yours/papers/7/", "Multipart/Form-Data; boundary=x", Kind.UPLOADING),
    ],
)
def test_it_knows_programs_staff_and_files(
    method: str, path: str, content_type: str, kind: Kind
) -> None:
    assert kind_of(method=method, path=path, content_type=content_type) is kind
