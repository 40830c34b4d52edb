"""The sentence for each obstacle, said here and nowhere else; and the sentences of forms."""

from django.utils.translation import gettext_lazy as _

from guichet.kernel.obstacles import Obstacle

# By code, and by code and field where the same code needs other words.
OBSTACLES = {
    "unknown_postal_code": _("We do not know this ZIP code. Please check the five digits."),
    "malformed:postal_code": _("A ZIP code has five digits, as in 10001."),
    "unknown_country": _("Choose a country on the list."),
    "unknown_subdivision": _("Choose a state or province on the list."),
    "required": _("This is needed. Please fill it in."),
    "malformed": _("This cannot be read. Please check it and type it again."),
    "too_long": _("This is too long: write at most %(most)s characters."),
    "out_of_range": _("This is out of range. Please check it."),
    "name_characters": _("Write the name with letters only: no numbers, signs or pictures."),
    "required:date_of_birth": _("Give the day, the month and the year."),
    "malformed:date_of_birth": _("There is no such day. Check the day, the month and the year."),
    "out_of_range:date_of_birth": _(
        "This cannot be a date of birth. Check the day, the month and the year."
    ),
    "malformed:phone": _(
        "This is not a complete phone number. Write it with the area code, or with + and the"
        " country code."
    ),
    "malformed:email": _("Write the address in full, as in name@example.org."),
    "malformed:case_number": _("Write the number with letters and digits only."),
    "slot_full": _("This time was just taken by somebody else."),
    "slot_closed": _("This time can no longer be booked or changed."),
    "hold_expired": _("The time for which your place was kept is over."),
    "already_booked": _(
        "There is already an appointment for this person and this service. If it is yours, see it"
        " again with your confirmation number and PIN, or with a one-time code."
    ),
    "already_cancelled": _("This appointment is already cancelled."),
    "not_found": _("There is nothing here any more."),
    "wrong_credentials": _(
        "This confirmation number and this PIN do not fit together. Please check both."
    ),
    "wrong_credentials:code": _("This code is not right, or it is too old. Please check it."),
    "too_many": _("There were too many tries. Please wait a little."),
    "proof_needed": _("Many places are being kept from your network."),
    "too_many_holds": _("Too many places are being kept from your network. Please wait a little."),
}


def sentence_of(obstacle: Obstacle) -> str:
    """Return the sentence for an obstacle; some codes have other words for some fields."""
    field = obstacle.facts.get("field")
    words = str(OBSTACLES.get(f"{obstacle.code}:{field}") or OBSTACLES[obstacle.code])
    return words % obstacle.facts if "%(" in words else words
