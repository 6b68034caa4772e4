"""Settings come from the environment, with defaults that are safe."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from citytocity.config.environment import _is_address, env_pairs, kept_secret

ASKED = ("import json, sys; from citytocity.config import settings as s; "
         "print(json.dumps({n: getattr(s, n) for n in sys.argv[1:]}, default=str))")  # fmt: skip

OPENED = """
import pathlib, sys
from citytocity.config import environment
try:
    environment.data_folder(pathlib.Path({!r}))
except Exception as error:
    print(error, file=sys.stderr)
"""


def start(code: str, *arguments: str, **environ: str) -> subprocess.CompletedProcess:
    """A new process that knows of nothing but what is given."""
    ours = ("CITYTOCITY_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=clean | environ,
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(folder: Path, *names: str, **environ: str) -> dict[str, Any]:
    done = start(ASKED, *names, **{"CITYTOCITY_DATA": str(folder)} | environ)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_letters_go_by_the_way_that_is_named(tmp_path: Path) -> None:
    names = ("EMAIL_BACKEND", "EMAIL_USE_SSL", "ANYMAIL")
    options = tmp_path / "options"
    options.write_text("POSTMARK_SERVER_TOKEN=a,b\n\nWEBHOOK_SECRET = provider:word=\n")

    by_server = settings_with(
        tmp_path, *names, CITYTOCITY_EMAIL_HOST="mx.example", CITYTOCITY_EMAIL_SSL="1"
    )
    by_provider = settings_with(
        tmp_path,
        *names,
        CITYTOCITY_EMAIL_PROVIDER="Postmark",
        CITYTOCITY_EMAIL_PROVIDER_OPTIONS_FILE=str(options),
    )

    usual = {"IGNORE_UNSUPPORTED_FEATURES": True}
    told = {"POSTMARK_SERVER_TOKEN": "a,b", "WEBHOOK_SECRET": "provider:word="}
    assert by_server == dict(
        zip(names, ["citytocity.mail.backends.EmailBackend", True, usual], strict=True)
    )
    assert by_provider == dict(
        zip(names, ["anymail.backends.postmark.EmailBackend", False, usual | told], strict=True)
    )


def test_without_any_setting_the_site_is_for_this_machine_and_tells_no_secrets(
    tmp_path: Path,
) -> None:
    given = settings_with(tmp_path, "DEBUG", "ALLOWED_HOSTS", "BASE_URL", "PAGE_CACHE")

    assert given == {
        "DEBUG": False,
        "ALLOWED_HOSTS": ["127.0.0.1", "localhost", "[::1]"],
        "BASE_URL": "http://127.0.0.1:8000",
        "PAGE_CACHE": True,
    }


def test_the_secret_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    first = settings_with(tmp_path, "SECRET_KEY")["SECRET_KEY"]
    second = settings_with(tmp_path, "SECRET_KEY")["SECRET_KEY"]

    assert first == second == (tmp_path / "secret-key").read_text()
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_many_processes_that_start_at_once_have_one_secret_key(tmp_path: Path) -> None:
    (tmp_path / "secret-key").touch()  # of a start that was cut off

    with ThreadPoolExecutor(8) as starts:
        secrets = set(starts.map(kept_secret, [tmp_path / "secret-key"] * 8))

    assert secrets == {(tmp_path / "secret-key").read_text()}
    assert [len(secret) > 50 for secret in secrets] == [True]
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_a_new_data_folder_is_its_owners_alone(tmp_path: Path) -> None:
    settings_with(tmp_path / "new", "DATA_DIR")

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_data_folder_of_somebody_else_is_told_with_whose_it_is() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        # loaded first: who it becomes then may not be let into the folder of the project
        loaded = "import os; from citytocity.config import environment; os.setuid(65534)"
        done = start(f"{loaded}; {OPENED.format(str(folder))}")

    assert done.stderr == (
        f"The data folder {folder} belongs to root and is closed to nobody. "
        "Run this as root, or name a folder of your own by CITYTOCITY_DATA.\n"
    )


@pytest.mark.parametrize(
    "address",
    [
        "twins.example.org",
        "ftp://twins.example.org",
        "https://",
        "https://twins.example.org/site",
        "https://twins.example.org?a=b",
        "https://anna@twins.example.org",
        "http://localhost:99999999",
        "http://localhost:many",
        "http://a b",
        "http://[::1",
    ],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert not _is_address(address)


@pytest.mark.parametrize(
    "address", ["https://twins.example.org", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_an_address_is_scheme_host_and_port(address: str) -> None:
    assert _is_address(address)


def test_what_nobody_reads_is_known_with_what_may_be_meant(tmp_path: Path) -> None:
    given = settings_with(
        tmp_path,
        "UNKNOWN_VARIABLES",
        CITYTOCITY_ALOWED_HOSTS="perm.example",
        CITYTOCITY_XYZ="1",
        CITYTOCITY_EMAIL_PASSWORD_FILE="",
        CITYTOCITY_HOST="127.0.0.1",
    )

    assert given["UNKNOWN_VARIABLES"] == {
        "CITYTOCITY_ALOWED_HOSTS": "CITYTOCITY_ALLOWED_HOSTS",
        "CITYTOCITY_XYZ": "",
    }


def test_the_log_level_may_be_written_small(tmp_path: Path) -> None:
    assert settings_with(tmp_path, "LOGGING", CITYTOCITY_LOG_LEVEL="debug")["LOGGING"]["root"] == {
        "handlers": ["stderr"],
        "level": "DEBUG",
    }


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "mail-password").write_text("swordfish\n")

    given = settings_with(
        tmp_path,
        "EMAIL_HOST_PASSWORD",
        CITYTOCITY_EMAIL_PASSWORD_FILE=str(tmp_path / "mail-password"),
    )

    assert given == {"EMAIL_HOST_PASSWORD": "swordfish"}


def test_a_site_under_https_sends_its_cookies_nowhere_else(tmp_path: Path) -> None:
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")

    given = settings_with(tmp_path, *names, CITYTOCITY_BASE_URL="https://perm.example/")

    assert given == dict(zip(names, (True, True, 31_536_000), strict=True))


@pytest.mark.parametrize(
    ("address", "behind", "redirected"),
    [
        ("https://perm.example", "1", True),
        ("https://perm.example", "0", False),
        ("http://perm.example", "1", False),
    ],
)
def test_who_comes_without_encryption_is_sent_on_where_a_proxy_says_how_they_came(
    tmp_path: Path, address: str, behind: str, redirected: bool
) -> None:
    given = settings_with(
        tmp_path,
        "SECURE_SSL_REDIRECT",
        CITYTOCITY_BASE_URL=address,
        CITYTOCITY_BEHIND_PROXY=behind,
    )

    assert given == {"SECURE_SSL_REDIRECT": redirected}


def test_this_machine_is_answered_whatever_the_site_is_called(tmp_path: Path) -> None:
    given = settings_with(tmp_path, "ALLOWED_HOSTS", CITYTOCITY_ALLOWED_HOSTS="perm.example")

    assert given == {"ALLOWED_HOSTS": ["perm.example", "127.0.0.1", "localhost", "[::1]"]}


def test_everything_to_back_up_lies_in_the_data_folder(tmp_path: Path) -> None:
    given = settings_with(tmp_path, "MEDIA_ROOT", "EMAIL_FILE_PATH", "DATABASES")

    assert given["MEDIA_ROOT"] == str(tmp_path / "media")
    assert given["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
    assert given["DATABASES"]["default"]["NAME"] == str(tmp_path / "citytocity.sqlite3")


def test_another_database_is_named_by_its_address(tmp_path: Path) -> None:
    address = "postgres://perm:secret@db.example:5433/twins"

    default = settings_with(tmp_path, "DATABASES", DATABASE_URL=address)["DATABASES"]["default"]

    assert default["ENGINE"] == "django.db.backends.postgresql"
    assert (default["HOST"], default["PORT"], default["NAME"]) == ("db.example", 5433, "twins")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CITYTOCITY_DEBUG", "perhaps", "CITYTOCITY_DEBUG is 'perhaps': write 1 or 0."),
        ("CITYTOCITY_EMAIL_PORT", "smtp", "CITYTOCITY_EMAIL_PORT is 'smtp': write a number."),
        ("DATABASE_URL", "mongo://x", "DATABASE_URL is not understood."),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    code = "from citytocity.operations.command import main; raise SystemExit(main(['check']))"

    done = start(code, CITYTOCITY_DATA=str(tmp_path), **{name: value})

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"citytocity: {said}")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its own ways")
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 5000), ("synchronous", 1)],
)
def test_sqlite_keeps_relations_whole_and_lets_people_read_while_others_write(
    pragma: str, value: str | int
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        found = cursor.fetchone()[0]

    assert found == value


def test_any_other_server_can_load_the_application_by_its_name(tmp_path: Path) -> None:
    done = start("import citytocity.config.wsgi as w; w.application", CITYTOCITY_DATA=str(tmp_path))

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("value", ["token", "=token", "A=1,token", "A=1\ntoken"])
def test_options_are_names_with_values(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CITYTOCITY_EMAIL_PROVIDER_OPTIONS", value)

    with pytest.raises(ImproperlyConfigured, match="write NAME=value"):
        env_pairs("EMAIL_PROVIDER_OPTIONS")
