"""What stands for the rest is tried always; the rest in a deep run; nothing falls out unseen."""

import pytest

from guichet.kernel.testing import further, usual, wrong


def test_it_tries_what_stands_for_the_rest_and_the_rest_when_it_goes_deep() -> None:
    assert usual("fr", "ar", of=["ar", "de", "fr"], deep=False) == ["fr", "ar"]
    assert usual("fr", "ar", of=["ar", "de", "fr"], deep=True) == ["ar", "de", "fr"]


@pytest.mark.parametrize("deep", [True, False])
def test_it_refuses_what_is_not_among_the_rest(deep: bool) -> None:
    with pytest.raises(ValueError, match="'xx'"):
        usual("fr", "xx", of=["ar", "fr"], deep=deep)


def test_it_goes_ten_times_as_far_in_a_deep_run_or_as_far_as_told() -> None:
    assert [further(20, deep=deep) for deep in (False, True)] == [20, 200]
    assert further(25, times=2, deep=True) == 50


def test_one_test_of_many_cases_tells_of_each_that_is_wrong() -> None:
    def check(number: int) -> None:
        assert number % 2, "even"

    cases = wrong(check, range(5))
    assert [number for number, _ in cases] == [0, 2, 4]
    assert all("even" in words for _, words in cases)
