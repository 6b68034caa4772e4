"""The newsroom of the generated world: texts at the desk, checks, contributions and leads.

All is written in bulk, as the product would leave it: a text for each story and a job for each
other language, in all states, with all passages; every tenth text is translated. Pages of these
translations are not made.
"""

import datetime
import json
import random
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import (
    String,
    StringSegment,
    StringTranslation,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
)

from citytocity.cities.models import City
from citytocity.contributions.enums import Kind, State
from citytocity.contributions.likeness import marks
from citytocity.contributions.models import Contribution, Trace
from citytocity.languages.text import Words
from citytocity.newsroom.enums import CheckKind, CheckState
from citytocity.newsroom.models import Check, Correction
from citytocity.people.enums import Role
from citytocity.people.models import Membership, User
from citytocity.stories.models import StoryPage
from citytocity.translation import pages
from citytocity.translation.enums import JobState
from citytocity.translation.models import Job, Text
from citytocity.wire.models import Feed, Lead

HOST, EDITOR, TRANSLATOR = "host@bench.example", "editor@bench.example", "translator@bench.example"
INTO = ("ru", "de", "it", "fr", "zh-hans")
TRANSLATED_EACH = 10  # every tenth text has its words in all languages
DRAFT, CHANGED, LATELY = 4, 8, 2  # the last digit of a story's number: what is in work
STATES = (
    JobState.PUBLISHED,
    JobState.OPEN,
    JobState.CLAIMED,
    JobState.TRANSLATED,
    JobState.IN_REVIEW,
    JobState.APPROVED,
    JobState.OPEN,
    JobState.PUBLISHED,
    JobState.OPEN,
)
SEEN = (JobState.APPROVED, JobState.PUBLISHED)
WORDS = [f"{word}{n}" for word in ("river", "bridge", "choir", "school") for n in range(9)]
BATCH = 2000


def standing(number: int) -> dict[str, Any]:
    """Whether a story is out, being changed, or written: fields of its page."""
    touched = timezone.now() - datetime.timedelta(minutes=number)
    if number % 10 == DRAFT:
        return {
            "live": False,
            "has_unpublished_changes": True,
            "latest_revision_created_at": touched,
        }
    if number % 10 == CHANGED:
        return {"has_unpublished_changes": True, "latest_revision_created_at": touched}
    if number % 100 == LATELY:
        return {"last_published_at": touched, "latest_revision_created_at": touched}
    return {}


def fill(chance: random.Random, city: City, stories: list[StoryPage], *, waiting: int) -> None:
    """The desk and the board full of the stories; `waiting` contributions, and as many leads."""
    people = _people(city)
    texts = _texts(stories, city)
    _jobs(stories, texts, people[TRANSLATOR])
    passages = _passages(stories, [text.page for text in texts])
    _translations(passages[::TRANSLATED_EACH], people[TRANSLATOR])
    _fingerprints(texts, passages)
    _board(stories, people[EDITOR])
    _contributions(chance, city, waiting)
    _leads(city, waiting)


def pages_measured(city: City) -> dict[str, tuple[str, str]]:
    """The pages of the newsroom, by name: who opens it, and its address."""
    board, queue, inbox = "/admin/newsroom/", "/admin/translation/", "/admin/contribution/"
    in_work = StoryPage.objects.filter(has_unpublished_changes=True).latest("pk")
    jobs = Job.objects.filter(language="ru")
    translated = jobs.filter(state=JobState.TRANSLATED).earliest("pk")
    behind = jobs.behind().earliest("pk")
    came = Contribution.objects.latest("pk")
    waits = "kind=correction&state=accepted"
    return {
        "board of the host office": (HOST, board),
        "board of a city": (EDITOR, f"{board}?city={city.slug}"),
        "a story's checks and translations": (EDITOR, f"{board}story/{in_work.pk}/"),
        "queue of a translator": (TRANSLATOR, queue),
        "queue of the host office": (HOST, queue),
        "queue, one language, translated": (TRANSLATOR, f"{queue}?language=ru&state=translated"),
        "queue, the original changed since": (TRANSLATOR, f"{queue}?waits=behind"),
        "queue, of a city, searched": (HOST, f"{queue}?q=bridge&city={city.pk}&waits=all"),
        "a job, translated": (HOST, f"{queue}{translated.pk}/"),
        "a job, the original changed since": (TRANSLATOR, f"{queue}{behind.pk}/"),
        "inbox": (EDITOR, inbox),
        "inbox, corrections that wait": (EDITOR, f"{inbox}?{waits}"),
        "a contribution": (EDITOR, f"{inbox}inspect/{came.pk}/"),
        "leads": (EDITOR, "/admin/wire/"),
    }


