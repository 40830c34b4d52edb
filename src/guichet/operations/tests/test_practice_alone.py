"""Practice reaches no case: of all tables one changes, whatever is pressed."""

import pytest

from guichet.applications.testing import make_paid
from guichet.contact.practice.stories.shelf import books
from guichet.contact.practice.tests.trainee import Trainee
from guichet.guidance.testing import publish_shipped
from guichet.interactions.testing import make_call
from guichet.kernel import clock
from guichet.operations.tests.contents import contents

pytestmark = pytest.mark.django_db
STORY = "new_mail_address"


def test_a_whole_run_adds_to_one_table_and_to_no_other() -> None:
    """No contact, no check, no look, no dispatch, no figure, no line of the record of a case."""
    publish_shipped()
    make_paid(1)
    make_call(now=clock.now())
    trainee = Trainee()
    before = contents()
    trainee.begin(STORY)
    for step in books()[STORY].story.right[:-1]:
        trainee.take(step, STORY)
    for action in ("send_letter", "open_enquiry", "call_back", "correct"):
        trainee.press("do", action)
    trainee.press("end", "answered")
    after = contents()
    assert {table for table in after if after[table] != before[table]} == {"practice_practicerun"}
    assert {"interactions_interaction", "contact_identitycheck", "contact_caselook"} <= after.keys()
    assert {"kernel_dispatch", "interactions_promise", "applications_enquiry"} <= after.keys()
