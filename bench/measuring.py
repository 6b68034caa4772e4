"""What the benches share: the world they measure on, the servers, wrk, and counting questions.

Importing it points the settings to the bench's own data; `--small` on the command line takes the
small world and short windows.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv/bin/python"
WORK = ROOT / "bench/.work"
SMALL = "--small" in sys.argv
SECONDS, ROUNDS = (1, 2) if SMALL else (2, 5)
FRESH_SECONDS, SETTLE = 4, 1  # pages made anew are slow; those still in the queue must not count
PORT, BARE = 8791, 8793
DATA = WORK / ("small" if SMALL else "whole")
os.environ |= {
    "CITYTOCITY_DATA": str(DATA),
    "DJANGO_SETTINGS_MODULE": "citytocity.config.settings",
    "CITYTOCITY_BASE_URL": f"http://127.0.0.1:{PORT}",
    "CITYTOCITY_LOG_LEVEL": "ERROR",
}


def prepare_world() -> None:
    """Built once; remove bench/.work to have it made again."""
    WORK.mkdir(parents=True, exist_ok=True)
    if (DATA / "built").exists():
        import django

        django.setup()
        return
    shutil.rmtree(DATA, ignore_errors=True)
    started = time.time()
    run(PYTHON, "-m", "citytocity.operations.command", "upgrade")
    import django
    from django.core.management import call_command

    django.setup()
    from bench import world

    world.build(world.SMALL if SMALL else world.Config())
    say(f"world built in {time.time() - started:.0f} s")
    call_command("update_index", verbosity=0)
    say(f"and indexed after {time.time() - started:.0f} s")
    (DATA / "built").touch()


def prepare_bare() -> None:
    """A new Wagtail project as `wagtail start` makes it, with DEBUG off."""
    folder = WORK / "bare"
    if (folder / "ready").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    run(PYTHON.parent / "wagtail", "start", "bare", folder)
    (folder / "bare/settings/bench.py").write_text(
        "from .base import *\nDEBUG = False\nSECRET_KEY = 'bench'\nALLOWED_HOSTS = ['*']\n"
    )
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--no-input"]):
        run(PYTHON, "manage.py", *command, cwd=folder, env=bare_environment())
    (folder / "ready").touch()


def bare_environment() -> dict[str, str]:
    ours = ("CITYTOCITY_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return kept | {"DJANGO_SETTINGS_MODULE": "bare.settings.bench"}


@contextmanager
def site(*, cached: bool) -> Iterator[subprocess.Popen]:
    environment = os.environ | {"CITYTOCITY_PAGE_CACHE": "on" if cached else "off"}
    command = [PYTHON, "-m", "citytocity.operations.command", "serve", "--no-worker"]
    command += ["--workers", "1", "--port", str(PORT)]
    with running(command, PORT, "/health/live", env=environment) as process:
        yield process


@contextmanager
def bare() -> Iterator[None]:
    command = [PYTHON.parent / "granian", "--interface", "wsgi", "--workers", "1"]
    command += ["--blocking-threads", "1", "--no-ws", "--port", str(BARE), "--log-level", "warning"]
    command += ["bare.wsgi:application"]
    with running(command, BARE, "/", env=bare_environment(), cwd=WORK / "bare"):
        yield


@contextmanager
def running(command: list, port: int, path: str, **options: object) -> Iterator[subprocess.Popen]:
    """The server, once it answers; stopped at the end."""
    log = (WORK / f"{port}.log").open("wb")
    process = subprocess.Popen([str(c) for c in command], stdout=log, stderr=log, **options)
    try:
        for _try in range(600):
            try:
                fetch(port, path)
                break
            except OSError:
                time.sleep(0.2)
        else:
            raise SystemExit(f"{command[0]} does not answer; see {log.name}")
        yield process
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def best(
    targets: dict[str, tuple[int, str, str]], *, encodings: str = "", fresh: bool = False
) -> dict[str, float]:
    """The highest requests per second of each target, measured by turns."""
    rates = dict.fromkeys(targets, 0.0)
    for _round in range(1 if fresh else ROUNDS):
        for name, target in targets.items():
            rates[name] = max(rates[name], rate(*target, encodings, fresh=fresh))
    return rates


def rate(port: int, path: str, cookie: str, encodings: str, *, fresh: bool) -> float:
    """Requests per second; 0 if none was answered in time."""
    address = f"http://127.0.0.1:{port}{path}"
    connections, seconds = (1, FRESH_SECONDS) if fresh else (16, SECONDS)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    headers = {"Cookie": cookie, "Accept-Encoding": encodings}
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"] if value else []
    told = run(*command, address)
    if "Non-2xx" in told:
        raise SystemExit(f"{address} answers with errors:\n{told}")
    if fresh:
        time.sleep(SETTLE)
    return float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])


def fetch(port: int, path: str, cookie: str = "") -> bytes:
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": cookie})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return answer.read()


def queries(path: str, *, by: str = "") -> int:
    """How many the page asks of the database, once the process is warm; `by` is signed in."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visitor(by)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return len(asked)


def visitor(email: str = "") -> Any:
    """Django's client, signed in with the address if there is one."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    if email:
        client.force_login(get_user_model().objects.get(email=email))
    return client


def run(*command: object, **options: object) -> str:
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, timeout=300, **options
    )
    if done.returncode:
        raise SystemExit(f"{command}\n{done.stdout}{done.stderr}")
    return done.stdout


def say(words: str) -> None:
    print(words, file=sys.stderr)
