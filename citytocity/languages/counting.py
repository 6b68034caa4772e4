"""How many things a list of the admin has, in words that no language has to bend."""

from django.utils.functional import cached_property
from django.utils.text import capfirst
from wagtail.admin.paginator import WagtailPaginator

from citytocity.languages.numbers import number_in_words


class NounFirstPaginator(WagtailPaginator):
    """Says `Activities: 29`: after a number many languages want a case and a plural of their own,
    which the names of models do not have."""

    @cached_property
    def items_count_label(self) -> str:
        return f"{capfirst(str(self.verbose_name_plural))}: {number_in_words(self.count)}"
