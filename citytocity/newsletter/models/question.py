from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citytocity.newsletter.enums import Asked
from citytocity.newsletter.models.reader import Reader


class Question(models.Model):
    """Whether a reader who was silent for two years wants it still: one for each silence.

    It is there from the day the silence is noticed until she answers, leaves or is taken out.
    `asked` and `reminded` say when the two letters were handed to the mail server; `answer_by` is
    the last day for an answer as the last of them says it. `lease` is that of the worker who has
    the letter in hand, as with deliveries, and `words` what the mail server said.
    """

    wagtail_reference_index_ignore = True

    reader = models.OneToOneField(Reader, on_delete=models.CASCADE, related_name="question")
    noticed = models.DateTimeField(default=timezone.now)
    asked = models.DateTimeField(null=True, blank=True)
    reminded = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateField(null=True, blank=True)
    not_before = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=60, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("question to a silent reader")
        verbose_name_plural = _("questions to silent readers")
        constraints = [
            models.CheckConstraint(
                condition=Q(asked__isnull=True, reminded__isnull=True)
                | Q(asked__isnull=False, answer_by__isnull=False),
                name="newsletter_question_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(reminded__isnull=True) | Q(reminded__gte=F("asked")),
                name="newsletter_question_reminds_afterwards",
            ),
            models.CheckConstraint(
                condition=Q(lease="", until__isnull=True) | (~Q(lease="") & Q(until__isnull=False)),
                name="newsletter_question_leased_until",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def state(self) -> Asked:
        if self.asked is None:
            return Asked.WAITS
        return Asked.REMINDED if self.reminded else Asked.ASKED


def question_reference(question: Question) -> str:
    """The name in the log, and in the address to which it comes back, of the letter that is next:
    the question itself, or its reminder."""
    return f"q{question.pk}" if question.asked is None else f"q{question.pk}r"


def question_of(reference: str) -> tuple[int, bool] | None:
    """The question that a reference names, and whether it is of the reminder; None for those of
    other letters."""
    number = reference.removeprefix("q").removesuffix("r")
    if not reference.startswith("q") or not number.isdecimal():
        return None
    return int(number), reference.endswith("r")
