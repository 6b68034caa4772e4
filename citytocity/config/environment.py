"""What the environment says, or why it cannot be meant so, in words for who wrote it."""

import fcntl
import os
import pwd
import secrets
import tempfile
import zoneinfo
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

READ = {"DATA", "HOST", "WORKERS"}  # by others; those asked for here join them
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def env(name: str, default: str = "") -> str:
    """The variable CITYTOCITY_<name>, or the content of the file CITYTOCITY_<name>_FILE names."""
    READ.update((name, f"{name}_FILE"))
    if secret_file := os.environ.get(f"CITYTOCITY_{name}_FILE"):
        return Path(secret_file).read_text().strip()
    return os.environ.get(f"CITYTOCITY_{name}", default)


def env_choice(name: str, default: str, *choices: str) -> str:
    value = env(name, default).lower()
    if value not in {default, *choices}:
        raise _refused(name, value, f"write {' or '.join(choices)}, or leave it out")
    return value


def env_flag(name: str, default: str = "0") -> bool:
    value = env(name, default).lower()
    if value not in {"0", "1", "true", "false", "yes", "no", "on", "off"}:
        raise _refused(name, value, "write 1 or 0")
    return value in {"1", "true", "yes", "on"}


def env_number(name: str, default: str) -> int:
    value = env(name, default)
    if not value.isdecimal():
        raise _refused(name, value, "write a number")
    return int(value)


def env_list(name: str, default: str) -> list[str]:
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


def env_pairs(name: str) -> dict[str, str]:
    """Options as NAME=value, each on a line of its own, or with commas between."""
    value = env(name)
    told = value.splitlines() if "\n" in value else value.split(",")
    pairs = [option.strip().partition("=") for option in told if option.strip()]
    if not all(sign and option.strip() for option, sign, _value in pairs):
        raise ImproperlyConfigured(
            f"CITYTOCITY_{name} is not understood: write NAME=value, each on a line of its own."
        )
    return {option.strip(): value.strip() for option, _sign, value in pairs}


def env_log_level(name: str, default: str) -> str:
    value = env(name, default)
    if value.upper() not in LOG_LEVELS:
        raise _refused(name, value, f"write {', '.join(LOG_LEVELS[:-1])} or {LOG_LEVELS[-1]}")
    return value.upper()


def env_time_zone(name: str, default: str) -> str:
    value = env(name, default)
    if value not in zoneinfo.available_timezones():
        raise _refused(name, value, "write a name such as Europe/Berlin or Asia/Yekaterinburg")
    return value


def env_address(name: str, default: str) -> str:
    """Scheme, host and port of the site, without a slash at the end."""
    value = env(name, default).rstrip("/")
    if not _is_address(value):
        raise _refused(name, value, "write scheme and host alone, as in https://twins.example.org")
    return value


def unknown_variables() -> dict[str, str]:
    """What looks like ours but is not read, with what may be meant; asked when all is read."""
    prefix = "CITYTOCITY_"
    given = [name.removeprefix(prefix) for name in os.environ if name.startswith(prefix)]
    meant = {name: get_close_matches(name, READ, 1) for name in sorted(given) if name not in READ}
    return {f"{prefix}{name}": f"{prefix}{near[0]}" if near else "" for name, near in meant.items()}


def data_folder(path: Path) -> Path:
    """The folder, there and open; a new one is its owner's alone: it holds sessions and letters."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"The data folder {path} cannot be made here by {_name(os.geteuid())}. "
            f"Make it as administrator and give it away: install -d -m 700 -o USER {path}"
        ) from error
    if not os.access(path, os.R_OK | os.X_OK):
        owner, us = _name(path.stat().st_uid), _name(os.geteuid())
        raise ImproperlyConfigured(
            f"The data folder {path} belongs to {owner} and is closed to {us}. "
            f"Run this as {owner}, or name a folder of your own by CITYTOCITY_DATA."
        )
    return path


def kept_secret(path: Path) -> str:
    """The secret in the file; made on the first start, readable by its owner alone."""
    return _content(path) or _made_secret(path)


def _made_secret(path: Path) -> str:
    """One secret, however many processes start at once; the file is never seen half written."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        if not _content(path):
            handle, half = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_urlsafe(50))
            Path(half).replace(path)
        return _content(path)
    finally:
        os.close(folder)


def _content(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def _is_address(value: str) -> bool:
    try:
        address = urlsplit(value)
        port = address.port
    except ValueError:
        return False
    host = address.hostname or ""
    written = f"[{host}]" if ":" in host else host
    whole = f"{address.scheme}://{written}" + (f":{port}" if port is not None else "")
    return (
        address.scheme in {"http", "https"}
        and host != ""
        and value.lower() == whole
        and " " not in value
    )


def _refused(name: str, value: str, way_out: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"CITYTOCITY_{name} is {value!r}: {way_out}.")


def _name(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
