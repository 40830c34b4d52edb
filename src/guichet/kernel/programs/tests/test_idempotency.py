"""The same call twice is one call, for its caller alone, for a day; and so is a press of a form."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from guichet.kernel.models import IdempotentAnswer
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.programs.idempotency import KEPT, new_form, once, pressed_once
from guichet.kernel.programs.problems import INVALID, Kind
from guichet.kernel.programs.voices import VOICES, Voice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
LONG = "8f14e45f-ceea-467f-a830-6a2b0a5d1c44"
BODY: dict[str, object] = {"name": "Ada"}
CONFLICT, ASKS_FOR_MORE, OTHER = "no_room", "says_yes_first", INVALID
KINDS = {
    CONFLICT: Kind(status=409, title="No room", record="room"),
    ASKS_FOR_MORE: Kind(status=409, title="Say yes first", asks_for_more=True),
}


@pytest.fixture(autouse=True)
def _a_feature(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a feature whose calls are those of these tests, and codes of its own."""
    voice = Voice(
        prefixes=("/api/v1/rooms",),
        kinds=KINDS,
        say=lambda code, language, *, retry_after=None: code,
        say_of_field=lambda field, code, language: code,
        language=lambda request: "en",
    )
    monkeypatch.setattr("guichet.kernel.programs.voices.VOICES", [*VOICES, voice])


class Work:
    """What is done once: a fresh record each time, or an obstacle."""

    def __init__(self, obstacle: str = "") -> None:
        self.done, self.obstacle = 0, obstacle

    def __call__(self) -> int:
        self.done += 1
        if self.obstacle:
            raise Obstacle(self.obstacle, room=7)
        return 100 + self.done


def call(
    work: Callable[[], int],
    key: str | None = LONG,
    *,
    body: dict[str, object] = BODY,
    address: str = "192.0.2.1",
    path: str = "/api/v1/rooms",
    now: datetime = NOW,
) -> int:
    head = {} if key is None else {"HTTP_IDEMPOTENCY_KEY": key}
    request = RequestFactory().post(path, REMOTE_ADDR=address, **head)  # type: ignore[arg-type]
    return once(request, body, work, status=201, now=now)


def test_it_is_done_once_and_answered_as_before() -> None:
    work = Work()
    assert [call(work) for _time in range(3)] == [101, 101, 101]
    assert work.done == 1


def test_without_a_key_every_call_is_one() -> None:
    work = Work()
    assert [call(work, None), call(work, None)] == [101, 102]
    assert not IdempotentAnswer.objects.exists()


def test_a_key_with_another_body_is_refused_and_does_nothing() -> None:
    work = Work()
    call(work)
    with pytest.raises(Obstacle, match="idempotency_key_reused"):
        call(work, body={"name": "Bo"})
    assert work.done == 1


def test_the_order_of_fields_makes_no_other_body() -> None:
    work = Work()
    assert call(work, body={"a": 1, "b": 2}) == call(work, body={"b": 2, "a": 1})


def test_another_call_with_the_same_key_is_another() -> None:
    work = Work()
    assert call(work) != call(work, path="/api/v1/appointments")


def test_a_long_key_is_its_caller_from_wherever_it_comes() -> None:
    work = Work()
    assert call(work) == call(work, address="198.51.100.9")


def test_two_strangers_who_both_count_from_one_get_answers_of_their_own() -> None:
    work = Work()
    assert call(work, "1") != call(work, "1", address="198.51.100.9")
    assert call(work, "1") == 101


def test_it_is_as_new_after_a_day() -> None:
    work = Work()
    call(work)
    assert call(work, now=NOW + KEPT - timedelta(seconds=1)) == 101
    assert call(work, now=NOW + KEPT) == 102
    assert call(work, now=NOW + KEPT) == 102


@pytest.mark.parametrize("key", ["", "x" * 256, "é" * 22, "a\nb", "a\x00b"])
def test_it_takes_no_key_that_is_none(key: str) -> None:
    work = Work()
    with pytest.raises(Obstacle) as obstacle:
        call(work, key)
    assert obstacle.value.facts["errors"] == {"Idempotency-Key": "malformed"}
    assert work.done == 0


def test_a_conflict_is_kept_with_the_record_it_names() -> None:
    work = Work(CONFLICT)
    for _time in range(2):
        with pytest.raises(Obstacle) as obstacle:
            call(work)
        assert (obstacle.value.code, obstacle.value.facts["room"]) == (CONFLICT, 7)
    assert work.done == 1


