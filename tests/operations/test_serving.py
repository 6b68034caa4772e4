"""The served site from outside: processes, signals, words."""

import json
import os
import pty
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from citytocity.operations import serving

COMMAND = [sys.executable, "-m", "citytocity.operations.command"]
PATIENCE = 120


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A data folder of its own, with a space in its name."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CITYTOCITY_")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        kept.pop(name, None)
    return kept | {"CITYTOCITY_DATA": str(tmp_path / "town hall")}


@pytest.fixture
def terminal() -> Iterator[int]:
    """What a person types at: the side that the program sees."""
    person, program = pty.openpty()
    yield program
    os.close(person)
    os.close(program)


@pytest.fixture
def server(port: int, environment: dict[str, str], terminal: int) -> Iterator[subprocess.Popen]:
    """Started as in a terminal: signals of its keys go to the whole group."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", str(port)],
        env=environment,
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        preexec_fn=_hear_hangups,
    )
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(30)
    process.stdout.close()


def _hear_hangups() -> None:
    """Whoever runs the tests may have had them ignore hangups, as nohup does."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def answer(port: int, path: str) -> tuple[int, bytes]:
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as found:
                return found.status, found.read()
        except urllib.error.HTTPError as error:
            return error.code, b""
        except OSError:
            assert time.monotonic() < give_up
            time.sleep(0.1)


@pytest.mark.parametrize("send", [os.kill, os.killpg])
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_new_installation_answers_and_one_signal_stops_all_of_it(
    server: subprocess.Popen,
    port: int,
    send: Callable[[int, signal.Signals], None],
    how: signal.Signals,
) -> None:
    assert answer(port, "/health/ready")[0] == 200
    children = _children(server.pid)

    send(server.pid, how)

    assert server.wait(30) == 0
    assert "refused to gracefully stop" not in server.communicate()[0]
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_nothing_goes_on_when_the_server_is_killed(server: subprocess.Popen, port: int) -> None:
    assert answer(port, "/health/ready")[0] == 200
    children = _children_with_worker(server.pid)

    server.kill()

    assert server.wait(30) == -signal.SIGKILL
    assert _those_left(children) == []


def test_what_the_server_itself_has_to_say_is_a_line_like_the_others(
    server: subprocess.Popen, port: int
) -> None:
    answer(port, "/health/live")
    serving_child = _children(server.pid)[0]

    os.kill(serving_child, signal.SIGKILL)
    answer(port, "/health/live")
    server.terminate()

    lines = server.communicate()[0].splitlines()
    told = [json.loads(line) for line in lines if line.startswith("{")]
    assert [(line["logger"], line["event"]) for line in told] == [
        ("_granian", "Unexpected exit from worker-1")
    ]
    assert [line for line in lines if line.startswith("[")] == []


def test_who_sends_slowly_keeps_nobody_waiting(server: subprocess.Popen, port: int) -> None:
    answer(port, "/health/live")
    with socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(
            b"POST /reading-settings/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nsize=lar"
        )

        statuses = {answer(port, "/en/")[0] for _ in range(10)}

    assert statuses == {200}


@pytest.mark.parametrize(
    ("host", "base_url", "address"),
    [
        ("127.0.0.1", "", "http://127.0.0.1:8123"),
        ("::1", "", "http://[::1]:8123"),
        ("0.0.0.0", "", settings.BASE_URL),  # noqa: S104
        ("127.0.0.1", "http://perm.example", settings.BASE_URL),
    ],
)
def test_people_are_told_where_they_find_the_site(
    monkeypatch: pytest.MonkeyPatch, host: str, base_url: str, address: str
) -> None:
    monkeypatch.setenv("CITYTOCITY_BASE_URL", base_url)

    assert serving._address(host, 8123) == address


def test_a_taken_port_is_told_with_another_to_take(port: int, environment: dict[str, str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        refused = subprocess.run(
            [*COMMAND, "serve", "--port", str(port)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    assert (refused.returncode, refused.stderr) == (
        1,
        f"citytocity: Port {port} is taken by another program. Choose another: PORT={port + 1}\n",
    )


@pytest.mark.parametrize(
    ("setting", "written", "words"),
    [
        ("DATABASE_URL", "nonsense", "DATABASE_URL is not understood."),
        ("CITYTOCITY_LANGUAGES", "en,xx", "CITYTOCITY_LANGUAGES names unknown languages: xx."),
        ("CITYTOCITY_EMAIL_PORT", "post", "CITYTOCITY_EMAIL_PORT is 'post': write a number."),
        ("CITYTOCITY_DEBUG", "perhaps", "CITYTOCITY_DEBUG is 'perhaps': write 1 or 0."),
        ("CITYTOCITY_LOG_LEVEL", "LOUD", "CITYTOCITY_LOG_LEVEL is 'LOUD': write DEBUG, INFO,"),
        ("CITYTOCITY_TIME_ZONE", "Mars/Base", "CITYTOCITY_TIME_ZONE is 'Mars/Base': write a name"),
        ("CITYTOCITY_BASE_URL", "", "CITYTOCITY_BASE_URL is '': write scheme and host alone,"),
        ("DATABASE_URL", "mysql://root@localhost/twins", "DATABASE_URL is not understood."),
        ("CITYTOCITY_SECRET_KEY_FILE", "/nowhere", "/nowhere: No such file or directory."),
    ],
)
def test_a_wrong_setting_is_named_without_a_traceback(
    environment: dict[str, str], setting: str, written: str, words: str
) -> None:
    refused = subprocess.run(
        [*COMMAND, "check"],
        env=environment | {setting: written},
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"citytocity: {words}")
    assert "Traceback" not in refused.stderr


def _children(pid: int) -> list[int]:
    """Children of all threads: the worker is started by one of its own."""
    found = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for children in found for child in children]


def _children_with_worker(pid: int) -> list[int]:
    """The serving process and the worker, which starts a little later."""
    give_up = time.monotonic() + PATIENCE
    while not any("worker" in _command(child) for child in _children(pid)):
        assert time.monotonic() < give_up
        time.sleep(0.1)
    return _children(pid)


def _those_left(pids: list[int]) -> list[int]:
    """Those that are still there after a while; whoever is only waiting to be counted is not."""
    give_up = time.monotonic() + 30
    while (left := [pid for pid in pids if _runs(pid)]) and time.monotonic() < give_up:
        time.sleep(0.1)
    return left


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def _runs(pid: int) -> bool:
    return bool(_command(pid))
