"""Print the notice of an appointment: its words, set as a tagged PDF."""

from guichet.notices import codes, contents, fonts
from guichet.notices.appointment import AppointmentNotice
from guichet.notices.tongues import own
from guichet.notices.typesetting import as_json, typeset


def pdf(notice: AppointmentNotice) -> bytes:
    """Return the printed notice: a tagged PDF in the person's language, PDF/UA-1."""
    words = contents.printed(notice)
    words["fonts"] = fonts.families(notice.language)
    words["code"] = codes.qr_svg(notice)
    inputs = {
        "notice": as_json(words, plain_arabic=True),
        "person": as_json(own(notice.name)),
    }
    return typeset("appointment.typ", inputs)
