"""Checks in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.funders.checking import Checked
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.presentation import counted


def name_of(one: Checked) -> str:
    """`International participants: at least 25`."""
    check = one.check
    name = capfirst(str(check.measure.label))
    told = {
        name: number_in_words(int(number))
        for name, number in (("least", check.least), ("most", check.most))
        if number is not None
    }
    if len(told) > 1:
        return _("%(name)s: %(least)s to %(most)s") % {"name": name, **told}
    if "least" in told:
        return _("%(name)s: at least %(least)s") % {"name": name, **told}
    return _("%(name)s: at most %(most)s") % {"name": name, **told}


def state_of(one: Checked) -> str:
    """`24: 1 more international participant needed`, or `estimated 25: met`."""
    if one.value is None:
        return _("not on record")
    state = _("not known for sure") if one.is_met is None else one.missing or _("met")
    return _("%(number)s: %(state)s") % {
        "number": counted(one.value, one.certainty),
        "state": state,
    }
