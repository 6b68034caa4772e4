from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
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

    @property
    def sources(self) -> tuple[str, ...]:
        """The word in all its forms."""
        return (self.source, *_lines(self.source_forms))

    @property
    def targets(self) -> tuple[str, ...]:
        """Its translation in all its forms."""
        return (self.target, *_lines(self.target_forms))

    def clean(self) -> None:
        """No other entry may say otherwise, in this direction or on the way back."""
        super().clean()
        same = list(self._others(self.from_language, self.to_language))
        back = list(self._others(self.to_language, self.from_language))
        for other in same:
            self._refuse_twice(other)
        for other in back:
            if self.says(other.source) and not any(t.is_back(other) for t in (self, *same)):
                raise _contradiction("target", _BACK, other)
        rivals = [other for other in back if other.says(self.source)]
        if rivals and not any(other.is_back(self) for other in rivals):
            raise _contradiction("target", _FORTH, rivals[0])

    def says(self, words: str) -> bool:
        """Whether the words are its translation."""
        return _is_one_of(words, self.targets)

    def is_back(self, other: "Term") -> bool:
        """Whether the other entry leads from this one's translation back to its word."""
        return self.says(other.source) and _is_one_of(other.target, self.sources)

    def _others(self, source: str, target: str) -> models.QuerySet["Term"]:
        return Term.objects.filter(from_language=source, to_language=target).exclude(pk=self.pk)

    def _refuse_twice(self, other: "Term") -> None:
        shared = [words for words in self.sources if _is_one_of(words, other.sources)]
        if not shared:
            return
        if _is_one_of(self.source, [other.source]):
            raise _contradiction("source", _TWICE, other)
        if not self.says(other.target) and not other.says(self.target):
            field = "source" if shared[0] == self.source else "source_forms"
            raise _contradiction(field, _OTHERWISE, other, word=shared[0])


_TWICE = _("This word has the entry “%(entry)s” already: change that one.")
_OTHERWISE = _("“%(word)s” is in the entry “%(entry)s” too, with another translation.")
_BACK = _("The entry “%(entry)s” translates this back into another word.")
_FORTH = _("The entry “%(entry)s” says that this word is the translation of another one.")


def _contradiction(field: str, message: Any, other: Term, **told: str) -> ValidationError:
    return ValidationError({field: ValidationError(message, params={"entry": str(other), **told})})


def _is_one_of(words: str, forms: Iterable[str]) -> bool:
    return words.strip().casefold() in {form.strip().casefold() for form in forms}


def _lines(forms: str) -> list[str]:
    return [form.strip() for form in forms.splitlines() if form.strip()]
