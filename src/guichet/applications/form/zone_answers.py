"""What a machine-readable zone says to the form, and where the two do not agree."""

from collections.abc import Mapping

from guichet.applications.form.circumstances import Answers
from guichet.passports.spelling import zone_spelling
from guichet.passports.zone import Zone

# The field of the form, and the one of the zone.
FILLS: Mapping[str, str] = {
    "issuer": "issuer",
    "nationality": "nationality",
    "passport_number": "document_number",
    "surname": "surname",
    "given_names": "given_names",
    "birth_date": "birth_date",
    "gender": "sex",
    "expiry_date": "expiry_date",
}
_GENDERS = {"F": "female", "M": "male", "X": "x"}
_COUNTRIES = {"D": "DEU", "XKX": "RKS", "KS": "RKS", "EU": "EUE"}
_TAIWAN, _TAIWAN_ID = "TWN", "tw_id_number"
_NAMES = {"surname", "given_names"}


def answers_from(zone: Zone) -> dict[str, str]:
    """Return the answers that a passport's zone gives, for the form's own readers to take.

    What failed its check is left out. Those that need a look are in `doubts`.
    """
    if not zone.is_passport:
        return {}
    wrong = {fault.field for fault in zone.faults if not fault.mended}
    answers = {
        key: _as_answer(key, zone.values[source])
        for key, source in FILLS.items()
        if zone.values[source] and source not in wrong
    }
    if zone.values["issuer"] == _TAIWAN and zone.evidence["personal_number"] == "checked":
        answers[_TAIWAN_ID] = zone.values["personal_number"]
    return answers


def differences(answers: Answers, zone: Zone) -> dict[str, str]:
    """Return, by field, what the zone says where the answer says something else.

    Accents, hyphens and apostrophes make no difference, nor does what was cut off a long name.
    """
    cut = {doubt.field for doubt in zone.doubts if doubt.code == "truncated"}
    return {
        key: value
        for key, value in answers_from(zone).items()
        if answers.get(key) and not _same(key, str(answers[key]), value, cut=key in cut)
    }


def _as_answer(key: str, value: str) -> str:
    if key == "gender":
        return _GENDERS[value]
    return _COUNTRIES.get(value, value) if key in {"issuer", "nationality"} else value


def _same(key: str, answer: str, value: str, *, cut: bool) -> bool:
    if key not in _NAMES:
        return answer == value
    spelled = zone_spelling(answer).replace("'", "").replace("-", " ")
    return spelled.startswith(value) if cut else spelled == value
