"""Contacts in the admin: the list, the form, and the pages on which an office is handed on."""

from typing import Any

import django_filters
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages as wagtail_messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.cities.models import City
from citytocity.contacts import actions
from citytocity.contacts.actions import HandedOverError
from citytocity.contacts.enums import Sharing
from citytocity.contacts.exporting import pack_of
from citytocity.contacts.forms import PANELS, ContactForm, PartnerLetterForm, SuccessorForm
from citytocity.contacts.handing import spoken
from citytocity.contacts.letters import draft_to_partner
from citytocity.contacts.models import ContactPoint, Handover
from citytocity.contacts.permissions import handovers_of, may_keep, may_reach, seen_by
from citytocity.languages.catalogue import LOCAL_NAMES
from citytocity.ledger.choosing import is_key
from citytocity.ledger.models import Partnership
from citytocity.ledger.presentation import when_in_words
from citytocity.people.enums import Act
from citytocity.people.forms import language_choices
from citytocity.people.permissions import cities_where, signed_in

A_PAGE = 30


def _state(contact: ContactPoint) -> str:
    """How sure it is that the person still holds the office."""
    if contact.forgotten:
        return _("no longer kept")
    if not contact.is_holding:
        return _("term over")
    if contact.answer:
        return contact.get_answer_display()
    if contact.confirmed:
        return _("confirmed on %(day)s") % {"day": date_format(contact.confirmed)}
    return _("asked, no answer yet") if contact.asked else _("never confirmed")


def _cities(request: HttpRequest | None) -> QuerySet[City]:
    return cities_where(request.user, Act.RECORD) if request else City.objects.none()


class ContactFilterSet(WagtailFilterSet):
    """Narrows the list by the own cities, and to those who hold an office now."""

    city = django_filters.ModelChoiceFilter(queryset=_cities, label=gettext_lazy("Side"))
    holding = django_filters.ChoiceFilter(
        label=gettext_lazy("Term"),
        method="by_term",
        choices=[("now", gettext_lazy("in office")), ("over", gettext_lazy("term over"))],
    )

    class Meta:
        model = ContactPoint
        fields = ["city"]

    def by_term(self, found: Any, name: str, value: str) -> Any:
        now = found.holding(timezone.localdate()).order_by().values("pk")
        return found.filter(pk__in=now) if value == "now" else found.exclude(pk__in=now)


class PersonColumn(TitleColumn):
    """The person, leading to the form of those who keep the contact, to the facts for others."""

    def get_value(self, instance: ContactPoint) -> str:
        return instance.person

    def get_link_url(self, instance: ContactPoint, parent_context: Any) -> str:
        return reverse("contact:inspect", args=[instance.pk])


class ContactsView(generic.IndexView):
    add_item_label = gettext_lazy("Add a contact")
    page_title = gettext_lazy("Contacts")
    default_ordering = ("partnership__slug", "city__slug", "-begins_first", "pk")

    def get_base_queryset(self) -> QuerySet[ContactPoint]:
        return seen_by(self.request.user).shown()

    @property
    def is_searchable(self) -> bool:
        return True

    def search_queryset(self, queryset: Any) -> Any:
        """By the beginning of a word of the name or the office: both are shown in the list. The
        database cannot fold Cyrillic (SQLite), and of contacts there are few."""
        typed = (self.search_query or "").casefold().split()
        if not typed:
            return queryset
        rows = queryset.order_by().values_list("pk", "name", "office")
        keys = [key for key, name, office in rows if _has(typed, name, *office.data.values())]
        return queryset.filter(pk__in=keys)

    def get_edit_url(self, instance: ContactPoint) -> str | None:
        is_own = may_keep(self.request.user, instance.city)
        return super().get_edit_url(instance) if is_own else None

    def get_delete_url(self, instance: ContactPoint) -> str | None:
        is_own = may_keep(self.request.user, instance.city)
        return super().get_delete_url(instance) if is_own else None


def _has(typed: list[str], *texts: str) -> bool:
    words = " ".join(texts).casefold().split()
    return all(any(word.startswith(part) for word in words) for part in typed)


