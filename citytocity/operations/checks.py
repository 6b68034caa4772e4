"""Looks an installation over and says in plain words what is wrong, and how to mend it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.design import assets
from citytocity.machines.chosen import translator
from citytocity.machines.translator import Translator, TranslatorError
from citytocity.mail.addresses import sender
from citytocity.mail.dkim import KEY_FILE, configured_signer
from citytocity.mail.pacing import pace
from citytocity.mail.verp import check_bounces
from citytocity.operations.refusals import RefusedError, in_plain_words
from citytocity.operations.telling import say
from citytocity.operations.upgrading import is_up_to_date
from citytocity.operations.working import last_seen

HERE = {"127.0.0.1", "localhost", "::1"}
OURS = HERE | {"[::1]"}
ENOUGH_DISK = 500 * 1024 * 1024
WORKER_GONE = 120  # seconds without a sign of life
WAITING_LONG = timedelta(minutes=10)
# ours say the same with a way out, or a reverse proxy does it
DJANGO_SAID_HERE = {
    *("security.W004", "security.W008", "security.W009", "security.W012", "security.W016"),
    *("security.W018", "security.W019", "security.W020", "security.W005", "security.W021"),
}


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be; advice does not make an installation wrong."""

    what: str
    way_out: str
    is_advice: bool = False


def check() -> None:
    """Says every finding; RefusedError if any of them is a problem."""
    found = findings()
    for finding in found:
        say(f"{'Advice' if finding.is_advice else 'Problem'}: {finding.what}")
        say(f"  {finding.way_out}")
    problems = [finding for finding in found if not finding.is_advice]
    if problems:
        raise RefusedError(f"{len(problems)} to mend in {settings.DATA_DIR}.")
    say(f"All is well in {settings.DATA_DIR}.")


def findings() -> list[Finding]:
    """All that is to be said; checks that need the database are left out where there is none."""
    found = [finding for look in LOOKS for finding in look()]
    database = list(_database())
    if not database:
        found += [finding for look in LOOKS_INTO_DATABASE for finding in look()]
    return database + found


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
        to_come = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield Finding(in_plain_words(error), "Mend the connection, then check again.")
        return
    if to_come:
        yield Finding(
            f"The database is not up to date: {len(to_come)} migrations are to come.",
            "Run `citytocity upgrade`.",
        )


def _data_folder() -> Iterator[Finding]:
    if not os.access(settings.DATA_DIR, os.W_OK):
        yield Finding(
            f"The data folder {settings.DATA_DIR} cannot be written.",
            "Give it to the user who runs City to City, or name another by CITYTOCITY_DATA.",
        )
    elif shutil.disk_usage(settings.DATA_DIR).free < ENOUGH_DISK:
        yield Finding(
            f"Less than 500 MB are free where {settings.DATA_DIR} lies.",
            "Make room: pictures and backups need it, and a full disk stops all editing.",
        )


def _secrets() -> Iterator[Finding]:
    if settings.DATA_DIR.stat().st_mode & 0o007:
        yield Finding(
            f"Everybody on this machine can look into {settings.DATA_DIR}, "
            "where sessions, letters and the hashes of passwords lie.",
            f"Run: chmod 700 {settings.DATA_DIR}",
        )
    for name in ("secret-key", "exchange-key", "mail-key", KEY_FILE, "demo-accounts.txt"):
        path = settings.DATA_DIR / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(f"Others on this machine can read {path}.", f"Run: chmod 600 {path}")
    if len(settings.SECRET_KEY) < 50:
        yield Finding(
            "The secret key is short enough to be guessed.",
            "Leave out CITYTOCITY_SECRET_KEY, and a long one is made and kept in the data folder.",
        )


