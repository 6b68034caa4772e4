import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from citytocity.operations.accounts import DEMO, create_admin, keep_demo_accounts
from citytocity.operations.refusals import RefusedError
from citytocity.people.models import User
from tests.factories.cities import cities
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text("kama and isis meet\n")
    return path


@pytest.fixture
def accounts() -> Iterator[Path]:
    """Where the demo's accounts are written; the cities they belong to are there."""
    cities("Perm", "Duisburg", "Oxford")
    path = settings.DATA_DIR / "demo-accounts.txt"
    yield path
    path.unlink()


def test_an_administrator_signs_in_with_the_password_of_the_file(password_file: Path) -> None:
    create_admin(email="anna@perm.example", password_file=password_file)

    anna = User.objects.get(email="anna@perm.example")
    assert (anna.is_superuser, anna.check_password("kama and isis meet")) == (True, True)


def test_an_administrator_has_the_name_that_is_given(password_file: Path) -> None:
    create_admin(email="anna@perm.example", name=" Anna  de Vries", password_file=password_file)

    anna = User.objects.get(email="anna@perm.example")
    assert (anna.first_name, anna.last_name) == ("Anna", "de Vries")


def test_a_demo_account_is_called_by_its_role(accounts: Path) -> None:
    keep_demo_accounts()

    names = {user.email: user.get_full_name() for user in User.objects.all()}
    assert names == {email: name for email, (name, *_rest) in DEMO.items()}
    assert all(user.first_name == "Demo" and user.last_name for user in User.objects.all())


def test_without_a_terminal_a_password_is_made_and_shown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    create_admin(email="anna@perm.example")

    shown = capsys.readouterr().out.splitlines()[-1].removeprefix("Password: ")
    assert User.objects.get().check_password(shown)


def test_a_weak_password_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("12345")

    with pytest.raises(RefusedError, match="too short"):
        create_admin(email="anna@perm.example", password_file=path)

    assert User.objects.count() == 0


def test_an_empty_password_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "password"
    path.write_text("\n")

    with pytest.raises(RefusedError, match=r"password: The file is empty\."):
        create_admin(email="anna@perm.example", password_file=path)

    assert User.objects.count() == 0


@pytest.mark.parametrize("email", ["anna", "anna@", ""])
def test_what_is_no_address_is_refused(email: str, password_file: Path) -> None:
    with pytest.raises(RefusedError, match=r"is no e-mail address\."):
        create_admin(email=email, password_file=password_file)


def test_an_address_has_one_account(password_file: Path) -> None:
    user(email="anna@perm.example")

    with pytest.raises(RefusedError, match=r"There is an account Anna@perm\.example already\."):
        create_admin(email="Anna@perm.example", password_file=password_file)


def test_demo_accounts_are_written_where_only_their_owner_reads(accounts: Path) -> None:
    keep_demo_accounts()

    written = [line.split()[:2] for line in accounts.read_text().splitlines()]
    assert stat.S_IMODE(accounts.stat().st_mode) == 0o600
    assert [email for email, _password in written] == list(DEMO)
    assert all(User.objects.get(email=email).check_password(word) for email, word in written)


def test_demo_accounts_keep_their_passwords_when_the_demo_is_loaded_again(accounts: Path) -> None:
    keep_demo_accounts()
    before = accounts.read_text()

    keep_demo_accounts()

    assert accounts.read_text() == before
