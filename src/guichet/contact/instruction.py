"""The table of disclosure in words, as the published instruction to agents has it."""

from collections.abc import Callable, Iterator

from guichet.contact.disclosure import table
from guichet.contact.rules import Level
from guichet.kernel.content.placeholders import sentence_with
from guichet.web.words import texts

TOPIC = "policies_staff"
type Say = Callable[..., str]


def of_disclosure(language: str) -> str:
    """Return the table as Markdown: what each level takes, what it opens, who goes how far."""

    def say(key: str, **values: object) -> str:
        sentence = texts(TOPIC).get(key, language).text
        return sentence_with(sentence, values) if values else sentence

    rules = table()
    lines = [line for level in rules.levels for line in _of_level(level, say)]
    lines += [f"## {say('disclosure.roles')}", ""]
    for role, level in rules.most.items():
        names = {"role": say(f"role.{role}"), "level": say(f"level.{level}")}
        lines.append("- " + say("disclosure.role", **names))
    locked = [say(f"level.{level.name}") for level in rules.levels if level.name in rules.locked]
    counts = {"sets": rules.failed_sets, "hours": rules.hours, "levels": ", ".join(locked)}
    return "\n".join([*lines, "", say("disclosure.failed", **counts)])


def _of_level(level: Level, say: Say) -> Iterator[str]:
    yield from (f"## {say(f'level.{level.name}')}", "", f"{say('disclosure.level')}:", "")
    for place, way in enumerate(sorted(level.ways, key=lambda way: (len(way), sorted(way)))):
        facts = ", ".join(say(f"fact.{fact}") for fact in sorted(way)) or say("disclosure.nothing")
        yield f"- {say('disclosure.or') + ' ' if place else ''}{facts}"
    if level.is_blind and any(level.ways):
        yield from ("", say("disclosure.blind"))
    yield from ("", f"{say('disclosure.allows')}:", "")
    yield from (f"- {say(f'allows.{name}')}" for name in sorted(level.allows))
    yield ""
