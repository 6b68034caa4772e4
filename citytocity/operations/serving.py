"""Serves the site: granian in front, the worker for slow jobs beside it, one signal stops both.

A terminal sends its signals to all processes of the command at once. The children are in process
groups of their own, so that only this process hears them and stops the others in their order.
"""

import errno
import gc
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db import connections
from django.urls import get_resolver
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from citytocity.operations.refusals import RefusedError
from citytocity.operations.telling import tell
from citytocity.operations.together import end_with_parent
from citytocity.operations.upgrading import is_up_to_date

COMMAND = [sys.executable, "-m", "citytocity.operations.command"]
TOGETHER = [sys.executable, "-m", "citytocity.operations.together"]
APPLICATION = "citytocity.config.wsgi:front"
ALL = {"0.0.0.0", "::"}  # noqa: S104 what somebody may write, not what we choose
WORKER_AFTER = 3  # seconds; the first readers come before the first jobs
GRACE = 20  # seconds for the job at hand when we are stopped


def serve(*, host: str, port: int, workers: int, with_worker: bool, with_demo: bool) -> None:
    """Serves until SIGTERM, Ctrl+C or the end of the terminal it was started in."""
    _refuse_taken_port(host, port)
    os.environ["PORT"] = str(port)
    if not is_up_to_date():
        _prepare(*(["demo", "--if-empty"] if with_demo else ["upgrade", "--if-changed"]))
    django.setup()
    if with_demo and not apps.get_model("cities", "City").objects.exists():
        _prepare("demo", "--if-empty")
    _warm_up()
    _greet(host, port)
    os.register_at_fork(after_in_child=end_with_parent)
    keeper = _WorkerKeeper()
    if with_worker:
        keeper.start()
    try:
        _server(host, port, workers).serve(target_loader=_load_apart)
    finally:
        keeper.stop()


def _server(host: str, port: int, workers: int) -> MPServer:
    server = MPServer(
        APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        workers=workers,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
        log_access=False,
        log_level=LogLevels.warning,
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},
    )
    if sys.stdin and sys.stdin.isatty() and signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        # granian takes it for a wish to begin anew; `nohup` wants it ignored
        server.on_startup(lambda: _stop_at_hangup(server))
    return server


def _stop_at_hangup(server: MPServer) -> None:
    signal.signal(signal.SIGHUP, server.signal_handler_interrupt)


def _load_apart(application: str) -> Callable[..., Any]:
    """Called in each serving process: the application, away from the terminal's signals."""
    os.setpgid(0, 0)
    module, name = application.split(":")
    return getattr(import_module(module), name)


def _refuse_taken_port(host: str, port: int) -> None:
    """Granian shares a port with others without a word; people want to know."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise RefusedError(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Choose another: PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} is for administrators. Choose one above 1023: PORT=8000"
    return f"This machine cannot listen on {host}: {error.strerror or error}."


def _prepare(*arguments: str) -> None:
    """Does a command in a process of its own, so that this one starts afresh on what it made."""
    connections.close_all()
    if code := subprocess.run([*COMMAND, *arguments], check=False).returncode:  # noqa: S603 our own command
        sys.exit(code)


def _warm_up() -> None:
    """Loads the program before the serving processes split off, which then share its memory."""
    import_module(APPLICATION.split(":")[0])
    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()


def _greet(host: str, port: int) -> None:
    address = _address(host, port)
    tell(f"City to City is on {address}/")
    accounts = settings.DATA_DIR / "demo-accounts.txt"
    if accounts.exists():
        tell(f"Sign in at {address}/admin/ with one of the demo accounts:")
        for line in accounts.read_text().splitlines():
            tell(f"  {line}")
    tell("Ctrl+C stops it.")


def _address(host: str, port: int) -> str:
    """Where people find the site; an address that means all of this machine's is none."""
    if os.environ.get("CITYTOCITY_BASE_URL") or host in ALL:
        return settings.BASE_URL
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class _WorkerKeeper:
    """Keeps one worker running until it is stopped."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.worker: subprocess.Popen[bytes] | None = None
        self.thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        """Lets the worker finish its job, for a while."""
        self.stopping.set()
        if self.worker and self.worker.poll() is None:
            self.worker.terminate()
            try:
                self.worker.wait(GRACE)
            except subprocess.TimeoutExpired:
                self.worker.kill()

    def _keep(self) -> None:
        while not self.stopping.wait(WORKER_AFTER):
            command = [*TOGETHER, str(os.getpid()), "worker"]
            self.worker = subprocess.Popen(command, process_group=0)  # noqa: S603 our own command
            self.worker.wait()
