"""What an agency says stands over what is shipped: key by key, and a list or a file as a whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kernel.content import layers

LEAVES = st.integers() | st.text(max_size=3) | st.lists(st.integers(), max_size=3)
KEYS = st.sampled_from("abc")
TABLES = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=3),
    lambda tables: st.dictionaries(KEYS, LEAVES | tables, max_size=3),
    max_leaves=8,
)


def leaves(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield each value that is no table with its path; an empty table is a value as well."""
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


@given(TABLES, TABLES)
def test_whatever_the_upper_one_says_is_said(shipped: dict[str, Any], own: dict[str, Any]) -> None:
    whole = dict(leaves(layers.laid(shipped, own)))
    for path, value in leaves(own):
        if value != {}:
            assert whole[path] == value


@given(TABLES, TABLES)
def test_what_the_upper_one_does_not_touch_stays(
    shipped: dict[str, Any], own: dict[str, Any]
) -> None:
    whole = dict(leaves(layers.laid(shipped, own)))
    beginnings = {path[:end] for path, _ in leaves(own) for end in range(1, len(path) + 1)}
    for path, value in leaves(shipped):
        if not any(path[:end] in beginnings for end in range(1, len(path) + 1)):
            assert whole[path] == value


@given(TABLES)
def test_nothing_laid_over_a_table_changes_nothing(table: dict[str, Any]) -> None:
    assert layers.laid(table, {}) == table == layers.laid({}, table) == layers.laid(table, table)


@given(TABLES, TABLES, TABLES)
def test_three_layers_are_laid_in_either_order(
    lowest: dict[str, Any], middle: dict[str, Any], top: dict[str, Any]
) -> None:
    upper = layers.laid(middle, top)
    if kinds_agree(lowest, middle, top):
        assert layers.laid(layers.laid(lowest, middle), top) == layers.laid(lowest, upper)


def kinds_agree(*tables: dict[str, Any]) -> bool:
    """Tell whether no key is a table in one of them and a value in another."""
    kinds: dict[tuple[str, ...], bool] = {}
    return all(
        kinds.setdefault(path, is_table) is is_table
        for table in tables
        for path, is_table in kinds_of(table)
    )


def kinds_of(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for key, value in table.items():
        yield (*path, key), isinstance(value, dict)
        if isinstance(value, dict):
            yield from kinds_of(value, (*path, key))


def test_neither_of_the_two_is_changed() -> None:
    shipped: dict[str, Any] = {"a": {"x": 1}, "b": [1]}
    own: dict[str, Any] = {"a": {"y": 2}}
    assert layers.laid(shipped, own) == {"a": {"x": 1, "y": 2}, "b": [1]}
    assert (shipped, own) == ({"a": {"x": 1}, "b": [1]}, {"a": {"y": 2}})


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shipped folder with a topic, over which the folder `own` beside it is laid."""
    monkeypatch.setattr(layers, "_OWN", {})
    monkeypatch.setattr(layers, "_SPOKEN", [])
    folder = tmp_path / "content"
    write(folder / "fees" / "en.toml", 'price = "7"\n[note]\nhead = "Fee"\nfoot = "é"\n')
    layers.lay(tmp_path / "own", over=folder, languages=["fr", "en"])
    return folder


@pytest.fixture
def own(shipped: Path) -> Path:
    return shipped.parent / "own"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_folder_that_is_not_there_lies_over_nothing(shipped: Path) -> None:
    path = shipped / "fees" / "en.toml"
    assert layers.own_of(path) is None
    assert layers.at(path) == path
    assert layers.toml(path)["note"] == {"head": "Fee", "foot": "é"}


def test_a_file_of_toml_is_laid_over_the_shipped_key_by_key(shipped: Path, own: Path) -> None:
    write(own / "fees" / "en.toml", '[note]\nhead = "Tarif"\n')
    path = shipped / "fees" / "en.toml"
    assert layers.toml(path) == {"price": "7", "note": {"head": "Tarif", "foot": "é"}}
    assert layers.read(path)["note"]["head"] == "Fee", "one file is read as it is"


def test_another_file_and_a_folder_are_taken_whole(shipped: Path, own: Path) -> None:
    write(own / "fees" / "logo.svg", "<svg/>")
    assert layers.at(shipped / "fees" / "logo.svg") == own / "fees" / "logo.svg"
    assert layers.own_of(shipped / "fees") == own / "fees"
    assert layers.own_of(shipped) == own


def test_what_lies_elsewhere_has_no_layer(shipped: Path, own: Path, tmp_path: Path) -> None:
    write(own / "fees" / "en.toml", "")
    write(tmp_path / "content-of-others" / "fees" / "en.toml", "")
    for path in (tmp_path / "content-of-others" / "fees" / "en.toml", Path("/etc/hosts")):
        assert layers.own_of(path) is None
        assert layers.at(path) == path


def test_each_of_two_shipped_folders_has_a_layer_of_its_own(shipped: Path, tmp_path: Path) -> None:
    other = tmp_path / "words"
    write(tmp_path / "own words" / "en.toml", 'a = "ours"\n')
    write(other / "en.toml", 'a = "theirs"\n')
    layers.lay(tmp_path / "own words", over=other, languages=["de"])
    assert layers.toml(other / "en.toml") == {"a": "ours"}
    assert layers.own_of(shipped / "fees" / "en.toml") is None
    assert layers.spoken() == ("de",)


def test_the_languages_of_the_agency_stay_in_its_order(shipped: Path) -> None:
    assert layers.spoken() == ("fr", "en")
    layers.lay(shipped, over=shipped)
    assert layers.spoken() == ()
