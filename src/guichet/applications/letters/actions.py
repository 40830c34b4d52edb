"""What a client does with a letter: have it sent once more."""

from datetime import datetime

from django.db import transaction

from guichet.applications import states
from guichet.applications.letters import send as letters
from guichet.applications.letters.addresses import goes_to
from guichet.applications.models import Correspondence
from guichet.kernel.guarding import limits
from guichet.kernel.guarding.table import LETTERS_AGAIN
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.record import audit


@transaction.atomic
def send_again(application: int, letter: int, *, times: int, now: datetime) -> Correspondence:
    """Send a letter once more to the address on file; `times`: how often it was sent so far.

    A second press of the same button has an earlier count and sends nothing more.
    """
    rows = Correspondence.objects.select_for_update(of=("self",)).select_related("application")
    kept_letter = rows.filter(pk=letter, application=application).first()
    if kept_letter is None or not goes_to(kept_letter):
        raise Obstacle("not_found")
    if kept_letter.times_sent != times:
        return kept_letter
    limits.take(LETTERS_AGAIN, str(application).encode(), now=now)
    audit.write(
        "send_again", "application", application, actor=states.CLIENT, now=now, letter=letter
    )
    return letters.send_again(kept_letter, now=now)
