from django.db import models
from django.utils.translation import gettext_lazy as _


class Term(models.Model):
    """How a name, an office or a word of the trade is said in another language.

    Names of cities and organisations need no entry: the register has them in every language.
    """

    from_language = models.CharField(_("from"), max_length=12)
    to_language = models.CharField(_("into"), max_length=12)
    source = models.CharField(_("word"), max_length=120)
    source_forms = models.TextField(
        _("its other forms"), blank=True, help_text=_("Cases, plurals, short forms; one a line.")
    )
    target = models.CharField(_("translation"), max_length=120)
    target_forms = models.TextField(
        _("other forms of the translation"),
        blank=True,
        help_text=_("Cases, plurals, short forms; one a line."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("glossary entry")
        verbose_name_plural = _("glossary")
        ordering = ["from_language", "to_language", "source"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("source"),
                "from_language",
                "to_language",
                name="translation_term_once",
                violation_error_message=_(
                    "This word has an entry for these languages already; one word, one translation."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_language=models.F("to_language")),
                name="translation_term_of_two_languages",
                violation_error_message=_("Choose two different languages."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
