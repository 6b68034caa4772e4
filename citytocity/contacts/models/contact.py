import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from citytocity.cities.models import City, Organisation
from citytocity.contacts.enums import Answer, Level, Sharing
from citytocity.contacts.querysets import ContactQuerySet
from citytocity.contacts.terms import Term, is_point
from citytocity.dates.fields import EDTFField, FirstDayField, LastDayField
from citytocity.languages.fields import I18nCharField
from citytocity.languages.names import spoken_languages
from citytocity.languages.plain_text import validate_plain
from citytocity.ledger.models import Partnership
from citytocity.mail.links import signed

TOO_EARLY = _("The term ends before it begins.")
ONE_POINT = _("Give one day, month or year; the other end has a field of its own.")


class ContactPoint(ClusterableModel):
    """Who holds an office through which one side of a partnership is reached, and for how long.

    Name, addresses and languages are personal: they go some time after the term (`forgotten`),
    what is left is the office and its dates. The record is called by its office, so that neither
    histories nor letters about it name the person.
    """

    PURPOSE = "contact"
    PERSONAL = ("name", "email", "phone", "language", "words")
    wagtail_reference_index_ignore = True

    partnership = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="+", verbose_name=_("partnership")
    )
    city = models.ForeignKey(
        City,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("side"),
        help_text=_("The city that the person stands for."),
    )
    name = models.CharField(
        pgettext_lazy("of a person", "name"),
        max_length=150,
        blank=True,
        validators=[validate_plain],
    )
    office = I18nCharField(_("office"), max_length=200)
    body = models.ForeignKey(
        Organisation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("body"),
        help_text=_("The authority, association or school that the office belongs to."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True, validators=[validate_plain])
    language = models.CharField(_("language of letters"), max_length=12, blank=True)
    begins = EDTFField(_("in office from"), blank=True, help_text=_("2018, 2018-09 or 2018-09-14."))
    begins_first = FirstDayField("begins")
    begins_last = LastDayField("begins")
    ends = EDTFField(_("until"), blank=True, help_text=_("Empty while the term goes on."))
    ends_first = FirstDayField("ends")
    ends_last = LastDayField("ends")
    together = models.BooleanField(
        _("holds the office together with others"),
        default=False,
        help_text=_("Otherwise two terms in one office must not overlap."),
    )
    deputy = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
        help_text=_("Another contact of the same side, who is proposed when this term ends."),
    )
    sharing = models.CharField(
        _("the other cities may see"),
        max_length=12,
        choices=Sharing,
        default=Sharing.NOTHING,
        help_text=_("As the person has agreed. Readers of the site see none of it."),
    )
    confirmed = models.DateField(_("last confirmed on"), null=True, blank=True)
    asked = models.DateTimeField(null=True, blank=True, editable=False)
    times_asked = models.PositiveSmallIntegerField(default=0, editable=False)
    answer = models.CharField(max_length=8, choices=Answer, blank=True, editable=False)
    answered = models.DateTimeField(null=True, blank=True, editable=False)
    words = models.TextField(blank=True, editable=False)
    forgotten = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["partnership", "city", "-begins_first", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_last=None)
                | Q(begins_first=None)
                | Q(ends_last__gte=F("begins_first")),
                name="contacts_term_ends_after_it_begins",
                violation_error_message=TOO_EARLY,
            ),
            models.CheckConstraint(
                condition=~Q(name="") | Q(forgotten__isnull=False),
                name="contacts_person_is_named_until_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(forgotten=None) | Q(name="", email="", phone="", language="", words=""),
                name="contacts_forgotten_is_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("pk")),
                name="contacts_nobody_is_the_own_deputy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} ({self.city})"

    @property
    def term(self) -> Term:
        return Term(self.begins or "", self.ends or "")

    @property
    def person(self) -> str:
        """The name for those who may see it; after a time, that it is no longer kept."""
        return self.name or _now("name no longer kept")

    @property
    def is_holding(self) -> bool:
        return not self.term.is_over(timezone.localdate()) and self.forgotten is None

    @property
    def token(self) -> str:
        """What the letter's link carries; a second letter makes the link of the first one void."""
        stamp = self.asked.timestamp() if self.asked else 0
        return signed([self.pk, int(stamp)], purpose=self.PURPOSE)

    def clean(self) -> None:
        super().clean()
        if not self.name and self.forgotten is None:
            raise ValidationError({"name": _now("Say who it is.")})
        self._check_term()
        if self.partnership_id and self.city_id:
            self._check_side()

    def _check_term(self) -> None:
        for name in ("begins", "ends"):
            if (text := getattr(self, name)) and not is_point(text):
                raise ValidationError({name: ONE_POINT})
        if self.term.ends_too_early():
            raise ValidationError({"ends": TOO_EARLY})

    def _check_side(self) -> None:
        if self.city_id not in {side.city_id for side in self.partnership.sides.all()}:
            told = _now("%(city)s is no side of this partnership.") % {"city": self.city}
            raise ValidationError({"city": told})
        if self.deputy and not self.is_colleague(self.deputy):
            raise ValidationError({"deputy": _now("A deputy is another contact of the same side.")})

    def is_colleague(self, other: "ContactPoint") -> bool:
        """Whether the other one is of the same side, and may take over."""
        is_same_side = (other.partnership_id, other.city_id) == (self.partnership_id, self.city_id)
        return is_same_side and other.pk != self.pk and other.forgotten is None

    def holders_beside(self, today: datetime.date) -> "list[ContactPoint]":
        """Others whose terms in the same office surely overlap with this one, if not by choice."""
        if self.together:
            return []
        others = ContactPoint.objects.of_side(self.partnership_id, self.city_id)
        return [
            other
            for other in others.filter(body=self.body_id, together=False).exclude(pk=self.pk)
            if self._is_same_office(other) and self.term.overlaps(other.term, today)
        ]

    def _is_same_office(self, other: "ContactPoint") -> bool:
        """By its name in any language."""
        return bool(_names(self.office) & _names(other.office))


class ContactLanguage(Orderable):
    """A language the person speaks, and how well."""

    contact = ParentalKey(ContactPoint, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=12, choices=spoken_languages)
    level = models.CharField(_("level"), max_length=8, choices=Level)

    class Meta(Orderable.Meta):
        verbose_name = _("language spoken")
        verbose_name_plural = _("languages spoken")
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "code"],
                name="contacts_language_once",
                violation_error_message=_("A language stands here once."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Erasure(models.Model):
    """Proves that what is personal in a contact was deleted: when, what, by which rule."""

    contact = models.ForeignKey(ContactPoint, on_delete=models.CASCADE, related_name="erasures")
    when = models.DateTimeField(default=timezone.now)
    what = models.CharField(max_length=200)
    days_kept = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-when"]

    def __str__(self) -> str:
        return f"{self.contact}: {self.what}"


def _names(office: object) -> set[str]:
    data: dict[str, str] = office.data  # type: ignore[attr-defined]
    return {" ".join(text.casefold().split()) for text in data.values() if text}
