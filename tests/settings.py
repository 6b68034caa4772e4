"""The settings of the tests: those of the site, on a data folder that goes when they end."""

import os
import tempfile

for name in [name for name in os.environ if name.startswith("CITYTOCITY_")]:
    del os.environ[name]
os.environ["CITYTOCITY_DATA"] = tempfile.mkdtemp(prefix="citytocity-tests-")

from citytocity.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, for tests alone