class OfOwnSide:
    """A contact of another city's is not to be touched, nor its history seen."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        contact = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not may_keep(self.request.user, contact.city):  # type: ignore[attr-defined]
            raise PermissionDenied
        return contact


class KeptByAction:
    """Saves through `actions.keep`; what it refuses is told beside its field."""

    request: HttpRequest

    def form_valid(self, form: Any) -> Any:
        def save() -> None:
            self.answer = super(KeptByAction, self).form_valid(form)  # type: ignore[misc]

        try:
            actions.keep(form.instance, save=save, by=signed_in(self.request.user))
        except ValidationError as error:
            form.add_error(None, error)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)  # type: ignore[attr-defined]
        if handover := Handover.objects.filter(contact=form.instance, done=None).first():
            address = reverse("contacts_admin:handover", args=[handover.pk])
            way = wagtail_messages.button(address, _("Open the hand-over"))
            told = _("This office has to be handed on.")
            wagtail_messages.warning(self.request, told, buttons=[way])
        return self.answer

    def get_success_message(self, instance: Any = None) -> str:
        return _("Saved: %(record)s") % {"record": instance or self.object}  # type: ignore[attr-defined]

    def get_error_message(self) -> str:
        return _("Not saved yet: please correct what is marked.")


class ContactAddView(KeptByAction, generic.CreateView):
    page_title = gettext_lazy("Add a contact")

    def get_initial_form_instance(self) -> ContactPoint:
        """Of the side that the address names, as other pages lead here with one."""
        asked = self.request.GET
        partnership = _named(Partnership.objects.all(), asked.get("partnership"))
        city = _named(cities_where(self.request.user, Act.RECORD), asked.get("city"))
        return ContactPoint(partnership=partnership, city=city)


class ContactEditView(KeptByAction, OfOwnSide, generic.EditView):
    pass


class ContactDeleteView(OfOwnSide, generic.DeleteView):
    pass


class ContactHistoryView(OfOwnSide, generic.HistoryView):
    pass


class ContactUsageView(OfOwnSide, generic.UsageView):
    pass


class ContactInspectView(generic.InspectView):
    """What may be seen of a contact: all of the own side's, of the others what they agreed to."""

    any_permission_required = ["view"]
    template_name = "contacts/admin/contact.html"

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        seen = seen_by(self.request.user).shown().prefetch_related("languages", "erasures")
        return get_object_or_404(seen, pk=self.pk)

    def get_fields(self) -> list[str]:
        return []

    def get_edit_url(self) -> str | None:
        return super().get_edit_url() if self._is_own else None

    def get_delete_url(self) -> str | None:
        return super().get_delete_url() if self._is_own else None

    @cached_property
    def _is_own(self) -> bool:
        return may_keep(self.request.user, self.object.city)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contact = self.object
        handover = Handover.objects.filter(contact=contact).first() if self._is_own else None
        return super().get_context_data(**kwargs) | {
            "contact": contact,
            "facts": _facts(contact, self.request.user),
            "is_own": self._is_own,
            "handover": handover,
        }


def _facts(contact: ContactPoint, user: Any) -> list[tuple[str, str]]:
    facts = [
        (_("Person"), contact.person),
        (_("Office"), str(contact.office)),
        (_("Body"), str(contact.body or "")),
        (_("Side"), str(contact.city)),
        (_("Partnership"), str(contact.partnership)),
        (_("In office from"), when_in_words(contact.begins)),
        (_("Until"), when_in_words(contact.ends)),
    ]
    if may_reach(user, contact):
        facts += [
            (_("E-mail address"), contact.email),
            (_("Telephone"), contact.phone),
            (_("Languages spoken"), spoken(contact)),
            (_("Language of letters"), LOCAL_NAMES.get(contact.language, "")),
        ]
    if may_keep(user, contact.city):
        facts += [
            (_("Deputy"), contact.deputy.person if contact.deputy else ""),
            (_("State"), _state(contact)),
            (_("The other cities may see"), str(Sharing(contact.sharing).label)),
        ]
    return [(name, value) for name, value in facts if value]


class ContactViewSet(ModelViewSet):
    model = ContactPoint
    icon = "group"
    menu_label = gettext_lazy("Contacts")
    menu_order = 110
    menu_hook = "ledger_register_menu"
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    index_view_class = ContactsView
    add_view_class = ContactAddView
    edit_view_class = ContactEditView
    delete_view_class = ContactDeleteView
    history_view_class = ContactHistoryView
    usage_view_class = ContactUsageView
    inspect_view_class = ContactInspectView
    inspect_template_name = "contacts/admin/contact.html"
    filterset_class = ContactFilterSet
    list_display = [
        PersonColumn("person", label=gettext_lazy("Person")),
        Column("office", label=gettext_lazy("Office")),
        Column("city", label=gettext_lazy("Side")),
        Column("partnership", label=gettext_lazy("Partnership")),
        Column("ends", label=gettext_lazy("Until"), accessor=lambda one: when_in_words(one.ends)),
        Column("state", label=gettext_lazy("State"), accessor=_state),
    ]
    panels = PANELS

    def get_edit_handler(self) -> Any:
        handler = ObjectList(self.panels, base_form_class=ContactForm)
        return handler.bind_to_model(self.model)


def handovers(request: HttpRequest) -> HttpResponse:
    """Those of one's cities, the open ones first."""
    if not may_keep(request.user):
        raise PermissionDenied
    found = handovers_of(request.user).select_related(
        "contact__city", "contact__partnership", "contact__deputy", "successor"
    )
    found = found.prefetch_related("contact__partnership__sides__city")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("p"))
    return render(request, "contacts/admin/handovers.html", {"handovers": page})


