"""What an outcome may offer: here are the names, and which programme each is of.

The features that stand above hand in their addresses when the site starts; this room imports none
of them.
"""

from collections.abc import Callable, Mapping

Address = Callable[[str], str]  # in a language

# The programme that an action is of; "" is of every site.
ACTIONS: Mapping[str, str] = {
    "eligibility": "eta",
    "apply": "eta",
    "resume": "eta",
    "pay": "eta",
    "look_up_status": "eta",
    "send_letter_again": "eta",
    "open_correction": "eta",
    "change_address": "eta",
    "add_papers": "eta",
    "ask_papers": "eta",
    "enquiry": "eta",
    "look_again": "eta",
    "results": "eta",
    "report_trouble": "eta",
    "report_fraud": "eta",
    "book_appointment": "appointments",
    "manage_appointment": "appointments",
    "lost_notice": "appointments",
    "find_office": "appointments",
    "routine": "appointments",
    "call_back": "",
    "contact": "",
    "web_notice": "",
    "open_link": "",
    "call_link": "",
}
# Their address is a link of the table, its page or its telephone, and so nobody hands it in.
OPEN_LINK, CALL_LINK = "open_link", "call_link"
OF_A_LINK = (OPEN_LINK, CALL_LINK)
_ADDRESSES: dict[str, Address] = {}


def hand_in(**addresses: Address) -> None:
    """Say where actions lead, by their names; raise KeyError for a name that is none."""
    for name, address in addresses.items():
        if name not in ACTIONS:
            raise KeyError(name)
        _ADDRESSES[name] = address


def is_handed_in(action: str) -> bool:
    """Tell whether an action leads anywhere on this site."""
    return action in OF_A_LINK or action in _ADDRESSES


def address_of(action: str, language: str) -> str:
    """Return where an action leads, or "" where nobody has handed it in."""
    address = _ADDRESSES.get(action)
    return address(language) if address else ""
