"""The demo, served by the command as anybody serves it, with what it has no facts for made up; and
the browser that looks at it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMAND = [sys.executable, "-m", "citytocity.operations.command"]
FILL = ["manage", "shell", "-c", "from tests.browser.world import fill; fill()"]
ROOT = Path(__file__).parents[2]
PATIENCE = 180  # seconds; a slow machine migrates, collects and loads the demo


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path, *, mail_port: int | None = None) -> Iterator[str]:
    """The address of a running site with the demo, without a slash at its end. Its letters become
    files in the folder, or go to the mail server at the port."""
    port = _free_port()
    environment = {**_clean_environment(), "CITYTOCITY_DATA": str(folder)}
    if mail_port:
        environment |= {
            "CITYTOCITY_EMAIL_HOST": "127.0.0.1",
            "CITYTOCITY_EMAIL_PORT": str(mail_port),
        }
    server = subprocess.Popen(
        [*COMMAND, "serve", "--demo", "--port", str(port)],
        env=environment,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}", server)
        subprocess.run([*COMMAND, *FILL], env=environment, check=True, cwd=ROOT)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(30)


def _clean_environment() -> dict[str, str]:
    """Neither settings of the tests nor their database."""
    ours = ("CITYTOCITY_", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORT")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url: str, server: subprocess.Popen) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"The site did not come up on {url}; its own words stand above.")
