"""What a sender does: writes, keeps, sends in, confirms."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from citytocity.contributions import consent, likeness, spam
from citytocity.contributions.enums import EDITABLE, State
from citytocity.contributions.letters import DAYS, confirm_letter, draft_letter
from citytocity.contributions.models import Contribution, Picture, Trace
from citytocity.contributions.models.picture import AT_MOST
from citytocity.contributions.pictures import Cleaned
from citytocity.contributions.tracing import trace_stories
from citytocity.mail.letters import send
from citytocity.mail.links import LinkError, unsigned


class OlderError(Exception):
    """The draft was changed elsewhere since this one was opened: the newer one is kept."""


class SentAlreadyError(Exception):
    """The editors have it, so the sender can change it no more."""


def draft_of(token: str) -> Contribution:
    """The draft that a link opens. SentAlreadyError once it is sent; LinkError if there is none."""
    key, start = unsigned(token, purpose=Contribution.DRAFT_LINK, days=DAYS)
    contribution = Contribution.objects.filter(pk=key, key__startswith=start).first()
    if contribution is None:
        raise LinkError
    if not contribution.is_editable:
        raise SentAlreadyError
    return contribution


@transaction.atomic
def keep_draft(
    contribution: Contribution, *, values: Mapping[str, Any], seen: int | None = None
) -> Contribution:
    """Keeps what was written: columns, `cities`, and the `answer` to what was asked.

    `seen` is the version it was written on; None for a new draft.

    OlderError if a newer one is kept already; SentAlreadyError if it is with the editors.
    """
    begun = {name: getattr(contribution, name) for name in ("kind", "language", "begun")}
    Contribution.objects.get_or_create(key=contribution.key, defaults=begun)
    draft = Contribution.objects.select_for_update().get(key=contribution.key)
    if not draft.is_editable:
        raise SentAlreadyError
    if seen is not None and seen != draft.version:
        raise OlderError
    own = {field.name for field in Contribution._meta.fields} | {"about"}
    for name in own & values.keys():
        setattr(draft, name, values[name])
    draft.version += 1
    draft.save()
    if "cities" in values:
        draft.cities.set(values["cities"])
    if "answer" in values:
        draft.questions.filter(answered=None).update(answer=values["answer"])
    return draft


@transaction.atomic
def keep_pictures(contribution: Contribution, pictures: Iterable[tuple[str, Cleaned]]) -> int:
    """Adds pictures, given by their names, while there is room; gives how many were too many."""
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    room = AT_MOST - contribution.pictures.count()
    given = list(pictures)
    for name, made in given[:room]:
        picture = Picture(
            contribution=contribution, name=name[-120:], width=made.width, height=made.height
        )
        picture.file.save(f"picture{made.suffix}", ContentFile(made.file), save=False)
        picture.preview.save(f"preview{made.suffix}", ContentFile(made.preview), save=False)
        picture.save()
    return max(0, len(given) - room)


@transaction.atomic
def remove_pictures(contribution: Contribution, keys: Iterable[int]) -> None:
    """Deletes pictures of this draft; keys of others are of no effect."""
    for picture in contribution.pictures.filter(pk__in=keys):
        picture.delete()


def send_draft_link(contribution: Contribution) -> None:
    """The letter with the way back to a draft."""
    send(lambda: draft_letter(contribution), to=contribution.email, language=contribution.language)


@transaction.atomic
def send_in(contribution: Contribution, *, is_proved: bool) -> Contribution:
    """Gives it to the editors: at once if it answers their question, else when the letter's link
    is confirmed. Sent twice, it is one contribution; SentAlreadyError if it was decided meanwhile.
    """
    draft = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if draft.state == State.SENT:
        return draft
    if draft.state not in EDITABLE:
        raise SentAlreadyError
    was_asked = draft.state == State.ASKED
    draft.sent, draft.is_proved = timezone.now(), is_proved
    draft.consent = "\n\n".join(consent.consent(draft.kind))
    draft.consent_version = consent.VERSION
    if was_asked:
        return _answered(draft)
    draft.state = State.SENT
    draft.save()
    send(lambda: confirm_letter(draft), to=draft.email, language=draft.language)
    return draft


def confirmed_by(token: str) -> Contribution:
    """The contribution a confirmation link is for, confirmed or not. LinkError if there is none."""
    key, stamp = unsigned(token, purpose=Contribution.CONFIRM_LINK, days=DAYS)
    contribution = Contribution.objects.filter(pk=key).first()
    if contribution is None or not contribution.is_confirmed_by(stamp):
        raise LinkError
    return contribution


@transaction.atomic
def confirm(contribution: Contribution) -> Contribution:
    """Brings it into the inbox, weighed and with its traces; a second time nothing happens."""
    sent = Contribution.objects.select_for_update().get(pk=contribution.pk)
    if sent.state != State.SENT:
        return sent
    sent.state, sent.confirmed = State.NEW, timezone.now()
    _weigh(sent)
    sent.save()
    log(sent, "contributions.receive", title=str(sent))
    transaction.on_commit(trace_stories.enqueue)
    return sent


def _answered(draft: Contribution) -> Contribution:
    draft.state = State.TAKEN if draft.taken_by_id else State.NEW
    _weigh(draft)
    draft.save()
    draft.questions.filter(answered=None).update(answered=timezone.now())
    log(draft, "contributions.answer", title=str(draft))
    return draft


def _weigh(contribution: Contribution) -> None:
    found = spam.reasons(contribution)
    contribution.spam_reasons = found
    contribution.spam_points = sum(points for _rule, points in found)
    contribution.traces.all().delete()
    Trace.objects.bulk_create(
        Trace(contribution=contribution, mark=mark) for mark in likeness.marks(contribution.text)
    )
