"""./guichet start-anew NAME: where there is no second administrator to confirm it."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from guichet.kernel import clock
from guichet.kernel.record import audit
from guichet.staff.accounts import anew
from guichet.staff.audit import ACCOUNT
from guichet.staff.frame.words import plain_sentence


class Command(BaseCommand):
    help = "Let an account start anew: print a one-time password, take its second factors away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")

    @transaction.atomic
    def handle(self, **options: object) -> None:
        name, now = str(options["name"]), clock.now()
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError("There is no such account.")
        password, factors = anew.start(user, now=now)
        audit.write("started_anew", ACCOUNT, user.pk, actor="system", now=now, factors=factors)
        if not anew.tell(user, anew.STARTED, now=now):
            self.stdout.write(plain_sentence("admin.anew_untold", name=name))
        self.stdout.write(
            f"{name} signs in at /staff/ with this password, good once and for three days: "
            f"{password}"
        )
