"""What kind of answer each field of the form is, when somebody wants to change it."""

from collections.abc import Mapping

from guichet.applications.changes.rules import Group
from guichet.applications.form.answers import form

_BY_SECTION: Mapping[str, Group] = {
    "who": "contact",
    "representative": "contact",
    "document": "document",
    "passport": "identity",
    "personal": "identity",
    "work": "job",
    "contact": "contact",
    "address": "address",
    "travel": "travel",
    "background": "background",
    "consent": "identity",
}


_BY_FIELD: Mapping[str, Group] = {
    "passport_number": "document",
    "issue_date": "document",
    "expiry_date": "document",
    "marital_status": "address",  # tells where somebody stands, and decides nothing
    "applied_before": "background",
    "earlier_number": "background",
    "email": "email",
}


def groups() -> Mapping[str, Group]:
    """Return, for every field, what kind of answer it is when somebody wants to change it."""
    return {
        field.key: _BY_FIELD.get(field.key, _BY_SECTION[section.key])
        for section in form().sections
        for field in section.fields
    }
