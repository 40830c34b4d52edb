"""./guichet play-scenario ID --channel telephone --lang ar"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guichet.guidance.scenarios import queries, rules
from guichet.guidance.scenarios.channels import LINES
from guichet.guidance.scenarios.steps import action_of, words_of
from guichet.guidance.scenarios.versions import Version
from guichet.kernel import clock
from guichet.web.languages import OFFERED, exact


class Command(BaseCommand):
    help = "Play a scenario in a terminal: type the number of an answer, b for back, q to end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="ID", help="of the scenario")
        parser.add_argument("--channel", choices=list(LINES), default="telephone")
        parser.add_argument("--lang", default="en", help=f"one of {', '.join(OFFERED)}")
        parser.add_argument("--answers", default="", help="to begin with: their codes, with commas")

    def handle(
        self, *, name: str, channel: str, lang: str, answers: str, **options: object
    ) -> None:
        version = queries.current(name, now=clock.now())
        if version is None:
            names = ", ".join(entry.name for entry in queries.scenarios(clock.now()))
            raise CommandError(f"No scenario is called {name}. There are: {names or 'none'}.")
        if channel not in version.tree.channels:
            raise CommandError(f"{name} is played on {', '.join(version.tree.channels)}.")
        language = exact(lang)
        if language is None:
            raise CommandError(f"The site does not speak {lang}; it speaks {', '.join(OFFERED)}.")
        self._play(version, channel, language, [code for code in answers.split(",") if code])

    def _play(self, version: Version, channel: str, language: str, answers: list[str]) -> None:
        title = version.say("title", channel, language)
        self.stdout.write(f"{title} ({version.name}, version {version.number})\n")
        while True:
            step = rules.replay(version.tree, answers).step
            self._say(version, step, channel, language)
            if step in version.tree.outcomes:
                return
            codes = list(version.tree.questions[step].choices)
            reply = self._reply(codes)
            if reply == "q":
                return
            answers = answers[:-1] if reply == "b" else [*answers, reply]

    def _say(self, version: Version, step: str, channel: str, language: str) -> None:
        words = words_of(version, step, channel, language)
        self.stdout.write(f"\n{words.text}")
        if words.why:
            self.stdout.write(f"  {words.why}")
        if words.do:
            self.stdout.write(f"  [{words.do}]")
        for number, (code, text) in enumerate(words.choices, start=1):
            self.stdout.write(f"  {number}. {text} ({code})")
        if step in version.tree.outcomes:
            action = action_of(version, step, language)
            offer = f"{action.code}: {action.url}" if action else "nothing to do"
            self.stdout.write(f"  > {offer}\n  {version.tree.source_of(step, language)}")

    def _reply(self, codes: list[str]) -> str:
        """Return the code of an answer, b or q; whatever else is typed is asked for again."""
        while True:
            try:
                line = input("> ").strip().lower()
            except EOFError:
                return "q"
            if line in {"b", "q", *codes}:
                return line
            if line.isdecimal() and 1 <= int(line) <= len(codes):
                return codes[int(line) - 1]
            self.stdout.write(f"Type a number from 1 to {len(codes)}, b or q.")
