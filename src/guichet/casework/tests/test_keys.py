"""What the keyboard starts: each deed by a letter of its own."""

from collections import Counter

from guichet.casework.deeds.table import DEEDS

OF_EVERY_PAGE = set("?jkoxtgnwsf123456789")


def test_each_deed_has_a_key_of_its_own() -> None:
    counts = Counter(deed.key for deed in DEEDS)
    assert not counts.keys() & OF_EVERY_PAGE
    assert {key for key, count in counts.items() if count > 1} == {"z", "e"}
    # The mark of a revalidation is set or taken away, and where an authorization is valid nobody
    # is invited: a file never offers two of these.
    marks = {deed.verb for deed in DEEDS if deed.key == "z"}
    assert marks == {"revalidate", "end_revalidation", "call_off_interview"}
    assert {deed.verb for deed in DEEDS if deed.key == "e"} == {"cancel", "record_interview"}