def _addresses() -> Iterator[Finding]:
    address = urlsplit(settings.BASE_URL)
    host = address.hostname or ""
    allowed = settings.ALLOWED_HOSTS
    if host not in HERE and not any(host == name or _covers(name, host) for name in allowed):
        yield Finding(
            f"CITYTOCITY_BASE_URL is {settings.BASE_URL}, but {host} is not answered.",
            f"Add it: CITYTOCITY_ALLOWED_HOSTS={','.join([host, *allowed])}",
        )
    if os.environ.get("CITYTOCITY_HOST", "127.0.0.1") not in HERE and not set(allowed) - OURS:
        yield Finding(
            "CITYTOCITY_HOST lets other machines in, but only names of this one are answered.",
            "Name what people write in their browsers: CITYTOCITY_ALLOWED_HOSTS=twins.example.org, "
            "and CITYTOCITY_BASE_URL with it.",
        )
    if "*" in allowed:
        yield Finding(
            "CITYTOCITY_ALLOWED_HOSTS is *: anybody's name for this machine is answered.",
            "Name the hosts of this site instead.",
        )
    if _is_public() and address.scheme != "https":
        yield Finding(
            "The site is public without encryption: passwords travel in the open.",
            "Put it behind https and write CITYTOCITY_BASE_URL=https://...",
        )


def _debug() -> Iterator[Finding]:
    if settings.DEBUG and _is_public():
        yield Finding(
            "CITYTOCITY_DEBUG is on for a public site: error pages show how it is made.",
            "Leave out CITYTOCITY_DEBUG.",
        )
    elif settings.DEBUG:
        yield Finding(
            "CITYTOCITY_DEBUG is on.", "Good on your own machine; never in public.", is_advice=True
        )


def _misspelt() -> Iterator[Finding]:
    for name, like in settings.UNKNOWN_VARIABLES.items():
        meant = f"Perhaps {like} is meant." if like else "Leave it out."
        yield Finding(
            f"{name} is no setting, so it does nothing.",
            f"{meant} docs/reference/settings.md names all.",
        )


def _letters() -> Iterator[Finding]:
    if "filebased" in settings.EMAIL_BACKEND:
        yield Finding(
            f"Letters are not sent but kept in {settings.EMAIL_FILE_PATH}.",
            "Name a mail server: CITYTOCITY_EMAIL_HOST, and CITYTOCITY_EMAIL_FROM.",
            is_advice=not _is_public(),
        )


def _signing_and_bounces() -> Iterator[Finding]:
    for look, way_out in (
        (sender, "Then run `citytocity check` again."),
        (configured_signer, "Or leave out CITYTOCITY_DKIM_SELECTOR: then nothing is signed here."),
        (check_bounces, "Or leave it out: then what comes back is for a person to read."),
        (pace, "See docs/how-to/send-mail.md."),
    ):
        try:
            look()
        except ImproperlyConfigured as error:
            yield Finding(str(error), way_out)
    maildir = settings.EMAIL_BOUNCES_MAILDIR
    if maildir and not all(os.access(Path(maildir, part), os.W_OK) for part in ("new", "cur")):
        yield Finding(
            f"CITYTOCITY_EMAIL_BOUNCES_MAILDIR is {maildir}, whose folders “new” and “cur” are "
            "not there, or closed to this user.",
            "Have the mail server deliver there, and give both folders to who runs City to City.",
        )
    if settings.EMAIL_PROVIDER and not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        yield Finding(
            f"{settings.EMAIL_PROVIDER} cannot tell which letters came back.",
            "Add WEBHOOK_SECRET=name:password to CITYTOCITY_EMAIL_PROVIDER_OPTIONS, and tell it "
            "the address; see docs/how-to/send-mail.md.",
            is_advice=True,
        )


def _translator() -> Iterator[Finding]:
    """Asks it, as a translator's first draft would: a wrong key shows here and not there."""
    name = settings.TRANSLATOR
    needs = {"libretranslate": settings.TRANSLATOR_URL, "deepl": settings.TRANSLATOR_KEY}
    if name and not needs[name]:
        missing = "URL" if name == "libretranslate" else "KEY"
        yield Finding(
            f"CITYTOCITY_TRANSLATOR is {name}, but CITYTOCITY_TRANSLATOR_{missing} is missing.",
            "Name it, or leave out CITYTOCITY_TRANSLATOR: then nobody is offered drafts.",
        )
    elif machine := translator():
        yield from _answers(machine)


