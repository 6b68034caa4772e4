"""An issue is made from what was published, in every language at once, and released once."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from citytocity.cities.models import City
from citytocity.ledger.enums import ActivityStatus
from citytocity.newsletter.actions import issues
from citytocity.newsletter.actions.issues import ChangedError, NotReadyError, Placed
from citytocity.newsletter.delivering import parts_of
from citytocity.newsletter.enums import DeliveryState, IssueState, ItemKind, Rhythm
from citytocity.newsletter.gathering import mark_of, suggested
from citytocity.newsletter.models import Delivery, Edition, Issue
from citytocity.newsletter.rendering import MARK
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation.models import Job
from tests.factories.cities import city
from tests.factories.ledger import activity, call, partnership, recognition, result
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import member
from tests.factories.stories import picture, story, translation
from tests.factories.translation import on_the_desk

pytestmark = pytest.mark.django_db
DAY = datetime.date(2018, 11, 20)
OCTOBER, DECEMBER = datetime.date(2018, 10, 1), datetime.date(2018, 12, 31)


@pytest.fixture(autouse=True)
def switched_on() -> None:
    newsletter()


def _told(perm: City) -> StoryPage:
    return story("The river", of=perm, dated=DAY)


def _about(of: City, title: str) -> StoryPage:
    page = story(title, of=of, dated=DAY)
    page.cities.add(of)
    page.save()
    return page


def test_a_story_in_an_issue_is_not_offered_again_in_another_language(perm: City) -> None:
    river = _told(perm)
    translation(river, "Река", language="ru")
    translation(_about(perm, "The bridge"), "Мост", language="ru")
    made = issue(river)

    with override("ru"):
        offered = suggested(made)

    taken = mark_of(made.items.get())
    assert len(offered) == 2
    assert {(one.record.title, one.mark == taken) for one in offered} == {
        ("Река", True),
        ("Мост", False),
    }


def test_an_issue_begins_with_what_is_new_and_what_comes(
    officer: User, perm: City, oxford: City
) -> None:
    river = _about(perm, "The river")
    bridge = _about(oxford, "The bridge")
    translation(bridge, "Мост", language="ru")
    story("Last year", of=perm, dated=datetime.date(2017, 1, 1))
    story("A draft", of=perm, dated=DAY, live=False)
    camp = activity(perm, host=oxford, when="2019-01-20", status=ActivityStatus.PLANNED)
    festival = call(perm, host=oxford)
    over = datetime.date(2018, 12, 30)
    call(perm, take_part_until=over)
    book = result(when="2018-11", from_city=oxford, to_city=perm, evidenced=True)
    result(when="2018-11")
    prize = recognition(when="2018-12", city=perm)
    twins = partnership(perm, oxford, since="1994-02")

    made = issues.begin(since=OCTOBER, until=DECEMBER, by=officer)

    items = [(item.kind, item.key, item.years) for item in made.items.all()]
    assert items == [
        (ItemKind.STORY, bridge.pk, None),
        (ItemKind.STORY, river.pk, None),
        (ItemKind.INVITATION, festival.pk, None),
        (ItemKind.ACTIVITY, camp.pk, None),
        (ItemKind.RESULT, book.pk, None),
        (ItemKind.RECOGNITION, prize.pk, None),
        (ItemKind.ANNIVERSARY, twins.pk, 25),
    ]
    assert issues.begin(since=DECEMBER, until=DECEMBER, by=officer) == made
    assert issues.days_of_next(datetime.date(2019, 2, 1))[0] == datetime.date(2019, 1, 1)


def test_the_editor_arranges_it_and_two_do_not_undo_each_other(officer: User, perm: City) -> None:
    first, second = _told(perm), story("The mill", of=perm, dated=DAY)
    made = issue(first, second)
    marks = [mark_of(item) for item in made.items.all()]
    placed = [Placed(marks[1], is_for_all=True), Placed(marks[0])]

    issues.arrange(
        made, words={"opening": {"en": "Dear reader"}}, placed=placed, seen=1, by=officer
    )

    kept = Issue.objects.get()
    assert [(item.key, item.is_for_all) for item in kept.items.all()] == [
        (second.pk, True),
        (first.pk, False),
    ]
    assert str(kept.opening) == "Dear reader"
    with pytest.raises(ChangedError):
        issues.arrange(made, words={}, placed=[], seen=1, by=officer)
    assert kept.items.count() == 2


def test_each_reader_gets_her_language_her_cities_and_one_delivery(
    officer: User, perm: City, oxford: City
) -> None:
    river, bridge = _about(perm, "The river"), _about(oxford, "The bridge")
    translation(river, "Река", language="ru")
    camp = call(perm, host=oxford)
    english, russian = reader(), reader(language="ru")
    alike = reader()
    of_oxford = reader(cities=[oxford])
    comes = reader(rhythm=Rhythm.INVITATIONS)
    reader(left=True)
    reader(cities=[city("Qingdao")])
    made = issue(river, bridge, camp)

    issues.release(made, seen=1, by=officer)

    got = {
        delivery.reader_id: (delivery.edition.language, len(delivery.edition.items))
        for delivery in Delivery.objects.select_related("edition")
    }
    assert got == {
        english.pk: ("en", 3),
        alike.pk: ("en", 3),
        russian.pk: ("ru", 3),
        of_oxford.pk: ("en", 2),
        comes.pk: ("en", 1),
    }
    assert Edition.objects.count() == 4
    letter = Edition.objects.get(language="ru")
    assert letter.subject == "Река"
    assert 'lang="en">The bridge</a>' in letter.html
    assert "Приглашение" in letter.text
    assert f"/ru/newsletter/leave/{MARK}/" in letter.html
    assert f"/ru/newsletter/my/{MARK}/" in letter.text
    assert Issue.objects.get().state == IssueState.SENDING
    assert DBTaskResult.objects.filter(task_path__endswith="send_some").count() == 0  # on commit


def test_editions_take_as_much_work_for_three_readers_as_for_one(
    officer: User, perm: City, django_assert_max_num_queries: Any
) -> None:
    river = _told(perm)
    reader()
    with django_assert_max_num_queries(60) as for_one:
        parts_of(issue(river))
    for _ in range(3):
        reader()

    with django_assert_max_num_queries(len(for_one)):
        (part,) = parts_of(Issue.objects.get())

    assert part.number == 4


def test_who_reads_once_a_month_gets_what_the_others_got_since(
    officer: User, perm: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = [story(f"Story {n}", of=perm, dated=DAY) for n in range(4)]
    monthly = reader(rhythm=Rhythm.MONTHLY)
    days = ("2018-10-01", "2018-10-15", "2018-11-01", "2018-11-15")

    got = []
    for one, day in zip(told, days, strict=True):
        moment = datetime.datetime.fromisoformat(f"{day}T10:00:00+00:00")
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        issues.release(issue(one), seen=1, by=officer)
        delivery = Delivery.objects.filter(reader=monthly, issue__number__gte=1).last()
        got.append(len(delivery.edition.items) if delivery.issue.day == moment.date() else 0)
        Issue.objects.filter(state=IssueState.SENDING).update(state=IssueState.SENT)

    assert got == [1, 0, 2, 0]


def test_a_story_that_was_taken_back_is_in_no_letter_and_not_in_the_archive(
    client: Client, officer: User, perm: City
) -> None:
    river, mill = _told(perm), story("The mill", of=perm, dated=DAY)
    reader()
    made = issue(river, mill)
    river.unpublish()

    issues.release(made, seen=1, by=officer)
    mill.unpublish()
    page = client.get(f"/en/newsletter/issues/{made.number}/").content.decode()

    assert "The river" not in Edition.objects.get().text
    assert "The mill" not in page
    assert "is not on the site any more" in page


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda made: newsletter(is_on=False), "Switch the newsletter on"),
        (lambda made: made.items.all().delete(), "There is nothing in it"),
        (lambda made: Issue.objects.update(picture=picture()), "what there is to see"),
        (lambda made: Issue.objects.update(opening={"en": "你" * 31_000}), "100000 is the most"),
    ],
)
def test_what_is_not_ready_does_not_go_out(
    officer: User, perm: City, spoil: Any, said: str
) -> None:
    reader()
    made = issue(_told(perm))
    spoil(made)

    with pytest.raises(NotReadyError, match=said):
        issues.release(made, seen=1, by=officer)

    assert Issue.objects.get().state == IssueState.DRAFT
    assert not Delivery.objects.exists()
    assert not Edition.objects.exists()


def test_nobody_releases_twice_and_what_waits_can_be_stopped(officer: User, perm: City) -> None:
    reader()
    made = issue(_told(perm))
    issues.release(made, seen=1, by=officer)

    with pytest.raises(ChangedError):
        issues.release(made, seen=1, by=officer)
    stopped = issues.cancel(made, by=officer)

    assert stopped == 1
    assert Delivery.objects.get().state == DeliveryState.DROPPED
    assert Issue.objects.get().state == IssueState.CANCELLED
    with pytest.raises(ChangedError):
        issues.cancel(made, by=officer)


def test_an_editor_makes_no_issue(perm: City) -> None:
    editor, made = member(Role.EDITOR, perm), issue()
    verbs: list[Any] = [
        lambda: issues.begin(since=OCTOBER, until=DECEMBER, by=editor),
        lambda: issues.release(made, seen=1, by=editor),
        lambda: issues.cancel(made, by=editor),
        lambda: issues.delete(made, by=editor),
        lambda: issues.arrange(made, words={}, placed=[], seen=1, by=editor),
        lambda: issues.ask_translators(made, day=DECEMBER, by=editor),
    ]

    for verb in verbs:
        with pytest.raises(PermissionDenied):
            verb()


def test_missing_languages_are_wanted_from_the_translators(officer: User, perm: City) -> None:
    river = _told(perm)
    on_the_desk(river)
    day = datetime.date(2999, 1, 1)

    number = issues.ask_translators(issue(river), day=day, by=officer)

    wanted = Job.objects.filter(due=day).values_list("language", flat=True)
    assert number == len(wanted) > 0
    assert "ru" in wanted


def test_the_office_makes_an_issue_in_its_pages(client: Client, officer: User, perm: City) -> None:
    river, mill = _told(perm), story("The mill", of=perm, dated=DAY)
    reader()
    client.force_login(officer)

    begun = client.post(
        "/admin/newsletter/", {"since": "2018-10-01", "until": "2018-12-31"}, follow=True
    )
    made = Issue.objects.get()
    marks = {item.key: mark_of(item) for item in made.items.all()}
    typed = {
        "seen": 1,
        "mark": list(marks.values()),
        f"place-{marks[mill.pk]}": "1",
        f"place-{marks[river.pk]}": "",
        "opening__en": "Dear reader",
    }
    address = f"/admin/newsletter/{made.pk}/"
    saved = client.post(address, typed, follow=True).content.decode()
    stale = client.post(address, typed, follow=True).content.decode()
    shown = client.get(f"{address}en/").content.decode()
    letter = client.get(f"{address}en/letter.html")
    asked = client.get(f"{address}release/").content.decode()
    client.post(f"{address}release/", {"seen": 2})
    told = client.get(address).content.decode()

    assert "The mill" in begun.content.decode()
    assert [item.key for item in made.items.all()] == [mill.pk]
    assert "Dear reader" in saved
    assert "saved or sent this issue meanwhile" in stale
    assert "THE MILL" in shown
    assert "frame-ancestors 'self'" in letter["Content-Security-Policy"]
    assert "Send it to 1 reader" in asked
    assert "0 of 1 letters" in told


def test_a_mark_that_was_made_up_is_refused_and_nothing_is_lost(
    client: Client, officer: User, perm: City
) -> None:
    made = issue(_told(perm))
    client.force_login(officer)

    answer = client.post(
        f"/admin/newsletter/{made.pk}/",
        {"seen": 1, "mark": "story-0-1-0", "place-story-0-1-0": "1", "opening__en": "Typed words"},
    )

    page = answer.content.decode()
    assert "nothing that an issue may have" in page
    assert "Typed words" in page
    assert made.items.count() == 1


def test_the_archive_shows_what_went_out_in_the_readers_language(
    client: Client, officer: User, perm: City, django_assert_max_num_queries: Any
) -> None:
    river = _told(perm)
    translation(river, "Река", language="ru")
    camp = activity(host=perm, when="2019-01-20", status=ActivityStatus.PLANNED)
    made = issue(river, camp)
    reader(language="ru")
    before = client.get(f"/ru/newsletter/issues/{made.number}/").status_code
    issues.release(made, seen=1, by=officer)

    with django_assert_max_num_queries(12):
        page = client.get(f"/ru/newsletter/issues/{made.number}/").content.decode()
    with django_assert_max_num_queries(12):
        archive = client.get("/ru/newsletter/issues/").content.decode()
    feed = client.get("/ru/newsletter/feed/").content.decode()

    assert before == 404
    assert "Река" in page
    assert "Река" in archive
    assert "<title>Река</title>" in feed


def test_lists_of_issues_name_nothing_that_was_taken_back_in_as_many_queries_for_three(
    client: Client, officer: User, perm: City, django_assert_max_num_queries: Any
) -> None:
    reader()
    for n in range(3):
        taken_back, stays = story(f"Name {n}", of=perm), story(f"Other {n}", of=perm)
        issues.release(issue(taken_back, stays), seen=1, by=officer)
        taken_back.unpublish()
    with django_assert_max_num_queries(12):
        archive = client.get("/en/newsletter/issues/").content.decode()
    feed = client.get("/en/newsletter/feed/").content.decode()

    for page in (archive, feed):
        assert "Name" not in page
        assert [f"Other {n}" in page for n in range(3)] == [True, True, True]


def test_suggestions_are_asked_in_as_many_queries_for_one_story_as_for_three(
    perm: City, django_assert_max_num_queries: Any
) -> None:
    made = issue(_told(perm))
    with override("en"), django_assert_max_num_queries(40) as for_one:
        suggested(made)
    for n in range(2):
        story(f"Story {n}", of=perm, dated=DAY)

    with override("en"), django_assert_max_num_queries(len(for_one)):
        assert len(suggested(made)) == 3
