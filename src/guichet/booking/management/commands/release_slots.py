"""./guichet release-slots"""

from guichet.booking.schedule import release
from guichet.kernel import clock
from guichet.kernel.progress import track
from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices import queries


class Command(ProgrammeCommand):
    programme = "appointments"
    help = "Make every slot up to the next release. Safe to run twice and while people book."

    def handle(self, **options: object) -> None:
        offices = list(queries.offices().order_by("code"))
        new = 0
        for office in track(offices, self.stdout, "Releasing slots"):
            new += release.release_slots(office, now=clock.now())
        self.stdout.write(f"{new} new slots in {len(offices)} offices.")
