"""An officer works off mixed tasks by keyboard alone; what the persons see is read after.

Of each kind of task one, and thirty in all by `make test-deep`.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.test import Client
from playwright.sync_api import Browser

from guichet.applications import tokens, worklist
from guichet.applications.changes import actions as changes
from guichet.applications.changes import corrections
from guichet.applications.decisions import reconsiderations, second_readings, upkeep
from guichet.applications.enquiries import actions as enquiries
from guichet.applications.enquiries.actions import EnquiryQuestion
from guichet.applications.letters import mail as letters
from guichet.applications.models import Application, Enquiry, OfficerTask
from guichet.applications.testing import NETWORK, explained, make_listed, make_paid, make_refused
from guichet.casework.notes import actions as notes
from guichet.casework.worklist import actions as tasks
from guichet.casework.worklist.actions import SeenTask
from guichet.kernel import clock
from guichet.kernel.testing import IS_DEEP
from guichet.staff.testing import make_staff
from tests.journeys import typed_deeds as deeds
from tests.journeys.people import JOURNEY
from tests.journeys.typed_deeds import Deed
from tests.journeys.typist import Typist

pytestmark = JOURNEY


@dataclass
class Day:
    """What waits on a day: what is to be done with each number, and how each stands in the end."""

    officer: int
    colleague: int
    now: datetime
    deeds: dict[str, list[Deed]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def case(self, make: Callable[..., Application], deed: Deed, end: str) -> Application:
        """Make a case that came in a minute after the one before."""
        self.count += 1
        self.now += timedelta(minutes=1)
        application = make(self.count, now=self.now)
        self.deeds[application.number].append(deed)
        self.ends[application.number] = end
        return application


def approval(day: Day) -> None:
    day.case(make_listed, deeds.approve, "approved")


def papers(day: Day) -> None:
    day.case(make_listed, deeds.ask, "action_needed")


def refusal(day: Day) -> None:
    day.case(make_listed, deeds.refuse, "not_approved")


def refusal_for_a_second_reader(day: Day) -> None:
    day.case(make_listed, deeds.propose, "in_progress")


def refusal_to_agree_to(day: Day, deed: Deed = deeds.agree, end: str = "not_approved") -> None:
    case, why = day.case(make_listed, deed, end), explained("security")
    second_readings.propose(case.pk, officer=day.colleague, why=why, now=day.now)


def refusal_to_give_back(day: Day) -> None:
    refusal_to_agree_to(day, deeds.give_back, "in_progress")


def correction(day: Day, deed: Deed = deeds.correct) -> None:
    case = day.case(make_paid, deed, "approved")
    corrections.correct(case.pk, {"home_city": "Cork"}, now=day.now)


def correction_to_decline(day: Day) -> None:
    correction(day, deeds.decline)


def mention(day: Day) -> None:
    case = day.case(make_paid, deeds.read, "approved")
    names, writer = [day.officer], day.colleague
    notes.write(case, "Look.", colleagues=names, once="once", officer=writer, now=day.now)


def repayment(day: Day) -> None:
    case = day.case(make_paid, deeds.refund, "approved")
    case.payments.update(refund_due=True)
    worklist.add_task(case, "refund", cause=case.payments.get().pk, now=day.now)


def second_look(day: Day, deed: Deed = deeds.uphold, end: str = "not_approved") -> Application:
    def refused(*args: Any, **kwargs: Any) -> Application:
        return make_refused(*args, officer=day.colleague, **kwargs)

    case = day.case(refused, deed, end)
    reconsiderations.request_reconsideration(case.pk, "Acquitted.", now=day.now)
    return case


def second_look_that_reopens(day: Day) -> None:
    case = second_look(day, deeds.reopen, "approved")
    day.deeds[case.number].append(deeds.approve)


def taken_meanwhile(day: Day, deed: Deed = deeds.approve_in_vain, end: str = "in_progress") -> None:
    def meanwhile(officer: Typist) -> None:
        task = case.tasks.get()
        who = day.colleague
        tasks.take(SeenTask(task.pk, 0), officer=who, deciding=(who,), now=clock.now())

    case = day.case(make_listed, partial(deed, meanwhile=meanwhile), end)


def taken_in_a_refusal(day: Day) -> None:
    taken_meanwhile(day, deeds.refuse_after_all, "not_approved")


def withdrawn_in_a_refusal(day: Day) -> None:
    def meanwhile(officer: Typist) -> None:
        changes.withdraw(case.pk, now=clock.now())

    case = day.case(make_listed, partial(deeds.refuse_in_vain, meanwhile=meanwhile), "withdrawn")


def question(day: Day, kind: str = "other", about: int | None = None) -> None:
    enquiry = EnquiryQuestion(kind=kind, language="en", words="?", reply_to="a@example.org")
    number = enquiries.ask(enquiry, application=about, network=NETWORK, now=clock.now()).number
    day.deeds[number].append(deeds.answer)


def question_about_a_case(day: Day) -> None:
    question(day, about=Application.objects.earliest("pk").pk)


def late_and_asked_about(day: Day) -> None:
    case = make_listed(99, now=day.now - timedelta(hours=80))
    upkeep.tell_late(now=clock.now())
    question(day, "late", case.pk)
    day.deeds[case.number].append(deeds.approve)
    day.ends[case.number] = "approved"


# fmt: off
TASKS: tuple[Callable[[Day], object], ...] = (
    approval, approval, papers, refusal, approval, correction, mention, taken_meanwhile, approval,
    refusal_to_agree_to, repayment, approval, correction_to_decline, second_look, papers, approval,
    refusal_for_a_second_reader, refusal_to_give_back, mention, correction, refusal,
    withdrawn_in_a_refusal, second_look_that_reopens, papers, taken_in_a_refusal, approval,
    late_and_asked_about, question_about_a_case, question,
)
# fmt: on
KINDS = tuple(dict.fromkeys(TASKS))


def work(officer: Typist, day: Day) -> Mapping[str, list[int]]:
    """Do all there is to do, and return how many presses each task took, by what it was."""
    presses: dict[str, list[int]] = defaultdict(list)
    total = sum(map(len, day.deeds.values()))
    for count in range(total):
        if count == total // 2:  # and the rest in French
            officer.speak("fr")
        if not day.deeds[officer.place]:
            officer.go_to_row(next(number for number, rest in day.deeds.items() if rest))
        deed, before = day.deeds[officer.place].pop(0), officer.presses
        if deed is not deeds.approve:
            officer.picture(f"{count:02}")
        deed(officer)
        name = deed.func.__name__ if isinstance(deed, partial) else deed.__name__
        presses[name].append(officer.presses - before)
    return presses


def test_it_works_off_tasks_of_each_kind_by_keyboard_alone(
    browser: Browser, live_server: Any
) -> None:
    account = make_staff("deciding_officer", name="claire")
    colleague = make_staff("deciding_officer", name="amelie")
    day = Day(account.pk, colleague.pk, now=clock.now() - timedelta(hours=2))
    for make in TASKS if IS_DEEP else KINDS:
        make(day)
    assert sum(map(len, day.deeds.values())) >= (30 if IS_DEEP else len(KINDS))

    officer = Typist(browser, live_server.url, account, language="en")
    officer.go("cases/")
    officer.picture("list")
    presses = work(officer, day)
    officer.go("cases/")
    officer.picture("list-after")
    total = sum(map(sum, presses.values()))
    print(f"{total} presses, {officer.presses - total} between, {officer.letters} letters typed:")
    print(json.dumps(presses))  # of each task, by what it was
    for name, most in deeds.MOST.items():
        assert presses[name], name
        assert max(presses[name]) <= most, (name, presses[name])

    waiting = OfficerTask.objects.filter(done_at=None).values_list("kind", "officer")
    assert sorted(waiting, key=str) == [
        *[("decide", colleague.pk)] * 2,  # one was taken, one was given back to who wrote it
        ("second_read", None),
    ]
    for number, end in day.ends.items():
        persons_see(Application.objects.get(number=number), end)
    for enquiry in Enquiry.objects.all():
        assert enquiry.answer.endswith("forgotten. Soon."), enquiry.answer


def persons_see(application: Application, end: str) -> None:
    """Check what somebody reads with number and passport, with the PIN, and in the last letter."""
    question = {
        "number": application.number,
        "passport_number": application.answers["passport_number"],
        "issuer": "IRL",
        "birth_date": "1985-05-17",
    }
    client = Client()
    status = client.post("/api/v1/eta/status", json.dumps(question), "application/json").json()
    assert status["status"] == end, (application.number, status)
    keys = {"number": application.number, "pin": tokens.pin_of(application)}
    page = client.post("/en/eta/apply/resume/", keys, follow=True).content.decode()
    mail = letters.unattached(application.letters.latest("pk")).text
    if end == "not_approved":
        assert deeds.COURT in page or "We saw no proof" in page
    if end == "action_needed":
        assert deeds.WORDS in mail
    if end in ("in_progress", "withdrawn"):
        assert deeds.COURT not in page + mail
