"""A telephone system tells of its calls: again, late, out of order; and what follows."""

import random
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from guichet.contact.call_backs.models import CallBack
from guichet.contact.calls import actions, queries, upkeep
from guichet.contact.calls.models import TelephoneCall
from guichet.contact.calls.testing import CALLS, Telephone
from guichet.interactions.models import Interaction
from guichet.kernel import clock
from guichet.kernel.programs import keys
from guichet.notices.testing import make_published
from guichet.staff.testing import make_staff

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 15, tzinfo=UTC)
NUMBER = "+33612345678"


class Clock:
    """A clock that a test moves on."""

    at = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def later(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stopped = Clock()
    monkeypatch.setattr(clock, "now", stopped)
    return stopped


@pytest.fixture
def agent() -> User:
    return make_staff("general_agent", name="general")


@pytest.fixture
def telephone(now: Clock) -> Telephone:
    return Telephone()


def the_call() -> TelephoneCall:
    return TelephoneCall.objects.get()


def test_a_call_rings_is_answered_and_ends(telephone: Telephone, agent: User, now: Clock) -> None:
    menu = telephone.rings("1", language="fr", menu="status")
    assert menu.status_code == 201
    assert menu.json()["wait_minutes"] == 0  # this one, who has just begun to wait
    assert telephone.rings("1").status_code == 200
    now.later(minutes=3)
    answers = [telephone.tells("1", "answered", agent="general") for _ in range(2)]
    assert [answer.json() for answer in answers] == [{"state": "talking"}] * 2
    contact = Interaction.objects.get()
    assert (contact.agent, contact.channel, contact.language) == (agent, "telephone", "fr")
    assert contact.ended_at is None

    handed_on = telephone.tells("1", "transferred", to="tier two")
    assert handed_on.json() == {"state": "talking"}  # at the same moment: who answers comes last
    now.later(minutes=2)
    assert telephone.tells("1", "ended", recording="rec/1").json() == {"state": "ended"}
    assert telephone.tells("1", "ended").json() == {"state": "ended"}
    assert the_call().recording == "rec/1"
    assert CallBack.objects.count() == 0
    assert telephone.rings("2").json()["wait_minutes"] == 3


def test_each_order_of_the_events_ends_the_same(telephone: Telephone, agent: User) -> None:
    deeds = {
        "rings": telephone.rings,
        "answered": lambda call: telephone.tells(call, "answered", agent="general"),
        "transferred": lambda call: telephone.tells(call, "transferred", to="q"),
        "ended": lambda call: telephone.tells(call, "ended"),
    }
    wrong, chance = [], random.Random(7)
    for number, order in enumerate(permutations(deeds)):
        for name in [*order, *chance.sample(order, 2)]:  # and two of them told again
            assert deeds[name](f"{number}").status_code in {200, 201}
        state = telephone.tells(f"{number}", "ended").json()["state"]
        call = TelephoneCall.objects.latest("pk")
        if (state, call.number, call.agent) != ("ended", NUMBER, agent):
            wrong.append(order)
    assert wrong == []
    assert Interaction.objects.count() == TelephoneCall.objects.count() == 24
    assert not CallBack.objects.filter(ended_at=None).exists()


def test_another_agent_who_answers_has_a_contact_of_their_own(
    telephone: Telephone, agent: User, now: Clock
) -> None:
    other = make_staff("national_agent", name="national")
    telephone.rings("1")
    for name in ("general", "national", "general"):
        now.later(seconds=10)
        telephone.tells("1", "answered", agent=name)
    assert {contact.agent for contact in Interaction.objects.all()} == {agent, other}
    assert the_call().agent == other  # what was told again is no news


def test_a_call_that_nobody_answered_is_offered_a_call_back(
    telephone: Telephone, agent: User
) -> None:
    telephone.rings("1", language="ar")
    assert telephone.tells("1", "ended").json() == {"state": "missed"}
    offer = CallBack.objects.get()
    assert (offer.state, offer.number, offer.language) == ("offered", NUMBER, "ar")
    assert the_call().call_back == offer
    assert list(queries.missed(now=MONDAY)) == [the_call()]
    telephone.rings("2")
    telephone.tells("2", "ended")
    assert CallBack.objects.get() == offer  # one is enough for a number

    # The answer was only late: nobody is called who was answered, every time that they called.
    assert telephone.tells("1", "answered", agent="general").json() == {"state": "ended"}
    assert CallBack.objects.get().state == "offered"
    telephone.tells("2", "answered", agent="general")
    assert CallBack.objects.get().state == "canceled"


def test_a_withheld_number_is_no_mistake_and_is_not_called(telephone: Telephone) -> None:
    for number in ("anonymous", ""):
        telephone.rings(f"of {number}", number)
        assert telephone.tells(f"of {number}", "ended").json() == {"state": "missed"}
    assert CallBack.objects.count() == 0
    assert len(queries.missed(now=MONDAY)) == 2


def test_bad_calls_are_refused_in_words_and_change_nothing(telephone: Telephone) -> None:
    make_staff("auditor", name="auditor")
    cases = [
        (CALLS, {"number": NUMBER}, {"id"}),
        (CALLS, {"id": "", "number": NUMBER}, {"id"}),
        (CALLS, {"id": "1", "number": "0612"}, {"number"}),
        (CALLS, {"id": "1", "number": NUMBER, "language": "xx"}, {"language"}),
        (CALLS, {"id": "1", "number": NUMBER, "other": 1}, {"other"}),
        (f"{CALLS}/1/answered", {"agent": "nobody"}, {"agent"}),
        (f"{CALLS}/1/answered", {"agent": "auditor"}, {"agent"}),
        (f"{CALLS}/1/transferred", {"to": ""}, {"to"}),
        (f"{CALLS}/1/ended", {"recording": 3}, {"recording"}),
    ]
    wrong = []
    for path, body, fields in cases:
        answer = telephone.post(path, body)
        document = answer.json()
        fields_named = {error["field"] for error in document.get("errors", [])}
        if answer.status_code != 422 or fields_named != fields or not document["detail"]:
            wrong.append((path, body, answer.status_code, document))
    assert wrong == []
    assert TelephoneCall.objects.count() == 0


def test_without_its_key_nothing_is_told(telephone: Telephone) -> None:
    right = telephone.key
    keys.KINDS.add("other")
    other = keys.make("other", "main", now=MONDAY)
    for key in ("", "wrong", other):
        telephone.key = key
        assert telephone.rings("1").status_code == 401
    telephone.key = right
    assert telephone.rings("1").status_code == 201
    assert keys.end("telephony", "main", now=MONDAY)
    assert telephone.rings("2").status_code == 401
    keys.KINDS.remove("other")


def test_two_systems_that_count_from_one_never_meet(telephone: Telephone) -> None:
    telephone.rings("1")
    Telephone("other").rings("1", "+12125550142")
    assert {call.number for call in TelephoneCall.objects.all()} == {NUMBER, "+12125550142"}


def test_the_menu_tells_of_notices_and_windows(telephone: Telephone, now: Clock) -> None:
    make_published(now=MONDAY)
    menu = telephone.rings("1", language="fr").json()
    assert [notice["status"] for notice in menu["notices"]] == ["published"]
    begins = [window["from"] for window in menu["call_back_windows"]]
    assert len(begins) == 4
    assert begins[0] == "2026-11-30T12:00:00-05:00"
    now.later(hours=5 * 24)  # a Saturday: the next are on Monday
    begins = [window["from"][:16] for window in telephone.rings("2").json()["call_back_windows"]]
    assert begins[0] == "2026-12-07T08:00"


def test_a_call_whose_end_got_lost_ends_by_itself(telephone: Telephone, now: Clock) -> None:
    telephone.rings("1")
    now.later(hours=3)
    upkeep.look_after(now=now())
    assert the_call().ended_at is None
    now.later(hours=2)
    upkeep.look_after(now=now())
    assert actions.standing_of(the_call()).state == "missed"
    now.later(days=31)
    CallBack.objects.update(state="lapsed", ended_at=MONDAY)
    assert upkeep.purge(now=now())["call_backs"] == 1
    assert TelephoneCall.objects.count() == 0


def test_the_table_refuses_a_call_that_contradicts_itself(telephone: Telephone) -> None:
    telephone.rings("1")
    calls = TelephoneCall.objects.filter(mark=the_call().mark)
    changes: list[dict[str, object]] = [
        {"answered_at": MONDAY},
        {"ended_at": MONDAY - timedelta(hours=1)},
    ]
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            calls.update(**change)
