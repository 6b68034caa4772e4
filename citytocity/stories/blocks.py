"""What a story is made of. Paragraph by paragraph, so that two languages can stand side by side."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from citytocity.stories.enums import Rights

FEATURES = ["bold", "italic", "link", "ul", "ol"]
PLAYERS = (
    (
        re.compile(r"^https://(?:www\.youtube\.com/watch\?v=|youtu\.be/)([\w-]{6,20})$"),
        "https://www.youtube-nocookie.com/embed/{}",
        "YouTube",
    ),
    (re.compile(r"^https://vimeo\.com/(\d{5,12})$"), "https://player.vimeo.com/video/{}", "Vimeo"),
)


def player(url: str) -> tuple[str, str] | None:
    """The address of a film's player, and its host; None for a host we do not know."""
    for pattern, embed, host in PLAYERS:
        if match := pattern.match(url):
            return embed.format(match[1]), host
    return None


def words_of(body: StreamValue) -> str:
    """All that a text says, for the search index."""
    return " ".join(" ".join(block.block.get_searchable_content(block.value)) for block in body)


class RecordChooserBlock(SnippetChooserBlock):
    """A record of the register with all that a row shows, fetched once for all blocks of a text.

    `asked` names the question of the record's queryset that fetches it so.
    """

    def __init__(self, *args: Any, asked: str = "shown", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked

    @property
    def records(self) -> Any:
        return getattr(self.model_class.objects, self.asked)()

    @cached_property
    def field(self) -> Any:
        """What an editor has just chosen is fetched like the rest: a preview shows it unsaved."""
        field = super().field
        field.queryset = self.records
        return field

    def to_python(self, value: Any) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Any) -> list[Any]:
        found = self.records.in_bulk([pk for pk in values if pk is not None])
        return [found.get(pk) for pk in values]


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("picture"))
    alt = blocks.CharBlock(
        label=_("alternative text"),
        max_length=250,
        help_text=_("What there is to see, for those who do not see it."),
    )
    caption = blocks.CharBlock(label=_("caption"), max_length=300, required=False)
    credit = blocks.CharBlock(label=pgettext_lazy("of a picture", "credit"), max_length=200)
    rights = blocks.ChoiceBlock(
        label=_("rights"), choices=Rights.choices, default=Rights.ALL_RESERVED
    )

    class Meta:
        icon = "image"
        label = _("picture")
        template = "stories/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("quotation"))
    by = blocks.CharBlock(label=_("by"), max_length=200, required=False)

    class Meta:
        icon = "openquote"
        label = _("quotation")
        template = "stories/blocks/quote.html"


class AnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=300)
    answer = blocks.RichTextBlock(label=_("answer"), features=FEATURES)

    class Meta:
        icon = "help"
        label = _("question and answer")
        template = "stories/blocks/answer.html"


class CitySideBlock(blocks.StructBlock):
    city = SnippetChooserBlock("cities.City", label=_("city"))
    text = blocks.RichTextBlock(label=_("text"), features=FEATURES)


class ComparisonBlock(blocks.StructBlock):
    """The same thing in two cities, side by side and equal in size."""

    title = blocks.CharBlock(label=_("the same thing"), max_length=200)
    first = CitySideBlock(label=_("in one city"))
    second = CitySideBlock(label=_("in the other"))

    class Meta:
        icon = "duplicate"
        label = _("the same thing in two cities")
        template = "stories/blocks/comparison.html"


class FactsBlock(blocks.StructBlock):
    """Records of the register: what stands there is shown as it is now, with its sources."""

    activity = RecordChooserBlock("ledger.Activity", label=_("activity"), required=False)
    result = RecordChooserBlock("ledger.Result", label=_("result"), required=False)
    partnership = RecordChooserBlock(
        "ledger.Partnership", asked="with_sides", label=_("partnership"), required=False
    )
    recognition = RecordChooserBlock("ledger.Recognition", label=_("recognition"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("facts from the register")
        template = "stories/blocks/facts.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(cleaned.values()):
            raise ValidationError(_("Choose a record."))
        return cleaned


class VideoBlock(blocks.StructBlock):
    """A film elsewhere; nothing is asked of that site before the reader wants to see it."""

    title = blocks.CharBlock(label=_("title"), max_length=200)
    url = blocks.URLBlock(label=_("address"), help_text=_("On YouTube or Vimeo."))

    class Meta:
        icon = "media"
        label = _("film")
        template = "stories/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if player(cleaned["url"]) is None:
            message = _(
                "Write the address of a film on YouTube (https://www.youtube.com/watch?v=…) or "
                "Vimeo (https://vimeo.com/…)."
            )
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned


PROSE: list[tuple[str, blocks.Block]] = [
    (
        "heading",
        blocks.CharBlock(
            label=_("heading"), max_length=150, icon="title", template="stories/blocks/heading.html"
        ),
    ),
    (
        "paragraph",
        blocks.RichTextBlock(
            label=_("paragraph"),
            features=FEATURES,
            icon="pilcrow",
            template="stories/blocks/paragraph.html",
        ),
    ),
    ("picture", PictureBlock()),
]
STORY: list[tuple[str, blocks.Block]] = [
    *PROSE,
    (
        "gallery",
        blocks.ListBlock(
            PictureBlock(), label=_("gallery"), icon="image", template="stories/blocks/gallery.html"
        ),
    ),
    ("quote", QuoteBlock()),
    (
        "interview",
        blocks.ListBlock(
            AnswerBlock(),
            label=_("interview"),
            icon="group",
            template="stories/blocks/interview.html",
        ),
    ),
    ("comparison", ComparisonBlock()),
    ("facts", FactsBlock()),
    ("video", VideoBlock()),
]


class BodyField(StreamField):
    """A StreamField whose blocks stay out of migrations: they are code, not columns."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        super().__init__(block_types or [], **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
