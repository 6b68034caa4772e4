"""What is written to contacts, to those who keep them, and to the partner across."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from citytocity.contacts.models import ContactPoint, Handover
from citytocity.mail.letters import Button, Letter


def asking_letter(contact: ContactPoint, *, last: bool) -> Letter:
    """Whether it is still the person, with the link under which to answer."""
    told = {"office": contact.office, "partnership": contact.partnership}
    paragraphs = [
        _("Hello %(name)s,") % {"name": contact.name},
        _("in the register you hold the office “%(office)s” for the partnership %(partnership)s.")
        % told,
        _("Is that still so? One click is enough, and you need no account."),
    ]
    if last:
        paragraphs.append(_("We do not ask again this year."))
    return Letter(
        subject=_("Is it still you? %(partnership)s") % told,
        paragraphs=tuple(paragraphs),
        button=Button(_("Answer"), link_of(contact)),
        small=(
            _("The link is for you alone. We ask once a year, so that the two cities find each "
              "other."),
        ),
    )  # fmt: skip


def answer_letter(contact: ContactPoint) -> Letter:
    return Letter(
        subject=_("A contact says that something is different"),
        paragraphs=(
            _("Hello,"),
            _("about the office “%(office)s” of %(partnership)s:")
            % {"office": contact.office, "partnership": contact.partnership},
            contact.words,
        ),
        button=Button(_("Open the contact"), _address("contact:edit", contact.pk)),
    )


def leaving_letter(handover: Handover, contact: ContactPoint) -> Letter:
    """To those who keep the register: somebody leaves, and who is named as deputy."""
    told = {"office": contact.office, "partnership": contact.partnership}
    deputy = contact.deputy
    paragraphs = [
        _("Hello,"),
        _("the office “%(office)s” of %(partnership)s has to be handed on: %(cause)s.")
        % (told | {"cause": handover.get_cause_display()}),
        _("The deputy is proposed: %(name)s.") % {"name": deputy.name}
        if deputy and deputy.is_holding
        else _("No deputy is named."),
    ]
    if contact.words:
        paragraphs.append(contact.words)
    return Letter(
        subject=_("An office to hand on: %(office)s") % told,
        paragraphs=tuple(paragraphs),
        button=Button(_("Hand it on"), _address("contacts_admin:handover", handover.pk)),
    )


def partner_letter(subject: str, text: str) -> Letter:
    return Letter(subject=subject, paragraphs=tuple(filter(None, text.split("\n\n"))))


def draft_to_partner(handover: Handover, *, name: str, by: str) -> tuple[str, str]:
    """Subject and text, in the active language, for the registrar to work on."""
    leaving = handover.contact
    told = {
        "office": leaving.office,
        "city": leaving.city.name,
        "partnership": leaving.partnership,
        "leaving": leaving.person,
    }
    next_one = handover.successor or (
        leaving.deputy if leaving.deputy and leaving.deputy.is_holding else None
    )
    paragraphs = [
        _("Dear %(name)s,") % {"name": name} if name else _("Dear colleagues,"),
        _("%(leaving)s no longer holds the office “%(office)s” in %(city)s.") % told,
        _("From now on please write to %(name)s%(address)s.")
        % {"name": next_one.name, "address": f" ({next_one.email})" if next_one.email else ""}
        if next_one
        else _("Until somebody follows, please write to us at this office."),
        _("Thank you for the good work together; we look forward to going on with it."),
        _("With kind regards") + (f"\n{by}" if by else ""),
    ]
    return _("New contact in %(city)s: %(partnership)s") % told, "\n\n".join(paragraphs)


def link_of(contact: ContactPoint) -> str:
    return f"{settings.BASE_URL}{reverse('contacts:asked', args=[contact.token])}"


def _address(name: str, key: int) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=[key])}"
