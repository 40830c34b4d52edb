"""The offices at which an account may have a role. The room that knows offices hands them in."""

from collections.abc import Callable, Mapping

# Each returns offices by their code, called as the pages of the staff call them.
LISTS: list[Callable[[], Mapping[str, str]]] = []


def by_code() -> dict[str, str]:
    """Return every office, in the order of the codes; none where there are no appointments."""
    names = {code: name for offices in LISTS for code, name in offices().items()}
    return dict(sorted(names.items()))