def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """One hand-over: who leaves, who follows, the letter to the partner, the pack."""
    return _page(request, _handover(request, pk))


@require_POST
def hand_to(request: HttpRequest, pk: int) -> HttpResponse:
    held = _handover(request, pk)
    form = SuccessorForm(request.POST, handover=held, user=request.user)
    if not form.is_valid():
        return _page(request, held, successor_form=form)
    try:
        made = actions.hand_to(held, form.cleaned_data["successor"], by=signed_in(request.user))
    except ValidationError as error:
        form.add_error("successor", error)
        return _page(request, held, successor_form=form)
    except HandedOverError as error:
        messages.error(request, str(error))
        return redirect("contacts_admin:handover", pk)
    messages.success(request, _("%(name)s holds the office now.") % {"name": made.person})
    return redirect("contacts_admin:handover", pk)


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    held = _handover(request, pk)
    form = PartnerLetterForm(request.POST)
    if not form.is_valid():
        return _page(request, held, letter_form=form)
    actions.write_to_partner(held, **form.cleaned_data, by=signed_in(request.user))
    messages.success(request, _("The letter is on its way."))
    return redirect("contacts_admin:handover", pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    actions.close(_handover(request, pk), by=signed_in(request.user))
    messages.success(request, _("Closed."))
    return redirect("contacts_admin:handovers")


def pack(request: HttpRequest, pk: int) -> HttpResponse:
    held = _handover(request, pk)
    packed = pack_of(held, user=request.user, today=timezone.localdate())
    name = slugify(held.contact.partnership.slug) or "partnership"
    return HttpResponse(
        packed,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="hand-over-{name}.zip"',
            "Cache-Control": "no-store",
        },
    )


patterns = [
    path("", handovers, name="handovers"),
    path("<int:pk>/", handover, name="handover"),
    path("<int:pk>/hand-to/", hand_to, name="hand_to"),
    path("<int:pk>/write/", write, name="write"),
    path("<int:pk>/close/", close, name="close"),
    path("<int:pk>/pack/", pack, name="pack"),
]


def _handover(request: HttpRequest, pk: int) -> Handover:
    joined = ("contact__city", "contact__partnership", "contact__deputy__city", "successor")
    found = get_object_or_404(Handover.objects.select_related(*joined), pk=pk)
    if not may_keep(request.user, found.contact.city):
        raise PermissionDenied
    return found


def _page(
    request: HttpRequest,
    held: Handover,
    *,
    successor_form: SuccessorForm | None = None,
    letter_form: PartnerLetterForm | None = None,
) -> HttpResponse:
    partners = _partners(request, held)
    chosen = next((one for one in partners if str(one.pk) == request.GET.get("to")), None)
    language = _language(request, chosen or next(iter(partners), None))
    is_wrong = bool(successor_form or letter_form)
    return render(
        request,
        "contacts/admin/handover.html",
        {
            "handover": held,
            "contact": held.contact,
            "deputy": held.contact.deputy,
            "partners": partners,
            "chosen": chosen or next(iter(partners), None),
            "languages": language_choices(),
            "language": language,
            "successor_form": successor_form or SuccessorForm(handover=held, user=request.user),
            "letter_form": letter_form or _draft(request, held, chosen, partners, language),
        },
        status=400 if is_wrong else 200,
    )


def _partners(request: HttpRequest, held: Handover) -> list[ContactPoint]:
    """Who can be written to across: those who agreed to be reached, or whom one keeps oneself."""
    known = seen_by(request.user).filter(partnership=held.contact.partnership_id)
    across = known.exclude(city=held.contact.city_id).exclude(email="")
    rows = across.holding(timezone.localdate()).select_related("city").order_by("city__slug", "pk")
    return [one for one in rows if may_reach(request.user, one)]


def _language(request: HttpRequest, partner: ContactPoint | None) -> str:
    """The one asked for, or the partner's, or the reader's own."""
    known = dict(language_choices())
    asked = (request.GET.get("language"), partner.language if partner else "")
    return next((code for code in asked if code in known), translation.get_language() or "en")


def _draft(
    request: HttpRequest,
    held: Handover,
    chosen: ContactPoint | None,
    partners: list[ContactPoint],
    language: str,
) -> PartnerLetterForm:
    partner = chosen or next(iter(partners), None)
    by = signed_in(request.user).get_full_name()
    with translation.override(language):
        subject, text = draft_to_partner(held, name=partner.name if partner else "", by=by)
    email = partner.email if partner else ""
    return PartnerLetterForm(
        initial={"email": email, "language": language, "subject": subject, "text": text}
    )


def _named(records: QuerySet, key: str | None) -> Any:
    return records.filter(pk=key).first() if key and is_key(key) else None
