"""./guichet release-slots"""

from django.core.management.base import CommandParser

from guichet.booking.schedule import release
from guichet.kernel import clock
from guichet.kernel.database import marks
from guichet.kernel.progress import track
from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices import queries


class Command(ProgrammeCommand):
    programme = "appointments"
    help = "Make every slot up to the next release. Safe to run twice and while people book."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--unless-done",
            action="store_true",
            help="Leave it to the worker where a start has done so for this day at each office.",
        )

    def handle(self, *, unless_done: bool = False, **options: object) -> None:
        offices = list(queries.offices().order_by("code"))
        mark = release.mark_of(offices, now=clock.now())
        if unless_done and marks.is_marked(marks.RELEASED, mark):
            return
        new = 0
        for office in track(offices, self.stdout, "Releasing slots"):
            new += release.release_slots(office, now=clock.now())
        marks.leave(marks.RELEASED, mark)
        self.stdout.write(f"{new} new slots in {len(offices)} offices.")
