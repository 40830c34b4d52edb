"""What an agency says twice, so that nobody can tell the one from the other, or only one counts."""

from collections.abc import Iterable, Iterator, Mapping
from email.utils import parseaddr

from guichet.agency.faults import WARNING, Fault, Notes
from guichet.agency.model import Agency, OwnPage


def complain_of_doubles(notes: Notes, agency: Agency) -> None:
    """Note what stands in `agency.toml` twice or against itself, though each alone is right."""
    if notes.has("agency.colors.accent") and agency.colors.brand == agency.colors.accent:
        notes.warn("agency.colors.accent", "agency.colors.accent is the same color as brand.")
    names = {
        kind: (number.name.in_language(agency.first_language), agency.first_language)
        for kind, number in agency.numbers.items()
        if number.name
    }
    for first, second in pairs(names):
        sentence = f"numbers.{second}.name is that of numbers.{first}, too: people mix them up."
        notes.warn(f"numbers.{second}.name", sentence)
    for first, second in pairs({key: parseaddr(line)[1] for key, line in agency.senders.items()}):
        if agency.senders[first] != agency.senders[second]:
            sentence = f"mail.{second} has the address of mail.{first} under another name."
            notes.warn(f"mail.{second}", sentence)
    for programme, contact in agency.contacts.items():
        countries = [code for entry in contact.abroad for code in entry.countries]
        for code in sorted({code for code in countries if countries.count(code) > 1}):
            path = f"contact.{programme}.abroad"
            notes.warn(path, f"{code} is in two entries of {path}; the first one answers.")


def pages_of_one_name(pages: Mapping[str, OwnPage], languages: Iterable[str]) -> Iterator[Fault]:
    """Yield each own page with the title of another one in the same language."""
    for language in languages:
        titles = {
            slug: page.wordings[language].title
            for slug, page in pages.items()
            if language in page.wordings
        }
        for first, second in pairs(titles):
            sentence = f"its title is that of {first}.{language}.md, too: the foot names both so."
            yield Fault(WARNING, language, f"pages/{second}.{language}.md", 1, sentence)


def pairs(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield each key whose value another one before it has, with that one first."""
    owners: dict[object, str] = {}
    for key, value in values.items():
        if value in owners:
            yield owners[value], key
        owners.setdefault(value, key)