def _people(city: City) -> dict[str, User]:
    people = {email: User.objects.create_user(email) for email in (HOST, EDITOR, TRANSLATOR)}
    translating = {"user": people[TRANSLATOR], "role": Role.TRANSLATOR, "from_language": "en"}
    made(
        [
            Membership(user=people[HOST], role=Role.HOST),
            Membership(user=people[EDITOR], role=Role.EDITOR, city=city),
            *(Membership(**translating, to_language=language) for language in INTO),
        ]
    )
    return people


def _texts(stories: list[StoryPage], city: City) -> list[Text]:
    kinds = ContentType.objects.get_for_models(Page, StoryPage)
    made(
        TranslatableObject(translation_key=story.translation_key, content_type=kinds[Page])
        for story in stories
    )
    like = json.loads(StoryPage.objects.get(pk=stories[0].pk).to_json())
    now = timezone.now()
    sources = made(
        TranslationSource(
            object_id=story.translation_key,
            specific_content_type=kinds[StoryPage],
            locale_id=story.locale_id,
            object_repr=story.title,
            content_json=json.dumps(like | _told(story)),
            last_updated_at=now,
        )
        for story in stories
    )
    return made(
        Text(
            page=source,
            kind=kinds[StoryPage],
            language="en",
            title=story.title,
            city=city,
            version=2,
            is_out=story.live,
            changed=now - datetime.timedelta(minutes=number),
        )
        for number, (story, source) in enumerate(zip(stories, sources, strict=True))
    )


def _told(story: StoryPage) -> dict[str, Any]:
    """In what the story differs from the first, as wagtail-localize keeps its source."""
    return {
        "pk": story.pk,
        "title": story.title,
        "slug": story.slug,
        "path": story.path,
        "url_path": story.url_path,
        "translation_key": str(story.translation_key),
        "standfirst": story.standfirst,
        "body": json.dumps(list(story.body.raw_data)),
        "dated": story.dated.isoformat(),
    }


