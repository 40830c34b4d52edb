"""./guichet demo-data"""

from itertools import product

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from guichet.applications.demo import casting, fill
from guichet.applications.demo import stories as applications
from guichet.applications.demo.fill import Sample
from guichet.applications.fee.providers import TEST
from guichet.booking import demo as booking
from guichet.booking.keys import tokens
from guichet.counter import demo as counter
from guichet.counter.demo import Scene
from guichet.figures import demo as figures
from guichet.interviews import demo as interviews
from guichet.kernel import clock
from guichet.kernel.obstacles import Obstacle
from guichet.kernel.progress import track
from guichet.kernel.references import for_people, pin_for_people
from guichet.kernel.running import addresses
from guichet.web.languages import FIRST

STORIES = (*applications.STORIES, *interviews.STORIES)


class Command(BaseCommand):
    help = (
        "Fill a site with the appointments and applications of invented people. Each run adds"
        " appointments; every application is there once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clients", type=int, default=400, metavar="N")
        parser.add_argument(
            "--rounds", type=int, default=2, metavar="N", help="how often each story is told"
        )

    def handle(self, **options: int) -> None:
        if settings.AGENCY.has("appointments"):
            self._book(options["clients"])
        if settings.AGENCY.has("eta"):
            self._apply(options["rounds"])

    def _book(self, clients: int) -> None:
        people = list(booking.clients(clients))
        booked = sum(
            booking.book(person, now=clock.now())
            for person in track(people, self.stdout, "Booking")
        )
        self.stdout.write(f"{booked} appointments of invented people.")
        if booked < len(people):
            part = f"at most one place in {booking.PART} of a day is theirs"
            self.stdout.write(f"{len(people) - booked} found none: {part}.")
        days = figures.fill(now=clock.now())
        self.stdout.write(
            f"Invented figures of {days} days at offices where demonstration staff work."
        )
        self._fill_desks()

    def _fill_desks(self) -> None:
        """Give the offices where demonstration staff work a day with people in it."""
        scenes = list(counter.fill(now=clock.now()))
        for scene in scenes:
            at = f"/staff/desk/{scene.day.office.pk}/"
            self.stdout.write(
                f"{at}: {scene.clients} appointments on {scene.day.date}, {scene.tickets} tickets."
            )
        self._say_how_to_come(scenes)

    def _apply(self, rounds: int) -> None:
        if settings.PAYMENT_PROVIDER != TEST:  # invented people would be paid for with real money
            self.stdout.write("No applications: they need PAYMENT_PROVIDER=test.")
            return
        cast = casting.cast(STORIES, now=clock.now())
        keys = dict.fromkeys(cast.left_out)
        samples = []
        for number, story in track(
            list(product(range(rounds), cast.stories)), self.stdout, "Applying"
        ):
            try:
                samples.append(fill.tell(number, story, now=clock.now()))
            except Obstacle:  # a rule of the house, as of how long an answer may take
                keys[story.key] = None
        new = sum(sample.is_new for sample in samples)
        self.stdout.write(f"{len(samples)} applications of invented people, {new} of them new.")
        if keys:
            names = ", ".join(f'"{key}"' for key in keys)
            self.stdout.write(f"By the agency's own law, form and history nobody lives: {names}.")
        self._say_how_to_open(samples)

    def _say_how_to_come(self, scenes: list[Scene]) -> None:
        if settings.PRODUCTION or not settings.LOOPBACK:
            return
        self.stdout.write(f"\nOpen one at {addresses.noted()}/{FIRST}/appointments/manage/ with:")
        self.stdout.write("  number         PIN        when, at its office")
        for scene in scenes:
            for appointment in scene.coming:
                number = for_people(appointment.confirmation_number or "")
                pin = pin_for_people(tokens.pin_of(appointment))
                starts_at = appointment.slot.starts_at.astimezone(scene.day.zone)
                when = f"{scene.day.office.pk} {starts_at:%Y-%m-%d %H:%M}"
                self.stdout.write(f"  {number:13}  {pin:9}  {when}")

    def _say_how_to_open(self, samples: list[Sample]) -> None:
        """Show numbers and PINs where nobody but the owner of the machine can use them."""
        if settings.PRODUCTION or not settings.LOOPBACK:
            return
        self.stdout.write(f"\nOpen one at {addresses.noted()}/{FIRST}/eta/apply/resume/ with:")
        self.stdout.write("  number         PIN        what it is")
        for sample in samples:
            self.stdout.write(
                f"  {sample.number:13}  {pin_for_people(sample.pin):9}  {sample.story}"
            )
