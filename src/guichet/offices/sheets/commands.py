"""What the commands that bring reference data in have in common: options, and what they say."""

import os
import stat
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management.base import CommandError

from guichet.kernel import clock
from guichet.kernel.content import lists
from guichet.kernel.progress import track
from guichet.kernel.record.audit import actor_of
from guichet.kernel.running.switched import ProgrammeCommand
from guichet.offices.reference.faults import UnreadableFileError
from guichet.offices.sheets import actions
from guichet.offices.sheets.kinds import KINDS, Act, Change
from guichet.offices.sheets.plans import Plan, called, plan_of

MOST_PROBLEMS, MOST_CHANGES = 100, 50


class ImportCommand(ProgrammeCommand):
    """Bring the rows of a CSV file in; `kind` names what they are."""

    programme = "appointments"
    kind = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and write nothing"
        )
        parser.add_argument(
            "--remove-others",
            action="store_true",
            help="take away what stands in no line of the file, where nothing hangs on it",
        )
        parser.add_argument(
            "--by", metavar="ACCOUNT", default="", help="whose import it is, for the record"
        )

    def handle(self, *, file: Path, **options: object) -> None:
        content, act = content_of(file), self.act(options)
        job = plan_of if options["dry_run"] else actions.bring_in
        removes, label = self.removes(options), f"Reading {self.kind}"
        try:
            plan = job(
                KINDS[self.kind],
                content,
                act,
                removes=removes,
                track=lambda lines: track(lines, self.stdout, label),
            )
        except UnreadableFileError as error:
            raise CommandError(refused(file, error.problems)) from error
        for sentence in self.report(plan, file, is_dry=bool(options["dry_run"])):
            self.stdout.write(sentence)

    def removes(self, options: Mapping[str, object]) -> bool:
        """Tell whether what stands in no line of the file is taken away."""
        return bool(options["remove_others"])

    def report(self, plan: Plan, file: Path, *, is_dry: bool) -> Iterator[str]:
        """Yield what is said at the end."""
        return report(plan, file, is_dry=is_dry)

    def act(self, options: Mapping[str, object]) -> Act:
        """Return who does it, and when: an account of staff, or the site itself."""
        by, people = str(options["by"]), str(options.get("people", ""))
        account = User.objects.filter(username=by).values_list("pk", flat=True).first()
        if by and account is None:
            raise CommandError(f"{by!r} is the name of no account; nothing was imported.")
        return Act(actor_of(account), clock.now(), people)


def content_of(file: Path) -> bytes:
    """Return what is in a file, or raise CommandError."""
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            raise CommandError(f"{file} is no file; nothing was imported.")
        content = file.read_bytes()
        content.decode()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        number, sentence = next(lists.faults_of(content))
        raise CommandError(
            f"{file} is not UTF-8 text; nothing was imported.\n  line {number}: {sentence}"
        ) from error
    return content


def refused(file: Path, problems: Sequence[object]) -> str:
    """Return the sentences about a file of which nothing was imported."""
    lines = [f"  {problem}" for problem in problems[:MOST_PROBLEMS]]
    if more := len(problems) - MOST_PROBLEMS:
        lines += [f"  … and {more:,} more"] if more > 0 else []
    return "\n".join([f"{file} was not imported ({len(problems):,} to correct):", *lines])


def report(plan: Plan, file: Path, *, is_dry: bool) -> Iterator[str]:
    """Yield what was done, or would be: in one sentence, and for a dry run row by row."""
    if is_dry:
        yield from (f"  {_said(change)}" for change in plan.changes[:MOST_CHANGES])
        if (more := len(plan.changes) - MOST_CHANGES) > 0:
            yield f"  … and {more:,} more"
    counts = f"{len(plan.added):,} added, {len(plan.changed):,} changed"
    removed = f", {len(plan.removed):,} taken away" if plan.removed else ""
    rest = len(plan.apart) - len(plan.removed)
    apart = f" {rest:,} that stand in no line of it stay as they are." if rest else ""
    same = f"{plan.same:,} as they are already"
    end = " Nothing was written." if is_dry else ""
    yield f"{plan.kind.name} of {file.name}: {counts}{removed}, {same}.{apart}{end}"


def _said(change: Change) -> str:
    if change.cells is None:
        return f"{called(change.key)}: taken away"
    if change.was is None:
        return f"line {change.line}: {called(change.key)}: added"
    changed = [
        f"{name} {change.was.get(name, '')!r} → {change.cells[name]!r}" for name in change.columns
    ]
    return f"line {change.line}: {called(change.key)}: {', '.join(changed)}"
