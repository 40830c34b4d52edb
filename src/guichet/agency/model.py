"""What an agency says of itself, read once at the start: frozen, typed, the same for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from guichet.agency.colors import Palette

# What there is in some countries for who was refused, besides asking again or anew.
ELSEWHERE = ("visa", "permit", "court")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in several languages; `first` is the language that answers where one is missing."""

    texts: Mapping[str, str]
    first: str

    def in_language(self, language: str) -> str:
        """Return the words in a language, else in the agency's first, else in any."""
        return self.texts.get(language) or self.texts.get(self.first) or self._any

    @property
    def _any(self) -> str:
        return next(iter(self.texts.values()), "")


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A telephone number and the countries it can be called from; none named: from everywhere."""

    phone: str  # as people read it
    e164: str
    callable_from: tuple[str, ...] = ()
    is_text: bool = False  # for text telephones of people who are deaf or hard of hearing


@dataclass(frozen=True, slots=True)
class Contact:
    """The ways to ask in one programme, of everybody or of people in some countries."""

    lines: tuple[ContactLine, ...] = ()
    email: str = ""
    url: Phrase | None = None
    hours: Phrase | None = None
    cost: Phrase | None = None
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()  # of an entry of `abroad`
    abroad: tuple["Contact", ...] = ()

    def from_country(self, country: str) -> "Contact":
        """Return the contact of people in a country: an own one, else this."""
        return next((other for other in self.abroad if country in other.countries), self)


@dataclass(frozen=True, slots=True)
class Number:
    """What a number is called, how many characters it has, and how one looks."""

    name: Phrase | None = None
    length: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What is paid, in the smallest unit of the currency."""

    minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Authorization:
    """What is promised with an authorization; the values of where an agency says nothing."""

    valid_years: int = 5  # from its first day, or until the passport expires
    answer_hours: int = 72  # in which a decision or a question is owed
    short_name: Phrase | None = None  # what it is called; None: as the shipped words call it
    name: Phrase | None = None  # the whole name, as it stands within a sentence; None: likewise
    elsewhere: tuple[str, ...] = ELSEWHERE  # what else is named to who was refused

    @property
    def is_named(self) -> bool:
        """Tell whether the agency calls it otherwise than the shipped words."""
        return bool(self.short_name or self.name)


@dataclass(frozen=True, slots=True)
class Interpreters:
    """The languages an interpreter can be asked for; None: those that are shipped."""

    spoken: tuple[str, ...] | None = None
    signed: Mapping[str, Phrase] | None = None  # what a sign language is called, by its code


@dataclass(frozen=True, slots=True)
class PublicBody:
    """Somebody who answers for something: the publisher, the controller, the contact."""

    name: Phrase | None = None
    address: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    authority: Phrase | None = None  # whom to turn to where this office does not help
    authority_url: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Where the agency speaks to everybody on a social network: its name and its page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A page of its own in one language: the title, and all of it as HTML that can do nothing.

    `changed_on`: the day since which it says this, where the agency noted one.
    """

    language: str
    title: str
    html: str
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A page the agency wrote, in each language that is offered."""

    slug: str
    wordings: Mapping[str, Wording]

    def in_language(self, language: str) -> Wording:
        """Return the page in a language; beside pages of staff in another one, the first."""
        return self.wordings.get(language) or next(iter(self.wordings.values()))


@dataclass(frozen=True, kw_only=True)
class Agency:
    """Everything `agency.toml` says, with the values of where it says nothing."""

    folder: Path
    name: Phrase
    short_name: Phrase
    text_name: Phrase  # at the head of a text message
    languages: tuple[str, ...]  # in the order in which they are offered
    programmes: tuple[str, ...]
    colors: Palette
    logo: str = ""  # the drawing itself, checked; empty: none
    icon: str = ""  # a square one for little room; empty: none
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    is_demonstration: bool = False
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, Phrase] = field(default_factory=dict)
    senders: Mapping[str, str] = field(default_factory=dict)
    sender_names: Mapping[str, Phrase] = field(default_factory=dict)
    interpreters: Interpreters = Interpreters()
    numbers: Mapping[str, Number] = field(default_factory=dict)
    fees: Mapping[str, Fee] = field(default_factory=dict)
    authorization: Authorization = Authorization()
    imprint: PublicBody = PublicBody()
    privacy: PublicBody = PublicBody()
    accessibility: PublicBody = PublicBody()
    social: tuple[Account, ...] = ()
    retention: Mapping[str, int] = field(default_factory=dict)  # days, by kind of record
    links: Mapping[str, Phrase | None] = field(default_factory=dict)  # None: there is no such link
    own_pages: Mapping[str, OwnPage] = field(default_factory=dict)  # by slug

    def has(self, programme: str) -> bool:
        """Tell whether a programme is on: `appointments` or `eta`."""
        return programme in self.programmes

    @property
    def first_language(self) -> str:
        """Return the language that answers where nothing else fits."""
        return self.languages[0]

    def contact(self, programme: str) -> Contact:
        """Return the ways to ask in a programme; empty where none are told."""
        return self.contacts.get(programme, Contact())

    def country(self, programme: str) -> str:
        """Return the code of the country where offices are at home, or travelers go; or nothing."""
        return self.countries.get(programme, "")

    def fee(self, programme: str) -> Fee:
        """Return what a programme costs; nothing where no fee is told."""
        return self.fees.get(programme, Fee(0, "XXX"))

    def sender(self, programme: str) -> str:
        """Return whom mail of a programme is from; an address that reaches nobody where none is."""
        return self.senders.get(programme, f"{programme}@agency.example")

    def sender_name(self, programme: str, language: str) -> str:
        """Return under which name mail of a programme goes out; nothing where none is told."""
        name = self.sender_names.get(programme)
        return name.in_language(language) if name else ""

    @cached_property
    def content(self) -> Path:
        """Return the folder that is laid over `content/`; perhaps there is none."""
        return self.folder / "content"

    @cached_property
    def locale(self) -> Path:
        """Return the folder of its own sentences; perhaps there is none."""
        return self.folder / "locale"

    @cached_property
    def pages(self) -> Path:
        """Return the folder of its own pages; perhaps there is none."""
        return self.folder / "pages"

    def spoken(self, language: str) -> "Spoken":
        """Return what pages in a language call it, as templates know it under `agency`."""
        return Spoken(self, language)


@dataclass(frozen=True, slots=True)
class Spoken:
    """An agency as a page in one language names it."""

    agency: Agency
    language: str

    @property
    def name(self) -> str:
        """Return the whole name."""
        return self.agency.name.in_language(self.language)

    @property
    def short_name(self) -> str:
        """Return the name for little room."""
        return self.agency.short_name.in_language(self.language)

    @property
    def colors(self) -> Palette:
        """Return the colors."""
        return self.agency.colors

    @property
    def is_demonstration(self) -> bool:
        """Tell whether pages must say that nobody decides anything here."""
        return self.agency.is_demonstration

    def has(self, programme: str) -> bool:
        """Tell whether a programme is on."""
        return self.agency.has(programme)

    @property
    def own_pages(self) -> list[tuple[str, Wording]]:
        """Return the pages of its own, each with its slug."""
        pages = self.agency.own_pages.values()
        return [(page.slug, page.in_language(self.language)) for page in pages]

    def say(self, phrase: Phrase | None) -> str:
        """Return a phrase of the agency in the language of the page; nothing for none."""
        return phrase.in_language(self.language) if phrase else ""
