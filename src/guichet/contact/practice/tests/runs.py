"""A wrong run of each story, with its score computed by hand from `content/tables/practice.toml`.

The numbers stand in the order of the parts: path, order, early, promise, outcome.
"""

from typing import Any, NamedTuple


class WrongRun(NamedTuple):
    """The steps of a run as a story's file says them, and what they score."""

    path: list[dict[str, Any]]
    points: tuple[int, int, int, int, int]


def asks(*facts: str) -> list[dict[str, Any]]:
    return [{"ask": fact} for fact in facts]


FOUR = ("number", "full_name", "birth_date", "passport_number")
WRONG: dict[str, WrongRun] = {
    # All four facts fit and he is no representative: too early once (25 - 15), nothing explained.
    "calls_for_his_wife": WrongRun(
        [*asks(*FOUR), {"check": FOUR}, {"do": "tell_status"}, {"end": "answered"}],
        (0, 20, 10, 10, 0),
    ),
    # The wrong end of the scenario, no question, no proof, and a decision promised.
    "promise_by_friday": WrongRun(
        [
            {"play": "late_72_hours", "answers": ["less"]},
            {"promise": "decision", "days": 4},
            {"end": "answered"},
        ],
        (0, 0, 25, 0, 0),
    ),
    # One fact is no set (20 - 5): it reaches nothing, and both deeds are too early (25 - 30).
    "number_lost": WrongRun(
        [
            *asks("passport_number"),
            {"check": ["passport_number"]},
            {"do": "send_numbers"},
            {"do": "tell_status"},
            {"end": "sent"},
        ],
        (0, 15, 0, 10, 15),
    ),
    # The case is reached and no code was sent: the change is too early.
    "new_mail_address": WrongRun(
        [*asks(*FOUR), {"check": FOUR}, {"do": "change_contact"}, {"end": "answered"}],
        (0, 20, 10, 10, 15),
    ),
    # The facts of the namesake fit: a letter goes to her (15 - 10), and the status is early.
    "namesake": WrongRun(
        [
            {"play": "status", "answers": ["yes", "nothing"]},
            *asks("number", "full_name", "birth_date"),
            {"check": ["number", "full_name", "birth_date"]},
            {"do": "send_letter"},
            {"do": "tell_status"},
            {"end": "answered"},
        ],
        (5, 20, 10, 10, 15),
    ),
    # PIN needless; PIN, name and birthday never said; two guesses: six faults of 5 leave nothing.
    "after_three_tries": WrongRun(
        [
            *asks("number", "pin"),
            {"check": ["number", "pin"]},
            *asks("passport_number"),
            {"check": FOUR},
            {"do": "tell_letters"},
            {"end": "not_proven"},
        ],
        (0, 0, 10, 10, 0),
    ),
    # Two facts and a set where none was needed (20 - 15); explained, but nothing played.
    "at_check_in": WrongRun(
        [
            *asks("number", "passport_number"),
            {"check": ["number", "passport_number"]},
            {"do": "tell_status"},
            {"do": "explain"},
            {"end": "answered"},
        ],
        (15, 5, 10, 10, 15),
    ),
    # The address changed without a code, a needless promise, the other end of the scenario.
    "letter_to_another": WrongRun(
        [
            {"play": "lost_letter", "answers": ["no", "no"]},
            *asks("number"),
            {"check": ["number"]},
            {"do": "change_contact"},
            {"do": "send_letter"},
            {"promise": "answer", "days": 2},
            {"end": "sent"},
        ],
        (15, 20, 10, 0, 15),
    ),
    # Three facts are enough to send, and not to tell.
    "passport_only": WrongRun(
        [
            {"play": "status", "answers": ["yes", "nothing"]},
            *asks("passport_number", "issuer", "birth_date"),
            {"check": ["passport_number", "issuer", "birth_date"]},
            {"do": "tell_status"},
            {"end": "answered"},
        ],
        (15, 20, 10, 10, 15),
    ),
    # A name asked for in vain, the numbers sent by nobody's leave, the other end of the scenario.
    "notice_lost": WrongRun(
        [
            {"play": "lost_appointment_notice", "answers": ["both"]},
            *asks("full_name"),
            {"do": "send_numbers"},
            {"do": "explain"},
            {"end": "sent"},
        ],
        (15, 15, 10, 10, 0),
    ),
    # Two of three (20), a name too much, and a call-back promised for a day too far away.
    "paper_too_late": WrongRun(
        [
            *asks("number", "pin", "full_name"),
            {"check": ["number", "pin"]},
            {"do": "tell_requests"},
            {"do": "call_back"},
            {"promise": "call_back", "days": 9},
            {"end": "call_back"},
        ],
        (20, 15, 25, 0, 15),
    ),
    # His passport taken, and twice promised what nobody can.
    "paid_elsewhere": WrongRun(
        [
            *asks("passport_number"),
            {"play": "wrong_charge", "answers": ["other_site", "no"]},
            {"promise": "answer", "days": 5},
            {"promise": "decision", "days": 5},
            {"do": "explain"},
            {"end": "answered"},
        ],
        (30, 15, 25, 0, 0),
    ),
}
