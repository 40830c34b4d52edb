"""The notice with its whole checklist: read back by others, valid PDF/UA, and on one page."""

from dataclasses import replace
from datetime import timedelta

import pypdfium2
import pytest

from guichet.booking.notice.appointment import AppointmentNotice
from guichet.booking.notice.contents import how_to_bring, printed
from guichet.booking.notice.gather import notice_of
from guichet.booking.notice.printing import pdf
from guichet.booking.notice.tests.test_printing import SCRIPT
from guichet.booking.testing import make_booked, make_open_slot
from guichet.kernel import clock
from guichet.kernel.testing import usual
from guichet.offices.testing import make_office, make_service
from guichet.offices.words import texts
from guichet.post.tests.reading import READERS, check_read_back, lines
from guichet.post.tongues import own
from guichet.web.languages import CATALOGUED

pytestmark = pytest.mark.django_db
ACCESS = [
    "security_check", "photo_identity", "notice_at_the_door", "no_weapons", "no_photos",
    "no_phones", "no_large_bags", "step_free", "service_animals", "ask_for_help",
]  # fmt: skip
NAMES = {
    "ar": "علاء الدين",
    "zh-Hans": "张伟",
    "ko": "최별",
    "ru": "Илья Щербаков",
    "vi": "Ánh Tuyết",
}
SERVICES = (
    "case_question", "citizenship_question", "correct_error", "emergency_travel",
    "green_card_problem", "notice_missing",
)  # fmt: skip
LONGEST = "Wolfeschlegelsteinhausen" * 4 + "berg"


def notice_with(
    language: str,
    *,
    name: str = "",
    service: str = "case_question",
    access: list[str] = ACCESS,
) -> AppointmentNotice:
    """Return the notice of a booking at an office abroad that says much about its door."""
    office = make_office(code="AMM", zone="Asia/Amman")
    office.access, office.demonstration, office.room = access, True, "2-14"
    office.street, office.country, office.subdivision = "Al-Umawyeen Street", "JO", ""
    office.city, office.postal_code = "Amman", "11118"
    office.save()
    coming = clock.now() + timedelta(days=7)
    slot = make_open_slot(office=office, service=make_service(code=service), starts_at=coming)
    appointment = make_booked(slot, name=name or NAMES.get(language, "Ann Okafor")).appointment
    return notice_of(appointment, "047512", language=language)


@pytest.mark.parametrize("service", usual(SERVICES[0], of=SERVICES))
@pytest.mark.parametrize("language", usual(*SCRIPT, of=CATALOGUED))
def test_it_is_read_back_as_it_is_printed_on_one_page(language: str, service: str) -> None:
    notice = notice_with(language, service=service)
    content = pdf(notice)
    check_read_back(content, [printed(notice), own(notice.name)], language=language)
    longest = service in {"green_card_problem", "emergency_travel"}
    assert len(pypdfium2.PdfDocument(content)) <= (2 if longest else 1)
    number = f"{notice.confirmation_number[:3]}-{notice.confirmation_number[3:6]}"
    for name, read in READERS.items():
        alone = lines(read(content))
        assert "047 512" in alone, name
        assert any(line.startswith(number) and len(line) == 11 for line in alone), name
        assert notice.manage_url in read(content), name
        assert notice.phone_help in ["", *alone] or language != "ar", name


@pytest.mark.parametrize("language", usual(*SCRIPT, of=CATALOGUED))
def test_it_stays_on_one_page_where_the_name_runs_the_other_way(language: str) -> None:
    name = "Ada Abiq Aaab" if language == "ar" else "علاء الدين"
    notice = notice_with(language, name=name, access=[*ACCESS[:5], *ACCESS[6:], "phones_silent"])
    address = ("108 Hernan Cortez Avenue, Sirena Plaza", "Hagåtña, GU 96910")
    notice = replace(notice, address_lines=address, office_names={"en": "Agana Field Office"})
    content = pdf(notice)
    check_read_back(content, printed(notice), language=language)
    assert len(pypdfium2.PdfDocument(content)) == 1


@pytest.mark.parametrize("language", usual("en", "ar", "ko", of=CATALOGUED))
@pytest.mark.parametrize("name", [LONGEST, "علاء " + LONGEST, "أبو عبد الرحمن"])
def test_it_keeps_a_name_of_a_hundred_letters_on_the_page(language: str, name: str) -> None:
    content = pdf(notice_with(language, name=name))
    for sheet in pypdfium2.PdfDocument(content):
        width, height = sheet.get_size()
        words = sheet.get_textpage()
        for number in range(words.count_rects()):
            start, bottom, end, top = words.get_rect(number)
            assert 0 < start < end < width and 0 < bottom < top < height
    for read in READERS.values():
        assert name.replace(" ", "") in "".join(read(content).split()) or "علاء" in name


@pytest.mark.parametrize("language", usual(*SCRIPT, of=CATALOGUED))
def test_it_says_that_it_is_cancelled_so_that_it_can_be_read_back(language: str) -> None:
    notice = replace(notice_with(language), status="cancelled")
    check_read_back(pdf(notice), [printed(notice), own(notice.name)], language=language)


@pytest.mark.parametrize("language", CATALOGUED)
@pytest.mark.parametrize(
    ("access", "admitted"),
    [(["phones_silent"], True), (["phones_off"], True), (["no_phones"], False), ([], False)],
)
def test_it_tells_of_phones_what_the_office_says_and_nothing_else(
    access: list[str], admitted: bool, language: str
) -> None:
    notice = notice_with(language, access=["security_check", *access])
    sentences = [words for words, _ in how_to_bring(notice)]
    rules = [texts("access").get(code, language).text for code in access]
    assert sentences[1:] == rules
    assert notice.phones_admitted is admitted
    assert len(notice.access[language]) == 1  # the rule stands once, beside what to bring
