"""./guichet make-administrator NAME: the first account, or the way back in for the last one."""

from argparse import ArgumentParser

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from guichet.kernel import clock
from guichet.kernel.record import audit
from guichet.staff import roles, second_factor
from guichet.staff.accounts import anew
from guichet.staff.audit import ACCOUNT
from guichet.staff.frame.words import plain_sentence
from guichet.staff.sign_in import one_time


class Command(BaseCommand):
    help = "Make an administrator, or let one start anew; print the one-time password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")

    @transaction.atomic
    def handle(self, **options: object) -> None:
        name, now = str(options["name"]), clock.now()
        try:
            User.username_validator(name)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error

        user, is_new = User.objects.get_or_create(username=name)
        user.is_active = True
        roles.give(user, roles.ADMINISTRATOR)
        second_factor.take_away(user)
        password = one_time.give(user, now=now)
        audit.write("administrator_made", ACCOUNT, user.pk, actor="system", now=now)
        if not (is_new or anew.tell(user, anew.STARTED, now=now)):
            self.stdout.write(plain_sentence("admin.anew_untold", name=name))

        self.stdout.write(
            f"{name} signs in at /staff/ with this password, good once and for three days: "
            f"{password}"
        )
