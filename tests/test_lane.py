"""The way of programs remembers where a call leads, and nothing of whom it is about."""

from django.http import HttpResponse
from django.test import RequestFactory

from guichet.lane import Lane

CASE = "/api/v1/appointments/K7Q2-M4XW-9R"


def test_it_remembers_no_address_that_names_a_case(rf: RequestFactory) -> None:
    lane = Lane(lambda request: HttpResponse("a page"))
    for _ in range(2):
        assert lane(rf.get("/api/v1/openapi.json")).status_code == 200
        assert lane(rf.get(CASE)).status_code == 401
        assert lane(rf.get("/api/v1/no-such-thing")).status_code == 404
    assert list(lane._fixed) == ["/api/v1/openapi.json"]
