"""The web notices on the screen of a waiting room: in each language of screens, from the file."""

import json

from markupsafe import Markup

from guichet.devices.forms import spoken
from guichet.kernel import clock
from guichet.notices import rules, words
from guichet.notices.rules import Place
from guichet.notices.standing import board
from guichet.notices.values import Notice, is_all_clear, is_in_force
from guichet.web.languages import ALL
from guichet.web.words import speaker

_NOTICE = Markup('<article data-notice="{}">{}</article>')
_ALL_CLEAR = Markup('<article data-all-clear="{}">{}</article>')
_CLEARED = Markup(
    '<p lang="{code}" dir="{dir}" data-language="{code}"{hidden}><span>{text}</span></p>'
)
_WORDS = Markup(
    '<p lang="{own}" dir="{dir}" data-language="{code}"{hidden}>'
    "<b>{title}</b> <span>{text}</span></p>"
)
_SHOWN, _HIDDEN = Markup(""), Markup(" hidden")


def notices_at(office: str, *, first: str = "") -> Markup:
    """Return the notices that concern an office; all languages but the first wait for a turn.

    Of one that is over the screen says so for two hours, with none of its words.
    """
    place, now = Place(channel="in_person", programme="appointments", office=office), clock.now()
    articles = Markup()
    for notice in words.latest_first(board.sheet().notices):
        version = notice.shown
        if version is None or not rules.concerns(version.words.scope, place):
            continue
        if is_in_force(notice, now=now):
            each = (_worded(words.wordings(version, code)[0], code, first) for code in spoken())
            articles += _NOTICE.format(notice.id, Markup().join(each))
        elif is_all_clear(notice, now=now):
            each = (_cleared(notice, code, first) for code in spoken())
            articles += _ALL_CLEAR.format(notice.id, Markup().join(each))
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


def _cleared(notice: Notice, language: str, first: str) -> Markup:
    published_at = notice.published[0].published_at
    assert published_at
    return _CLEARED.format(
        code=language,
        dir=ALL[language].direction,
        hidden=_SHOWN if language == first else _HIDDEN,
        text=speaker(language, words.TOPIC)(
            "banner.over", time=words.local(published_at, language)
        ),
    )
