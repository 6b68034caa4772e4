"""A story is checked, published, corrected or taken back; people are told what waits."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models.signals import pre_save
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import PageLogEntry, Revision

from citytocity.cities.models import City
from citytocity.languages.text import Words
from citytocity.ledger.enums import ProposalState
from citytocity.newsroom import actions
from citytocity.newsroom.actions import NotNowError, hindrances
from citytocity.newsroom.enums import CheckKind, CheckState, Rhythm
from citytocity.newsroom.models import Check, Correction, Reminder
from citytocity.newsroom.queries import fingerprint
from citytocity.people.enums import Role
from citytocity.people.models import User
from citytocity.stories.models import StoryPage
from citytocity.translation.actions import claim
from citytocity.translation.engines import segments
from citytocity.translation.models import Job
from tests.factories import ledger
from tests.factories.cities import cities, city
from tests.factories.people import member
from tests.factories.translation import job, on_the_desk, rewritten, written

pytestmark = pytest.mark.django_db

FACTS, CONSENT = CheckKind.FACTS, CheckKind.CONSENT
MONDAY, TUESDAY = datetime.date(2026, 11, 23), datetime.date(2026, 11, 24)


@pytest.fixture
def story() -> StoryPage:
    return written("Eine Brücke", "Erster Absatz.", of=city("Duisburg"), draft=True)


@pytest.fixture
def editor(story: StoryPage) -> User:
    return member(Role.EDITOR, _city(), first_name="Ute", last_name="Ruhr")


@pytest.fixture
def checker(story: StoryPage) -> User:
    return member(Role.CHECKER, _city())


def _city() -> City:
    return City.objects.get(slug="duisburg")


def test_asked_checks_stand_between_a_story_and_its_readers(story: StoryPage, editor: User) -> None:
    assert hindrances(story) == []

    actions.ask_for_checks(story, kinds=[FACTS, CONSENT], by=editor)

    assert hindrances(story) == ["facts: asked", "consent of the people shown: asked"]


def test_confirmed_checks_let_it_pass(story: StoryPage, editor: User, checker: User) -> None:
    (check,) = actions.ask_for_checks(story, kinds=[FACTS], by=editor)

    confirmed = actions.confirm(check, by=checker)

    assert (confirmed.state, confirmed.decided_by) == (CheckState.CONFIRMED, checker)
    assert hindrances(story) == []


def test_an_objection_needs_a_word_and_holds_the_story(
    story: StoryPage, editor: User, checker: User
) -> None:
    (check,) = actions.ask_for_checks(story, kinds=[FACTS], by=editor)

    with pytest.raises(NotNowError, match="Say what is not right"):
        actions.object_to(check, note="  ", by=checker)
    actions.object_to(check, note="It was 1956.", by=checker)

    assert hindrances(story) == ["facts: objection"]
    assert Check.objects.get().note == "It was 1956."


def test_asked_again_what_was_confirmed_is_open(
    story: StoryPage, editor: User, checker: User
) -> None:
    (check,) = actions.ask_for_checks(story, kinds=[FACTS], by=editor)
    actions.confirm(check, by=checker)

    actions.ask_for_checks(story, kinds=[FACTS], by=editor)

    assert Check.objects.get().state == CheckState.ASKED


def test_nobody_confirms_the_facts_of_the_own_story(story: StoryPage, editor: User) -> None:
    StoryPage.objects.filter(pk=story.pk).update(owner=editor)
    facts, consent = actions.ask_for_checks(story, kinds=[FACTS, CONSENT], by=editor)

    with pytest.raises(NotNowError, match="Somebody else than the author"):
        actions.confirm(facts, by=editor)
    assert actions.confirm(consent, by=editor).state == CheckState.CONFIRMED


def test_no_check_is_asked_for_without_saying_which(story: StoryPage, editor: User) -> None:
    with pytest.raises(NotNowError, match="Choose what should be checked"):
        actions.ask_for_checks(story, kinds=[], by=editor)


def test_a_draft_is_translated_before_it_is_published_and_what_changes_follows(
    story: StoryPage, editor: User
) -> None:
    text = actions.give_to_translators(story, by=editor)
    rewritten(story, 0, "Neuer Absatz.").save_revision()

    again = actions.give_to_translators(StoryPage.objects.get(pk=story.pk), by=editor)

    assert (again.pk, again.is_out, text.version, again.version) == (text.pk, False, 1, 2)
    sources = [passage.source for passage in segments(job(again))]
    assert sources == ["Eine Brücke", "What it is about.", "Neuer Absatz."]


def test_what_is_out_needs_not_be_given_to_translators(editor: User) -> None:
    out = written("Ein Fluss", "Absatz.", of=_city())

    with pytest.raises(NotNowError, match="It is published"):
        actions.give_to_translators(out, by=editor)


def test_who_does_not_edit_the_story_gives_it_to_nobody(story: StoryPage, checker: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.give_to_translators(story, by=checker)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.CHECKER, Role.REGISTRAR])
def test_who_does_not_edit_the_story_asks_for_nothing(story: StoryPage, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.ask_for_checks(story, kinds=[FACTS], by=member(role, _city()))


def test_another_citys_checker_decides_nothing(story: StoryPage, editor: User) -> None:
    (check,) = actions.ask_for_checks(story, kinds=[FACTS], by=editor)

    with pytest.raises(PermissionDenied):
        actions.confirm(check, by=member(Role.CHECKER, city("Oxford")))


def test_a_story_is_taken_back_with_a_reason_that_its_history_keeps(editor: User) -> None:
    out = written("Ein Fest", "Absatz.", of=_city())

    with pytest.raises(NotNowError, match="Say why"):
        actions.withdraw(out, reason="", by=editor)
    actions.withdraw(out, reason="A picture without consent.", by=editor)

    out.refresh_from_db()
    assert not out.live
    entry = PageLogEntry.objects.get(page=out.pk, action="newsroom.withdraw")
    assert entry.data["reason"] == "A picture without consent."


def test_a_checker_takes_nothing_back(checker: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.withdraw(written("Ein Fest", of=_city()), reason="x", by=checker)


def test_a_correction_is_dated_and_in_several_languages(story: StoryPage, editor: User) -> None:
    text = Words({"de": "Es war 1956.", "en": "It was 1956."})

    correction = actions.correct(story, text=text, dated=TUESDAY, by=editor)

    assert (correction.text, correction.story_key) == (text, story.translation_key)


def test_a_correction_with_mark_up_is_refused(story: StoryPage, editor: User) -> None:
    with pytest.raises(ValidationError):
        actions.correct(story, text=Words({"de": "<b>x</b>"}), dated=TUESDAY, by=editor)

    assert Correction.objects.count() == 0


def _letters() -> list[dict[str, str]]:
    return [row.args_kwargs["kwargs"] for row in DBTaskResult.objects.order_by("enqueued_at")]


def test_people_are_told_on_mondays_what_waits_and_once(
    story: StoryPage, editor: User, checker: User, django_capture_on_commit_callbacks
) -> None:
    actions.ask_for_checks(story, kinds=[FACTS], by=editor)

    with django_capture_on_commit_callbacks(execute=True):
        sent = [actions.send_reminders(today=day) for day in (MONDAY, MONDAY, TUESDAY)]

    assert sent == [2, 0, 0]
    assert {letter["to"] for letter in _letters()} == {editor.email, checker.email}
    assert "1 check" in _letters()[0]["text"]


def test_who_wants_none_and_for_whom_nothing_waits_gets_no_letter(
    story: StoryPage, editor: User, checker: User
) -> None:
    assert actions.send_reminders(today=MONDAY) == 0
    actions.ask_for_checks(story, kinds=[FACTS], by=editor)
    for user in (editor, checker):
        Reminder.objects.update_or_create(user=user, defaults={"rhythm": Rhythm.NEVER})

    assert actions.send_reminders(today=MONDAY) == 0


def test_registrars_are_told_how_much_is_proposed_for_their_registers(
    django_capture_on_commit_callbacks,
) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    keeper, author = member(Role.REGISTRAR, duisburg), member(Role.AUTHOR, duisburg)
    for host in (duisburg, duisburg, oxford):
        ledger.proposal(ledger.activity(host=host), by=author)
    decided = {"state": ProposalState.WITHDRAWN, "decided": timezone.now()}
    ledger.proposal(ledger.activity(host=duisburg), by=author, **decided)

    with django_capture_on_commit_callbacks(execute=True):
        actions.send_reminders(today=MONDAY)

    (letter,) = _letters()
    assert letter["to"] == keeper.email
    assert "2 proposals for the register" in letter["text"]
    assert "/admin/proposal/?state=open" in letter["text"]


def test_nothing_goes_out_at_weekends(story: StoryPage, editor: User) -> None:
    actions.ask_for_checks(story, kinds=[FACTS], by=editor)
    Reminder.objects.create(user=editor, rhythm=Rhythm.DAILY)

    assert actions.send_reminders(today=datetime.date(2026, 11, 28)) == 0
    assert actions.send_reminders(today=TUESDAY) == 1


def test_what_was_confirmed_of_other_words_is_open_again(
    story: StoryPage, editor: User, checker: User
) -> None:
    (check,) = actions.ask_for_checks(story, kinds=[FACTS], by=editor)
    actions.confirm(check, by=checker)

    story.standfirst = "Ganz anders."
    story.save_revision()

    assert hindrances(story) == ["facts: the story changed since"]


def test_what_the_editor_writes_for_itself_into_a_paragraph_changes_nothing(
    story: StoryPage,
) -> None:
    before = fingerprint(story)
    marked = rewritten(story, 0, "Erster Absatz.")
    raw = list(marked.body.raw_data)
    raw[0] = {**raw[0], "value": '<p data-block-key="ab1c2">Erster Absatz.</p>'}
    marked.body = raw
    marked.save_revision()

    assert fingerprint(StoryPage.objects.get(pk=story.pk)) == before


@pytest.mark.parametrize("objects", [True, False])
def test_a_day_that_was_set_is_void_when_a_check_is_open(
    story: StoryPage, editor: User, checker: User, objects: bool
) -> None:
    (check,) = actions.ask_for_checks(story, kinds=[FACTS], by=editor)
    soon = timezone.now() + datetime.timedelta(hours=1)
    story.save_revision(approved_go_live_at=soon)

    if objects:
        actions.object_to(check, note="It was 1956.", by=checker)
    else:
        actions.ask_for_checks(story, kinds=[CONSENT], by=editor)

    assert not Revision.page_revisions.filter(approved_go_live_at__isnull=False).exists()


def test_a_letter_that_goes_wrong_keeps_no_other_from_going(
    story: StoryPage,
    editor: User,
    checker: User,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks,
) -> None:
    actions.ask_for_checks(story, kinds=[FACTS], by=editor)

    def breaks(sender: object, instance: Reminder, **kwargs: object) -> None:
        if instance.user_id == editor.pk:
            raise RuntimeError("the disk is full")

    pre_save.connect(breaks, sender=Reminder)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            sent = actions.send_reminders(today=MONDAY)
    finally:
        pre_save.disconnect(breaks, sender=Reminder)

    assert (sent, [letter["to"] for letter in _letters()]) == (1, [checker.email])
    assert "a reminder could not be written" in caplog.text
    assert actions.send_reminders(today=MONDAY) == 1  # the one that went wrong, when it can go


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "1 translation\n"),
        (datetime.date(2018, 9, 14), "1 translation; the first was wanted by 14 September 2018"),
        (datetime.date(2099, 9, 14), "1 translation; the first is wanted by 14 September 2099"),
    ],
)
def test_a_translator_is_told_by_when_the_first_is_wanted(
    day: datetime.date | None, words: str, django_capture_on_commit_callbacks
) -> None:
    translator = member(Role.TRANSLATOR, pair="de ru")
    text = on_the_desk(written("Der Hafen", "Eins.", of=city("Duisburg")))
    claimed = claim(text.jobs.get(language="ru"), by=translator)
    Job.objects.filter(pk=claimed.pk).update(due=day)

    with django_capture_on_commit_callbacks(execute=True):
        actions.send_reminders(today=MONDAY)

    (letter,) = _letters()
    assert words in letter["text"]
