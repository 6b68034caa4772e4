import os
import subprocess
import sys
import time
from email import message_from_bytes
from pathlib import Path

import pytest
from django.conf import settings

from citytocity.operations.working import SEEN, last_seen


def test_a_worker_that_never_ran_was_never_seen() -> None:
    (settings.DATA_DIR / SEEN).unlink(missing_ok=True)

    assert last_seen() is None


def test_a_worker_was_seen_when_it_last_gave_a_sign() -> None:
    sign = settings.DATA_DIR / SEEN
    sign.touch()
    then = time.time() - 300
    os.utime(sign, (then, then))

    assert last_seen() == pytest.approx(300, abs=5)

    sign.unlink()


def test_once_does_the_jobs_that_wait_and_what_is_due(tmp_path: Path) -> None:
    letter = {"to": "a@perm.example", "subject": "Hello", "text": "", "html": "", "language": "en"}
    asked = f"from citytocity.mail.tasks import deliver; deliver.enqueue(**{letter!r})"

    for arguments in (["upgrade"], ["manage", "shell", "-c", asked], ["worker", "--once"]):
        command(tmp_path, *arguments)

    letters = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "mail").iterdir()]
    assert [(sent["To"], sent["Subject"]) for sent in letters] == [("a@perm.example", "Hello")]
    assert (tmp_path / "timetable.json").exists()


def command(folder: Path, *arguments: str) -> None:
    ours = ("CITYTOCITY_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    subprocess.run(
        [sys.executable, "-m", "citytocity.operations.command", *arguments],
        env=clean | {"CITYTOCITY_DATA": str(folder)},
        check=True,
    )