def test_a_conflict_that_asks_for_more_goes_on_with_the_same_key() -> None:
    work = Work(ASKS_FOR_MORE)
    with pytest.raises(Obstacle, match=ASKS_FOR_MORE):
        call(work)
    work.obstacle = ""
    assert call(work, body={"name": "Ada", "yes": True}) == 102


def test_after_another_refusal_the_key_is_as_good_as_new() -> None:
    work = Work(OTHER)
    with pytest.raises(Obstacle, match=OTHER):
        call(work)
    work.obstacle = ""
    assert call(work, body={"name": "Bo"}) == 102


def test_after_a_fault_of_ours_the_key_is_as_good_as_new() -> None:
    def fails() -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call(fails)
    assert call(Work()) == 101


def test_it_keeps_no_word_of_the_client() -> None:
    call(Work())
    row = IdempotentAnswer.objects.get()
    content = bytes(row.key) + bytes(row.body) + row.code.encode()
    assert LONG.encode() not in content
    assert b"Ada" not in content


def test_a_form_that_is_pressed_twice_does_it_once() -> None:
    work, form = Work(), new_form()
    assert [pressed_once(form, work, now=NOW) for _time in range(3)] == [101, 101, 101]
    assert pressed_once(new_form(), work, now=NOW) == 102
    assert pressed_once(form, work, now=NOW, after=1) == 103


@pytest.mark.parametrize("form", ["", "x", "x" * 44, "ü" * 43])
def test_what_names_no_form_is_done_each_time(form: str) -> None:
    work = Work()
    assert [pressed_once(form, work, now=NOW) for _time in range(2)] == [101, 102]


def test_a_form_whose_first_press_was_refused_may_be_pressed_again() -> None:
    work, form = Work(CONFLICT), new_form()
    with pytest.raises(Obstacle, match=CONFLICT):
        pressed_once(form, work, now=NOW)
    work.obstacle = ""
    assert pressed_once(form, work, now=NOW) == 102


def by(credentials: str | None, work: Callable[[], int], *, address: str) -> int:
    """Call with a short key and with credentials, proved or only sent along."""
    head = {"HTTP_IDEMPOTENCY_KEY": "1", "HTTP_AUTHORIZATION": credentials or "Basic x"}
    request = RequestFactory().post("/api/v1/rooms", REMOTE_ADDR=address, **head)  # type: ignore[arg-type]
    if credentials:
        request.auth = "opened"  # type: ignore[attr-defined]
    return once(request, BODY, work, status=201, now=NOW)


def test_a_short_key_belongs_to_the_credentials_that_were_proved_from_wherever_they_come() -> None:
    work, here, there = Work(), "192.0.2.1", "198.51.100.9"
    assert by("Basic a", work, address=here) == by("Basic a", work, address=there) == 101
    assert by("Basic b", work, address=here) == 102
    assert by(None, work, address=here) == 103, "what was only sent proves nothing"
    assert by(None, work, address=there) == 104


@pytest.mark.parametrize(("length", "is_its_caller"), [(21, False), (22, True)])
def test_nobody_hits_upon_a_key_of_22_characters_by_chance(
    length: int, is_its_caller: bool
) -> None:
    work = Work()
    first = call(work, "x" * length)
    assert (call(work, "x" * length, address="198.51.100.9") == first) is is_its_caller


def test_the_longest_key_is_taken() -> None:
    work = Work()
    assert call(work, "~" * 255) == call(work, "~" * 255)


@pytest.mark.parametrize("key", [None, LONG])
def test_a_conflict_that_is_new_may_be_told_in_another_way(key: str | None) -> None:
    conflicts: list[str] = []

    def charge(obstacle: Obstacle) -> None:
        conflicts.append(obstacle.code)
        raise Obstacle("proof_needed")

    head = {} if key is None else {"HTTP_IDEMPOTENCY_KEY": key}
    request = RequestFactory().post("/api/v1/rooms", **head)  # type: ignore[arg-type]
    work = Work(CONFLICT)
    with pytest.raises(Obstacle, match="proof_needed"):
        once(request, BODY, work, status=201, now=NOW, before_telling=charge)
    assert conflicts == [CONFLICT]
    assert not IdempotentAnswer.objects.exists(), "what was not told is not kept"