def _jobs(stories: list[StoryPage], texts: list[Text], translator: User) -> None:
    total = len(_words(stories[0]))
    now = timezone.now()
    made(
        Job(
            text=text,
            language=language,
            state=(state := STATES[(number + place) % len(STATES)]),
            translator=None if state == JobState.OPEN else translator,
            touched=now,
            version_seen=(1 if number % 10 == DRAFT - 1 else 2) if state in SEEN else 0,
            total=total,
            done={JobState.OPEN: 0, JobState.CLAIMED: total // 2}.get(state, total),
        )
        for number, text in enumerate(texts)
        for place, language in enumerate(INTO)
    )


def _words(story: StoryPage) -> list[tuple[str, str, str]]:
    """Each passage: its place, the field it is in, its words."""
    blocks = [
        (f"body.{block['id']}", "body.paragraph", block["value"][3:-4])
        for block in story.body.raw_data
    ]
    return [
        ("title", "title", story.title),
        ("standfirst", "standfirst", story.standfirst),
        *blocks,
    ]


def _passages(
    stories: list[StoryPage], sources: list[TranslationSource]
) -> list[list[StringSegment]]:
    """By story; the same words in two stories are one string, as wagtail-localize keeps them."""
    told = [_words(story) for story in stories]
    locale = stories[0].locale_id
    different = dict.fromkeys(words for passages in told for _path, _field, words in passages)
    strings = made(
        String(locale_id=locale, data_hash=String._get_data_hash(words), data=words)
        for words in different
    )
    string = dict(zip(different, strings, strict=True))
    contexts = made(
        TranslationContext(
            object_id=source.object_id,
            path_id=TranslationContext._get_path_id(path),
            path=path,
            field_path=field,
        )
        for source, passages in zip(sources, told, strict=True)
        for path, field, _words in passages
    )
    context = iter(contexts)
    segments = made(
        StringSegment(
            source=source, context=next(context), order=order, string=string[words], attrs="null"
        )
        for source, passages in zip(sources, told, strict=True)
        for order, (_path, _field, words) in enumerate(passages, 1)
    )
    each = len(told[0])
    return [segments[start : start + each] for start in range(0, len(segments), each)]


def _translations(texts: list[list[StringSegment]], translator: User) -> None:
    locales = Locale.objects.filter(language_code__in=INTO)
    made(
        StringTranslation(
            translation_of=segment.string,
            context=segment.context,
            locale=locale,
            data=f"{locale.language_code}: {segment.string.data}",
            translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            last_translated_by=translator,
        )
        for segments in texts
        for segment in segments
        for locale in locales
    )


def _fingerprints(texts: list[Text], passages: list[list[StringSegment]]) -> None:
    for text, segments in zip(texts, passages, strict=True):
        text.fingerprint = pages.mark_of_passages(
            (segment.context.path, segment.string.data) for segment in segments
        )
    Text.objects.bulk_update(texts, ["fingerprint"], batch_size=BATCH)


def _board(stories: list[StoryPage], editor: User) -> None:
    """Checks of what is in work, days for some of it, and corrections of what is out."""
    now = timezone.now()
    in_work = [story for story in stories if story.has_unpublished_changes]
    states = list(CheckState)
    kinds = list(CheckKind)
    made(
        Check(
            story=story,
            kind=kind,
            state=(state := states[(number + place) % len(states)]),
            asked_by=editor,
            decided_by=None if state == CheckState.ASKED else editor,
            decided=None if state == CheckState.ASKED else now,
        )
        for number, story in enumerate(in_work)
        for place, kind in enumerate(kinds[: number % (len(kinds) + 1)])
    )
    types = ContentType.objects.get_for_models(Page, StoryPage)
    made(
        Revision(
            base_content_type=types[Page],
            content_type=types[StoryPage],
            object_id=str(story.pk),
            created_at=now,
            user=editor,
            object_str=story.title,
            content={},
            approved_go_live_at=now + datetime.timedelta(days=7),
        )
        for story in in_work[::20]
    )
    made(
        Correction(
            story_key=story.translation_key, dated=now.date(), text=Words({"en": "It was May."})
        )
        for story in stories[::100]
    )


def _contributions(chance: random.Random, city: City, number: int) -> None:
    states = (State.NEW, State.TAKEN, State.ASKED, State.ACCEPTED, State.DONE, State.REFUSED)
    kinds = list(Kind)
    now = timezone.now()
    came = made(
        Contribution(
            key=f"bench-{n}",
            kind=kinds[n % len(kinds)],
            state=states[n % len(states)],
            title=f"What came {n}",
            text=" ".join(chance.choices(WORDS, k=90)),
            email=f"writer-{n}@bench.example",
            consent="Yes.",
            sent=now,
            confirmed=now - datetime.timedelta(minutes=n),
            is_proved=True,
        )
        for n in range(number)
    )
    link: Any = Contribution.cities.through
    made(link(contribution=one, city=city) for one in came)
    made(Trace(contribution=one, mark=mark) for one in came for mark in marks(one.own_words))


def _leads(city: City, number: int) -> None:
    feeds = made(
        Feed(name=f"Town hall {n}", url=f"https://feed-{n}.example/", city=city, language="de")
        for n in range(10)
    )
    now = timezone.now()
    made(
        Lead(
            feed=feeds[n % len(feeds)],
            city=city,
            key=str(n),
            mark=str(n),
            url=f"https://news.example/{n}",
            title=f"News {n}",
            summary="A bridge is opened.",
            published=now - datetime.timedelta(hours=n),
        )
        for n in range(number)
    )


def made(records: Any) -> list[Any]:
    """The records, written in bulk and with their keys."""
    records = list(records)
    return type(records[0])._base_manager.bulk_create(records, batch_size=BATCH)
