"""Adding, changing and deleting a record, by those who keep the register of a city it touches."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_valid_next_url_from_request, set_query_params
from wagtail.log_actions import registry as logs
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView

from citytocity.dates.fields import EDTFField
from citytocity.languages.money import CurrencyField
from citytocity.ledger.actions import WHY, OutOfReachError, delete, note_whole, whole_of
from citytocity.ledger.choosing import is_key
from citytocity.ledger.kinds import KINDS
from citytocity.ledger.models import Participation
from citytocity.ledger.permissions import (
    cities_touched,
    may_make,
    may_propose,
    may_record,
    named_for,
)
from citytocity.ledger.queries import standing_on
from citytocity.people.permissions import signed_in

MOST_NAMED = 20
WHY_AT_MOST = 300


class SavedWhenAsked:
    """A record is public as it stands: it changes when the officer saves it, not while she types.

    What happened is told in sentences that agree with a noun of any gender.
    """

    object: Any
    autosave_enabled: bool

    def setup(self, *args: Any, **kwargs: Any) -> None:
        super().setup(*args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False

    def get_success_message(self, instance: Any = None) -> str:
        return gettext("Saved: %(record)s") % {"record": instance or self.object}

    def get_error_message(self) -> str:
        return gettext("Not saved yet: please correct what is marked.")


class OfOneRecord:
    """Whether it is allowed depends on the cities that the record touches."""

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        record = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not self.user_has_permission_for_instance(self.permission_required, record):  # type: ignore[attr-defined]
            raise PermissionDenied
        return record


class StaysInReach:
    """Asks again when the record is saved: only then is it known which cities it touches."""

    model: Any
    request: Any
    may_save = staticmethod(may_record)
    takes_proposals = True

    def save_instance(self) -> Any:
        record = super().save_instance()  # type: ignore[misc]
        user, saved = self.request.user, self.model._default_manager.get(pk=record.pk)
        if not self.may_save(user, saved):
            # one that touches no city may have been left without it by mistake
            touches = self.takes_proposals and bool(cities_touched(saved))
            raise OutOfReachError(may_propose=touches and may_propose(user, saved))
        return record

    def form_valid(self, form: Any) -> Any:
        is_new = form.instance.pk is None
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except OutOfReachError as error:
            if is_new and error.may_propose:
                raise
            if is_new:
                form.instance.pk, form.instance._state.adding = None, True
            form.add_error(None, gettext("A record must touch a city whose register you keep."))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class RecordAddView(StaysInReach, SavedWhenAsked, CreateView):
    """OutOfReachError where the record may be proposed: the viewset shows the form for that."""

    may_save = staticmethod(may_make)

    def save_instance(self) -> Any:
        record = super().save_instance()
        note_whole(whole_of(record), by=signed_in(self.request.user))
        return record

    def get_initial(self) -> dict[str, Any]:
        """What the address names, as a link in another record's form does."""
        fields = {field.name: field for field in self.model._meta.fields}
        return super().get_initial() | {
            name: said
            for name, said in self.request.GET.items()
            if name in fields and _can_be_named(fields[name], said)
        }

    def get_add_url(self) -> str:
        """Where the form is sent to: it still knows where the person came from."""
        address = super().get_add_url()
        back = get_valid_next_url_from_request(self.request)
        return set_query_params(address, {"next": back}) if back else address

    def get_success_url(self) -> str:
        return get_valid_next_url_from_request(self.request) or super().get_success_url()


def _can_be_named(field: Any, said: str) -> bool:
    """Another record, a date, a currency: what follows from where the link stands."""
    if field.is_relation:
        return is_key(said)
    if not isinstance(field, EDTFField | CurrencyField):
        return False
    try:
        field.clean(said, None)
    except ValidationError:
        return False
    return True


class SaysWhy:
    """The form asks why a record is changed; the answer stands in its history."""

    model: Any
    object: Any
    request: Any

    @property
    def reason(self) -> str:
        return " ".join(self.request.POST.get(WHY, "").replace("\0", "").split())[:WHY_AT_MOST]

    def save_instance(self) -> Any:
        was_part_of = whole_of(self.model._default_manager.filter(pk=self.object.pk).first())
        record = super().save_instance()  # type: ignore[misc]
        note_whole(was_part_of, whole_of(record), by=signed_in(self.request.user), why=self.reason)
        lines = logs.get_logs_for_instance(record).order_by("timestamp", "pk")
        if self.reason and (line := lines.last()):  # which the saving has just written
            line.data = {**line.data, WHY: self.reason}
            line.save(update_fields=["data"])
        return record

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"reason": self.reason, "reason_at_most": WHY_AT_MOST}


class RecordEditView(SaysWhy, OfOneRecord, StaysInReach, SavedWhenAsked, EditView):
    """Rooms above add their buttons by the hook `ledger_record_buttons`."""

    @property
    def header_more_buttons(self) -> list[Any]:
        added = [
            button
            for hook in hooks.get_hooks("ledger_record_buttons")
            for button in hook(self.request, self.object)
        ]
        return [*super().header_more_buttons, *added]


class RecordDeleteView(OfOneRecord, DeleteView):
    """What other records stand on is not deleted; the page names them."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        standing = standing_on(self.object)
        find = AdminURLFinder(self.request.user).get_edit_url
        return context | {
            "is_protected": bool(standing),
            "standing": [
                (named_for(self.request.user, record), find(record))
                for record in standing[:MOST_NAMED]
            ],
            "more": max(0, len(standing) - MOST_NAMED),
        }

    def form_valid(self, form: Any) -> Any:
        if standing_on(self.object):
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def delete_action(self) -> None:
        delete(self.object, by=signed_in(self.request.user))


def delete_many(
    request: HttpRequest, action_type: str, records: list[Any], action: Any
) -> HttpResponse | None:
    """What is ticked in a list and deleted is kept, refused and noted as one by one."""
    kept = {Participation, *(kind.model for kind in KINDS.values())}
    if action_type != "delete" or not {type(record) for record in records} <= kept:
        return None
    if standing := [named_for(request.user, record) for record in records if standing_on(record)]:
        words = gettext("Not deleted, as other records stand on it: %s")
        messages.error(request, words % ", ".join(standing[:MOST_NAMED]))
        return redirect(action.next_url)
    with transaction.atomic():
        for record in records:
            delete(record, by=signed_in(request.user))
    messages.success(request, gettext("Deleted: %s") % ", ".join(map(str, records[:MOST_NAMED])))
    return redirect(action.next_url)
