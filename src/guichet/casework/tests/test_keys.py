"""What the keyboard starts: each deed by a letter of its own."""

from collections import Counter

from guichet.casework.deeds.table import DEEDS

OF_EVERY_PAGE = set("?jkoxtgnwsf123456789")


def test_each_deed_has_a_key_of_its_own() -> None:
    counts = Counter(deed.key for deed in DEEDS)
    assert not counts.keys() & OF_EVERY_PAGE
    assert {key for key, count in counts.items() if count > 1} == {"z"}
    # The mark of a revalidation is set or taken away: a file never offers both.
    marks = {deed.verb for deed in DEEDS if deed.key == "z"}
    assert marks == {"revalidate", "end_revalidation"}
