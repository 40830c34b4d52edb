"""The web notices on the screen of a waiting room: in each language of screens, from the file."""

import json

from markupsafe import Markup

from guichet.devices.forms import spoken
from guichet.kernel import clock
from guichet.notices import rules, words
from guichet.notices.rules import Place
from guichet.notices.standing import board

_NOTICE = Markup('<article data-notice="{}">{}</article>')
_WORDS = Markup(
    '<p lang="{own}" dir="{dir}" data-language="{code}"{hidden}>'
    "<b>{title}</b> <span>{text}</span></p>"
)
_SHOWN, _HIDDEN = Markup(""), Markup(" hidden")


def notices_at(office: str, *, first: str = "") -> Markup:
    """Return the notices that concern an office; all languages but the first wait for a turn."""
    place = Place(channel="in_person", programme="appointments", office=office)
    articles = Markup()
    for notice in words.latest_first(board.in_force(now=clock.now())):
        version = notice.shown
        if version and rules.concerns(version.words.scope, place):
            each = (_worded(words.wordings(version, code)[0], code, first) for code in spoken())
            articles += _NOTICE.format(notice.id, Markup().join(each))
    return articles


def told_at(office: str) -> str:
    """Return the same for a script; it asks no database."""
    return json.dumps(str(notices_at(office)))


def _worded(wording: words.Wording, language: str, first: str) -> Markup:
    return _WORDS.format(
        own=wording.language.code,
        dir=wording.language.direction,
        code=language,
        hidden=_SHOWN if language == first else _HIDDEN,
        title=wording.title,
        text=wording.text,
    )
