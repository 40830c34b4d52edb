"""The key `[authorization]` of `agency.toml`: what pages, letters and rules promise with it."""

from guichet.agency import values
from guichet.agency.model import ELSEWHERE, Authorization
from guichet.agency.promises.naming import USUAL
from guichet.agency.tables import Table

KEY, PROGRAMME = "authorization", "eta"
LONGEST, LONGEST_WHOLE = 30, 80  # characters
_PROMISED = {
    "valid_years": "pages and letters promise {0} years from the day it is issued",
    "answer_hours": "pages and letters promise an answer within {0} hours",
    "short_name": "pages and letters call it eTA, in French AVE",
}


def _short_name(value: object) -> str:
    name = values.text(value)
    if len(name) > LONGEST or not all(sign.isalnum() or sign in " -’'" for sign in name):
        raise values.UnfitError(f'takes a short name of at most {LONGEST} letters, as in "eTA".')
    return name


def _whole_name(value: object) -> str:
    name = values.text(value)
    if len(name) > LONGEST_WHOLE or any(sign in "()（）[]<>%." for sign in name):
        raise values.UnfitError(
            f"takes a name of at most {LONGEST_WHOLE} letters as it stands within a sentence, as in"
            ' "travel authorization for the island"; the short name follows it in brackets.'
        )
    return name


def _elsewhere(value: object) -> tuple[str, ...]:
    return () if value == [] else values.several_of(ELSEWHERE)(value)


def authorization_in(
    root: Table, languages: tuple[str, ...], programmes: tuple[str, ...]
) -> Authorization:
    """Return what is told of the authorization; what is promised and not told is noted."""
    table = root.table(KEY)
    usual = Authorization()
    authorization = Authorization(
        valid_years=table.take("valid_years", values.whole(1, 20), usual.valid_years),
        answer_hours=table.take("answer_hours", values.whole(2, 2160), usual.answer_hours),
        short_name=table.phrase("short_name", languages, read=_short_name),
        name=table.phrase("name", languages, read=_whole_name),
        elsewhere=table.take("elsewhere", _elsewhere, usual.elsewhere),
    )
    if PROGRAMME in programmes:
        for key, promise in _PROMISED.items():
            if key not in table:
                words = promise.format(getattr(usual, key))
                table.notes.warn(table.at(key), f"{table.at(key)} is missing: {words}. Say yours.")
        _complain_of_half_a_name(table, authorization)
    elif programmes and KEY in root:
        sentence = f"{KEY} is of a programme that is off; nobody sees it."
        table.notes.warn(KEY, sentence)
    return authorization


def _complain_of_half_a_name(table: Table, authorization: Authorization) -> None:
    """Note where the shipped whole name stands before a short one that is the agency's."""
    short = authorization.short_name
    is_own = short is not None and not {USUAL, "AVE"}.issuperset(short.texts.values())
    if is_own and authorization.name is None:
        sentence = (
            f"{table.at('name')} is missing: letters and the receipt call it an electronic travel"
            " authorization before the short name. Say yours."
        )
        table.notes.warn(table.at("name"), sentence)
