"""./guichet make-slot OFFICE SERVICE STARTS_AT --places N"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError, CommandParser
from django.db import IntegrityError

from guichet.booking.models import Slot
from guichet.kernel import clock
from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices import rules
from guichet.offices.models import Office, Service


class Command(ProgrammeCommand):
    programme = "appointments"
    help = "Make one slot that is open to the public at once, and print its id."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="an office's code")
        parser.add_argument("service", help="a service's code")
        parser.add_argument("starts_at", help="2026-12-01T09:00, wall time there or with an offset")
        parser.add_argument("--places", type=int, default=1, metavar="N")

    def handle(self, **options: str) -> None:
        office = Office.objects.filter(code=options["office"]).first()
        service = Service.objects.filter(code=options["service"]).first()
        if office is None or service is None:
            raise CommandError("There is no such office or service.")
        starts_at = _instant(options["starts_at"], ZoneInfo(office.time_zone))
        places = int(options["places"])
        if not 1 <= places <= 10_000:
            raise CommandError("A slot has from 1 to 10,000 places.")
        slot = Slot(
            office=office,
            service=service,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=service.duration_minutes),
            local_day=starts_at.astimezone(ZoneInfo(office.time_zone)).date(),
            capacity=places,
            room=places,
            opens_at=clock.now(),
        )
        try:
            slot.save()
        except IntegrityError as error:
            raise CommandError("There is a slot at that time already.") from error
        self.stdout.write(str(slot.pk))


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a time such as 2026-12-01T09:00.") from error
    if moment.tzinfo:
        return moment
    if not rules.exists(moment, zone):
        raise CommandError(
            f"{text} is skipped by a clock change in {zone.key}: no clock there shows it."
        )
    return moment.replace(tzinfo=zone)
