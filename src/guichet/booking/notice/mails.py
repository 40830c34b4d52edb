"""The mails about appointments, in the words of each language.

The PIN stands only in the mails that confirm or move an appointment, beside the notice they
carry. A one-time code stands only in the message that brings it.
"""

from collections.abc import Mapping
from datetime import datetime

from guichet.booking.notice.appointment import AppointmentNotice, in_language
from guichet.booking.notice.calendar.file import ics, method
from guichet.booking.notice.contents import how_to_bring, translated
from guichet.booking.notice.mail_openings import OPENINGS, Kind
from guichet.booking.notice.printing import pdf
from guichet.booking.notice.states import offer_words, place_words
from guichet.kernel.references import for_people
from guichet.post import file_names, issuer
from guichet.post.mail_body import (
    Attachment,
    Block,
    Checklist,
    Facts,
    Link,
    Mail,
    Paragraph,
    compose,
)
from guichet.web.formats.dates import moment, zone_name
from guichet.web.formats.durations import duration
from guichet.web.pages.render import sentence

_FIXED = "\u00a0"  # keeps the groups in order where a line runs from right to left
WITH_NOTICE = {"appointment_confirmed", "appointment_moved", "closure_ended", "place_changed"}


def mail(
    notice: AppointmentNotice,
    kind: Kind,
    *,
    now: datetime,
    sequence: int = 0,
    confirm_url: str = "",
) -> Mail:
    """Return the mail about an appointment; a closure of its day is said before anything else.

    The notice and its calendar entry go with a booking and a move; an appointment that is cancelled
    or closed by the office carries only the calendar entry that strikes it out. `confirm_url` is
    the page on which whoever reads the address confirms it.
    """
    carries_notice = kind in WITH_NOTICE
    subject, opening = OPENINGS["closure" if notice.closed else kind](notice)

    blocks: list[Block] = [Paragraph(opening[0], strong=True), *map(Paragraph, opening[1:])]
    blocks += [Paragraph(notice.reason)] if notice.reason else []
    blocks += _offer(notice)
    if notice.relocated and not notice.void and kind != "place_changed":
        blocks.append(Paragraph(place_words(notice)["text"], strong=True))
    blocks += _demonstration(notice)
    blocks.append(_facts(notice, with_pin=carries_notice))
    if not notice.void:
        blocks += _bring(notice)
    blocks += _change(notice, with_pin=carries_notice)
    blocks += _confirm_address(notice.language, confirm_url)
    blocks += ending(notice.language, phone=notice.phone_help)

    attachments = [_printed(notice)] if carries_notice else []
    if carries_notice or notice.struck:
        attachments.append(_calendar(notice, now=now, sequence=sequence))
    return compose(subject, blocks, language=notice.language, attachments=tuple(attachments))


def _offer(notice: AppointmentNotice) -> list[Block]:
    if notice.offer is None:
        return []
    ask = sentence("To take this time, open this page and press its button:", notice.language)
    return [
        Paragraph(offer_words(notice), strong=True),
        Paragraph(ask),
        Link(notice.offer.url),
    ]


def _confirm_address(language: str, url: str) -> list[Block]:
    if not url:
        return []
    request = sentence(
        "Please confirm once that this e-mail address is yours: open this page and press its"
        " button. Until then we send only a few confirmations a day to it.",
        language,
    )
    return [Paragraph(request), Link(url)]


def places_released_mail(
    *, office_names: Mapping[str, str], service_names: Mapping[str, str], url: str, language: str
) -> Mail:
    """Return the mail for somebody who asked to be told when there are free times again."""
    office = in_language(office_names, language)[0]
    service = in_language(service_names, language)[0]
    blocks: list[Block] = [
        Paragraph(
            sentence("There are free times again at %(office)s.", language, office=office),
            strong=True,
        ),
        Facts([(sentence("What for", language), service)]),
        Paragraph(
            sentence(
                "You asked to be told. No time is kept for you: please choose one on this page.",
                language,
            )
        ),
        Link(url),
        Paragraph(sentence("We write to you about this only once.", language)),
        *ending(language, phone=""),
    ]
    subject = sentence("Free times at %(office)s", language, office=office)
    return compose(subject, blocks, language=language)


def _facts(notice: AppointmentNotice, *, with_pin: bool) -> Facts:
    language, pin = notice.language, notice.pin_in_groups.replace(" ", _FIXED)
    office = in_language(notice.office_names, language)[0]
    rows = [
        (sentence("When", language), moment(notice.starts_at, language)),
        (sentence("Time zone", language), zone_name(notice.starts_at, language)),
        (sentence("Where", language), "\n".join([office, *notice.address_lines])),
        (sentence("Room", language), notice.room),
        (sentence("What for", language), in_language(notice.service_names, language)[0]),
        (sentence("Confirmation number", language), for_people(notice.confirmation_number)),
        (sentence("PIN", language), pin if with_pin else ""),
    ]
    return Facts([(label, value) for label, value in rows if value])


def _demonstration(notice: AppointmentNotice) -> list[Block]:
    if not notice.demonstration:
        return []
    words = sentence("Demonstration: nobody is received with this notice.", notice.language)
    return [Paragraph(words)]


def _bring(notice: AppointmentNotice) -> list[Block]:
    blocks: list[Block] = []
    if notice.arrive_early_minutes:
        early = duration(notice.arrive_early_minutes, notice.language)
        words = sentence("Please arrive %(duration)s early.", notice.language, duration=early)
        blocks.append(Paragraph(words))
    blocks += [Paragraph(words) for words, _ in how_to_bring(notice)]
    if notice.documents:
        lines, _ = in_language(notice.documents, notice.language)
        heading = sentence("What to bring", notice.language)
        blocks.append(Checklist(heading, [(line.text, line.detail) for line in lines]))
    return blocks


def _change(notice: AppointmentNotice, *, with_pin: bool) -> list[Block]:
    language = notice.language
    if notice.void and not notice.closed:
        return []
    unless_closed: list[Block] = [
        Paragraph(
            sentence(
                "If you cannot come, or cannot be on time, please move or cancel your appointment,"
                " so that somebody else can be received. There is no penalty.",
                language,
            )
        )
    ]
    blocks: list[Block] = [
        *([] if notice.closed else unless_closed),
        Paragraph(
            sentence("Go to this page and enter your confirmation number and your PIN:", language)
        ),
        Link(notice.manage_url),
    ]
    if not with_pin:
        words = sentence(
            "The PIN is on your appointment notice. If you have lost it, ask on the same page for"
            " a new one.",
            language,
        )
        blocks.append(Paragraph(words))
    return blocks


def ending(language: str, *, phone: str) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(
            sentence(
                "Booking, moving and canceling are free. Nobody may sell you a place.", language
            )
        ),
        Paragraph(
            sentence("Please do not answer this mail: answers to it are not read.", language)
        ),
    ]
    blocks.append(Paragraph(issuer.says(language)))
    if phone:
        blocks.insert(1, Facts([(sentence("Help by phone", language), phone)]))
    words = translated(language)
    return [*blocks, Paragraph(words)] if words else blocks


def _printed(notice: AppointmentNotice) -> Attachment:
    name = f"{file_names.appointment(notice.language)}.pdf"
    return Attachment(name, "application/pdf", pdf(notice))


def _calendar(notice: AppointmentNotice, *, now: datetime, sequence: int) -> Attachment:
    content_type = f"text/calendar; charset=utf-8; method={method(notice)}"
    content = ics(notice, now=now, sequence=sequence)
    return Attachment(f"{file_names.appointment(notice.language)}.ics", content_type, content)
