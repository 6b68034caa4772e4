import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from citytocity.dates.edtf import DateNotUnderstood, parse
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.catalogue import CONTENT_LANGUAGES, LOCAL_NAMES
from citytocity.languages.fields import I18nCharField, I18nTextField
from citytocity.protocol.models import columns
from citytocity.protocol.models.record import ProtocolRecord
from citytocity.protocol.querysets import LetterQuerySet
from citytocity.sources.models import Citation


class Letter(ProtocolRecord):
    """A letter from one town hall to another: its text as it was written, and translations."""

    title = I18nCharField(_("what it is about"), max_length=300)
    from_city = columns.city(_("from the city"))
    from_person = columns.person(_("who wrote it"))
    from_office = columns.office(_("office of who wrote it"))
    to_city = columns.city(_("to the city"))
    to_person = columns.person(_("to whom"))
    to_office = columns.office(_("office of the receiver"))
    when = EDTFField(_("date"), blank=True)
    when_first = FirstDayField("when")
    when_last = LastDayField("when")
    language = models.CharField(
        _("language it was written in"),
        max_length=12,
        blank=True,
        help_text=_("Needed where only the paper is here: otherwise it is that of the text."),
    )
    text = I18nTextField(
        _("text"), blank=True, help_text=_("As it was written, marked as original; and translated.")
    )
    answers = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="answered_by",
        verbose_name=_("answers the letter"),
    )
    activity = columns.activity(_("on the occasion of"))
    picture = columns.picture(_("picture of the paper"))
    document = columns.document(_("file of the paper"))
    is_public = columns.public(_("On the page of letters. It needs its text, or its paper."))

    objects = LetterQuerySet.as_manager()

    citable = ("title", "when", "text")
    found_by = ("title", "text", "from_person", "to_person")
    blamed: ClassVar = {
        "protocol_letter_between_two": "to_city",
        "protocol_letter_writer_holds_office": "from_office",
        "protocol_letter_receiver_holds_office": "to_office",
        "protocol_letter_can_be_read": "is_public",
        "protocol_letter_answers_another": "answers",
    }

    class Meta(ProtocolRecord.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_city=F("to_city")),
                name="protocol_letter_between_two",
                violation_error_message=columns.THE_SAME_CITY,
            ),
            columns.named_with_office(
                "from_person", "from_office", name="protocol_letter_writer_holds_office"
            ),
            columns.named_with_office(
                "to_person", "to_office", name="protocol_letter_receiver_holds_office"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | ~Q(text="")
                | Q(picture__isnull=False)
                | Q(document__isnull=False),
                name="protocol_letter_can_be_read",
                violation_error_message=_("There is nothing to read yet: give its text or paper."),
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | ~Q(answers=F("id")),
                name="protocol_letter_answers_another",
                violation_error_message=_("A letter cannot answer itself."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        self._check_language()
        self._check_answers()
        self._check_after()

    @property
    def ends(self) -> set[int | None]:
        """Its two cities, whichever way it went."""
        return {self.from_city_id, self.to_city_id}

    @property
    def original(self) -> str:
        """The code of the language it was written in; empty if nobody said."""
        return self.text.original or self.language

    def _check_language(self) -> None:
        if self.language and self.language not in CONTENT_LANGUAGES:
            message = _("“%(code)s” is not a language known here.") % {"code": self.language}
            raise ValidationError({"language": message})
        if self.language and self.text and self.text.original != self.language:
            name = LOCAL_NAMES.get(self.text.original or "", self.text.original)
            message = _("The text is marked as written in another language: %(language)s.") % {
                "language": name
            }
            raise ValidationError({"language": message})

    def _check_answers(self) -> None:
        """The constraint sees no more than one row, and forms leave it out: they have no key."""
        seen, before = {self.pk}, self.answers
        while before is not None and before.pk not in seen:
            seen.add(before.pk)
            before = before.answers
        if before is None:
            self._check_before()
            return
        itself = _("A letter cannot answer itself.")
        other = _("“%(letter)s” is itself an answer to this letter.") % {"letter": self.answers}
        raise ValidationError({"answers": itself if self.answers_id == self.pk else other})

    def _check_before(self) -> None:
        """Who may see a letter may see the one it answers: they are of the same two cities."""
        asked = self.answers
        if asked is None or None in self.ends:
            return
        if asked.ends != self.ends:
            message = _("The letter it answers is one of two other cities.")
            raise ValidationError({"answers": message})
        if _is_later(asked, self):
            message = _("The letter it answers was written later: look at both dates.")
            raise ValidationError({"answers": message})

    def _check_after(self) -> None:
        """The same rules seen from the letter that was answered."""
        for answer in self.answered_by.all() if self.pk and None not in self.ends else ():
            told = {"letter": answer}
            if answer.ends != self.ends:
                message = _(
                    "“%(letter)s” answers this letter, and is one of two other cities: let it "
                    "answer nothing first."
                )
                raise ValidationError({"to_city": message % told})
            if _is_later(self, answer):
                message = _("“%(letter)s” answers this letter, and is earlier.")
                raise ValidationError({"when": message % told})


def _is_later(letter: Letter, other: Letter) -> bool:
    """Whether all days that the one can be of come after all that the other can be of."""
    first, last = _day(letter.when, "first"), _day(other.when, "last")
    return first is not None and last is not None and first > last


def _day(when: str, end: str) -> datetime.date | None:
    try:
        return getattr(parse(when), end) if when else None
    except DateNotUnderstood:  # which is told beside the date
        return None


class LetterCitation(Citation):
    record = ParentalKey(Letter, on_delete=models.CASCADE, related_name="citations")
