"""Answers for the tests of the form: of somebody who answers all that is shown."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings

from guichet.applications.form.fields import Form, Reading
from guichet.applications.form.readers import Field
from guichet.eligibility.law import Law

TODAY = date(2026, 11, 22)
FORM = Form(settings.CONTENT_DIR, Law(settings.CONTENT_DIR))
KEYS = tuple(FORM.fields)
# An answer to every field that has no example, such that a French adult gets through.
PLAIN: Mapping[str, object] = {
    "document_type": "ordinary",
    "issuer": "FRA",
    "nationality": "FRA",
    "birth_country": "FRA",
    "birth_date": "1985-02-28",
    "issue_date": "2023-01-10",
    "expiry_date": "2033-01-09",
    "us_visa_expiry": "2028-05-01",
    "travel_date": "2027-03-01",
    "other_nationalities": [],
    "signature": "Niamh Aoife O'Brien-Smythe",
}
GOOD_FOR_THE_FORM = {  # of the questions that end the form, the answers that go on
    "us_visa": ("yes",),
    **dict.fromkeys(("national_passport", "personal_id_number", "electronic", "hksar"), ("yes",)),
    **dict.fromkeys(("listed_overseas_territory", "hong_kong_connection"), ("yes",)),
    **dict.fromkeys(("readmissible_to_uk", "right_of_abode"), ("yes",)),
}
# What each fact looks at. The date of birth stands after what `for_minor` decides.
RESTS_ON = {
    "age": ("for_minor", "birth_date"),
    "list": ("nationality",),
    "issuer_state": ("issuer",),
    "status": ("nationality",),
}
# Fields whose answers decide what else is shown; any other answer leaves the form as it is.
DECISIVE = {
    key
    for section in FORM.sections
    for part in (section, *section.fields)
    for name, _ in part.when
    for key in RESTS_ON.get(name, (name,))
}
PASSPORTS = (
    ("FRA", "FRA"),
    ("ISR", "ISR"),
    ("TWN", "TWN"),
    ("ROU", "ROU"),
    ("MEX", "MEX"),
    ("CHN", "HKG"),
    ("GBR", "GBD"),
    ("GBR", "GBN"),
    ("GBR", "GBO"),
    ("GBR", "GBS"),
    ("D", "DEU"),
)


def clean(answers: Mapping[str, object]) -> Reading:
    return FORM.read(answers, today=TODAY)


def possible(field: Field) -> tuple[object, ...]:
    """Return the answers to a field that lead on, one for each way through the form."""
    if field.key in GOOD_FOR_THE_FORM:
        return GOOD_FOR_THE_FORM[field.key]
    if field.key in PLAIN:
        return (PLAIN[field.key],)
    if field.type == "yes_no":
        return ("yes", "no")
    if field.type == "agree":
        return ("yes",)
    options = tuple(option for option in field.options if option not in field.refused)
    return options or (field.example,)


def missing(answers: Mapping[str, object]) -> list[Field]:
    """Return the fields that are shown and not answered, up to the next that decides of others."""
    fields = [
        field
        for section in clean(answers).sections
        for field in section.fields
        if field.key not in answers
    ]
    last = next((turn for turn, field in enumerate(fields, 1) if field.key in DECISIVE), None)
    return fields[:last]


def completed(**answers: object) -> dict[str, object]:
    """Return answers to all that is shown, the first possible one where nothing is given."""
    replies: dict[str, object] = {"on_behalf": "no", "given_names": "Niamh Aoife", **answers}
    empty: dict[str, object] = {}
    while fields := missing({**replies, **empty}):
        for field in fields:
            if not field.required:
                empty[field.key] = ""
                continue
            replies[field.key] = "no" if field.type == "yes_no" else possible(field)[0]
            if field.key in GOOD_FOR_THE_FORM:
                replies[field.key] = "yes"
    return replies


MEXICAN = completed(issuer="MEX", nationality="MEX")
