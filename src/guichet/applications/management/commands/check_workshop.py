"""./guichet check-workshop"""

from guichet.applications.papers.workshop import order
from guichet.kernel.running.switched import ProgrammeCommand

NO_FILTER = (
    "WARNING: papers are made without a filter of system calls, within their limits alone: the "
    "kernel offers none, or libseccomp2 is not installed (docs/operations.md, Papers)."
)


class Command(ProgrammeCommand):
    programme = "eta"
    help = "Tell whether what clients hand in is made anew behind a filter of system calls."

    def handle(self, **options: object) -> None:
        if not order.is_confined():
            self.stderr.write(NO_FILTER)
