"""What every page gets before it leaves the house, so that no template can forget it.

A page with an error says so first in its title, which is what a screen reader reads first; no form
lets the browser find faults in its own words and language; and on a shared computer no field
offers or keeps what somebody typed.
"""

import re
from collections.abc import Callable

from jinja2.ext import Extension
from markupsafe import Markup

_TITLE = re.compile(r"(?<=<title>).*?(?=</title>)", re.DOTALL)
_FORM = re.compile(r"<form\b(?![^>]*\bnovalidate\b)")
_FIELD = re.compile(r"<(?:form|input|select|textarea)\b[^>]*>")
_AUTOFILL = re.compile(r'\s+autocomplete="[^"]*"')
_NOT_TYPED = re.compile(r'\btype="(?:hidden|checkbox|radio|file|submit)"')


class Unchecked(Extension):
    """Have the server alone find what is wrong in a form, in the words of the page.

    Done as a template is compiled: it costs a page nothing.
    """

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the source with every form marked.

        >>> Unchecked.preprocess(None, '<form method="get"><form id="a" novalidate>', None)
        '<form novalidate method="get"><form id="a" novalidate>'
        """
        return _FORM.sub("<form novalidate", source)


def without_tags(text: object) -> str:
    """Return markup as plain text, as Jinja's own filter does; most sentences have no markup.

    >>> without_tags("The  list"), without_tags("<b>R&amp;D</b> now")
    ('The list', 'R&D now')
    """
    sentence = str(text)
    if "<" in sentence or "&" in sentence:
        return Markup(sentence).striptags()  # noqa: S704  It comes out as text.
    return " ".join(sentence.split())


def with_error_first(text: str, name_error: Callable[[str], str]) -> str:
    """Return a page whose title begins with the error; `name_error` says how, in its language."""
    return _TITLE.sub(lambda title: name_error(title[0].strip()), text, count=1)


def without_autofill(text: str) -> str:
    """Return a page whose fields the browser neither fills in nor remembers.

    >>> without_autofill('<input name="phone" autocomplete="tel"><select name="country">')
    '<input name="phone" autocomplete="off"><select name="country" autocomplete="off">'
    """
    return _FIELD.sub(_without, text)


def _without(tag: re.Match[str]) -> str:
    if _NOT_TYPED.search(tag[0]):
        return tag[0]
    return f'{_AUTOFILL.sub("", tag[0])[:-1]} autocomplete="off">'
