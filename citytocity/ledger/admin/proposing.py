"""The form of a record for those who do not keep it: what they save is a proposal."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.actions import propose
from citytocity.ledger.admin.changes import is_changed
from citytocity.ledger.admin.views import RecordAddView, RecordEditView
from citytocity.ledger.forms import WhyForm
from citytocity.ledger.snapshots import sent_by, snapshot
from citytocity.people.permissions import signed_in

SEEN = "ledger.propose"


def is_proposed(request: HttpRequest) -> bool:
    """Whether the form was sent with its reason, or the place for it."""
    return "why-reason" in request.POST


class Proposing:
    """The same form; the record stays as it is.

    The page carries the record as it was shown, signed: what is kept as `before` is what the
    person saw, whatever happened to the record while she wrote.
    """

    permission_required = "propose"
    model: Any
    object: Any
    request: Any

    @cached_property
    def why(self) -> WhyForm:
        """Not filled in yet where the form was sent to be recorded, and came here instead."""
        return WhyForm(self.request.POST if is_proposed(self.request) else None, prefix="why")

    @cached_property
    def before(self) -> dict[str, Any]:
        """The record as the person saw it; empty for a new one."""
        if self.object is None:
            return {}
        try:
            return signing.loads(self.request.POST.get("seen", ""), salt=self._salt)
        except signing.BadSignature:
            return snapshot(self.model._default_manager.get(pk=self.object.pk))

    def is_valid(self, form: Any) -> bool:
        is_right = super().is_valid(form)  # type: ignore[misc]
        if self.why.is_valid() and is_right:
            return True
        self.produced_error_message = (
            gettext("Not proposed yet: please correct what is marked.")
            if is_proposed(self.request)
            else gettext(
                "You do not keep the register of these cities. Say below why, and propose it to "
                "those who keep it."
            )
        )
        return False

    def form_valid(self, form: Any) -> HttpResponse:
        if not is_changed(form):
            return self._refused(form, gettext("Nothing is changed yet, so nothing is proposed."))
        wanted = form.save(commit=False)  # in memory
        stands = self.model._default_manager.get(pk=wanted.pk) if wanted.pk else wanted
        try:
            proposal = propose(
                stands,
                before=self.before,
                after=sent_by(form, self.request.POST),
                by=signed_in(self.request.user),
                **self.why.cleaned_data,
            )
        except PermissionDenied:
            return self._refused(form, gettext("A record must touch a city that you propose for."))
        words = gettext("Proposed: %(record)s. Whoever keeps the register decides on it.")
        messages.success(self.request, words % {"record": proposal})
        return redirect(proposal)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        seen = signing.dumps(self.before, salt=self._salt, compress=True) if self.before else ""
        return context | {"why": self.why, "seen": seen}

    @property
    def _salt(self) -> str:
        return f"{SEEN}.{self.model._meta.label_lower}.{self.object.pk}"

    def _refused(self, form: Any, message: str) -> HttpResponse:
        form.add_error(None, message)
        self.produced_error_message = gettext("Not proposed yet: please correct what is marked.")
        return self.form_invalid(form)  # type: ignore[attr-defined]


class ProposeRecordView(Proposing, RecordAddView):
    page_title = _("Propose a new record")


class ProposeChangeView(Proposing, RecordEditView):
    page_title = _("Propose a change")
