"""Which desk PIN somebody may choose: six digits that nobody would try first."""

from itertools import pairwise

from guichet.kernel.obstacles import Obstacle

LENGTH = 6
WRONG_A_DAY = 3  # tries of a person in all, at whatever desk
FEWEST_DIGITS = 3  # that must differ
# What people choose most, beyond what the rules below catch; the rows and columns of a keypad.
USUAL = frozenset(
    {"147258", "258369", "159753", "753951", "147369", "741852", "852963", "142536", "102030"}
    | {"314159", "271828", "520131", "112358", "131420", "696969", "789456", "456123", "456789"}
)


def check_chosen(pin: str, *, name: str) -> None:
    """Raise Obstacle where a PIN is none, or one of the few thousand that are tried first."""
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        raise Obstacle("pin_shape")
    if is_guessed(pin) or pin in "".join(filter(str.isdigit, name)):
        raise Obstacle("pin_guessed")


def is_guessed(pin: str) -> bool:
    """Tell whether a PIN is a run, a repetition, a mirror, a day or a year, or a usual one.

    >>> [is_guessed(pin) for pin in ("111222", "345678", "121212", "310189", "835172")]
    [True, True, True, True, False]
    """
    half = LENGTH // 2
    return (
        len(set(pin)) < FEWEST_DIGITS
        or len(_steps(pin)) == 1
        or pin[:half] == pin[half:]
        or pin == pin[::-1]
        or len({pin[at : at + 2] for at in range(0, LENGTH, 2)}) == 1
        or pin[0::2] == pin[1::2]
        or all(len(_steps(part)) == 1 for part in (pin[:half], pin[half:]))
        or pin in USUAL
        or _is_day(pin)
    )


def _steps(digits: str) -> set[int]:
    """Return by how much each digit goes on from the one before: one step alone is a run."""
    return {(int(after) - int(digit)) % 10 for digit, after in pairwise(digits)}


def _is_day(pin: str) -> bool:
    """Tell whether a PIN reads as a date, in whatever order: a birthday is what people choose."""
    first, second, third = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    days, months = range(1, 32), range(1, 13)
    return (
        (first in days and second in months)
        or (first in months and second in days)
        or (second in months and third in days)
    )
