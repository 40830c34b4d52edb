"""No shipped sentence, in any language or script, names a country, an authority or its capital.

They are words of the law and the services of one agency, and stand in its folder, laid over neutral
ones. What still stands here has a reason.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

from guichet.agency.shipped import LANGUAGES
from guichet.kernel.content.texts import words_in

ROOT = Path(__file__).resolve().parents[1]
CONTENT = ROOT / "content"
# Names, their declined forms and adjectives: as they are written, then whatever the capitals.
NAMES = re.compile(
    r"\bUSA?\b|U\.\s?S\.|\bESTA\b|EE\.\s?UU|\bUSCIS\b|\bIRCC\b|\bCBSA\b|\bGCKey\b|США"
    r"|(?i:canad|kanad|kanady|كند[اي]|加拿大|캐나다|カナダ|канад"
    r"|united states|estados unidos|états[ -]unis|stati uniti|vereinigte[nr]? staaten|etazini"
    r"|stan(?:y|ów|ach|om|ami) zjednoczon|hoa kỳ|الولايات المتحدة|соединенн|美国|美國|미국|米国"
    r"|americ|améric|amerik|amérik|アメリカ|أمريك|америк|estadounid|statunit"
    r"|green ?card|infopass|\.gc\.ca|canada\.ca|\.gov\b"
    r"|ottaw|أوتاوا|渥太[华華]|오타와|オタワ|qu[eé]bec|كيبيك|魁北克|퀘벡|ケベック|toronto)"
)
# By topic (or by catalogue) and key: why a sentence may.
ALLOWED = {
    ("holidays", "washingtons_birthday"): "a holiday that an agency of that country has",
    ("locale", "The site is made to meet the guidelines WCAG 2.2 at level AA"): "of the"
    " demonstration, shown there alone",
}
# Files of content/ that are no words: every country may stand in them.
TABLES = {
    "eligibility/nationalities.csv": "every nationality there is, by name",
    "eligibility/no_passports.csv": "whose passports the people of a territory hold",
    "languages/country_names.csv": "names of countries",
    "languages/subdivision_names.csv": "names of states and provinces, for addresses",
    "languages/zone_names_ht.csv": "names of time zones",
}


def sentences() -> Iterator[tuple[str, str, str]]:
    """Yield topic, key and words of all that is shipped; `locale` for the catalogues."""
    for path in sorted(CONTENT.rglob("en.toml")):
        topic = path.parent.relative_to(CONTENT).as_posix()
        for words in words_in(path.parent).values():
            yield from ((topic, key, text) for key, text in words.items())
    for path in sorted((ROOT / "locale").rglob("django.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                originals = [message.id] if isinstance(message.id, str) else [*message.id]
                strings = message.string or ""
                strings = [strings] if isinstance(strings, str) else [*strings]
                yield "locale", originals[0], " ".join([*originals, *strings])


def is_allowed(topic: str, key: str) -> bool:
    return any(topic == where and key.startswith(name) for where, name in ALLOWED)


def test_no_sentence_names_a_country_or_an_authority() -> None:
    names = {
        f"{topic}: {key}: {match[0]}"
        for topic, key, text in sentences()
        if (match := NAMES.search(text)) and not is_allowed(topic, key)
    }
    assert sorted(names) == []


def test_no_table_names_one() -> None:
    names = []
    for path in sorted(path for path in CONTENT.rglob("*") if path.suffix in {".toml", ".csv"}):
        name = path.relative_to(CONTENT).as_posix()
        is_words = path.suffix == ".toml" and path.stem in LANGUAGES
        if name in TABLES or is_words or path.parent.name == "seen":
            continue
        lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
        names += [f"{name}:{number}: {line}" for number, line in lines if NAMES.search(line)]
    assert names == []


def test_it_finds_a_name_in_every_script() -> None:
    for text in (
        "Canadian",
        "kanadischen",
        "لمواطني كندا",
        "加拿大签证",
        "カナダ国籍",
        "Stanach Zjednoczonych",
        "a U.S. visa",
        "Vereinigten Staaten",
        "Ottawa time",
    ):
        assert NAMES.search(text), text
    assert not NAMES.search("ask us; esta página; la lista usa")
