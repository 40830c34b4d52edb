"""An address of the database: what libpq, Django and PostgreSQL's programs are told of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from guichet.kernel.database import connection
from guichet.kernel.database.connection import (
    AddressError,
    beginning_with,
    for_django,
    for_programs,
    parameters,
)

LABELS = st.from_regex(r"[a-z]{1,8}", fullmatch=True)
PORTS = st.integers(1, 65535).map(str)


def sentence(url: str, name: str = "DATABASE_URL") -> str:
    with pytest.raises(AddressError) as refusal:
        parameters(url, name=name)
    return str(refusal.value)


@given(st.lists(LABELS, min_size=1, max_size=5, unique=True), st.data())
def test_the_host_that_served_last_is_tried_first_and_none_is_lost(
    hosts: list[str], data: st.DataObject
) -> None:
    ports = [data.draw(PORTS) for _host in hosts]
    place = data.draw(st.sampled_from(list(zip(hosts, ports, strict=True))))
    before = {"host": ",".join(hosts), "port": ",".join(ports), "user": "ada"}
    after = beginning_with(before, place)
    places = list(zip(after["host"].split(","), after["port"].split(","), strict=True))
    assert places[0] == place
    assert sorted(places) == sorted(zip(hosts, ports, strict=True))
    others = [other for other in zip(hosts, ports, strict=True) if other != place]
    assert places[1:] == others, "the others keep their order"
    assert after["user"] == "ada"


@pytest.mark.parametrize(
    "before",
    [
        {},
        {"host": "a", "port": "5501"},
        {"host": "/run/postgresql"},
        {"host": "a,b", "hostaddr": "192.0.2.1,192.0.2.2"},
    ],
    ids=str,
)
def test_where_there_is_nothing_to_choose_nothing_changes(before: dict[str, str]) -> None:
    assert beginning_with(before, ("b", "5432")) == before


def test_one_port_is_that_of_every_host_and_none_is_the_usual() -> None:
    hosts = {"host": "a,b"}
    assert beginning_with(hosts | {"port": "6000"}, ("b", "6000"))["port"] == "6000,6000"
    assert beginning_with(hosts, ("b", "5432")) == {"host": "b,a", "port": "5432,5432"}
    assert beginning_with(hosts | {"port": None}, ("c", "1"))["host"] == "a,b"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_both_names_of_the_scheme_are_read(scheme: str) -> None:
    assert parameters(f"{scheme}://ada@a/g") == {"user": "ada", "host": "a", "dbname": "g"}


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_a_password_of_any_letters_is_read_whole_and_shown_to_nobody(password: str) -> None:
    escaped = "".join(f"%{byte:02x}" for byte in password.encode())
    parts = parameters(f"postgresql://ada:{escaped}@a/g")
    assert parts["password"] == password
    programs = for_programs(parts)
    assert programs.environment["PGPASSWORD"] == password
    assert conninfo_to_dict(programs.argument.removeprefix("--dbname=")) == {"dbname": "g"}


@pytest.mark.parametrize(
    ("port", "is_right"),
    [("1", True), ("65535", True), ("0", False), ("65536", False), ("-1", False), ("٥", False)],
)
def test_a_port_is_a_number_that_there_is(port: str, is_right: bool) -> None:
    url = f"postgresql:///g?host=a&port={port}"
    if is_right:
        assert parameters(url)["port"] == port
    else:
        assert f"names the port {port!r}" in sentence(url)


@pytest.mark.parametrize("word", sorted(connection.REFUSED))
def test_what_is_ours_to_set_or_would_be_seen_by_others_is_refused(word: str) -> None:
    refusal = sentence(f"postgresql://a/g?{word}=hush")
    assert "hush" not in refusal
    assert word in refusal


@pytest.mark.parametrize(
    ("word", "value"),
    [(word, value) for word, values in connection.CHOICES.items() for value in values],
)
def test_every_choice_that_is_offered_is_one_that_is_taken(word: str, value: str) -> None:
    assert parameters(f"postgresql://a/g?{word}={value}")[word] == value
    assert f"it takes {connection.CHOICES[word][0]}" in sentence(f"postgresql://a/g?{word}=x")


@pytest.mark.parametrize("word", connection.NUMBERS)
@pytest.mark.parametrize("value", ["-1", "1.5", "1s", "٥"])
def test_a_number_is_whole_and_not_below_nothing(word: str, value: str) -> None:
    assert f"sets {word}={value}; it takes a whole number." in sentence(
        f"postgresql://a/g?{word}={value}"
    )


def test_a_file_must_be_there_unless_the_system_keeps_it(tmp_path: object) -> None:
    assert parameters("postgresql://a/g?sslrootcert=system")["sslrootcert"] == "system"
    assert parameters(f"postgresql://a/g?sslrootcert={__file__}")["sslrootcert"] == __file__
    assert "there is no such file" in sentence(f"postgresql://a/g?sslkey={tmp_path}")


def test_a_service_may_name_the_database_and_the_setting_is_the_one_that_is_read() -> None:
    assert parameters("postgresql://?service=guichet") == {"service": "guichet"}
    assert sentence("postgresql://a", "DIRECT_URL").startswith("DIRECT_URL names no database")
    assert sentence("", "DIRECT_URL").startswith("DIRECT_URL must look like ")


def test_django_has_words_for_some_and_takes_the_rest_as_options() -> None:
    parts = {"user": "ada", "host": "a", "dbname": "g", "sslmode": "require"}
    assert for_django(parts) == {
        "NAME": "g",
        "USER": "ada",
        "PASSWORD": "",
        "HOST": "a",
        "PORT": "",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_program_is_told_what_libpq_knows_and_nothing_of_ours() -> None:
    address = for_programs(
        {"host": "a", "port": None, "user": "", "dbname": "g o", "cursor_factory": object(),
         "prepare_threshold": 2, "keepalives_idle": 9}
    )  # fmt: skip
    assert address.environment == {"PGHOST": "a", "PGDATABASE": "g o"}
    assert conninfo_to_dict(address.argument.removeprefix("--dbname=")) == {
        "dbname": "g o",
        "keepalives_idle": "9",
    }
