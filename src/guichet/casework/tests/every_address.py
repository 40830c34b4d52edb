"""An address of every page of the officers', for records on which it is possible."""

from guichet.applications import worklist
from guichet.applications.changes import corrections
from guichet.applications.decisions import reconsiderations
from guichet.applications.models import Application
from guichet.applications.testing import make_asked, make_listed, make_paid, make_refused
from guichet.casework.deeds.table import DEEDS
from guichet.casework.tests.desk import address
from guichet.casework.tests.test_enquiries import ask
from guichet.casework.tests.test_papers import paper
from guichet.kernel import clock


def addresses() -> dict[str, str]:
    """Return an address for every page, for records on which it is possible."""
    now = clock.now()
    waits, given = make_listed(1, now=now), make_paid(2, now=now)
    refused, asked = make_refused(3, now=now), make_asked(4, now=now)
    shown = paper(asked).pk
    question = ask(waits)
    corrections.correct(given.pk, {"home_city": "Cork"}, now=now)
    task = given.tasks.get(kind="correction").pk
    request = reconsiderations.request_reconsideration(refused.pk, "Acquitted.", now=now).pk
    waits.payments.update(refund_due=True)
    about: dict[str, tuple[Application, int]] = {
        "agree": (given, task),
        "decline": (given, task),
        "reconsider": (refused, request),
        "refund": (waits, waits.payments.get().pk),
        "settle": (given, worklist.add_task(given, "answered", cause=1, now=now).pk),
    }
    paths = {
        "audit": "/staff/audit/",
        "export": "/staff/audit/record.csv",
        "relisting": "/staff/relisting/",
        "enquiries": "/staff/enquiries/",
        "enquiry": f"/staff/enquiries/{question.number}/",
        "cases": "/staff/cases/",
        "find": "/staff/cases/find/",
        "take": f"/staff/cases/tasks/{task}/take/",
        "give_back": f"/staff/cases/tasks/{task}/give-back/",
        "case": address(waits),
        "letter": address(given, "letters", given.letters.get(kind="approved").pk),
        "paper": address(asked, "papers", shown),
        "paper_picture": address(asked, "papers", shown) + "picture/",
    }
    for deed in DEEDS:
        application, pk = about.get(deed.verb, (waits, None))
        paths[deed.verb] = address(application, deed.path, pk)
    return paths
