"""An address of every page of the officers', for records on which it is possible."""

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


def addresses() -> dict[str, str]:
    """Return an address for every page, for records on which it is possible."""
    now = clock.now()
    waits, approval = make_listed(1, now=now), make_paid(2, now=now)
    refusal, waiting = make_refused(3, now=now), make_asked(4, now=now)
    paper_pk = paper(waiting).pk
    question = ask(waits)
    corrections.correct(approval.pk, {"home_city": "Cork"}, now=now)
    task = approval.tasks.get(kind="correction").pk
    request = reconsiderations.request_reconsideration(refusal.pk, "Acquitted.", now=now).pk
    waits.payments.update(refund_due=True)
    draft = make_listed(5, now=now)
    reading = second_readings.propose(
        draft.pk, officer=make_officer(), why=explained("security"), now=now
    ).pk
    mention = worklist.add_task(waits, "mention", cause="1-1", now=now)
    about: dict[str, tuple[Application, int]] = {
        "agree": (approval, task),
        "decline": (approval, task),
        "reconsider": (refusal, request),
        "agree_refusal": (draft, reading),
        "give_back_refusal": (draft, reading),
        "refund": (waits, waits.payments.get().pk),
        "settle": (approval, worklist.add_task(approval, "answered", cause=1, now=now).pk),
    }
    paths = {
        "audit": "/staff/audit/",
        "export": "/staff/audit/record.csv",
        "relisting": "/staff/relisting/",
        "enquiries": "/staff/enquiries/",
        "enquiry": f"/staff/enquiries/{question.number}/",
        "cases": "/staff/cases/",
        "find": "/staff/cases/find/",
        "work": "/staff/cases/work/",
        "search": "/staff/cases/search/",
        "keep_view": "/staff/cases/views/keep/",
        "forget_view": "/staff/cases/views/1/forget/",
        "give_many": "/staff/cases/tasks/",
        "take": f"/staff/cases/tasks/{task}/take/",
        "give_back": f"/staff/cases/tasks/{task}/give-back/",
        "note": address(waits, "note"),
        "read_note": address(waits, "mentions", mention.pk) + "read/",
        "case": address(waits),
        "letter": address(approval, "letters", approval.letters.get(kind="approved").pk),
        "paper": address(waiting, "papers", paper_pk),
        "paper_picture": address(waiting, "papers", paper_pk) + "picture/",
        "paper_page": address(waiting, "papers", paper_pk) + "pages/1/100/",
        "presence": address(waits, "presence"),
    }
    for deed in DEEDS:
        application, pk = about.get(deed.verb, (waits, None))
        paths[deed.verb] = address(application, deed.path, pk)
    return paths
