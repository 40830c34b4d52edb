"""Somebody who travels to the island, and what no page, letter or file of it may say."""

import re
from collections.abc import Mapping

from guichet.applications.testing import NIAMH

LEFT_OUT = ("applied_before", "tb_contact", "health_condition")
TRAVELER: Mapping[str, object] = {
    **{key: value for key, value in NIAMH.items() if key not in LEFT_OUT},
    "stay_purpose": "holiday",
    "travel_known": "yes",
    "travel_date": "2027-03-01",
    "travel_time": "14:30",
    "travel_time_zone": "Europe/Dublin",
}
CHILD: Mapping[str, object] = {
    **TRAVELER,
    "on_behalf": "yes",
    "for_minor": "yes",
    "rep_kind": "travel_agent",
    "rep_paid": "yes",
    "rep_organization": "Harbor Travel Ltd.",
    "rep_surname": "O'BRIEN",
    "rep_given_names": "NIAMH",
    "rep_address": "17 Shop Street, Galway, Ireland",
    "rep_phone": "+353 1 677 0000",
    "rep_declaration": "yes",
    "rep_authorization": "yes",
    "birth_date": "2015-05-17",
    "signature": "Niamh O'Brien",
}
OF_OTHERS = re.compile(
    r"Canad|CANAD|United States|\bU\.S\.|[Pp]rovince|IRCC|USCIS|Guichet|Ottawa|Qu[eé]bec"
    r"|\bFrench\b|(?<![A-Za-z])(?:eTAs?|AVE)(?![A-Za-z])|カナダ|アメリカ|米国|オタワ|ケベック|フランス語|州"
)
_CHOICES = re.compile(r"<option.*?</option>", re.DOTALL)  # every country of the world


def names_others(text: str) -> list[str]:
    """Return which other country or authority a text names, lists of countries left out."""
    return OF_OTHERS.findall(_CHOICES.sub("", text))
