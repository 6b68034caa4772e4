"""The states that the guides' pictures show, reached by the product's own actions."""

import datetime
import io
import json
import uuid
from http.server import BaseHTTPRequestHandler
from itertools import chain
from pathlib import Path
from typing import Any

import yaml
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image, ImageDraw
from wagtail.images import get_image_model

from citytocity.cities.models import City
from citytocity.contributions import actions as contributions
from citytocity.contributions.enums import Claim, Shown
from citytocity.contributions.models import Contribution
from citytocity.contributions.pictures import cleaned
from citytocity.design.photographs import Rights
from citytocity.ledger import actions as ledger
from citytocity.ledger.models import Activity, Proposal
from citytocity.ledger.snapshots import snapshot
from citytocity.newsletter.actions import issues as newsletter
from citytocity.newsletter.actions import looking
from citytocity.newsletter.actions.issues import Placed
from citytocity.newsletter.fingerprints import fingerprint
from citytocity.newsletter.gathering import mark_of
from citytocity.newsletter.models import Issue
from citytocity.newsroom import actions as newsroom
from citytocity.newsroom.enums import CheckKind
from citytocity.people.actions import invite
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.planning.models import Plan
from citytocity.review import actions as review
from citytocity.stories.enums import CreditRole
from citytocity.stories.models import CityPage, CityShelf, StoryCredit, StoryPage
from citytocity.translation import actions as translation
from citytocity.translation.doubts import doubts_of
from citytocity.translation.engines import segments
from citytocity.translation.models import Job, Term
from citytocity.visits.models import Visit
from citytocity.wire.actions import fetch_feed
from citytocity.wire.models import Feed
from tests.wire.servers import serving

HERE = Path(__file__).parent
TOLD = yaml.safe_load((HERE / "world.yaml").read_text())
BEFORE = datetime.date(2018, 1, 15)  # older than the demo's stories, which lead its first page
LOOKS = {
    "light": "colours=light&shape=wide",
    "dark": "colours=dark&shape=wide",
    "plain": "colours=light&shape=wide&pictures=off",
    "narrow": "colours=light&shape=narrow",
    "narrow-dark": "colours=dark&shape=narrow",
}
"""What is chosen above a letter of the newsletter, by the name of its picture."""
Addresses = dict[str, str]


def prepare() -> Addresses:
    """Brings the demo into the states; the addresses of what the pictures show, by its name."""
    stories = {name: _write(told) for name, told in TOLD["written"].items()}
    newsroom.embargo(stories["embargo"], until=_noon_in_two_weeks(), by=_person("duisburg"))
    for name in ("claimed", "changed", "handed"):
        stories[name].save_revision(user=_person("author")).publish(user=_person("duisburg"))
    jobs = {name: _translate(stories[name], words) for name, words in TOLD["russian"].items()}
    _hand_in(jobs["changed"])
    translation.approve(jobs["changed"], by=_person("officer"))
    _rewrite(stories["changed"], TOLD["written"]["changed"]["rewritten"])
    _hand_in(jobs["handed"])
    _check(stories["checking"], stories["ready"])
    _comment(stories["draft"], TOLD["commented"])
    _plan(TOLD["planned"])
    sent = {name: _send(told) for name, told in TOLD["sent"].items()}
    contributions.take(sent["memory"], by=_person("duisburg"))
    Term.objects.bulk_create(
        Term(from_language="de", to_language="ru", **told) for told in TOLD["glossary"]
    )
    translation.want_by([jobs["claimed"]], day=_noon_in_two_weeks().date(), by=_person("duisburg"))
    proposed = _propose(TOLD["proposed"])
    _fill_the_wire()
    invite("maria@example.org", role=Role.AUTHOR, city=_duisburg(), by=_person("duisburg"))
    visit = Visit.objects.get(activity__slug="city-day-2018")
    last, letter = send_last(TOLD["last_letter"]), compose(TOLD["letter"])
    return _addresses(stories, jobs, sent) | {
        "proposal": proposed.get_absolute_url(),
        "visit": visit.get_absolute_url(),
        **_looks(letter),
        "issue-sent": reverse("newsletter_admin:issue", args=[last.pk]),
        "issue": reverse("newsletter_admin:issue", args=[letter.pk]),
        "issue-look": reverse("newsletter_admin:release", args=[letter.pk]),
    }


