"""What may be asked of the lists of the protocol."""

from django import forms
from django.utils.translation import gettext_lazy as _

from citytocity.ledger.forms import ListFilter, RecordField
from citytocity.ledger.models import Activity, Partnership
from citytocity.protocol.enums import Direction, HonourKind, PromiseState


class ProtocolFilter(ListFilter):
    partnership = RecordField(Partnership.objects.all(), label=_("Partnership"))
    activity = RecordField(Activity.objects.all(), label=_("Activity"))


class GiftFilter(ProtocolFilter):
    direction = forms.ChoiceField(choices=Direction, required=False, label=_("Given or received"))


class PromiseFilter(ProtocolFilter):
    state = forms.ChoiceField(choices=PromiseState, required=False, label=_("State"))


class HonourFilter(ProtocolFilter):
    kind = forms.ChoiceField(choices=HonourKind, required=False, label=_("Kind"))
