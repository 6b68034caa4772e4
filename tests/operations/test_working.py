import os
import time

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
