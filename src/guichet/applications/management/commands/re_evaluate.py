from datetime import date

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser

from guichet.applications.decisions import relisting
from guichet.eligibility.content import law
from guichet.kernel import clock
from guichet.kernel.running.switched import ProgrammeCommand


class Command(ProgrammeCommand):
    programme = "eta"
    help = "Say which valid authorizations a change of the lists ends; with --apply, end them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("on", type=date.fromisoformat, help="a day on which the change holds")
        parser.add_argument("--nationalities", nargs="*", default=[], metavar="CODE")
        parser.add_argument(
            "--permits", nargs="*", default=[], metavar="NUMBER", help="whose holders have a permit"
        )
        parser.add_argument("--apply", metavar="OFFICER", help="the name of the officer's account")

    def handle(self, **options: object) -> None:
        officer = self._officer(options["apply"])
        report = relisting.re_evaluate(
            at=law().noon_of(options["on"]),  # type: ignore[arg-type]
            nationalities=options["nationalities"],  # type: ignore[arg-type]
            permit_holders=options["permits"],  # type: ignore[arg-type]
        )
        for nationality, count in report.by_nationality:
            self.stdout.write(f"{nationality} {count}")
        self.stdout.write(
            f"{len(report.lapsing)} of {report.looked_at} authorizations end,"
            f" {report.kept_for_permit} are kept for a permit."
        )
        if officer:
            ended = relisting.apply(report, officer=officer, now=clock.now())
            self.stdout.write(f"{ended} authorizations were ended.")

    def _officer(self, name: object) -> int | None:
        if not name:
            return None
        account = get_user_model().objects.filter(username=str(name), is_active=True).first()
        if account is None:
            raise CommandError(f"There is no account {name}.")
        return int(account.pk)
