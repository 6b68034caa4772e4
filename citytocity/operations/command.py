"""The command `citytocity`: what a town hall does with its installation."""

import argparse
import importlib.metadata
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

DONE, PROBLEM, WRONG_USE = 0, 1, 2
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

ABOUT = "The self-hosted home of twinned cities: run it, fill it, look after it."
CLOSING = """\
Everything to back up lies in one folder: CITYTOCITY_DATA (default: data).
Exit codes: 0 done, 1 a problem told in words, 2 wrong use.
All settings: docs/reference/settings.md
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what the arguments ask for; gives the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citytocity.config.settings")
    try:
        if given[:1] == ["manage"]:
            return _manage(given[1:])
        options = vars(parser().parse_args(given))
        return _run(options.pop("does"), needs_site=options.pop("needs_site"), options=options)
    except KeyboardInterrupt:
        return PROBLEM
    except BrokenPipeError:  # who read our words has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEM
    except Exception as error:
        refusals = import_module("citytocity.operations.refusals")
        words = refusals.in_plain_words(error)
        if not words:
            raise
        sys.stderr.write(f"citytocity: {words}\n")
        return PROBLEM


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    top = argparse.ArgumentParser(
        "citytocity",
        description=ABOUT,
        epilog=CLOSING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    version = importlib.metadata.version("citytocity")
    top.add_argument("--version", action="version", version=f"City to City {version}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_serve(commands)
    _add_upgrade(commands)
    _add_worker(commands)
    _add_demo(commands)
    _add_check(commands)
    _add_import(commands)
    _add_export(commands)
    _add_createadmin(commands)
    _add_letters(commands)
    _add_command(
        commands, "manage", "run a command of Django or Wagtail, which follows with its options", ""
    )
    return top


def _run(does: str, *, needs_site: bool, options: dict[str, Any]) -> int:
    """Calls the function `module:name` of this room; what takes long to import comes only now."""
    if needs_site:
        import_module("django").setup()
        logging.getLogger("wagtail").setLevel(logging.WARNING)  # a command tells its own story
    module, name = does.split(":")
    return getattr(import_module(f"citytocity.operations.{module}"), name)(**options) or DONE


def _manage(arguments: list[str]) -> int:
    management = import_module("django.core.management")
    management.execute_from_command_line(["citytocity manage", *arguments])
    return DONE


def _add_serve(commands: Commands) -> None:
    serve = _add_command(
        commands,
        "serve",
        "serve the site, with the worker that sends letters beside it",
        "serving:serve",
        needs_site=False,
    )
    serve.add_argument(
        "--host",
        default=os.environ.get("CITYTOCITY_HOST", "127.0.0.1"),
        help="address to listen on (default: CITYTOCITY_HOST, or 127.0.0.1: this machine only)",
    )
    serve.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("PORT", "8000"),
        help="port to listen on (default: PORT, or 8000)",
    )
    serve.add_argument(
        "--workers",
        type=_count,
        default=os.environ.get("CITYTOCITY_WORKERS", "1"),
        help="serving processes; as many as processors (default: CITYTOCITY_WORKERS, or 1)",
    )
    serve.add_argument(
        "--no-worker",
        dest="with_worker",
        action="store_false",
        help="without the worker; run `citytocity worker` elsewhere",
    )
    serve.add_argument(
        "--demo",
        dest="with_demo",
        action="store_true",
        help="load the demo first if the register is empty",
    )


def _add_upgrade(commands: Commands) -> None:
    upgrade = _add_command(
        commands,
        "upgrade",
        "make database, messages, static files, groups, languages and site fit this version",
        "upgrading:upgrade",
        needs_site=False,
    )
    upgrade.add_argument(
        "--if-changed",
        action="store_true",
        help="only if program, packages or settings changed since the last upgrade",
    )


def _add_worker(commands: Commands) -> None:
    worker = _add_command(
        commands, "worker", "send letters and publish what is scheduled", "working:work"
    )
    worker.add_argument("--once", action="store_true", help="do what is due now, then stop")


def _add_demo(commands: Commands) -> None:
    demo = _add_command(
        commands,
        "demo",
        "load Perm and its twin cities as they were at the end of 2018, with demo accounts",
        "demo:load_demo",
    )
    demo.add_argument(
        "--if-empty", action="store_true", help="do nothing if the register has records"
    )


def _add_check(commands: Commands) -> None:
    _add_command(
        commands, "check", "say in plain words what is wrong and how to mend it", "checks:check"
    )


def _add_import(commands: Commands) -> None:
    files = _add_command(
        commands,
        "import",
        "read records into the register: all or nothing, every error listed with its place",
        "register_files:import_register",
    )
    files.add_argument(
        "--dry-run", action="store_true", help="say what would be changed, and change nothing"
    )
    files.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a .yaml or .xlsx file")


def _add_export(commands: Commands) -> None:
    export = _add_command(
        commands,
        "export",
        "write the register into one file that `import` takes back, without what other cities "
        "confirmed",
        "register_files:export_register",
    )
    export.add_argument(
        "--closed",
        action="store_true",
        help="also what only those see who keep the register: keep such a file to yourself",
    )
    export.add_argument("file", type=Path, metavar="FILE", help="a .yaml or .xlsx file to write")


def _add_createadmin(commands: Commands) -> None:
    admin = _add_command(
        commands, "createadmin", "make an account that may do everything", "accounts:create_admin"
    )
    admin.add_argument("email", metavar="EMAIL", help="the address the person signs in with")
    admin.add_argument(
        "--name", default="", metavar="NAME", help="the person's name, as in “Anna Ivanova”"
    )
    admin.add_argument(
        "--password-file",
        type=Path,
        metavar="FILE",
        help="file with the password (default: asked for; without a terminal, made and shown)",
    )


def _add_letters(commands: Commands) -> None:
    _add_command(
        commands,
        "dkim",
        "make the key that signs letters, and say the record for the name server",
        "letters:prepare_dkim",
    )
    bounces = _add_command(
        commands,
        "bounces",
        "take in a mail that tells what became of a letter, from the standard input",
        "letters:take_in_bounces",
    )
    bounces.add_argument(
        "--maildir", type=Path, metavar="FOLDER", help="take in all that are new in a Maildir"
    )
    again = _add_command(
        commands,
        "write-again",
        "write again to an address to which letters go no more",
        "letters:write_again",
    )
    again.add_argument("email", metavar="EMAIL", help="the address of who asks for it")


def _add_command(
    commands: Commands,
    name: str,
    about: str,
    does: str,
    *,
    needs_site: bool = True,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    command.set_defaults(does=does, needs_site=needs_site)
    return command


def _port(written: str) -> int:
    if not written.isdecimal() or not 0 < int(written) < 65_536:
        raise argparse.ArgumentTypeError(f"{written!r} is no port: write a number up to 65535")
    return int(written)


def _count(written: str) -> int:
    if not written.isdecimal() or int(written) < 1:
        raise argparse.ArgumentTypeError(f"{written!r} is no number of processes: write 1 or more")
    return int(written)


if __name__ == "__main__":
    sys.exit(main())
