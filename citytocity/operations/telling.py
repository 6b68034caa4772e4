"""What a command tells the person who gave it: lines, and how far long work is."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

errors = Console(stderr=True, highlight=False, soft_wrap=True)


def tell(line: str = "") -> None:
    """A line for the person, on standard error: standard output is for what was asked for."""
    errors.print(line, markup=False)


def say(line: str = "") -> None:
    """A line of what was asked for."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def waiting(what: str) -> Iterator[None]:
    """Shows that something goes on whose end is not known, then that it is done."""
    with errors.status(what):
        yield
    tell(f"  {what}: done")


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar; call what you get with how many of how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    quiet = not errors.is_terminal
    with Progress(
        *columns, TimeElapsedColumn(), console=errors, transient=True, disable=quiet
    ) as bars:
        task = bars.add_task(what, total=None)

        def told(done: int, of: int) -> None:
            bars.update(task, completed=done, total=of)

        yield told
