import importlib.metadata
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import OperationalError

from citytocity.cities.models import City
from citytocity.ledger.models import Theme
from citytocity.operations.command import main, parser
from citytocity.operations.refusals import in_plain_words

COMMANDS = [
    "serve",
    "upgrade",
    "worker",
    "demo",
    "check",
    "import",
    "export",
    "createadmin",
    "manage",
]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["--help"])

    named = [line.split()[0] for line in capsys.readouterr().out.splitlines() if line[:4] == "    "]
    assert ending.value.code == 0
    assert [name for name in named if name in COMMANDS] == COMMANDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    commands = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]

    assert commands[name].description[0].isupper()


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(["--version"])

    version = importlib.metadata.version("citytocity")
    assert (ending.value.code, capsys.readouterr().out) == (0, f"City to City {version}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["serve", "--port", "0"],
        ["serve", "--port", "many"],
        ["serve", "--workers", "0"],
        ["import"],
    ],
)
def test_wrong_use_ends_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(arguments)

    assert ending.value.code == 2


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = tmp_path / "absent.yaml"

    assert main(["import", str(absent)]) == 1
    assert capsys.readouterr().err.strip() == f"citytocity: {absent}: No such file or directory."


@pytest.mark.django_db
def test_every_error_of_a_file_is_told_with_its_line_and_nothing_is_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "two.yaml"
    path.write_text(
        "cities:\n"
        "  - id: perm\n    name: {en: Perm}\n    country: RU\n"
        "  - id: Oxford City\n    name: {en: Oxford}\n    country: GB\n"
        "  - id: perm\n    name: {en: Perm}\n    country: RU\n"
    )

    assert main(["import", str(path)]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "citytocity: 2 errors, nothing was changed."
    assert [line.split(": ")[0] for line in told[1:]] == ["two.yaml:5", "two.yaml:8"]
    assert City.objects.count() == 0


@pytest.mark.django_db
def test_what_was_exported_can_be_imported_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = tmp_path / "first.yaml"
    first.write_text("cities:\n  - id: perm\n    name: {en: Perm}\n    country: RU\n")
    exported = tmp_path / "exported.yaml"

    codes = [
        main(["import", str(first)]),
        main(["export", str(exported)]),
        main(["import", str(exported)]),
    ]

    assert codes == [0, 0, 0]
    assert capsys.readouterr().out.splitlines() == [
        "1 made, 0 changed, 0 as they were.",
        f"1 records written to {exported}",
        "0 made, 0 changed, 1 as they were.",
    ]


@pytest.mark.django_db
def test_a_dry_run_says_what_would_be_changed_and_keeps_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    perm = "  - id: perm\n    name: {en: Perm}\n    country: RU\n"
    oxford = "  - id: oxford\n    name: {en: Oxford}\n    country: GB\n"
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    before.write_text(f"cities:\n{perm}{oxford}")
    after.write_text(
        f"themes:\n  - id: music\n    name: {{en: Music}}\n"
        f"cities:\n{perm.replace('en: Perm', 'en: Perm-on-Kama')}{oxford}"
    )
    main(["import", str(before)])
    capsys.readouterr()

    assert main(["import", "--dry-run", str(after)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "make themes: music",
        "change cities: perm",
        "1 would be made, 1 changed, 1 stay as they are. Nothing was kept.",
    ]
    assert str(City.objects.get(slug="perm").name) == "Perm"
    assert Theme.objects.count() == 0


@pytest.mark.django_db
def test_a_dry_run_tells_every_error_as_the_import_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("cities:\n  - id: Oxford City\n    name: {en: Oxford}\n    country: GB\n")

    codes = [main(["import", "--dry-run", str(path)]), main(["import", str(path)])]

    told = capsys.readouterr().err.splitlines()
    assert codes == [1, 1]
    assert told[: len(told) // 2] == told[len(told) // 2 :]


@pytest.mark.django_db
def test_an_export_wants_a_known_ending_and_a_folder_that_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [
        main(["export", str(tmp_path / "register.doc")]),
        main(["export", str(tmp_path / "nowhere" / "register.yaml")]),
    ]

    assert codes == [1, 1]
    assert capsys.readouterr().err.splitlines() == [
        f"citytocity: {tmp_path}/register.doc: name a file that ends in .yaml or .xlsx.",
        f"citytocity: {tmp_path}/nowhere/register.yaml: there is no folder {tmp_path}/nowhere.",
    ]


def test_an_export_onto_a_folder_leaves_nothing_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "register.yaml"
    folder.mkdir()

    assert main(["export", str(folder)]) == 1
    assert f"{folder} is a folder: name a file in it." in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == [folder]


def test_the_commands_of_django_are_at_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["manage", "version"]) == 0
    assert capsys.readouterr().out.startswith("5.2")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            OperationalError("no such table: cities_city"),
            "The database is not up to date (no such table: cities_city). "
            "Run `citytocity upgrade`.",
        ),
        (
            OperationalError("connection refused\nIs the server running?"),
            "The database does not answer: connection refused. "
            "Check DATABASE_URL and the data folder.",
        ),
        (
            OperationalError("no such table: django_tasks_database_dbtaskresult"),
            "The database is not up to date (no such table: django_tasks_database_dbtaskresult). "
            "Run `citytocity upgrade`.",
        ),
        (
            OperationalError('connection failed: database "twins" does not exist'),
            'The database does not answer: connection failed: database "twins" does not exist. '
            "Check DATABASE_URL and the data folder.",
        ),
        (
            ImproperlyConfigured("Error loading psycopg2 or psycopg module"),
            "DATABASE_URL names a PostgreSQL database, but its driver is not installed. "
            "In a checkout run script/bootstrap once while DATABASE_URL is set; "
            "else install the package with its part “postgres”.",
        ),
        (CommandError("Give it a name."), "Give it a name."),
        (PermissionError(13, "Permission denied", "x.yaml"), "x.yaml: Permission denied."),
        (KeyError("a fault of ours"), ""),
    ],
)
def test_errors_that_people_can_mend_are_told_in_words(error: Exception, words: str) -> None:
    assert in_plain_words(error) == words


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("citytocity.operations.checks.check", fail)

    with pytest.raises(ZeroDivisionError):
        main(["check"])
