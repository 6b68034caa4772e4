"""The settings of the tests: those of the site, on a data folder that goes when they end."""

import os
import re
import shutil
import tempfile
from pathlib import Path


def folder_of_this_process() -> str:
    """A new folder; removes those of processes that were killed before they could do so."""
    for left in Path(tempfile.gettempdir()).glob("citytocity-tests-*"):
        owner = re.match(r"citytocity-tests-(\d+)-", left.name)
        if owner and not _runs(int(owner[1])):
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.mkdtemp(prefix=f"citytocity-tests-{os.getpid()}-")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


for name in [name for name in os.environ if name.startswith("CITYTOCITY_")]:
    del os.environ[name]
os.environ["CITYTOCITY_DATA"] = folder_of_this_process()

from citytocity.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests alone