def _answers(machine: Translator) -> Iterator[Finding]:
    others = [code for code in settings.CONTENT_CODES if code != settings.LANGUAGE_CODE]
    try:
        unknown = [code for code in others if not machine.translates(settings.LANGUAGE_CODE, code)]
    except TranslatorError as error:
        yield Finding(
            f"{machine.name} drafts nothing: {error}",
            "See whether CITYTOCITY_TRANSLATOR_URL and CITYTOCITY_TRANSLATOR_KEY are right.",
        )
        return
    if unknown:
        yield Finding(
            f"{machine.name} does not translate from {settings.LANGUAGE_CODE} into "
            f"{', '.join(unknown)}.",
            "Texts in these languages are translated without drafts.",
            is_advice=True,
        )


def _front_end() -> Iterator[Finding]:
    if absent := assets.missing():
        yield Finding(
            f"{len(absent)} front-end files such as {absent[0]} are missing: "
            "pages lack their faces or maps their coasts.",
            "Run `script/bootstrap`, then `citytocity upgrade`.",
        )
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        yield Finding("Style sheets and scripts are not collected.", "Run `citytocity upgrade`.")
    elif not is_up_to_date():
        yield Finding(
            "Program or settings changed since the last upgrade.",
            "`citytocity serve` upgrades when it starts; until then, run `citytocity upgrade`.",
            is_advice=True,
        )


def _worker() -> Iterator[Finding]:
    old = DBTaskResult.objects.filter(
        backend_name="jobs", status="READY", enqueued_at__lt=timezone.now() - WAITING_LONG
    ).count()
    seen = last_seen()
    if old and (seen is None or seen > WORKER_GONE):
        yield Finding(
            f"{old} jobs wait and nobody does them: letters do not go out.",
            "Run `citytocity worker`, or `citytocity serve` without --no-worker.",
        )
    elif seen is None or seen > WORKER_GONE:
        yield Finding(
            "No worker is running: nothing that is scheduled will be published.",
            "`citytocity serve` brings one; started with --no-worker, run `citytocity worker`.",
            is_advice=True,
        )


def _host_city() -> Iterator[Finding]:
    city = apps.get_model("cities", "City")
    if not city.objects.exists():
        yield Finding(
            "The register is empty.",
            "Begin with your city: `citytocity import FILE`, or in the admin under Register.",
            is_advice=True,
        )
    elif not city.objects.filter(is_host=True).exists():
        yield Finding(
            "No city is marked as the host, so the home page does not know whose it is.",
            "Open your city in the admin under Register and mark it as host city.",
        )


def _demo_accounts() -> Iterator[Finding]:
    if _is_public() and (settings.DATA_DIR / "demo-accounts.txt").exists():
        yield Finding(
            "The demo accounts are open on a public site.",
            f"Delete them in the admin, and then {settings.DATA_DIR / 'demo-accounts.txt'}.",
        )


def _django() -> Iterator[Finding]:
    for message in checks.run_checks(include_deployment_checks=_is_public()):
        if message.id not in DJANGO_SAID_HERE and not message.is_silenced():
            is_advice = message.level < checks.ERROR
            yield Finding(f"{message.msg} ({message.id})", message.hint or "", is_advice=is_advice)


def _is_public() -> bool:
    return (urlsplit(settings.BASE_URL).hostname or "") not in HERE


def _covers(name: str, host: str) -> bool:
    return name == "*" or (name.startswith(".") and f".{host}".endswith(name))


Look = Callable[[], Iterator[Finding]]
LOOKS: tuple[Look, ...] = (
    *(_data_folder, _secrets, _addresses, _debug, _misspelt),
    *(_letters, _signing_and_bounces, _translator, _front_end),
)
LOOKS_INTO_DATABASE: tuple[Look, ...] = (_worker, _host_city, _demo_accounts, _django)
