"""The sentence of an obstacle: beside a field of a page, and on the command line."""

from markupsafe import Markup

from guichet.kernel.content.placeholders import sentence_with
from guichet.kernel.obstacles import Obstacle
from guichet.web.languages import DEFAULT
from guichet.web.words import speaker, texts

TOPIC = "communications"


def said(obstacle: Obstacle, language: str) -> Markup:
    """Return what a page says of what stands in the way."""
    return speaker(language, TOPIC)(f"problem.{obstacle.code}", **_facts(obstacle))


def plain(obstacle: Obstacle) -> str:
    """Return the same as plain text in English, with the field that it is about."""
    text = texts(TOPIC).get(f"problem.{obstacle.code}", DEFAULT).text
    field = obstacle.facts.get("field")
    sentence = sentence_with(text, _facts(obstacle)) if "%(" in text else text
    return f"{field}: {sentence}" if field else sentence


def _facts(obstacle: Obstacle) -> dict[str, object]:
    return {"name": obstacle.facts.get("name", "")}
