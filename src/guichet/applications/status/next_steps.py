"""What can be done about an application now: the one next step of its status, and all the others.

Only what is possible in a state is offered, and only to who has opened the application.
"""

from collections.abc import Mapping

from guichet.applications import states
from guichet.applications.public_status import PublicStanding

# Every result, and what can be done after it. The results are anchors on the page.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "approved": ("travel", "new_passport"),
    "refused": ("look_again", "apply_again", "visa", "permit", "court"),
    "withdrawn": ("right_document", "special_authorization", "apply"),
    "abandoned": ("apply",),
    "expired": ("apply",),
    "superseded": ("newer",),
    "cancelled": ("read_letter", "apply_again", "visa", "permit", "court"),
    "lapsed": ("need",),
}
# What only some countries have: it is offered where the agency says it in its own words.
OF_SOME = frozenset({"special_authorization"})
# Where an option leads, if it is a page of ours.
LEADS: Mapping[str, str] = {
    "new_passport": "applications:apply",
    "look_again": "applications:look_again",
    "apply_again": "applications:apply",
    "apply": "applications:apply",
    "need": "eligibility:need",
    "newer": "applications:look_up",
}
# The result of what has ended, by the name the application knows it by.
ENDED = {"lapsed_by_list_change": "lapsed"}
# The next step of a public status, for the owner and for everybody else.
OWNER: Mapping[str, str] = {
    "check_typing": "look_up",
    "resume": "go_on",
    "pay": "go_on",
    "send_information": "papers",
    "come_to_interview": "interview",
    "wait_for_interview": "interview",
    "see_options": "look_again",
    "apply_again": "apply",
    "use_right_document": "results",
    "travel_with_this_passport": "letters",
    "ask_us": "enquire",
    "wait": "letters",
}
ANYBODY: Mapping[str, str] = {
    **OWNER,
    **dict.fromkeys(("resume", "pay", "send_information", "come_to_interview"), "resume"),
    **dict.fromkeys(("travel_with_this_passport", "ask_us", "wait"), "resume"),
    "wait_for_interview": "resume",
    "see_options": "results",
}
# Of an authorization that ended otherwise than by its last day.
AFTER_THE_END = {
    "cancelled": "results",
    "lapsed_by_list_change": "need",
    "superseded": "look_up",
}
NOT_FOUND = ("lost", "trouble")  # what helps who was not found
_ALWAYS = ("letters", "enquire", "contacts", "trouble")
_SENT = ("letters", "change", "address")
# What else an application allows, by its state.
_MENU: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(states.UNSENT, ("go_on", "trouble", "erase")),
    **dict.fromkeys(states.OPEN, ("papers", *_SENT, "enquire", "contacts", "withdraw", "trouble")),
    "issued": (*_SENT, "enquire", "contacts", "trouble"),
    "refused": ("look_again", *_SENT, "apply", "enquire", "contacts", "trouble"),
    "withdrawn": ("apply", *_ALWAYS),
    "abandoned": ("apply", *_ALWAYS),
    "erased": ("apply", "trouble"),
}
_ROUTES = {"erase": "withdraw", "address": "new_address"}  # named for what they do here
# Steps whose pages are no page of ours; a room above hands in where its own stand.
ELSEWHERE: dict[str, str] = {"need": LEADS["need"]}


def route(step: str) -> str:
    """Return the name of the page on which a step is taken."""
    return ELSEWHERE.get(step) or f"applications:{_ROUTES.get(step, step)}"


def next_step_of_status(standing: PublicStanding, *, is_owner: bool) -> str:
    """Return the one next step of a status."""
    if standing.ended_as in AFTER_THE_END:
        return AFTER_THE_END[standing.ended_as]
    if standing.delay_answer_by and is_owner:
        return "enquire"  # where the question and its promised day stand
    return (OWNER if is_owner else ANYBODY)[standing.status.next_step]


def own_words(standing: PublicStanding) -> dict[str, str]:
    """Return the steps that are called otherwise where this application stands."""
    words = {}
    if standing.is_looked_at_again:
        words["look_again"] = "asked_again"
    if standing.status.code == "late":
        words["enquire"] = "asked" if standing.delay_answer_by else "late"
    if standing.status.next_step == "come_to_interview":
        words["interview"] = "answer_interview"
    if standing.status.code != "not_found":
        words["look_up"] = "newer"
    return words


def menu(state: str, *, besides: str) -> list[str]:
    """Return everything else that the owner can do in a state."""
    return [step for step in _MENU[state] if step != besides]


def result(standing: PublicStanding, *, state: str = "") -> str:
    """Return the result that explains a status, or nothing while there is none."""
    if standing.ended_as:
        return ENDED.get(standing.ended_as, standing.ended_as)
    if state == "abandoned":
        return state
    results = {"approved": "approved", "not_approved": "refused", "withdrawn": "withdrawn"}
    return results.get(standing.status.code, "")
