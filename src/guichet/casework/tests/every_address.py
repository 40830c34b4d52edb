"""An address of every page of the officers', for records on which it is possible."""

from dataclasses import dataclass
from datetime import datetime

from guichet.applications import worklist
from guichet.applications.changes import corrections
from guichet.applications.decisions import reconsiderations, second_readings
from guichet.applications.models import Application
from guichet.applications.testing import (
    explained,
    make_asked,
    make_listed,
    make_officer,
    make_paid,
    make_refused,
)
from guichet.casework.deeds.table import DEEDS
from guichet.casework.tests.desk import address
from guichet.casework.tests.test_enquiries import ask
from guichet.casework.tests.test_papers import paper
from guichet.kernel import clock

# Pages that are about no case.
OF_NONE = {
    "audit": "/staff/audit/",
    "export": "/staff/audit/record.csv",
    "relisting": "/staff/relisting/",
    "enquiries": "/staff/enquiries/",
    "cases": "/staff/cases/",
    "find": "/staff/cases/find/",
    "work": "/staff/cases/work/",
    "search": "/staff/cases/search/",
    "keep_view": "/staff/cases/views/keep/",
    "forget_view": "/staff/cases/views/1/forget/",
    "give_many": "/staff/cases/tasks/",
}


@dataclass(frozen=True, slots=True)
class Cases:
    """A case that waits for an officer, one that is approved, and one whose owner was asked."""

    waits: Application
    approval: Application
    with_question: Application
    now: datetime


def addresses() -> dict[str, str]:
    """Return an address for every page, for records on which it is possible."""
    now = clock.now()
    cases = Cases(make_listed(1, now=now), make_paid(2, now=now), make_asked(4, now=now), now)
    paths = {**OF_NONE, **_of_cases(cases)}
    about = _about(cases)
    for deed in DEEDS:
        application, pk = about.get(deed.verb, (cases.waits, None))
        paths[deed.verb] = address(application, deed.path, pk)
    task = about["agree"][1]
    tasks = {"take": f"{task}/take/", "give_back": f"{task}/give-back/"}
    return paths | {name: f"/staff/cases/tasks/{path}" for name, path in tasks.items()}


def _of_cases(cases: Cases) -> dict[str, str]:
    waits, approval = cases.waits, cases.approval
    paper_path = address(cases.with_question, "papers", paper(cases.with_question).pk)
    mention = worklist.add_task(waits, "mention", cause="1-1", now=cases.now)
    escalation = worklist.add_task(waits, "escalation", cause=1, now=cases.now)
    question = f"/staff/enquiries/{ask(waits).number}/"
    return {
        "case": address(waits),
        "note": address(waits, "note"),
        "read_note": address(waits, "mentions", mention.pk) + "read/",
        "settle_escalation": address(waits, "escalations", escalation.pk) + "settle/",
        "letter": address(approval, "letters", approval.letters.get(kind="approved").pk),
        "paper": paper_path,
        "paper_picture": f"{paper_path}picture/",
        "paper_page": f"{paper_path}pages/1/100/",
        "presence": address(waits, "presence"),
        "enquiry": question,
        "question_presence": f"{question}presence/",
    }


def _about(cases: Cases) -> dict[str, tuple[Application, int]]:
    """Return, of each deed that is about something in a case, the case and the thing."""
    approval, now = cases.approval, cases.now
    refusal, draft = make_refused(3, now=now), make_listed(5, now=now)
    corrections.correct(approval.pk, {"home_city": "Cork"}, now=now)
    task = approval.tasks.get(kind="correction").pk
    request = reconsiderations.request_reconsideration(refusal.pk, "Acquitted.", now=now)
    cases.waits.payments.update(refund_due=True)
    why = explained("security")
    reading = second_readings.propose(draft.pk, officer=make_officer(), why=why, now=now)
    left_over = worklist.add_task(approval, "answered", cause=1, now=now)
    return {
        "agree": (approval, task),
        "decline": (approval, task),
        "reconsider": (refusal, request.pk),
        "agree_refusal": (draft, reading.pk),
        "give_back_refusal": (draft, reading.pk),
        "refund": (cases.waits, cases.waits.payments.get().pk),
        "settle": (approval, left_over.pk),
    }
