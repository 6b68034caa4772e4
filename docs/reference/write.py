"""Writes commands.md from the command itself: .venv/bin/python docs/reference/write.py"""

import argparse
import os
from pathlib import Path

from citytocity.operations.command import parser

PAGE = Path(__file__).with_name("commands.md")
OPENING = """\
# Commands

This page is written by `docs/reference/write.py`; a test compares it with the command.

In a checkout the command is `.venv/bin/citytocity`. It reads the [settings](settings.md) from the
environment. Given twice, a command does no harm; `createadmin` refuses an account that is there
already, and `demo` a register that has records.
"""


def commands_page() -> str:
    """The page: what `citytocity --help` says, and the same for each command."""
    os.environ["COLUMNS"] = "80"
    top = parser()
    commands = next(
        action for action in top._actions if isinstance(action, argparse._SubParsersAction)
    )
    parts = [OPENING, _block("citytocity", top)]
    parts += [_block(f"citytocity {name}", command) for name, command in commands.choices.items()]
    return "\n".join(parts)


def _block(name: str, command: argparse.ArgumentParser) -> str:
    return f"## {name}\n\n```\n{command.format_help().strip()}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(commands_page(), encoding="utf-8")
