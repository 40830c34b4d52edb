"""What an agency says in one of its languages and not in another: half a site in its own words."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from guichet.agency.faults import ERROR, WARNING, Fault
from guichet.agency.shipped import CONTENT

# Topics of lists: their rooms tell which words an entry of its own lacks, and how much it matters.
_TOLD_ELSEWHERE = {"checklists", "fields", "services"}
_MOST_KEYS = 4  # that are named in one line

type Words = Mapping[str, Mapping[str, str]]  # by language and key


def lacking(
    topics: Mapping[Path, Words],
    english: Mapping[Path, Mapping[str, str]],
    languages: Sequence[str],
) -> Iterator[Fault]:
    """Yield what each topic of own words does not say in a language that is offered.

    A topic is named by the folder of its shipped words. A language in which neither we nor the
    agency has written it is none of it: its pages are in English, and say so.
    """
    for topic, words in topics.items():
        shipped = frozenset(path.stem for path in topic.glob("*.toml"))
        for language in languages:
            if language in words or language in shipped:
                yield from _lacking_in(
                    language, topic, words, english[topic], languages, shipped=shipped
                )


def _lacking_in(
    language: str,
    topic: Path,
    words: Words,
    english: Mapping[str, str],
    languages: Sequence[str],
    *,
    shipped: Collection[str],
) -> Iterator[Fault]:
    file = f"content/{topic.relative_to(CONTENT).as_posix()}/{language}.toml"
    others = {code: words[code] for code in languages if code in words and code != language}
    keys = {
        key: code
        for code in reversed(others)
        for key in others[code]
        # Where we wrote nothing in a language, the agency's is a translation, not another opinion.
        if key not in english or code in shipped
    }
    missing = sorted(keys.keys() - words.get(language, {}).keys())
    for key in missing:
        if key not in english and topic.name not in _TOLD_ELSEWHERE:
            sentence = f"{key} has no words in {language}, which is offered."
            yield Fault(ERROR, language, file, 0, sentence)
    if as_shipped := [key for key in missing if key in english]:
        names = ", ".join(as_shipped[:_MOST_KEYS]) + (", …" if as_shipped[_MOST_KEYS:] else "")
        sentence = (
            f"in your words in {keys[as_shipped[0]]}, and as shipped in {language}"
            f" ({len(as_shipped)}): {names}. Say it in yours here, too."
        )
        yield Fault(WARNING, language, file, 0, sentence)
