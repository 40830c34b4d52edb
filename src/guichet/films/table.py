"""Which films there are: `content/films/films.toml`, of the programmes that are on, read once."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings

from guichet.agency.shipped import COMPLETE
from guichet.kernel.content import layers
from guichet.web.languages import OFFERED

TOPIC = "films"


@dataclass(frozen=True, slots=True)
class Film:
    """A journey that is filmed: its steps in their order, where it begins, what it stands beside.

    `begins` is the route of its first page. `beside` are the actions of articles and scenarios
    that the film shows.
    """

    code: str
    programme: str
    begins: str
    beside: frozenset[str]
    steps: tuple[str, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are offered and in which its pages are written, in their order."""
        return tuple(code for code in OFFERED if code in COMPLETE[self.programme])

    def words_of(self, step: str) -> str:
        """Return the key of what is said of a step."""
        return f"film.{self.code}.step.{step}"


@cache
def films() -> dict[str, Film]:
    """Return the films by their codes; what is off has none."""
    content = layers.toml(settings.CONTENT_DIR / TOPIC / "films.toml")
    return {
        code: Film(
            code=code,
            programme=row["programme"],
            begins=row["begins"],
            beside=frozenset(row["beside"]),
            steps=tuple(row["steps"]),
        )
        for code, row in content["film"].items()
        if settings.AGENCY.has(row["programme"])
    }


def beside(action: str) -> list[Film]:
    """Return the films that show what an action of an article or a scenario is for."""
    return [film for film in films().values() if action in film.beside]


def place() -> tuple[str, str]:
    """Return where the person of the films is: a postal code that is served, or a country.

    Both are empty where the agency names neither: appointments cannot be filmed then.
    """
    content = layers.toml(settings.CONTENT_DIR / TOPIC / "films.toml").get("place", {})
    return content.get("postal_code", ""), content.get("country", "")
