"""./guichet check-workshop"""

from django.core.management.base import BaseCommand

from guichet.applications.papers.workshop import order

NO_FILTER = (
    "WARNING: papers are made without a filter of system calls, within their limits alone: the "
    "kernel offers none, or libseccomp2 is not installed (docs/operations.md, Papers)."
)


class Command(BaseCommand):
    help = "Tell whether what clients hand in is made anew behind a filter of system calls."

    def handle(self, **options: object) -> None:
        if not order.is_confined():
            self.stderr.write(NO_FILTER)
