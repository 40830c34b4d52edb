"""Every form of a notice in one place: printed, for a calendar, for the desk, as mail."""

from guichet.notices.calendar_file import ics
from guichet.notices.codes import qr_svg
from guichet.notices.mails import lost_code_mail, lost_code_text, mail, places_released_mail
from guichet.notices.printing import pdf

__all__ = [
    "ics",
    "lost_code_mail",
    "lost_code_text",
    "mail",
    "pdf",
    "places_released_mail",
    "qr_svg",
]
