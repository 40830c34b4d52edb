"""Every form of a notice in one place: printed, for a calendar, for the desk, as mail, as text."""

from guichet.booking.notice.calendar.file import ics
from guichet.booking.notice.code_mails import contact_code_mail, lost_code_mail
from guichet.booking.notice.codes import qr_svg
from guichet.booking.notice.mails import mail, places_released_mail
from guichet.booking.notice.printing import pdf
from guichet.booking.notice.text_messages import (
    lost_code_text,
    office_cancel_text,
    office_change_text,
    place_changed_text,
    reminder_text,
)
from guichet.booking.notice.texting.closures import closure_ended_text, closure_text

__all__ = [
    "closure_ended_text",
    "closure_text",
    "contact_code_mail",
    "ics",
    "lost_code_mail",
    "lost_code_text",
    "mail",
    "office_cancel_text",
    "office_change_text",
    "pdf",
    "place_changed_text",
    "places_released_mail",
    "qr_svg",
    "reminder_text",
]
