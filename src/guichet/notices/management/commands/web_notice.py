"""./guichet web-notice draft|publish|update|solve|withdraw|proof: also without the database"""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from guichet.kernel import clock
from guichet.kernel.engine.breaker import breaker
from guichet.kernel.obstacles import Obstacle
from guichet.notices import actions, rules, sentences
from guichet.notices.drafts import reading
from guichet.notices.numbers import deed_id, new_id
from guichet.notices.receipts import proof, webhooks
from guichet.notices.standing import beside, file
from guichet.notices.values import Deed, Words
from guichet.staff import roles

PROOF, SECRETS = "proof", "secrets"
LATER = "The database does not answer: this is written into it when it is back."


class Command(BaseCommand):
    help = "Draft, publish, change and solve a web notice; pages show it also without the database."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb in (
            rules.DRAFT,
            rules.PUBLISH,
            rules.UPDATE,
            rules.SOLVE,
            rules.WITHDRAW,
            PROOF,
            SECRETS,
        ):
            each = verbs.add_parser(verb, help=_HELP[verb])
            if verb not in {rules.DRAFT, SECRETS}:
                each.add_argument("id", help="the id that draft printed")
            if verb in {rules.DRAFT, rules.UPDATE}:
                each.add_argument("file", type=Path, help="what it says, see docs/notices.md")
            if verb not in {PROOF, SECRETS}:
                each.add_argument("--by", required=True, metavar="NAME", help="who does it")

    def handle(self, *, verb: str, **options: Any) -> None:
        now = clock.now()
        try:
            if verb == SECRETS:
                self._tell_secrets()
                return
            if verb == PROOF:
                self._prove(options["id"], now=now)
                return
            self._do(verb, options, now=now)
        except Obstacle as obstacle:
            raise CommandError(sentences.plain(obstacle)) from None

    def _do(self, verb: str, options: dict[str, Any], *, now: datetime) -> None:
        words = _words(options, now=now)
        number = options.get("id") or new_id()
        answers = breaker.answers()
        if answers:
            _check_role(options["by"])
        deed = Deed(id=deed_id(), verb=verb, notice=number, by=options["by"], at=now, words=words)
        beside.do(deed, now=now, answers=answers)
        if file.has_journal():
            sys.stderr.write(f"{LATER}\n")
        if verb == rules.DRAFT:
            self.stdout.write(number)

    def _prove(self, number: str, *, now: datetime) -> None:
        if file.has_journal() and breaker.answers():
            actions.bring_up_to_date(now=now)
        for line in proof.lines(number):
            self.stdout.write(json.dumps(line))

    def _tell_secrets(self) -> None:
        for webhook in webhooks.webhooks():
            self.stdout.write(f"{webhook.url} {webhooks.secret_of(webhook.url)}")


def _words(options: dict[str, Any], *, now: datetime) -> Words | None:
    return reading.words_in(options["file"], now=now) if "file" in options else None


def _check_role(name: str) -> None:
    """Refuse an account that may not do this on pages either; a name of no account stands alone.

    Whoever may run commands on this machine may do everything here: the name says who answers for
    it, and that there were two. Without the database nobody's role can be looked up.
    """
    try:
        account = User.objects.filter(username=name).first()
        if account and not roles.has(account, "tell_everyone"):
            raise Obstacle("not_yours")
    except DatabaseError:
        return


_HELP = {
    rules.DRAFT: "write a notice, and print its id",
    rules.PUBLISH: "publish what somebody else wrote",
    rules.UPDATE: "write another wording, which somebody else publishes",
    rules.SOLVE: "say that it is over",
    rules.WITHDRAW: "take it back, as if it should never have stood there",
    SECRETS: "print the secret with which each address of NOTICE_WEBHOOKS is told",
    PROOF: "print where it stood and when that was read back, a line of JSON a channel",
}
