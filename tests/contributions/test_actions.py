"""Deciding on what came in: each verb works, once, and for those alone who sort for its city."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import registry
from wagtail.models import Locale

from citytocity.contributions import actions
from citytocity.contributions.actions import DecidedError, NoCityError, forget_old
from citytocity.contributions.enums import Kind, Reason, State
from citytocity.contributions.models import Contribution
from citytocity.contributions.queries import Alike, alike
from citytocity.contributions.tracing import trace_stories
from citytocity.people.enums import Role
from citytocity.stories.models import CityPage, CityShelf, StoryPage
from tests.factories.cities import cities, city
from tests.factories.contributions import TEXT, contribution, correction, picture, received
from tests.factories.ledger import activity
from tests.factories.people import member
from tests.factories.stories import city_page, story

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[..., Contribution]] = {
    "take": actions.take,
    "ask": lambda made, *, by: actions.ask_back(made, words="In which year was it?", by=by),
    "refuse": lambda made, *, by: actions.refuse(made, reason=Reason.KNOWN, by=by),
    "spam": actions.mark_spam,
    "accept": actions.accept,
}
STATES = {
    "take": State.TAKEN,
    "ask": State.ASKED,
    "refuse": State.REFUSED,
    "spam": State.SPAM,
    "accept": State.ACCEPTED,
}


def _letters() -> list[dict[str, Any]]:
    tasks = DBTaskResult.objects.filter(task_path__endswith="deliver").order_by("enqueued_at")
    return [task.args_kwargs["kwargs"] for task in tasks]


@pytest.mark.parametrize("verb", VERBS)
def test_an_editor_of_its_city_decides_and_the_log_names_no_sender(verb: str) -> None:
    duisburg = city("Duisburg")
    city_page(duisburg)
    editor = member(Role.EDITOR, duisburg)
    made = contribution(duisburg)

    decided = VERBS[verb](made, by=editor)

    assert decided.state == STATES[verb]
    (entry,) = registry.get_logs_for_instance(made)
    assert (entry.user, entry.action) == (editor, f"contributions.{verb}")
    assert "anna@example.org" not in f"{entry.label} {entry.data}"


@pytest.mark.parametrize("verb", VERBS)
def test_nobody_of_another_city_or_in_another_role_decides(verb: str) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    city_page(duisburg)
    made, nobodys = contribution(duisburg), contribution()
    roles = [Role.AUTHOR, Role.CHECKER, Role.REGISTRAR]

    for by in (member(Role.EDITOR, oxford), *(member(role, duisburg) for role in roles)):
        with pytest.raises(PermissionDenied):
            VERBS[verb](made, by=by)
    with pytest.raises(PermissionDenied):
        VERBS[verb](nobodys, by=member(Role.EDITOR, duisburg))

    assert {found.state for found in Contribution.objects.all()} == {State.NEW}


@pytest.mark.parametrize("verb", VERBS)
def test_a_decision_made_twice_is_one(verb: str, django_capture_on_commit_callbacks) -> None:
    duisburg = city("Duisburg")
    city_page(duisburg)
    editor = member(Role.EDITOR, duisburg)
    made = contribution(duisburg, pictures=1)

    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            VERBS[verb](made, by=editor)

    assert registry.get_logs_for_instance(made).count() == 1
    assert len(_letters()) == (0 if verb in {"take", "spam"} else 1)
    assert StoryPage.objects.count() == (1 if verb == "accept" else 0)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", [State.REFUSED, State.SPAM, State.ACCEPTED])
def test_what_was_decided_otherwise_stays_so(verb: str, state: State) -> None:
    duisburg = city("Duisburg")
    made = contribution(duisburg, state=state)
    if STATES[verb] == state:
        return

    with pytest.raises(DecidedError, match="“The choir that crossed a continent” is decided"):
        VERBS[verb](made, by=member(Role.EDITOR, duisburg))

    assert Contribution.objects.get().state == state


def test_an_accepted_story_is_a_draft_in_its_own_language_under_its_city(
    django_capture_on_commit_callbacks,
) -> None:
    duisburg = city("Duisburg")
    english = city_page(duisburg)
    editor = member(Role.EDITOR, duisburg)
    text = "Eins & zwei\nweiter\n\nDrei"
    german = {"written_in": "de", "language": "de", "title": "Über <Flüsse>", "text": text}
    made = contribution(duisburg, pictures=1, **german)

    with django_capture_on_commit_callbacks(execute=True):
        actions.accept(made, by=editor)

    page = StoryPage.objects.get()
    made.refresh_from_db()
    above = CityPage.objects.get(locale__language_code="de")
    assert (made.state, made.story, made.taken_by) == (State.ACCEPTED, page, editor)
    assert (above.live, above.translation_key) == (False, english.translation_key)
    assert page.get_parent().specific == above
    assert (page.title, page.slug, page.live, page.owner) == (
        "Über <Flüsse>", "uber-flusse", False, editor,
    )  # fmt: skip
    assert (page.original_language, page.locale.language_code) == ("de", "de")
    assert [(credit.role, credit.name) for credit in page.credits.all()] == [
        ("author", "Anna of the harbour")
    ]
    assert list(page.cities.all()) == [duisburg]
    first, second, shown = page.body
    assert str(first.value) == "<p>Eins &amp; zwei<br/>weiter</p>"
    assert str(second.value) == "<p>Drei</p>"
    assert {key: shown.value[key] for key in ("alt", "credit", "rights")} == {
        "alt": "Singers on a platform", "credit": "Boris", "rights": "reserved",
    }  # fmt: skip
    assert shown.value["image"].collection == CityShelf.of(duisburg).collection
    assert _letters()[0]["subject"] == "Danke: „Über <Flüsse>“"


def test_a_city_without_any_page_gets_a_draft_of_one() -> None:
    perm, duisburg = cities("Perm", "Duisburg")
    city_page(perm)  # founds the site

    actions.accept(contribution(duisburg, written_in="ru"), by=member(Role.EDITOR, duisburg))

    made = CityPage.objects.get(city=duisburg)
    assert (made.live, made.locale) == (False, Locale.objects.get(language_code="ru"))
    assert StoryPage.objects.get().get_parent().specific == made


def test_two_stories_of_the_same_title_stand_beside_each_other() -> None:
    duisburg = city("Duisburg")
    city_page(duisburg)
    editor = member(Role.EDITOR, duisburg)

    for _time in range(2):
        actions.accept(contribution(duisburg, title="Песня"), by=editor)

    assert sorted(StoryPage.objects.values_list("slug", flat=True)) == ["pesnya", "pesnya-1"]


def test_the_original_picture_leaves_its_hidden_place_when_the_city_has_it(
    django_capture_on_commit_callbacks,
) -> None:
    duisburg = city("Duisburg")
    made = contribution(duisburg, kind=Kind.MEMORY)
    shown = picture(made)
    storage, hidden = shown.file.storage, shown.file.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.accept(made, by=member(Role.EDITOR, duisburg))

    shown.refresh_from_db()
    assert not storage.exists(hidden)
    assert storage.exists(shown.preview.name)
    assert (shown.image.title, shown.image.width) == ("Singers on a platform", 40)
    assert StoryPage.objects.count() == 0


def test_what_lies_with_two_cities_goes_to_the_one_its_editor_works_for() -> None:
    oxford, duisburg = city("Oxford", is_host=True), city("Duisburg")
    for of in (oxford, duisburg):
        city_page(of)

    for by in (member(Role.EDITOR, duisburg), member(Role.HOST)):
        actions.accept(contribution(duisburg, oxford, pictures=1), by=by)

    drafts = StoryPage.objects.order_by("pk")
    assert [draft.get_parent().specific.city for draft in drafts] == [duisburg, oxford]
    assert [draft.body[-1].value["image"].collection for draft in drafts] == [
        CityShelf.of(of).collection for of in (duisburg, oxford)
    ]


def test_a_story_that_finds_no_place_leaves_its_pictures_where_they_were() -> None:
    duisburg = city("Duisburg")  # the site has no pages at all
    made = contribution(duisburg, pictures=1)
    files = _files()

    with pytest.raises(NoCityError, match="no pages in this language yet"):
        actions.accept(made, by=member(Role.EDITOR, duisburg))

    assert _files() == files


def test_an_acceptance_that_fails_half_way_leaves_no_file_behind() -> None:
    duisburg = city("Duisburg")
    city_page(duisburg)
    made = contribution(duisburg, pictures=2)
    lost = made.pictures.last()
    lost.file.storage.delete(lost.file.name)
    files = _files()

    with pytest.raises(FileNotFoundError):
        actions.accept(made, by=member(Role.EDITOR, duisburg))

    made.refresh_from_db()
    assert made.state == State.NEW
    assert _files() == files


def test_what_has_no_city_is_given_one_by_the_host_office() -> None:
    duisburg = city("Duisburg")
    city_page(duisburg)
    host, made = member(Role.HOST), contribution()

    with pytest.raises(NoCityError, match=r"Choose the city it belongs to first\."):
        actions.accept(made, by=host)
    actions.accept(made, city=duisburg, by=host)

    assert list(made.cities.all()) == [duisburg]
    assert StoryPage.objects.get().get_parent().specific.city == duisburg


def test_a_correction_changes_nothing_by_itself_and_is_told_when_it_is_carried_out(
    django_capture_on_commit_callbacks,
) -> None:
    perm = city("Perm")
    record = activity(perm, when="1990", slug="visit")
    editor = member(Role.EDITOR, perm)
    made = correction(record, perm, language="de")

    with django_capture_on_commit_callbacks(execute=True):
        actions.accept(made, by=editor)
        for _time in range(2):
            actions.mark_corrected(made, by=editor)

    record.refresh_from_db()
    assert record.when == "1990"
    assert Contribution.objects.get().state == State.DONE
    assert "/de/activities/visit/" in _letters()[1]["text"]
    assert len(_letters()) == 2


def test_only_an_accepted_correction_is_carried_out_and_by_its_citys_editors() -> None:
    perm, oxford = cities("Perm", "Oxford")
    made = correction(activity(perm), perm)

    with pytest.raises(DecidedError, match="Only a correction that was accepted"):
        actions.mark_corrected(made, by=member(Role.EDITOR, perm))
    with pytest.raises(PermissionDenied):
        actions.mark_corrected(made, by=member(Role.EDITOR, oxford))


def test_whoever_wrote_a_story_hears_once_that_it_is_out(
    django_capture_on_commit_callbacks,
) -> None:
    duisburg = city("Duisburg")
    city_page(duisburg)
    made = contribution(duisburg, language="ru")
    actions.accept(made, by=member(Role.EDITOR, duisburg))
    page = StoryPage.objects.get()

    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            page.save_revision().publish()

    (letter,) = _letters()
    assert letter["subject"] == "Вышло: «The choir that crossed a continent»"
    assert f"/en/cities/duisburg/{page.slug}/" in letter["text"]
    made.refresh_from_db()
    assert made.state == State.DONE


def test_an_answer_comes_back_to_whoever_asked(django_capture_on_commit_callbacks) -> None:
    duisburg = city("Duisburg")
    editor = member(Role.EDITOR, duisburg)
    made = contribution(duisburg, language="de")
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_back(made, words="In which year was it?", by=editor)
    asked = actions.draft_of(Contribution.objects.get().draft_token)

    actions.keep_draft(asked, values={"answer": "In 1989.", "text": "More"}, seen=asked.version)
    answered = actions.send_in(asked, is_proved=True)

    question = answered.questions.get()
    assert "In which year was it?" in _letters()[0]["text"]
    assert (answered.state, answered.taken_by, answered.text) == (State.TAKEN, editor, "More")
    assert (question.answer, question.answered is not None) == ("In 1989.", True)
    assert len(_letters()) == 1


def test_a_refusal_says_why_in_the_senders_language(django_capture_on_commit_callbacks) -> None:
    duisburg = city("Duisburg")
    made = contribution(duisburg, language="de")

    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse(
            made, reason=Reason.KNOWN, words="Siehe 2017.", by=member(Role.EDITOR, duisburg)
        )

    text = _letters()[0]["text"]
    assert "Guten Tag, Anna," in text
    assert "Davon ist hier schon erzählt worden." in text
    assert "Siehe 2017." in text


def test_the_same_text_is_found_among_contributions_and_published_stories() -> None:
    duisburg = city("Duisburg")
    body = [("paragraph", f"<p>{TEXT}</p>")]
    told = story("The choir", of=duisburg, body=body)
    story("A draft", of=duisburg, body=body, live=False)
    first, second = received(duisburg), received(duisburg, title="Again")
    other = received(duisburg, text="The fire brigade taught us how to rescue a cat from a tree.")
    trace_stories.func()

    found = alike([first, other])

    assert {(same.contribution, same.story) for same in found[first.pk]} == {
        (second.pk, None),
        (None, told.pk),
    }
    assert found[first.pk][0] == Alike(100, contribution=second.pk)
    assert found[other.pk] == []


def test_a_story_has_its_traces_anew_after_it_was_changed() -> None:
    told = story("The choir", of=city("Duisburg"), body=[("paragraph", f"<p>{TEXT}</p>")])
    trace_stories.func()
    same = received()
    told.body = [("paragraph", "<p>Something else was told here, from the first word on.</p>")]
    told.save_revision().publish()
    trace_stories.func()

    assert alike([same])[same.pk] == []


def _ago(**days: int) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(**days)


def _old(made: Contribution, **times: datetime.datetime) -> Contribution:
    Contribution.objects.filter(pk=made.pk).update(**times)
    return made


def test_what_nobody_confirmed_goes_after_thirty_days_with_its_files(
    django_capture_on_commit_callbacks,
) -> None:
    old = [_old(contribution(state=state, pictures=1), changed=_ago(days=31))
           for state in (State.DRAFT, State.SENT)]  # fmt: skip
    files = [(shown.file.storage, shown.file.name) for made in old for shown in made.pictures.all()]
    young = _old(contribution(state=State.DRAFT), changed=_ago(days=29))
    waiting = _old(contribution(), changed=_ago(days=400))

    with django_capture_on_commit_callbacks(execute=True):
        forgotten = forget_old()

    assert forgotten == {"drafts": 2}
    assert set(Contribution.objects.all()) == {young, waiting}
    assert [storage.exists(name) for storage, name in files] == [False, False]


def test_what_was_declined_loses_name_address_and_pictures_after_ninety_days() -> None:
    for state in (State.REFUSED, State.SPAM):
        _old(contribution(state=state, pictures=1), decided=_ago(days=91))
        _old(contribution(state=state, pictures=1), decided=_ago(days=89))

    forgotten = forget_old()

    assert forgotten == {"declined": 2}
    gone = Contribution.objects.filter(forgotten__isnull=False)
    assert {(made.name, made.email, made.credit, made.pictures.count()) for made in gone} == {
        ("", "", "", 0)
    }
    assert Contribution.objects.filter(email="anna@example.org").count() == 2
    assert forget_old() == {}


def test_an_address_goes_a_year_after_publication_and_the_chosen_name_stays() -> None:
    published = _old(contribution(state=State.DONE), done=_ago(days=366), decided=_ago(days=400))
    memory = _old(contribution(kind=Kind.MEMORY, state=State.ACCEPTED), decided=_ago(days=366))
    _old(contribution(state=State.DONE), done=_ago(days=364), decided=_ago(days=400))
    _old(contribution(state=State.ACCEPTED), decided=_ago(days=400))  # not published yet

    forgotten = forget_old()

    assert forgotten == {"published": 2}
    for made in (published, memory):
        made.refresh_from_db()
        assert (made.email, made.name, made.credit) == ("", "", "Anna of the harbour")


def test_nothing_is_in_the_inbox_that_was_not_confirmed() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        contribution(state=State.NEW, confirmed=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        contribution(state=State.SENT, email="")


def _files() -> set[Path]:
    """All pictures that the cities have on the disk."""
    return set(Path(default_storage.path("original_images")).glob("*"))
