"""Checks in words."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from citytocity.figures.catalogue import indicators
from citytocity.funders.checking import Checked, shown
from citytocity.funders.enums import About
from citytocity.funders.sheets import Sheet
from citytocity.languages.numbers import number_in_words
from citytocity.ledger.presentation import counted, wording


def name_of_check(one: Checked) -> str:
    """`International participants: at least 25`."""
    check = one.check
    name = capfirst(str(check.measure.label) if check.measure else _figure(check.figure))
    told = {
        name: number_in_words(shown(number))
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
        "number": counted(shown(one.value), one.certainty),
        "state": state,
    }


def _figure(code: str) -> str:
    return wording(indicators()[code].name).text


def wanted(sheet: Sheet) -> str:
    """The heading above the checks."""
    if sheet.definition.about == About.EVENT:
        return _("What the funder wants")
    return _("What is wanted")