def harbour() -> bytes:
    """A picture to send in: a harbour in the evening, drawn, as no photograph is ours to give."""
    drawn = Image.new("RGB", (1200, 800), "#f0a860")
    pen = ImageDraw.Draw(drawn)
    for line in range(480):
        pen.line([(0, line), (1200, line)], fill=(200 + line // 9, 60 + line // 4, 70 + line // 12))
    pen.ellipse([520, 330, 680, 490], fill="#ffe2a0")
    pen.rectangle([0, 480, 1200, 800], fill="#3d3557")
    for line in range(500, 800, 22):
        pen.line([(540 - line // 4, line), (660 + line // 4, line)], fill="#e89a6a", width=6)
    for left in (150, 860):
        pen.rectangle([left, 180, left + 26, 520], fill="#241d38")
        pen.polygon(
            [(left - 90, 200), (left + 250, 150), (left + 250, 166), (left - 90, 226)], "#241d38"
        )
        pen.rectangle([left - 60, 500, left + 120, 540], fill="#241d38")
    file = io.BytesIO()
    drawn.save(file, "JPEG", quality=85)
    return file.getvalue()


def _write(told: dict[str, Any]) -> StoryPage:
    """A draft of the demo's author."""
    author, parent = (
        _person("author"),
        CityPage.objects.get(city=_duisburg(), locale__language_code="de"),
    )
    blocks = [pair for block in told["body"] for pair in block.items()]
    story = StoryPage(
        title=told["title"],
        slug=slugify(told["title"]),
        locale=parent.locale,
        original_language="de",
        dated=BEFORE,
        standfirst=told["standfirst"],
        body=json.dumps([_block(kind, words) for kind, words in blocks]),
        owner=author,
        live=False,
    )
    story.cities.set([_duisburg()])
    name = author.get_full_name()
    story.credits.add(StoryCredit(role=CreditRole.AUTHOR, name=name, locale=parent.locale))
    parent.add_child(instance=story)
    story.save_revision(user=author)
    return story


def _block(kind: str, words: str) -> dict[str, Any]:
    value: Any = {"heading": words, "paragraph": f"<p>{words}</p>"}.get(kind)
    if kind == "picture":
        value = {
            "image": _on_the_shelf(words).pk,
            "alt": words,
            "caption": "",
            "credit": _person("author").get_full_name(),
            "rights": Rights.CC_BY,
        }
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _on_the_shelf(title: str) -> Any:
    return get_image_model().objects.create(
        title=title,
        file=ImageFile(io.BytesIO(harbour()), "harbour.jpg"),
        collection=CityShelf.of(_duisburg()).collection,
        uploaded_by_user=_person("author"),
    )


def _translate(story: StoryPage, words: list[str]) -> Job:
    """The passages for which there are words, saved by the demo's translator."""
    job = Job.objects.get(text__page__object_id=story.translation_key, language="ru")
    found = segments(job)
    given = {segment.key: new for segment, new in zip(found, words, strict=False)}
    seen = {segment.key: segment.mark for segment in found}
    if errors := translation.save_words(job, given, seen=seen, by=_person("translator")):
        raise ValueError(f"{story}: {errors}")
    return job


def _hand_in(job: Job) -> None:
    """Names that stay as they are go over as they are, and are meant so."""
    by = _person("translator")
    rest = {segment.key: segment.source for segment in segments(job) if not segment.is_done}
    seen = {segment.key: segment.mark for segment in segments(job)}
    translation.save_words(job, rest, seen=seen, by=by)
    asked = chain.from_iterable(doubts_of(job, segments(job)).values())
    translation.save_words(job, {}, seen={}, meant=[doubt.mark for doubt in asked], by=by)
    translation.hand_in(job, by=by)


def _rewrite(story: StoryPage, words: str) -> None:
    """The story's first paragraph says something else, and is published again."""
    story = StoryPage.objects.get(pk=story.pk)
    raw = list(story.body.raw_data)
    raw[0] = {**raw[0], "value": f"<p>{words}</p>"}
    story.body = raw
    story.save_revision(user=_person("author")).publish(user=_person("duisburg"))


def _check(objected: StoryPage, confirmed: StoryPage) -> None:
    editor, checker = _person("duisburg"), _person("checker")
    facts, _pictures = newsroom.ask_for_checks(
        objected, kinds=[CheckKind.FACTS, CheckKind.PICTURES], by=editor
    )
    newsroom.confirm(_pictures, by=checker)
    newsroom.object_to(facts, note=TOLD["objection"], by=checker)
    for check in newsroom.ask_for_checks(confirmed, kinds=[CheckKind.FACTS], by=editor):
        newsroom.confirm(check, by=checker)


def _comment(story: StoryPage, told: dict[str, str]) -> None:
    said = review.comment(story, root="standfirst", text=told["text"], by=_person(told["by"]))
    review.answer(said, text=told["answer"], by=_person("author"))


def _plan(told: dict[str, str]) -> None:
    day = _noon_in_two_weeks().date().isoformat()
    Plan.objects.create(city=_duisburg(), when=day, who=_person("author"), **told)


def _send(told: dict[str, Any]) -> Contribution:
    """Written without an account, sent, and confirmed by the letter's link."""
    values = {name: value for name, value in told.items() if name not in {"kind", "picture"}}
    if told["kind"] == "correction":
        values["about"] = _festival()
    begun = timezone.now() - datetime.timedelta(minutes=20)
    draft = contributions.keep_draft(
        Contribution(
            key=uuid.uuid4().hex, kind=told["kind"], language=told["written_in"], begun=begun
        ),
        values=values | {"cities": [_duisburg()]},
    )
    if said := told.get("picture"):
        made = cleaned(io.BytesIO(harbour()), name="hafen.jpg", size=1)
        contributions.keep_pictures(draft, [("hafen.jpg", made)])
        draft.pictures.update(claim=Claim.OWN, shown=Shown.NOBODY, licence=Rights.CC_BY, **said)
    return contributions.confirm(contributions.send_in(draft, is_proved=True))


def _propose(told: dict[str, Any]) -> Proposal:
    """What the demo's author would have otherwise in the register."""
    record = _festival()
    return ledger.propose(
        record,
        before=snapshot(record),
        after={name: [value] for name, value in told["changed"].items()}
        | {"themes": [str(theme.pk) for theme in record.themes.all()]},
        reason=told["reason"],
        link=told["link"],
        by=_person("author"),
    )


def send_last(told: dict[str, Any]) -> Issue:
    """An issue that one made and another looked at and released; the worker sends it."""
    made = newsletter.begin(**told, by=_person("officer"))
    looking.hand_over(made, seen=made.version, by=_person("officer"))
    shown = fingerprint(made)
    return newsletter.release(made, seen=made.version, shown=shown, by=_person("colleague"))


def compose(told: dict[str, Any]) -> Issue:
    """An issue with a word before it and a photograph; two items of each kind at most."""
    by = _person("officer")
    made = newsletter.begin(since=told["since"], until=told["until"], by=by)
    kinds: dict[str, list[str]] = {}
    for item in made.items.all():
        kinds.setdefault(item.kind, []).append(mark_of(item))
    marks = chain.from_iterable(those[:2] for those in kinds.values())
    words = {name: told[name] for name in ("opening", "picture_alt", "picture_credit")}
    return newsletter.arrange(
        made,
        words=words | {"picture": _on_the_shelf(words["picture_alt"]["en"])},
        placed=[Placed(mark) for mark in marks],
        seen=made.version,
        by=by,
    )


def _looks(letter: Issue) -> Addresses:
    """Of the preview, in the language of the guide."""
    address = f"{reverse('newsletter_admin:issue', args=[letter.pk])}{{}}/"
    looks = {f"letter-{name}": f"{address}?{query}" for name, query in LOOKS.items()}
    return looks | {"issue-preview": f"{address}?colours=light"}


def _fill_the_wire() -> None:
    """The leads of a newspaper that this machine plays; afterwards it is asked no more."""

    def newspaper(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "application/rss+xml")
        request.end_headers()
        request.wfile.write((HERE / "feed.xml").read_bytes())

    with serving(newspaper) as address:
        feed = Feed.objects.create(city=_duisburg(), url=address, **TOLD["wire"])
        fetch_feed(feed, allowed=lambda _address: True)
    Feed.objects.filter(pk=feed.pk).update(url="https://hafenbote.example/feed")


def _addresses(
    stories: dict[str, StoryPage], jobs: dict[str, Job], sent: dict[str, Contribution]
) -> Addresses:
    return (
        {
            f"edit-{name}": reverse("wagtailadmin_pages:edit", args=[s.pk])
            for name, s in stories.items()
        }
        | {"read-draft": reverse("review_admin:story", args=[stories["draft"].pk])}
        | {"planning": f"/admin/planning/?city=duisburg&from={_noon_in_two_weeks():%Y-%m}"}
        | {f"story-{name}": reverse("newsroom:story", args=[s.pk]) for name, s in stories.items()}
        | {f"job-{name}": job.get_absolute_url() for name, job in jobs.items()}
        | {f"sent-{name}": found.get_absolute_url() for name, found in sent.items()}
    )


def _festival() -> Activity:
    return Activity.objects.get(slug="come-together-2018")


def _noon_in_two_weeks() -> datetime.datetime:
    day = timezone.localtime() + datetime.timedelta(days=14)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def _duisburg() -> City:
    return City.objects.get(slug="duisburg")
