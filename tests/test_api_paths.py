"""A fixed word of a path may be sent where a number belongs: the description has to say so."""

import re
from typing import Any

from guichet.api import api


def test_it_describes_what_a_word_answers_where_a_number_belongs() -> None:
    paths: dict[str, Any] = api.get_openapi_schema()["paths"]
    undescribed = [
        f"{method} {path}"
        for path, operations in paths.items()
        for method, operation in operations.items()
        if any(method not in paths[word] for word in words_for(path, paths))
        if 405 not in map(int, operation["responses"])
    ]
    assert undescribed == []


def words_for(path: str, paths: dict[str, Any]) -> list[str]:
    """Return the paths without a variable part that fit the variable one."""
    shape = re.compile(re.sub(r"{[^}]*}", "[^/]+", path))
    return [other for other in paths if "{" not in other and shape.fullmatch(other)]
