"""In which language and form somebody wants an answer: as the address says, else as the headers."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header

from citytocity.ledger.forms import QueryNotUnderstoodError
from citytocity.opendata.enums import Form

LANGUAGE, FORM = "lang", "format"


def language_wished(request: HttpRequest) -> str:
    """A language of the site; QueryNotUnderstoodError if the address names another."""
    if not (named := request.GET.get(LANGUAGE, "")):
        return _by_header(request.headers.get("Accept-Language", ""))
    languages = [code for code, _name in settings.LANGUAGES]
    if named.casefold() in languages:
        return named.casefold()
    message = _("“%(value)s” is none of: %(known)s.")
    words = message % {"value": named[:60], "known": ", ".join(languages)}
    raise QueryNotUnderstoodError(words, {LANGUAGE: [words]})


def form_wished(request: HttpRequest) -> Form:
    """JSON if nothing else is asked for; QueryNotUnderstoodError if the address names neither."""
    if not (named := request.GET.get(FORM, "")):
        preferred = request.get_preferred_type(Form.labels)
        return next((form for form in Form if form.label == preferred), Form.JSON)
    if named in Form.values:
        return Form(named)
    message = _("“%(value)s” is none of: %(known)s.")
    words = message % {"value": named[:60], "known": ", ".join(Form.values)}
    raise QueryNotUnderstoodError(words, {FORM: [words]})


def headers_decide(request: HttpRequest) -> list[str]:
    """By which headers answers to this address differ."""
    names = {LANGUAGE: "Accept-Language", FORM: "Accept"}
    return [header for name, header in names.items() if not request.GET.get(name)]


def _by_header(wished: str) -> str:
    for code, _weight in parse_accept_lang_header(wished):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE
