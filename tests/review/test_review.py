"""Drafts are read and commented on by those with a role, and by a signed link from outside."""

import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult
from wagtail.models import Comment, CommentReply, PageLogEntry

from citytocity.cities.models import City
from citytocity.mail.links import LinkError, LinkExpiredError, signed
from citytocity.newsroom.actions import embargo
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.review import actions
from citytocity.review.actions import NoSuchPassageError
from citytocity.review.forms import InviteForm
from citytocity.review.models import Reader
from citytocity.review.passages import passages_of
from citytocity.stories.actions import begin_of_kind
from citytocity.stories.enums import StoryKind
from citytocity.stories.models import StoryPage
from citytocity.translation.models import Job
from tests.factories import ledger
from tests.factories.cities import city
from tests.factories.people import member
from tests.factories.stories import city_page, picture, translation
from tests.factories.translation import on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db
REVIEW = "/admin/review/"


@pytest.fixture
def duisburg() -> City:
    cache.clear()  # django-allauth counts there
    return city("Duisburg", time_zone="Europe/Berlin")


@pytest.fixture
def author(duisburg: City) -> User:
    return member(Role.AUTHOR, duisburg, first_name="Ute")


@pytest.fixture
def editor(duisburg: City) -> User:
    return member(Role.EDITOR, duisburg, first_name="Emil")


@pytest.fixture
def story(duisburg: City, author: User) -> StoryPage:
    return written("Eine Brücke", "Erster.", "Zweiter.", of=duisburg, draft=True, owner=author)


def _asked(story: StoryPage, by: User, **values: Any) -> Reader:
    told = {"name": "Anna Outside", "email": "anna@example.org", "language": "en", "days": 7}
    return actions.invite(story, **told | values, by=by)


def _block(story: StoryPage, number: int = 0) -> str:
    return f"body.{story.get_latest_revision_as_object().body[number].id}"


def _letters(capture: Any) -> list[dict[str, str]]:
    return [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.order_by("enqueued_at")]


def test_a_checker_comments_on_a_passage_and_the_editor_shows_it(
    client: Client, story: StoryPage, editor: User, duisburg: City
) -> None:
    checker = member(Role.CHECKER, duisburg, first_name="Clara")
    client.force_login(checker)

    page = client.get(f"{REVIEW}{story.pk}/")
    client.post(
        f"{REVIEW}{story.pk}/comment/", {"passage": _block(story, 1), "text": "It was 1956."}
    )

    assert "Zweiter." in page.text
    kept = Comment.objects.get()
    assert (kept.text, kept.user, kept.contentpath) == ("It was 1956.", checker, _block(story, 1))
    assert kept.has_valid_contentpath(story.get_latest_revision_as_object())
    client.force_login(editor)
    assert "It was 1956." in client.get(f"/admin/pages/{story.pk}/edit/").text


def test_each_kind_of_block_has_a_place_that_the_editor_knows(story: StoryPage) -> None:
    perm = city("Perm")
    answer = {"question": "Why?", "answer": "<p>So.</p>"}
    shot = {"image": picture().pk, "alt": "A bridge", "credit": "Ute", "rights": "reserved"}
    items = [
        [{"type": "item", "value": value, "id": f"{name}{number}"} for number in range(2)]
        for name, value in (("answer", answer), ("shot", shot))
    ]
    side = {"city": perm.pk, "text": "<p>Here.</p>"}
    told = [
        ("quote", {"text": "Words", "by": ""}),
        ("interview", items[0]),
        ("gallery", items[1]),
        ("comparison", {"title": "Trams", "first": side, "second": side}),
        ("facts", {"activity": ledger.activity(perm).pk}),
    ]
    raw = [{"type": kind, "value": value, "id": f"id-{kind}"} for kind, value in told]
    story.body = raw
    story.save_revision()
    draft = story.get_latest_revision_as_object()

    places = [passage.path for passage in passages_of(draft)]
    for place in places:
        assert Comment(contentpath=place).has_valid_contentpath(draft), place
    assert "body.id-interview.answer1.question" in places
    assert "body.id-gallery.shot0.image" in places


def test_what_was_said_of_a_whole_interview_stands_at_its_first_question(
    story: StoryPage, editor: User
) -> None:
    asked = [
        {"type": "item", "value": {"question": f"{key}?", "answer": "<p>So.</p>"}, "id": key}
        for key in ("a", "b")
    ]
    story.body = [{"type": "interview", "value": asked, "id": "talk"}]
    story.save_revision()
    made = [
        Comment.objects.create(page=story, user=editor, text=path, contentpath=path)
        for path in ("body.talk", "body.talk.b.answer", "body.talk.gone.answer")
    ]

    found = passages_of(story.get_latest_revision_as_object(), made)

    told = {passage.root: [one.text for one in passage.threads] for passage in found}
    assert told["body.talk.a"] == ["body.talk"]
    assert told["body.talk.b"] == ["body.talk.b.answer"]
    assert told["elsewhere"] == ["body.talk.gone.answer"]


@pytest.mark.parametrize("kind", ["", *StoryKind.values])
def test_a_draft_that_is_only_begun_is_read_inside_and_outside(
    client: Client, duisburg: City, editor: User, kind: str
) -> None:
    begun = begin_of_kind(city_page(duisburg), kind, title="Begun", by=editor)
    link = f"/en/review/{_asked(begun, editor).token}/"
    client.force_login(editor)

    pages = [client.get(path) for path in (f"{REVIEW}{begun.pk}/", link)]

    assert [page.status_code for page in pages] == [200, 200]
    body = begun.get_latest_revision_as_object().body
    number = sum(
        len(block.value) or 1 if block.block_type in ("interview", "gallery") else 1
        for block in body
    )
    assert [page.text.count('id="passage-body-') for page in pages] == [number, number]


def test_a_picture_that_was_deleted_leaves_its_label(
    client: Client, story: StoryPage, editor: User
) -> None:
    image = picture()
    value = {"image": image.pk, "alt": "A bridge", "caption": "Here", "rights": "reserved"}
    story.body = [{"type": "picture", "value": value, "id": "of-the-bridge"}]
    story.save_revision()
    link = f"/en/review/{_asked(story, editor).token}/"
    assert "A bridge" in client.get(link).text
    image.delete()
    client.force_login(editor)

    for path in (f"{REVIEW}{story.pk}/", link):
        page = client.get(path)
        assert "A bridge" not in page.text
        assert 'id="passage-body-of-the-bridge" aria-label="Picture"' in page.text


def test_comments_from_the_editor_stand_at_their_passage_and_lost_ones_at_the_end(
    story: StoryPage, editor: User
) -> None:
    block = _block(story)
    made = [
        Comment.objects.create(page=story, user=editor, text=path, contentpath=path)
        for path in ("title", f"{block}.text", "body.no-such-block")
    ]

    found = passages_of(story.get_latest_revision_as_object(), made)

    assert [(one.root, one.threads) for one in found if one.threads] == [
        ("title", [made[0]]),
        (block, [made[1]]),
        ("elsewhere", [made[2]]),
    ]


@pytest.mark.parametrize(
    ("passage", "text", "fault"),
    [
        ("title", "  ", "Say what should be different."),
        ("title", "x" * 3001, "at most 3000 characters"),
        ("body.gone", "Kept words", "This passage was changed meanwhile"),
        ("", "Kept words", "This passage was changed meanwhile"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_lost(
    client: Client, story: StoryPage, editor: User, passage: str, text: str, fault: str
) -> None:
    client.force_login(editor)

    page = client.post(f"{REVIEW}{story.pk}/comment/", {"passage": passage, "text": text})

    assert page.status_code == 400
    assert fault in page.text
    assert text.strip() in page.text
    assert not Comment.objects.exists()


def test_another_citys_draft_is_not_read_nor_commented_on(
    client: Client, editor: User, duisburg: City
) -> None:
    oxford = city("Oxford")
    theirs = written("A secret", "Words.", of=oxford, language="en", draft=True)
    said = Comment.objects.create(page=theirs, user=editor, text="x", contentpath="title")
    reader = _asked(theirs, member(Role.EDITOR, oxford))
    client.force_login(editor)

    assert client.get(f"{REVIEW}{theirs.pk}/")["Location"] == "/admin/"
    for path in (
        f"{theirs.pk}/comment/",
        f"{theirs.pk}/invite/",
        f"comment/{said.pk}/answer/",
        f"comment/{said.pk}/settle/",
        f"reader/{reader.pk}/revoke/",
    ):
        assert client.post(f"{REVIEW}{path}", {"text": "x"})["Location"] == "/admin/", path
    with pytest.raises(PermissionDenied):
        actions.comment(theirs, root="title", text="x", by=editor)
    assert Comment.objects.count() == 1


def test_a_translator_reads_what_is_on_the_desk_for_her_and_nothing_else(
    client: Client, story: StoryPage, duisburg: City
) -> None:
    translator = member(Role.TRANSLATOR, pair="de ru")
    client.force_login(translator)
    before = client.get(f"{REVIEW}{story.pk}/")

    on_the_desk(story, out=False)

    assert before["Location"] == "/admin/"
    assert client.get(f"{REVIEW}{story.pk}/").status_code == 200
    client.force_login(member(Role.TRANSLATOR, pair="en ru"))
    assert client.get(f"{REVIEW}{story.pk}/")["Location"] == "/admin/"


def test_a_translator_reads_no_later_draft_and_none_that_was_withdrawn(
    client: Client, story: StoryPage, editor: User
) -> None:
    translator = member(Role.TRANSLATOR, pair="de ru")
    on_the_desk(story.get_latest_revision_as_object(), out=False)
    client.force_login(translator)
    page = client.get(f"{REVIEW}{story.pk}/")
    later = rewritten(story, 0, "Geheim").save_revision()

    job = Job.objects.get(language="ru")
    assert reverse("translation:job", args=[job.pk]) in page.text
    assert f"/admin/newsroom/story/{story.pk}/" not in page.text
    assert client.get(f"{REVIEW}{story.pk}/")["Location"] == "/admin/"
    on_the_desk(later.as_object(), out=False)
    assert client.get(f"{REVIEW}{story.pk}/").status_code == 200
    later.publish()
    story.refresh_from_db()
    story.unpublish()
    assert client.get(f"{REVIEW}{story.pk}/")["Location"] == "/admin/"


def test_editors_answer_and_settle_and_who_commented_hears_of_both(
    client: Client,
    story: StoryPage,
    editor: User,
    duisburg: City,
    django_capture_on_commit_callbacks: Any,
) -> None:
    checker = member(Role.CHECKER, duisburg)
    said = actions.comment(story, root="title", text="Why?", by=checker)
    client.force_login(editor)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{REVIEW}comment/{said.pk}/answer/", {"text": "Because."})
        for _time in range(2):
            client.post(f"{REVIEW}comment/{said.pk}/settle/")

    said.refresh_from_db()
    assert (said.resolved_by, CommentReply.objects.get().text) == (editor, "Because.")
    told = [letter for letter in _letters(None) if letter["to"] == checker.email]
    assert [letter["subject"] for letter in told] == [
        "An answer to your comment on “Eine Brücke”",
        "Settled: a comment on “Eine Brücke”",
    ]
    assert ["You wrote:" in letter["text"] for letter in told] == [True, True]
    assert "Because." in told[0]["text"]
    assert "Emil has seen to it: it is settled." in told[1]["text"]
    assert PageLogEntry.objects.filter(action="wagtail.comments.resolve").count() == 1


def test_the_author_hears_of_an_answer_and_of_what_was_settled_for_her(
    story: StoryPage,
    author: User,
    editor: User,
    duisburg: City,
    django_capture_on_commit_callbacks: Any,
) -> None:
    checker = member(Role.CHECKER, duisburg, first_name="Clara")
    said = actions.comment(story, root="title", text="Why?", by=checker)

    with django_capture_on_commit_callbacks(execute=True):
        actions.answer(said, text="I am not sure.", by=checker)
        actions.settle(said, by=editor)

    told = [letter for letter in _letters(None) if letter["to"] == author.email]
    assert [letter["subject"] for letter in told] == [
        "An answer to a comment on “Eine Brücke”",
        "Settled: a comment on “Eine Brücke”",
    ]
    assert ["Clara wrote:" in letter["text"] for letter in told] == [True, True]


def test_several_comments_settled_at_a_time_are_one_letter(
    story: StoryPage, author: User, duisburg: City, django_capture_on_commit_callbacks: Any
) -> None:
    checker = member(Role.CHECKER, duisburg)
    said = [actions.comment(story, root="title", text=text, by=checker) for text in "ABC"]

    with django_capture_on_commit_callbacks(execute=True):
        for comment in said:
            actions.settle(comment, by=author)

    assert [letter["to"] for letter in _letters(None)] == [checker.email]


def test_who_only_answered_hears_of_settling_though_something_else_was_settled_before(
    story: StoryPage,
    author: User,
    editor: User,
    duisburg: City,
    django_capture_on_commit_callbacks: Any,
) -> None:
    checker, other = (member(Role.CHECKER, duisburg) for _person in range(2))
    said = [actions.comment(story, root="title", text=text, by=checker) for text in "ABC"]
    for comment in said[1:]:
        actions.answer(comment, text="I know.", by=other)

    with django_capture_on_commit_callbacks(execute=True):
        actions.settle(said[0], by=editor)
        actions.answer(said[0], text="Why?", by=other)
        for comment in said[1:]:
            actions.settle(comment, by=editor)

    told = [letter["to"] for letter in _letters(None) if letter["subject"].startswith("Settled")]
    assert sorted(told) == sorted([checker.email, author.email, other.email])


def test_what_is_settled_every_three_quarters_of_an_hour_is_told_every_second_time(
    story: StoryPage, editor: User, duisburg: City, django_capture_on_commit_callbacks: Any
) -> None:
    checker = member(Role.CHECKER, duisburg)
    said = [actions.comment(story, root="title", text=text, by=checker) for text in "ABC"]
    for comment, minutes in zip(said, (90, 45), strict=False):
        comment.resolved_at = timezone.now() - datetime.timedelta(minutes=minutes)
        comment.resolved_by = editor
        comment.save()

    with django_capture_on_commit_callbacks(execute=True):
        actions.settle(said[2], by=editor)

    assert checker.email in [letter["to"] for letter in _letters(None)]


def test_a_checker_settles_nothing(story: StoryPage, duisburg: City) -> None:
    said = actions.comment(story, root="title", text="Why?", by=member(Role.CHECKER, duisburg))

    with pytest.raises(PermissionDenied):
        actions.settle(said, by=said.user)


def test_the_author_hears_of_comments_once_an_hour(
    story: StoryPage, author: User, duisburg: City, django_capture_on_commit_callbacks: Any
) -> None:
    checker = member(Role.CHECKER, duisburg)

    with django_capture_on_commit_callbacks(execute=True):
        for text in ("A", "B"):
            actions.comment(story, root="title", text=text, by=checker)
        Comment.objects.update(created_at=timezone.now() - datetime.timedelta(hours=2))
        actions.comment(story, root="title", text="C", by=checker)
        actions.comment(story, root="title", text="my own", by=author)

    assert [letter["to"] for letter in _letters(None)] == [author.email] * 2


def test_a_reader_outside_reads_and_comments_and_sees_no_other_comments(
    client: Client, story: StoryPage, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    actions.comment(story, root="title", text="Between us", by=editor)
    with django_capture_on_commit_callbacks(execute=True):
        reader = _asked(story, editor)
    link = f"/en/review/{reader.token}/"

    page = client.get(link)
    client.post(link, {"passage": _block(story), "text": "Mine <b>bold</b>"})
    again = client.get(link)

    (letter,) = _letters(None)
    assert (letter["to"], "/en/review/" in letter["text"]) == ("anna@example.org", True)
    assert "Erster." in page.text
    assert "Mine &lt;b&gt;bold&lt;/b&gt;" in again.text
    assert "Between us" not in again.text
    said = Comment.objects.get(contentpath=_block(story))
    assert said.user.shown_name == "Anna Outside"
    assert "no-store" in page["Cache-Control"]
    assert "noindex" in page["X-Robots-Tag"]
    assert '<meta name="robots" content="noindex">' in page.text
    assert "og:url" not in page.text


def test_strangers_read_no_address_of_an_editor_without_a_name(
    client: Client, story: StoryPage, duisburg: City, django_capture_on_commit_callbacks: Any
) -> None:
    nameless = member(Role.EDITOR, duisburg, email="private@example.org")
    with django_capture_on_commit_callbacks(execute=True):
        reader = _asked(story, nameless)
        said = actions.comment_from_outside(reader, root="title", text="Why?")
        actions.answer(said, text="Because.", by=nameless)

    told = client.get(f"/en/review/{reader.token}/").text
    letters = [one["text"] for one in _letters(None) if one["to"] == reader.email]

    assert len(letters) == 2
    for words in (told, *letters):
        assert "An editor" in words
        assert "private@example.org" not in words


def test_who_stands_for_a_reader_can_neither_sign_in_nor_be_written_to(
    client: Client, story: StoryPage, editor: User
) -> None:
    stands_in = _asked(story, editor).user

    assert not stands_in.is_active
    assert not stands_in.has_usable_password()
    assert stands_in.email.endswith("@reader.invalid")


def test_an_outside_reader_hears_of_an_answer_with_the_link(
    story: StoryPage, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    reader = _asked(story, editor)
    said = actions.comment_from_outside(reader, root="title", text="Why?")

    with django_capture_on_commit_callbacks(execute=True):
        actions.answer(said, text="Because.", by=editor)

    to_reader = [one for one in _letters(None) if one["to"] == "anna@example.org"]
    assert ["/en/review/" in letter["text"] for letter in to_reader] == [True]


def test_an_outside_reader_hears_of_what_is_settled_here_or_in_the_editor_in_her_language(
    story: StoryPage, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    readers = [
        _asked(story, editor, email=f"{code}@example.org", language=code) for code in ("de", "ru")
    ]
    said = [actions.comment_from_outside(reader, root="title", text="?") for reader in readers]

    with django_capture_on_commit_callbacks(execute=True):
        actions.settle(said[0], by=editor)
        said[1].log_resolve(user=editor)  # as Wagtail's own editor does

    told = {letter["to"]: letter for letter in _letters(None)}
    assert told["de@example.org"]["subject"] == "Erledigt: eine Anmerkung zu „Eine Brücke“"
    assert told["ru@example.org"]["subject"] == "Решено: замечание к «Eine Brücke»"
    assert "/de/review/" in told["de@example.org"]["text"]
    assert not [address for address in told if address.endswith("reader.invalid")]


def test_of_two_settled_in_one_saving_of_the_editor_the_reader_hears_once(
    story: StoryPage, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    reader = _asked(story, editor, email="de@example.org", language="de")
    said = [actions.comment_from_outside(reader, root="title", text=text) for text in "?!"]
    Comment.objects.update(resolved_at=timezone.now(), resolved_by=editor)

    with django_capture_on_commit_callbacks(execute=True):
        for comment in said:
            comment.log_resolve(user=editor)

    subjects = [letter["subject"] for letter in _letters(None) if letter["to"] == "de@example.org"]
    assert subjects == ["Erledigt: eine Anmerkung zu „Eine Brücke“"]


def test_a_forged_link_opens_nothing(client: Client, story: StoryPage, editor: User) -> None:
    reader = _asked(story, editor)
    other = signed([reader.pk, int(reader.sent.timestamp())], purpose="invitation")
    wrong = signed([reader.pk, 1], purpose=Reader.PURPOSE)
    shapes = [signed(value, purpose=Reader.PURPOSE) for value in (None, 7, [1], ["x", "y"], {})]

    for token in (other, wrong, f"{reader.token[:-1]}x", "nonsense", *shapes):
        page = client.get(f"/en/review/{token}/")
        assert (page.status_code, "Erster." in page.text) == (404, False), token
        with pytest.raises(LinkError):
            actions.reader_of(token)


def test_a_link_whose_time_is_over_says_so(client: Client, story: StoryPage, editor: User) -> None:
    reader = _asked(story, editor)
    past = timezone.now() - datetime.timedelta(minutes=1)
    Reader.objects.update(sent=past - datetime.timedelta(days=7), until=past)
    reader.refresh_from_db()

    page = client.get(f"/en/review/{reader.token}/")
    said = client.post(f"/en/review/{reader.token}/", {"passage": "title", "text": "x"})

    assert (page.status_code, said.status_code) == (410, 410)
    assert "Erster." not in page.text
    with pytest.raises(LinkExpiredError):
        actions.reader_of(reader.token)


def test_a_revoked_link_opens_nothing_and_a_new_letter_opens_again(
    client: Client, story: StoryPage, editor: User
) -> None:
    reader = _asked(story, editor)
    Reader.objects.update(sent=timezone.now() - datetime.timedelta(days=1))
    reader.refresh_from_db()
    first = reader.token
    client.force_login(editor)

    for _time in range(2):
        client.post(f"{REVIEW}reader/{reader.pk}/revoke/")
    assert client.get(f"/en/review/{first}/").status_code == 404
    again = _asked(story, editor, email="ANNA@example.org")

    assert again.pk == reader.pk
    assert client.get(f"/en/review/{first}/").status_code == 404
    assert client.get(f"/en/review/{again.token}/").status_code == 200


def test_a_link_opens_one_draft_alone(client: Client, story: StoryPage, editor: User) -> None:
    other = written("Geheim", "Anderes.", of=City.objects.get(), draft=True)
    reader = _asked(story, editor)

    said = client.post(f"/en/review/{reader.token}/", {"passage": _block(other), "text": "x"})

    assert said.status_code == 400
    assert not Comment.objects.exists()


def test_an_embargo_stands_above_the_draft_and_once_it_is_out_the_link_leads_there(
    client: Client, story: StoryPage, editor: User
) -> None:
    until = datetime.datetime(2031, 5, 12, 8, tzinfo=datetime.UTC)
    embargo(story, until=until, by=editor)
    reader = _asked(story, editor)

    page = client.get(f"/en/review/{reader.token}/")

    assert "Under embargo until 12 May 2031, 10:00 (Berlin, UTC+2)." in page.text
    StoryPage.objects.filter(pk=story.pk).update(live=True, has_unpublished_changes=False)
    moved = client.get(f"/en/review/{reader.token}/")
    assert moved["Location"] == f"/de/cities/duisburg/{story.slug}/"


def test_a_translation_says_that_its_original_is_under_embargo(
    client: Client, story: StoryPage, editor: User
) -> None:
    russian = translation(story, "Мост", language="ru", live=False)
    russian.save_revision()
    until = datetime.datetime(2031, 5, 12, 8, tzinfo=datetime.UTC)
    embargo(story, until=until, by=editor)

    page = client.get(f"/en/review/{_asked(russian, editor).token}/")

    assert "Under embargo until 12 May 2031, 10:00 (Berlin, UTC+2)." in page.text


def test_an_old_link_opens_no_later_draft_and_a_new_letter_does(
    client: Client, story: StoryPage, editor: User
) -> None:
    first = _asked(story, editor).token
    story.get_latest_revision().publish()
    rewritten(story, 0, "Geheim").save_revision()

    old = client.get(f"/en/review/{first}/")
    said = client.post(f"/en/review/{first}/", {"passage": "title", "text": "x"})
    new = client.get(f"/en/review/{_asked(story, editor, email='new@example.org').token}/")

    public = f"/de/cities/duisburg/{story.slug}/"
    assert [old["Location"], said["Location"]] == [public, public]
    assert "Geheim" in new.text
    assert not Comment.objects.exists()


def test_who_comments_too_often_is_stopped_and_loses_nothing(
    client: Client, story: StoryPage, editor: User, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"review-comment": "2/h/key"}
    link = f"/en/review/{_asked(story, editor).token}/"

    pages = [client.post(link, {"passage": "title", "text": f"Word {n}"}) for n in range(3)]

    assert [page.status_code for page in pages] == [302, 302, 400]
    assert "Word 2" in pages[2].text
    assert Comment.objects.count() == 2


@pytest.mark.parametrize("role", [Role.CHECKER, Role.TRANSLATOR])
def test_who_does_not_edit_the_story_asks_nobody(story: StoryPage, role: Role) -> None:
    pair = {"pair": "de ru"} if role == Role.TRANSLATOR else {}

    with pytest.raises(PermissionDenied):
        _asked(story, member(role, None if pair else City.objects.get(), **pair))


def test_an_invitation_with_faults_comes_back(
    client: Client, story: StoryPage, editor: User
) -> None:
    client.force_login(editor)
    told = {"name": "Anna", "email": "no address", "language": "tlh", "days": "9000"}

    page = client.post(f"{REVIEW}{story.pk}/invite/", told)

    assert set(page.context["invite_form"].errors) == {"email", "language", "days"}
    with override("ru"):
        assert "14 дней" in str(InviteForm()["days"])
    assert "no address" in page.text
    assert not Reader.objects.exists()


def test_readers_are_forgotten_three_months_after_their_time(
    story: StoryPage, editor: User
) -> None:
    old, new = (_asked(story, editor, email=f"{name}@example.org") for name in ("old", "new"))
    actions.comment_from_outside(old, root="title", text="Long ago")
    long_ago = timezone.now() - datetime.timedelta(days=100)
    Reader.objects.filter(pk=old.pk).update(
        sent=long_ago - datetime.timedelta(days=7), until=long_ago
    )

    assert (actions.forget_readers(), actions.forget_readers()) == (1, 0)

    assert list(Reader.objects.all()) == [new]
    assert not User.objects.filter(pk=old.user_id).exists()
    assert not Comment.objects.exists()


def test_no_history_keeps_what_a_forgotten_reader_said(story: StoryPage, editor: User) -> None:
    reader = _asked(story, editor)
    said = actions.comment_from_outside(reader, root="title", text="Told in confidence")
    actions.answer(said, text="Told in confidence, too", by=editor)
    actions.settle(said, by=editor)
    history = PageLogEntry.objects.filter(action__startswith="wagtail.comments.")
    assert (history.count(), "confidence" in str(history.values_list("data"))) == (3, False)
    said.log_resolve(user=editor)  # as Wagtail's own editor does
    others = Comment.objects.create(page=story, user=editor, text="Our own", contentpath="title")
    others.log_create(user=editor)
    past = timezone.now() - datetime.timedelta(days=100)
    Reader.objects.update(sent=past - datetime.timedelta(days=7), until=past)

    actions.forget_readers()

    texts = [entry.data["comment"].get("text") for entry in history.order_by("pk")]
    assert texts == [None, None, None, None, "Our own"]


def test_a_passage_unknown_to_the_draft_is_refused(story: StoryPage, editor: User) -> None:
    with pytest.raises(NoSuchPassageError):
        actions.comment(story, root="body", text="x", by=editor)


def test_the_board_counts_comments_that_are_not_settled(
    client: Client, story: StoryPage, editor: User
) -> None:
    first, _second = (
        actions.comment(story, root="title", text=text, by=editor) for text in ("A", "B")
    )
    actions.settle(first, by=editor)
    client.force_login(editor)

    assert "1 comment" in client.get("/admin/newsroom/").text


def test_the_page_asks_as_much_for_one_comment_as_for_three(
    client: Client, story: StoryPage, editor: User, django_assert_max_num_queries: Any
) -> None:
    reader = _asked(story, editor)
    link = f"/en/review/{reader.token}/"
    for number in range(3):
        said = actions.comment_from_outside(reader, root="title", text=f"Word {number}")
        actions.answer(said, text="So.", by=editor)
    client.get(link)

    with django_assert_max_num_queries(12):
        client.get(link)
