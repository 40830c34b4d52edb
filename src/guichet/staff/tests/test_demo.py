"""Demonstration staff: on loopback only, one a role, each with a second factor."""

import io
import stat
from pathlib import Path

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from guichet.staff import demo, offices, roles, second_factor
from guichet.staff.models import Posting

pytestmark = pytest.mark.django_db


def lines(note: Path) -> dict[str, tuple[str, str]]:
    parts = (line.split() for line in note.read_text().splitlines())
    return {name: (password, address) for name, password, address in parts}


def test_it_makes_an_account_for_every_role_and_two_who_decide(tmp_path: Path) -> None:
    note = demo.make(tmp_path)
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    roles_by_name = {user.username: roles.roles_of(user) for user in User.objects.all()}
    assert set().union(*roles_by_name.values()) == set(roles.ROLES)
    assert list(roles_by_name.values()).count(frozenset({"deciding_officer"})) == 2
    assert all(second_factor.has_one(user) for user in User.objects.all())
    assert set(lines(note)) == set(roles_by_name)


def test_it_lets_a_person_sign_in_with_the_file_and_the_printed_code(
    client: Client, tmp_path: Path
) -> None:
    password, address = lines(demo.make(tmp_path))["demo-officer-1"]
    assert address.startswith("otpauth://totp/demo-officer-1?secret=")
    client.post("/staff/sign-in/", {"login": "demo-officer-1", "password": password})
    printed = io.StringIO()
    call_command("staff_code", "demo-officer-1", stdout=printed)
    client.post("/staff/sign-in/code/", {"code": printed.getvalue().strip()})
    assert client.get("/staff/").status_code == 200


def test_it_hashes_what_chance_made_quickly_and_slowly_from_the_first_sign_in(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    password, _ = lines(demo.make(tmp_path))["demo-auditor"]
    auditor = User.objects.get(username="demo-auditor")
    assert auditor.password.startswith(f"pbkdf2_sha256${demo.ROUNDS}$")
    client.post("/staff/sign-in/", {"login": "demo-auditor", "password": password})
    auditor.refresh_from_db()
    assert auditor.password.startswith(f"pbkdf2_sha256${PBKDF2PasswordHasher.iterations}$")
    assert auditor.check_password(password)


def test_it_prints_a_code_that_was_not_used(tmp_path: Path) -> None:
    demo.make(tmp_path)
    app = demo.app_of("demo-auditor")
    assert app
    first = second_factor.next_code(app)
    assert first
    assert second_factor.spend(app, first)
    app.refresh_from_db()
    assert second_factor.next_code(app) != first


def test_it_keeps_what_was_made_before(tmp_path: Path) -> None:
    before = demo.make(tmp_path).read_text()
    hashes = set(User.objects.values_list("password", flat=True))
    assert demo.make(tmp_path).read_text() == before
    assert set(User.objects.values_list("password", flat=True)) == hashes


def test_it_makes_the_same_secrets_for_a_new_database(tmp_path: Path) -> None:
    demo.make(tmp_path)
    User.objects.all().delete()
    password, _ = lines(demo.make(tmp_path))["demo-auditor"]
    assert User.objects.get(username="demo-auditor").check_password(password)


@pytest.fixture
def _three_offices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the two offices of the demonstration, and one that stands before them."""
    three = {"ATL": "Atlanta", "BOS": "Boston", "MIA": "Miami"}
    monkeypatch.setattr(offices, "LISTS", [lambda: three])


DESKS = {
    "demo-manager-mia": {("office_manager", "MIA")},
    "demo-receptionist-mia": {("receptionist", "MIA")},
    "demo-receptionist-mia-2": {("receptionist", "MIA")},
    "demo-counter-mia": {("counter_officer", "MIA")},
    "demo-counter-mia-2": {("counter_officer", "MIA")},
    "demo-receptionist-bos": {("receptionist", "BOS")},
}


@pytest.mark.usefixtures("_three_offices")
def test_it_adds_the_desks_to_an_older_folder_and_leaves_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before_desks:
        before_desks.setattr(offices, "LISTS", [])
        older = demo.make(tmp_path).read_text()
    passwords = dict(User.objects.values_list("username", "password"))
    note = demo.make(tmp_path)
    assert note.read_text().startswith(older)
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [demo.FILE]
    everybody = {user.username: user for user in User.objects.all()}
    assert set(lines(note)) == everybody.keys() == passwords.keys() | DESKS.keys()
    assert {name: everybody[name].password for name in passwords} == passwords
    assert {name: roles.postings_of(everybody[name]) for name in DESKS} == DESKS
    assert all(second_factor.has_one(user) for user in everybody.values())
    assert set(demo.who_can_sign_in()) == everybody.keys()
    password, _ = lines(note)["demo-counter-mia-2"]
    assert everybody["demo-counter-mia-2"].check_password(password)
    assert demo.app_of("demo-counter-mia-2")


@pytest.mark.usefixtures("_three_offices")
def test_it_gives_no_role_back_that_was_taken(tmp_path: Path) -> None:
    demo.make(tmp_path)
    Posting.objects.filter(office="BOS").delete()
    demo.make(tmp_path)
    assert not Posting.objects.filter(office="BOS").exists()


@pytest.mark.usefixtures("_three_offices")
def test_it_makes_an_account_anew_when_its_line_is_gone(tmp_path: Path) -> None:
    note = demo.make(tmp_path)
    rest = [line for line in note.read_text().splitlines() if "-bos" not in line]
    note.write_text("\n".join(rest))
    password, _ = lines(demo.make(tmp_path))["demo-receptionist-bos"]
    assert User.objects.get(username="demo-receptionist-bos").check_password(password)


def test_it_closes_the_account_of_earlier_versions(tmp_path: Path) -> None:
    User.objects.create_superuser(username="demo", password="x")
    (tmp_path / demo.FILE).write_text("demo\nsecret\n")
    assert "demo\nsecret" not in demo.make(tmp_path).read_text()
    assert not User.objects.get(username="demo").is_active


@pytest.mark.parametrize(("loopback", "production"), [(False, False), (True, True)])
def test_it_exists_nowhere_else(settings: Settings, loopback: bool, production: bool) -> None:
    settings.LOOPBACK, settings.PRODUCTION = loopback, production
    for command in (["demo_staff"], ["staff_code", "demo-auditor"]):
        with pytest.raises(CommandError, match="loopback"):
            call_command(*command)
    assert not User.objects.exists()


def test_it_prints_no_code_of_another_account(tmp_path: Path) -> None:
    demo.make(tmp_path)
    User.objects.create_user(username="olga")
    with pytest.raises(CommandError):
        call_command("staff_code", "olga")
    assert demo.app_of("olga") is None


def test_it_makes_the_first_administrator_with_a_one_time_password(client: Client) -> None:
    printed = io.StringIO()
    call_command("make_administrator", "ada", stdout=printed)
    password = printed.getvalue().split()[-1]
    client.post("/staff/sign-in/", {"login": "ada", "password": password})
    assert client.get("/admin/")["Location"] == "/staff/account/password/"
    new = {
        "oldpassword": password,
        "password1": "four plain words",
        "password2": "four plain words",
    }
    client.post("/staff/account/password/", new)
    assert client.get("/admin/")["Location"] == "/staff/account/app/"


def test_it_refuses_a_name_that_is_none() -> None:
    with pytest.raises(CommandError):
        call_command("make_administrator", "no spaces, please")
