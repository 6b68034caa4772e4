"""Two revisions of a text in several languages, language by language."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.compare import FieldComparison, diff_text

from citytocity.languages.catalogue import LOCAL_NAMES, direction, html_code
from citytocity.languages.text import Words


class WordsComparison(FieldComparison):
    """Shows what changed in each language, and the original if another one was marked."""

    val_a: Words
    val_b: Words

    def htmldiff(self) -> SafeString:
        codes = dict.fromkeys([*self.val_a.languages, *self.val_b.languages])
        lines = format_html_join(
            "", '<p lang="{}" dir="{}"><b>{}:</b> {}</p>', map(self._line, codes)
        )
        return self._originals() + lines

    def _line(self, code: str) -> tuple[str, str, str, SafeString]:
        before, after = self.val_a.data.get(code, ""), self.val_b.data.get(code, "")
        diff = diff_text(before, after).to_html()
        return html_code(code), direction(code), LOCAL_NAMES.get(code, code), diff

    def _originals(self) -> SafeString:
        if self.val_a.original == self.val_b.original:
            return SafeString()
        names = [LOCAL_NAMES.get(words.original or "", "") for words in (self.val_a, self.val_b)]
        return format_html("<p><b>{}:</b> {}</p>", _("Original"), diff_text(*names).to_html())
