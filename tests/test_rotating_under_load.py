"""Every key is rotated while processes book, move, apply and look up: nothing breaks or doubles."""

import json
import sys
from collections import Counter
from subprocess import PIPE, Popen

import pytest

from tests.patience import PATIENCE
from tests.sites import Site, small_site

pytestmark = pytest.mark.slow
KEYS = {
    name: ",".join(f"{version}:{name.lower()}{version}{'-' * 32}" for version in (2, 1))
    for name in ("IDENTITY_KEY", "PIN_KEY", "CIPHER_KEYS")
}
QUICK = "from guichet.kernel.enciphering import current; current.PAUSE = 0.5\n"
# Done by three processes at once, with the same few people and passports, until a table is empty.
WORK = """
import json, random
from collections import Counter
from guichet.applications import public_status, testing as eta, tokens as eta_tokens
from guichet.applications.form.circumstances import day_of
from guichet.applications.models import Application
from guichet.booking import actions, queries
from guichet.booking.keys import tokens
from guichet.booking.models import Appointment, Slot
from guichet.booking.testing import make_booked
from guichet.kernel import clock
from guichet.kernel.models import Tally
from guichet.kernel.obstacles import Obstacle

counts = Counter()

def apply():
    number = random.randrange(4)
    application = eta.make_paid(number, now=clock.now())
    assert eta_tokens.opening_generation(application, eta_tokens.pin_of(application)) == 1
    answers = application.answers
    question = public_status.StatusQuestion(
        passport_number=answers["passport_number"], issuer=answers["issuer"],
        born_on=day_of(answers, "birth_date"), expires_on=day_of(answers, "expiry_date"),
    )
    standing = public_status.look_up(question, guesser=eta.GUESSER, now=clock.now())
    # Another process may have sent a newer application for the same passport meanwhile; while one
    # of them is open, an officer looks at the others.
    reasons = Application.objects.values_list("review_reasons", flat=True).get(pk=application.pk)
    is_another = standing.number != application.number or reasons == ["other_application_open"]
    assert standing.status.code == "approved" or is_another, (standing, reasons)

def book():
    number = random.randrange(6)
    slots = list(Slot.objects.filter(opens_at__lte=clock.now(), starts_at__gt=clock.now())[:400])
    try:
        booked = make_booked(random.choice(slots), number=number, now=clock.now())
    except Obstacle as obstacle:
        assert obstacle.code in {"already_booked", "slot_full", "no_places_left"}, obstacle.code
        return
    assert tokens.opening_generation(Appointment.objects.get(pk=booked.appointment.pk), booked.pin)
    other = random.choice(slots)
    try:
        actions.move(booked.appointment, other.pk, now=clock.now())
    except Obstacle as obstacle:
        assert obstacle.code in {"same_slot", "slot_full", "no_places_left"}, obstacle.code
    if random.random() < 0.5:
        actions.cancel(booked.appointment, now=clock.now())

while Tally.objects.filter(name="at work").exists():
    for act in (apply, book):
        act()
        counts[act.__name__] += 1
print("DONE", json.dumps(counts))
"""
ROTATE = """
from django.core.management import call_command
for words in (["encipher"], ["rotate_keys", "identity"], ["rotate_keys", "pin"]):
    call_command(*words)
"""
LOOK = """
import json
from collections import Counter
from guichet.applications.identities import keys_of
from guichet.applications.form.answers import reading_of
from guichet.applications.models import Application, Authorization
from guichet.booking.models import Appointment
from guichet.kernel import clock
from guichet.kernel.enciphering import current, rewriting

assert current.identity_shelves().text == "2", current.identity_shelves()
valid = Authorization.objects.filter(ended_at=None).select_related("application")
passports = Counter(each.application.answers["passport_number"] for each in valid)
for application in Application.objects.all():
    keys = keys_of(reading_of(application.answers, now=clock.now()))
    assert bytes(application.passport) == keys.passport and application.passport_next is None
    assert bytes(application.person_words) == keys.person_words
live = Appointment.objects.filter(state="booked").values_list("name", flat=True)
assert all(rewriting.left(field, version=2) == 0 for field in rewriting.columns())
print("LOOK", json.dumps([passports, Counter(live)]))
"""


def python(site: Site, script: str) -> Popen[str]:
    command = [sys.executable, "-m", "guichet", "shell", "--no-imports", "-c", QUICK + script]
    return Popen(command, env=site.environment, stdout=PIPE, stderr=PIPE, text=True)


def said(process: Popen[str], mark: str) -> str:
    output, errors = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, f"{output}\n{errors}"
    return output.partition(mark)[2]


def test_nobody_notices_a_rotation() -> None:
    with small_site(**KEYS) as site:
        with site.connect() as link:
            link.execute("INSERT INTO kernel_tally (name, count) VALUES ('at work', 1)")
        workers = [python(site, WORK) for _ in range(3)]
        try:
            said(python(site, ROTATE), "PINs are made")
        finally:
            with site.connect() as link:
                link.execute("DELETE FROM kernel_tally WHERE name = 'at work'")
        counts = [Counter(json.loads(said(worker, "DONE "))) for worker in workers]
        passports, people = json.loads(said(python(site, LOOK), "LOOK "))
        invariants = site.command("check-invariants").stdout
    assert all(count["apply"] > 3 and count["book"] > 3 for count in counts), counts
    assert set(passports.values()) == {1}
    assert set(people.values()) <= {1}, people
    assert "invariants hold" in invariants
