from pathlib import Path

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.operations import checks, working
from citytocity.operations.checks import Finding, check, findings
from citytocity.operations.refusals import RefusedError
from tests.factories.cities import city
from tests.machines import servers

pytestmark = pytest.mark.django_db

PUBLIC = {
    "BASE_URL": "https://perm.example",
    "ALLOWED_HOSTS": ["perm.example"],
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An installation in which nothing is wrong: the tests then break one thing each."""
    city("Perm", host=True)
    (tmp_path / "staticfiles.json").touch()
    (settings.DATA_DIR / working.SEEN).touch()
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path)
    monkeypatch.setattr(settings, "EMAIL_BACKEND", PUBLIC["EMAIL_BACKEND"])
    monkeypatch.setattr(checks, "is_up_to_date", lambda: True)
    monkeypatch.setattr(checks.assets, "missing", list)


def said() -> list[str]:
    return [finding.what for finding in findings()]


def test_a_sound_installation_is_called_so(sound: None, capsys: pytest.CaptureFixture[str]) -> None:
    check()

    assert capsys.readouterr().out == f"All is well in {settings.DATA_DIR}.\n"


@override_settings(**PUBLIC)
def test_a_sound_public_site_has_no_findings(sound: None) -> None:
    assert said() == []


@override_settings(**PUBLIC | {"ALLOWED_HOSTS": ["localhost"]})
def test_an_address_that_is_not_answered_is_told_with_the_line_to_write(sound: None) -> None:
    assert findings() == [
        Finding(
            "CITYTOCITY_BASE_URL is https://perm.example, but perm.example is not answered.",
            "Add it: CITYTOCITY_ALLOWED_HOSTS=perm.example,localhost",
        )
    ]


@override_settings(**PUBLIC | {"ALLOWED_HOSTS": [".example"]})
def test_a_whole_domain_answers_for_its_hosts(sound: None) -> None:
    assert said() == []


@override_settings(**PUBLIC | {"BASE_URL": "http://perm.example"})
def test_a_public_site_without_encryption_is_a_problem(sound: None) -> None:
    assert "The site is public without encryption: passwords travel in the open." in said()


@override_settings(**PUBLIC | {"DEBUG": True})
def test_debug_in_public_is_a_problem_and_ends_the_check_with_it(sound: None) -> None:
    with pytest.raises(RefusedError, match="to mend"):
        check()


@override_settings(DEBUG=True)
def test_debug_at_home_is_only_advice(sound: None) -> None:
    assert [finding.is_advice for finding in findings()] == [True]


@override_settings(EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend")
def test_letters_that_stay_in_a_folder_are_told(
    sound: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.filebased.X")

    assert said() == [f"Letters are not sent but kept in {settings.EMAIL_FILE_PATH}."]


def test_a_secret_that_others_can_read_is_told(sound: None) -> None:
    secret = settings.DATA_DIR / "secret-key"
    secret.chmod(0o644)

    told = said()
    secret.chmod(0o600)

    assert told == [f"Others on this machine can read {secret}."]


def test_a_data_folder_that_others_can_look_into_is_told(
    sound: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(0o755)
    (tmp_path / "data" / working.SEEN).touch()
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "data")

    assert findings() == [
        Finding(
            f"Everybody on this machine can look into {tmp_path}/data, "
            "where sessions, letters and the hashes of passwords lie.",
            f"Run: chmod 700 {tmp_path}/data",
        )
    ]


def test_a_site_open_to_others_that_answers_to_no_name_of_theirs_is_told(
    sound: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CITYTOCITY_HOST", "192.0.2.1")

    with override_settings(ALLOWED_HOSTS=["127.0.0.1", "localhost", "[::1]"]):
        told = said()

    assert told == [
        "CITYTOCITY_HOST lets other machines in, but only names of this one are answered."
    ]


@override_settings(UNKNOWN_VARIABLES={"CITYTOCITY_ALOWED_HOSTS": "CITYTOCITY_ALLOWED_HOSTS"})
def test_a_misspelt_setting_is_told_with_the_one_that_may_be_meant(sound: None) -> None:
    assert findings() == [
        Finding(
            "CITYTOCITY_ALOWED_HOSTS is no setting, so it does nothing.",
            "Perhaps CITYTOCITY_ALLOWED_HOSTS is meant. docs/reference/settings.md names all.",
        )
    ]


def test_missing_front_end_files_are_told(sound: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.assets, "missing", lambda: [Path("fonts/one.woff2")])

    assert said() == [
        "1 front-end files such as fonts/one.woff2 are missing: "
        "pages lack their faces or maps their coasts."
    ]


def test_style_sheets_that_are_not_collected_are_told(sound: None) -> None:
    (settings.STATIC_ROOT / "staticfiles.json").unlink()

    assert said() == ["Style sheets and scripts are not collected."]


def test_an_upgrade_that_waits_is_told(sound: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "is_up_to_date", lambda: False)

    assert said() == ["Program or settings changed since the last upgrade."]


def test_a_register_without_a_host_city_is_told(sound: None) -> None:
    checks.apps.get_model("cities", "City").objects.update(is_host=False)

    assert said() == ["No city is marked as the host, so the home page does not know whose it is."]


def test_jobs_that_nobody_does_are_a_problem(sound: None) -> None:
    (settings.DATA_DIR / working.SEEN).unlink()
    job = DBTaskResult.objects.create(
        task_path="tests.job",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="jobs",
        run_after=timezone.now(),
    )
    DBTaskResult.objects.filter(pk=job.pk).update(
        enqueued_at=timezone.now() - 2 * checks.WAITING_LONG
    )

    assert said() == ["1 jobs wait and nobody does them: letters do not go out."]


def test_no_worker_and_no_jobs_is_only_advice(sound: None) -> None:
    (settings.DATA_DIR / working.SEEN).unlink()

    assert findings()[0].what == (
        "No worker is running: nothing that is scheduled will be published."
    )
    assert [finding.is_advice for finding in findings()] == [True]


@override_settings(**PUBLIC)
def test_demo_accounts_on_a_public_site_are_a_problem(sound: None) -> None:
    accounts = settings.DATA_DIR / "demo-accounts.txt"
    accounts.touch(mode=0o600)

    told = said()
    accounts.unlink()

    assert told == ["The demo accounts are open on a public site."]


def test_a_translator_that_lacks_what_it_needs_is_told(sound: None) -> None:
    needed = []
    for name in ("libretranslate", "deepl"):
        with override_settings(TRANSLATOR=name, TRANSLATOR_URL="", TRANSLATOR_KEY=""):
            needed += said()

    assert needed == [
        "CITYTOCITY_TRANSLATOR is libretranslate, but CITYTOCITY_TRANSLATOR_URL is missing.",
        "CITYTOCITY_TRANSLATOR is deepl, but CITYTOCITY_TRANSLATOR_KEY is missing.",
    ]


@override_settings(
    TRANSLATOR="libretranslate", TRANSLATOR_URL="http://127.0.0.1:9", TRANSLATOR_KEY=""
)
def test_a_translator_that_does_not_answer_is_told(sound: None) -> None:
    assert said() == [
        "LibreTranslate drafts nothing: The translator does not answer (NewConnectionError)."
    ]


def test_a_translator_with_the_wrong_key_is_told(sound: None) -> None:
    with (
        servers.deepl() as running,
        override_settings(TRANSLATOR="deepl", TRANSLATOR_URL=running.address, TRANSLATOR_KEY="x"),
    ):
        found = said()

    assert found == ["DeepL drafts nothing: The translator refuses our key."]


def test_languages_that_the_translator_lacks_are_told(sound: None) -> None:
    with (
        servers.libretranslate() as running,
        override_settings(
            TRANSLATOR="libretranslate",
            TRANSLATOR_URL=running.address,
            CONTENT_CODES=["en", "ru", "cy"],
        ),
    ):
        found = findings()

    assert found == [
        Finding(
            "LibreTranslate does not translate from en into cy.",
            "Texts in these languages are translated without drafts.",
            is_advice=True,
        )
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"DKIM_SELECTOR": "letters"}, "there is no key to sign letters with"),
        ({"DEFAULT_FROM_EMAIL": "Perm, Twins <a@perm.example>"}, "CITYTOCITY_EMAIL_FROM is 'Perm,"),
        ({"EMAIL_BOUNCES": "bounces"}, "CITYTOCITY_EMAIL_BOUNCES is 'bounces'"),
        ({"EMAIL_PACE": "wind"}, "CITYTOCITY_EMAIL_PACE is 'wind'"),
        ({"EMAIL_BOUNCES_MAILDIR": "/nowhere"}, "whose folders “new” and “cur” are not there"),
        ({"EMAIL_PROVIDER": "postmark"}, "postmark cannot tell which letters came back"),
    ],
    ids=lambda told: next(iter(told)) if isinstance(told, dict) else "",
)
def test_settings_of_letters_that_will_not_do_are_told(
    sound: None, settings, wrong: dict[str, str], words: str
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)

    (finding,) = findings()
    assert words in finding.what
    assert finding.way_out
