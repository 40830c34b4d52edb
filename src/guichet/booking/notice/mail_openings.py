"""How each kind of mail about an appointment begins: its subject and its first sentences."""

from collections.abc import Callable, Mapping
from typing import Literal

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.booking.notice.states import by_others, closed_day, closed_heading, place_words
from guichet.web.formats.dates import long_day, moment, time_of
from guichet.web.pages.render import sentence

Kind = Literal[
    "appointment_confirmed",
    "appointment_moved",
    "appointment_cancelled",
    "reminder_7_days",
    "reminder_2_days",
    "reminder_same_day",
    "closure",
    "closure_ended",
    "place_changed",
]
type Opening = tuple[str, list[str]]


def _confirmed(notice: AppointmentNotice) -> Opening:
    return (
        sentence("Your appointment: %(moment)s", notice.language, moment=_moment(notice)),
        [
            sentence("Your appointment is booked.", notice.language),
            _attached(notice),
        ],
    )


def _moved(notice: AppointmentNotice) -> Opening:
    return (
        sentence("Your new appointment: %(moment)s", notice.language, moment=_moment(notice)),
        [
            sentence(
                "Your appointment was moved. The old time is no longer yours; the confirmation"
                " number stays the same.",
                notice.language,
            ),
            _attached(notice),
        ],
    )


def _cancelled(notice: AppointmentNotice) -> Opening:
    language, day = notice.language, long_day(notice.starts_at.date(), notice.language)
    if others := by_others(notice):
        by_office = sentence("The office canceled your appointment on %(day)s", language, day=day)
        canceled = sentence("Your appointment on %(day)s is canceled", language, day=day)
        stay = sentence(
            "Please do not come at this time. You can book another appointment whenever you like.",
            language,
        )
        return by_office if notice.cancelled_by == "office" else canceled, [others, stay]
    return (
        sentence("Your appointment on %(day)s is canceled", language, day=day),
        [
            sentence("Your appointment is canceled. Please do not come.", notice.language),
            sentence("You can book another appointment whenever you like.", notice.language),
            sentence(
                "If it was not you who canceled it, please call us as soon as you can.",
                notice.language,
            ),
        ],
    )


def _in_a_week(notice: AppointmentNotice) -> Opening:
    return (
        sentence(
            "Your appointment is in one week: %(moment)s",
            notice.language,
            moment=_moment(notice),
        ),
        [sentence("We remind you of your appointment in one week.", notice.language)],
    )


def _in_two_days(notice: AppointmentNotice) -> Opening:
    return (
        sentence(
            "Your appointment is in two days: %(moment)s",
            notice.language,
            moment=_moment(notice),
        ),
        [sentence("We remind you of your appointment in two days.", notice.language)],
    )


def _today(notice: AppointmentNotice) -> Opening:
    return (
        sentence(
            "Your appointment is today at %(time)s",
            notice.language,
            time=time_of(notice.starts_at, notice.language),
        ),
        [sentence("We remind you of your appointment today.", notice.language)],
    )


def _closure(notice: AppointmentNotice) -> Opening:
    language = notice.language
    sentences = [closed_day(notice)]
    if notice.cancelled:
        sentences.append(
            sentence(
                "It is canceled. You can book another appointment whenever you like.", language
            )
        )
    else:
        sentences.append(
            sentence(
                "Please choose another time. The confirmation number stays the same.", language
            )
        )
    return closed_heading(notice), sentences


def _closure_ended(notice: AppointmentNotice) -> Opening:
    language = notice.language
    day = long_day(notice.starts_at.date(), language)
    office = in_language(notice.office_names, language)[0]
    return (
        sentence("The office is open on %(day)s after all", language, day=day),
        [
            sentence(
                "%(office)s is open on %(day)s after all. Your appointment takes place as booked.",
                language,
                office=office,
                day=day,
            ),
            _attached(notice),
        ],
    )


def _place_changed(notice: AppointmentNotice) -> Opening:
    words = place_words(notice)
    return words["heading"], [words["text"], _attached(notice)]


def _moment(notice: AppointmentNotice) -> str:
    return moment(notice.starts_at, notice.language)


def _attached(notice: AppointmentNotice) -> str:
    return sentence("Your appointment notice is attached.", notice.language)


OPENINGS: Mapping[Kind, Callable[[AppointmentNotice], Opening]] = {
    "appointment_confirmed": _confirmed,
    "appointment_moved": _moved,
    "appointment_cancelled": _cancelled,
    "reminder_7_days": _in_a_week,
    "reminder_2_days": _in_two_days,
    "reminder_same_day": _today,
    "closure": _closure,
    "closure_ended": _closure_ended,
    "place_changed": _place_changed,
}
