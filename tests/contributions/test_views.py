"""Writing without an account, by the pages and letters that a sender gets; no script takes part."""

import base64
import datetime
import json
import re
from html import unescape
from typing import Any

import altcha
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citytocity.contributions.enums import Kind, State
from citytocity.contributions.guards import STAMP
from citytocity.contributions.models import Contribution
from citytocity.contributions.pictures import BYTES_AT_MOST
from citytocity.mail.links import signed
from citytocity.stories.guides import GUIDES
from tests.factories.cities import cities, city, organisation
from tests.factories.contributions import (
    TEXT,
    contribution,
    jpeg,
    picture,
    stamp,
    upload,
)
from tests.factories.ledger import activity, partnership
from tests.factories.sources import source
from tests.factories.stories import story

pytestmark = pytest.mark.django_db

PICTURE = {
    "alt": "A choir",
    "credit": "Boris",
    "claim": "own",
    "licence": "cc-by",
    "shown": "agreed",
}


def _story(**values: Any) -> dict[str, Any]:
    defaults = {
        "stamp": stamp(),
        "written_in": "de",
        "title": "Der Chor",
        "text": TEXT,
        "credit": "Anna vom Hafen",
        "name": "Anna",
        "email": "anna@example.org",
    }
    return defaults | values


def _correction(**values: Any) -> dict[str, Any]:
    defaults = {
        "stamp": stamp(),
        "text": "It was 1990.",
        "right": "1989",
        "known_from": "I was there.",
        "email": "anna@example.org",
        "consent": "on",
    }
    return defaults | values


def _letters() -> list[dict[str, str]]:
    tasks = DBTaskResult.objects.filter(task_path__endswith="deliver").order_by("enqueued_at")
    return [task.args_kwargs["kwargs"] for task in tasks]


def _link() -> str:
    """The path in the last letter."""
    (path,) = re.findall(
        rf"{re.escape(settings.BASE_URL)}(\S+/contribute/\S+)", _letters()[-1]["text"]
    )
    return path


def _post(client: Client, path: str, data: dict[str, Any], capture: Any, **more: Any) -> Any:
    with capture(execute=True):
        return client.post(path, data, **more)


def _draft_path(made: Contribution, step: str = "") -> str:
    return f"/en/contribute/draft/{made.draft_token}/{step}"


@pytest.mark.parametrize("language", ["en", "ru", "de", "it", "fr", "zh-hans"])
@pytest.mark.parametrize("kind", ["story", "correction", "memory"])
def test_every_form_is_there_in_every_language(client: Client, language: str, kind: str) -> None:
    answer = client.get(f"/{language}/contribute/{kind}/")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_story_comes_into_the_inbox_only_by_the_button_behind_the_letters_link(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    duisburg = city("Duisburg")

    first = _post(
        client,
        "/de/contribute/story/",
        _story(city=duisburg.pk),
        django_capture_on_commit_callbacks,
    )
    assert first["Location"].endswith("/send/")
    assert _letters() == []
    second = _post(client, first["Location"], {"consent": "on"}, django_capture_on_commit_callbacks)
    assert second["Location"] == "/de/contribute/sent/"
    made = Contribution.objects.get()
    assert (made.state, made.language, made.written_in) == (State.SENT, "de", "de")
    assert "anna@example.org" not in _link()
    opened = client.get(_link())
    assert Contribution.objects.get().state == State.SENT
    answer = client.post(_link())

    made.refresh_from_db()
    assert "Der Chor" in opened.content.decode()
    assert answer.status_code == 200
    assert (made.state, made.spam_points, list(made.cities.all())) == (State.NEW, 1, [duisburg])
    assert made.consent.startswith("Die Redaktion darf Ihren Text kürzen")
    assert made.consent_version == "2018-12"
    assert made.traces.count() > 20


def test_a_confirmed_link_pressed_again_changes_nothing(client: Client) -> None:
    made = contribution(state=State.SENT)
    path = f"/en/contribute/confirm/{made.confirm_token}/"
    client.post(path)
    received = Contribution.objects.get().confirmed

    answer = client.post(path)

    assert "The editors have it" in answer.content.decode()
    assert Contribution.objects.get().confirmed == received


def test_the_same_form_sent_twice_is_one_contribution_and_one_letter(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    given = _correction()

    for _time in range(2):
        answer = _post(
            client, "/en/contribute/correction/", given, django_capture_on_commit_callbacks
        )
        assert answer["Location"] == "/en/contribute/sent/"

    assert Contribution.objects.count() == 1
    assert len(_letters()) == 1


def test_a_step_sent_twice_is_one_letter(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    path = _draft_path(contribution(state=State.DRAFT), "send/")

    for _time in range(2):
        answer = _post(client, path, {"consent": "on"}, django_capture_on_commit_callbacks)
        assert answer["Location"] == "/en/contribute/sent/"

    assert len(_letters()) == 1


def test_the_letter_to_an_unconfirmed_address_repeats_nothing_that_was_typed(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    given = _correction(text="BUY WATCHES", name="BUY WATCHES", right="BUY WATCHES")

    _post(client, "/en/contribute/correction/", given, django_capture_on_commit_callbacks)

    (letter,) = _letters()
    assert "BUY" not in json.dumps(letter)
    assert letter["to"] == "anna@example.org"


def test_a_correction_opened_from_a_record_lies_with_all_cities_of_it(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    perm, duisburg, oxford = cities("Perm", "Duisburg", "Oxford")
    record = partnership(perm, duisburg, slug="perm-duisburg")
    partnership(perm, oxford)

    page = client.get("/en/partnerships/perm-duisburg/").content.decode()
    path = "/en/contribute/correction/?about=partnership/perm-duisburg"
    assert f'href="{path}"' in page
    _post(client, path, _correction(), django_capture_on_commit_callbacks)

    made = Contribution.objects.get()
    assert made.about == record
    assert {found.slug for found in made.cities.all()} == {"perm", "duisburg"}


def test_an_organisation_and_a_source_can_be_corrected(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    perm = city("Perm")
    bodies = [organisation(slug="choir", city=perm), source("Наша газета", language="ru")]
    paths = [f"/en/contribute/correction/?about={key}" for key in ("organisation/choir", "source/")]
    paths[1] += bodies[1].slug

    for record, path in zip(bodies, paths, strict=True):
        assert f'href="{path}"' in client.get(record.get_absolute_url()).text
        _post(client, path, _correction(), django_capture_on_commit_callbacks)

    made = {found.about: list(found.cities.all()) for found in Contribution.objects.all()}
    assert made == {bodies[0]: [perm], bodies[1]: []}
    assert 'lang="ru">Наша газета</a>' in client.get(paths[1]).text


def test_a_correction_of_a_story_lies_with_the_city_it_was_written_in(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    duisburg = city("Duisburg")
    told = story("The choir", of=duisburg)

    page = client.get(f"/en/cities/duisburg/{told.slug}/").content.decode()
    path = f"/en/contribute/correction/?about=story/{told.pk}"
    assert f'href="{path}"' in page
    _post(client, path, _correction(), django_capture_on_commit_callbacks)

    made = Contribution.objects.get()
    assert (made.about, list(made.cities.all())) == (told, [duisburg])


@pytest.mark.parametrize(
    "about", ["activity/none", "user/1", "story/x", "story/99999999999999", "x"]
)
def test_a_correction_of_what_is_not_there_is_no_page(client: Client, about: str) -> None:
    activity(city("Perm"))

    assert client.get(f"/en/contribute/correction/?about={about}").status_code == 404


def test_a_draft_of_a_story_cannot_be_corrected(client: Client) -> None:
    hidden = story("The choir", of=city("Duisburg"), live=False)

    assert client.get(f"/en/contribute/correction/?about=story/{hidden.pk}").status_code == 404


def test_what_is_missing_is_told_beside_its_field_and_the_rest_is_kept(client: Client) -> None:
    answer = client.post("/en/contribute/story/", _story(text="", email="anna"))

    page = answer.content.decode()
    assert "<title>Error: Write for us · City to City</title>" in page
    assert '<a href="#id_text">Your text: This field is required.</a>' in page
    assert '<a href="#id_email">E-mail address: Enter a valid email address.</a>' in page
    assert 'value="Der Chor"' in page
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"website": "https://spam.example"}, "A field that must stay empty was filled in."),
        ({"stamp": ""}, "This page was open for long."),
        ({"stamp": "forged"}, "This page was open for long."),
        ({"stamp": signed(["key", 0], purpose="other")}, "This page was open for long."),
    ],
)
def test_what_a_machine_would_send_is_refused_with_all_that_was_typed(
    client: Client, given: dict[str, str], told: str
) -> None:
    answer = client.post("/en/contribute/story/", _story(**given))

    page = answer.content.decode()
    assert told in page
    assert "Anna vom Hafen" in page
    assert Contribution.objects.count() == 0


def test_a_form_that_comes_back_at_once_is_refused_with_all_that_was_typed(client: Client) -> None:
    page = client.post("/en/contribute/story/", _story(stamp=stamp(minutes=0))).content.decode()

    assert "That was very quick." in page
    assert "Anna vom Hafen" in page


def test_a_form_that_was_open_for_days_is_taken_when_sent_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        past = datetime.datetime.now().timestamp() - 3 * 86_400
        patch.setattr("django.core.signing.time.time", lambda: past)
        old = signed(["a-key", past], purpose=STAMP)

    page = client.post("/en/contribute/story/", _story(stamp=old)).content.decode()

    assert "This page was open for long." in page
    (fresh,) = re.findall(r'name="stamp" value="([^"]+)"', page)
    assert fresh != old


def test_a_memory_is_words_or_a_picture(client: Client) -> None:
    given = _story(text="", title="", when="1994~", place="The harbour")

    empty = client.post("/en/contribute/memory/", given)
    with_picture = client.post("/en/contribute/memory/", given | {"pictures": [upload(jpeg())]})

    assert "Write what you remember, or add a picture." in empty.content.decode()
    assert with_picture["Location"].endswith("/pictures/")
    assert (Contribution.objects.get().when, Contribution.objects.get().kind) == (
        "1994~",
        Kind.MEMORY,
    )


def test_a_date_that_is_none_is_told_beside_its_field(client: Client) -> None:
    page = client.post("/en/contribute/memory/", _story(when="last summer")).content.decode()

    assert '<a href="#id_when">When: ' in page
    assert 'value="last summer"' in page


def test_a_draft_is_found_again_by_the_letters_link(
    client: Client, django_capture_on_commit_callbacks
) -> None:
    given = {"stamp": stamp(), "title": "Half", "email": "anna@example.org", "save": "1"}

    answer = _post(client, "/ru/contribute/story/", given, django_capture_on_commit_callbacks)

    assert answer["Location"] == "/ru/contribute/saved/"
    assert _letters()[0]["subject"] == "Ваш черновик"
    assert 'value="Half"' in Client().get(_link()).content.decode()


def test_a_draft_is_kept_for_nobody_without_an_address(client: Client) -> None:
    page = client.post("/en/contribute/story/", {"stamp": stamp(), "title": "Half", "save": "1"})

    assert "Where shall we send the link to your draft?" in page.content.decode()
    assert Contribution.objects.count() == 0


def test_a_half_written_draft_cannot_be_sent_past_its_form(client: Client) -> None:
    made = contribution(state=State.DRAFT, title="")

    answer = client.post(_draft_path(made, "send/"), {"consent": "on"})

    assert answer["Location"] == _draft_path(made)


def test_nothing_is_sent_without_consent(client: Client) -> None:
    made = contribution(state=State.DRAFT)

    page = client.post(_draft_path(made, "send/"), {}).content.decode()

    assert "We can take it only if you agree." in page
    assert Contribution.objects.get().state == State.DRAFT


def test_the_newer_of_two_windows_is_kept_and_the_older_one_told(client: Client) -> None:
    made = contribution(state=State.DRAFT, version=1)
    path = _draft_path(made)
    client.post(path, _story(title="Newer", seen=1, stamp=stamp(key=made.key)))

    older = client.post(path, _story(title="Older", seen=1, stamp=stamp(key=made.key)))

    page = older.content.decode()
    assert "This draft was changed in another window meanwhile" in page
    assert 'value="Older"' in page
    assert 'name="seen" value="2"' in page
    assert Contribution.objects.get().title == "Newer"


def test_what_is_being_written_is_kept_by_itself(client: Client) -> None:
    auto = {"headers": {"X-Autosave": "1"}}
    form = stamp(minutes=0)

    first = client.post("/en/contribute/story/", {"stamp": form, "text": "One"}, **auto).json()
    again = client.post(
        first["url"], {"stamp": form, "text": "One two", "seen": 1, "email": "no"}, **auto
    ).json()
    older = client.post(first["url"], {"stamp": form, "text": "Old", "seen": 1}, **auto).json()

    assert (first["state"], first["version"]) == ("kept", 1)
    assert (again["state"], again["version"]) == ("kept", 2)
    assert older["state"] == "older"
    made = Contribution.objects.get()
    assert (made.text, made.email, made.state) == ("One two", "", State.DRAFT)


@pytest.mark.parametrize("given", [{"text": ""}, {"text": "One", "website": "x"}, {"stamp": "x"}])
def test_nothing_is_kept_by_itself_for_machines_or_of_empty_pages(
    client: Client, given: dict[str, str]
) -> None:
    answer = client.post(
        "/en/contribute/story/", {"stamp": stamp()} | given, headers={"X-Autosave": "1"}
    )

    assert answer.json()["state"] in {"empty", "not-kept"}
    assert Contribution.objects.count() == 0


def test_good_pictures_stay_when_another_one_or_the_text_is_wrong(client: Client) -> None:
    files = [upload(jpeg(), "good.jpg"), upload(b"MZ a program", "bad.jpg")]

    page = client.post("/en/contribute/story/", _story(text="", pictures=files)).content.decode()

    assert '<a href="#id_pictures">Pictures: “bad.jpg” is not a picture we know' in page
    assert '<a href="#id_text">' in page
    assert "Remove good.jpg" in page
    assert [kept.name for kept in Contribution.objects.get().pictures.all()] == ["good.jpg"]


def test_files_that_are_too_large_or_too_many_are_named_and_not_kept(client: Client) -> None:
    large = upload(jpeg() + b"0" * BYTES_AT_MOST, "large.jpg")
    files = [large, *(upload(jpeg(), f"{place}.jpg") for place in range(11))]

    page = client.post("/en/contribute/story/", _story(pictures=files)).content.decode()

    assert "“large.jpg” is larger than 20 megabytes." in page
    assert "Ten pictures are the most; 2 were left out." in page
    assert Contribution.objects.get().pictures.count() == 9


def test_a_picture_is_removed_by_its_own_sender_alone(client: Client) -> None:
    made = contribution(state=State.DRAFT, pictures=1)
    other = picture(contribution(state=State.DRAFT))
    keys = [other.pk, made.pictures.get().pk]

    client.post(_draft_path(made), _story(stamp=stamp(key=made.key), remove=keys))

    assert made.pictures.count() == 0
    assert other.contribution.pictures.get() == other


def test_of_every_picture_it_is_said_who_made_it_and_who_is_on_it(client: Client) -> None:
    made = contribution(state=State.DRAFT)
    shown = picture(made, declared=False)
    path = _draft_path(made, "pictures/")
    head = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": shown.pk}

    assert client.post(_draft_path(made, "send/"), {"consent": "on"})["Location"] == path
    missing = client.post(path, head | {"form-0-alt": "A choir"}).content.decode()
    answer = client.post(path, head | {f"form-0-{name}": said for name, said in PICTURE.items()})

    assert "photo.jpg, Why may you give it to us? This field is required." in missing
    assert answer["Location"] == _draft_path(made, "send/")
    shown.refresh_from_db()
    assert (shown.credit, shown.licence, shown.is_declared) == ("Boris", "cc-by", True)


def test_no_picture_is_made_by_saying_something_of_it(client: Client) -> None:
    made = contribution(state=State.DRAFT)
    path = _draft_path(made, "pictures/")
    head = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}

    answer = client.post(path, head | {f"form-0-{name}": said for name, said in PICTURE.items()})

    assert answer["Location"] == _draft_path(made, "send/")
    assert made.pictures.count() == 0


def test_a_picture_of_another_draft_cannot_be_declared(client: Client) -> None:
    made = contribution(state=State.DRAFT, pictures=1)
    other = picture(contribution(state=State.DRAFT), declared=False)
    head = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": other.pk}

    client.post(
        _draft_path(made, "pictures/"),
        head | {f"form-0-{name}": said for name, said in PICTURE.items()},
    )

    other.refresh_from_db()
    assert not other.is_declared


def test_a_picture_is_shown_to_whoever_has_the_drafts_link_and_at_no_address(
    client: Client,
) -> None:
    made = contribution(state=State.DRAFT, pictures=1)
    shown = made.pictures.get()
    other = picture(contribution(state=State.DRAFT))

    answer = client.get(_draft_path(made, f"pictures/{shown.pk}/"))

    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(_draft_path(made, f"pictures/{other.pk}/")).status_code == 404
    assert client.get(f"/media/{shown.file.name}").status_code == 404
    assert not (settings.MEDIA_ROOT / shown.file.name).exists()


@pytest.mark.parametrize("step", ["", "pictures/", "send/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_we_did_not_make_opens_nothing(client: Client, step: str, method: str) -> None:
    made = contribution(state=State.DRAFT)
    tokens = [
        "x",
        f"{made.draft_token}x",
        signed([made.pk, "other"], purpose=Contribution.DRAFT_LINK),
        signed([made.pk, made.key[:8]], purpose="invitation"),
        made.confirm_token,
    ]

    for token in tokens:
        answer = getattr(client, method)(f"/en/contribute/draft/{token}/{step}")
        assert answer.status_code == 404
        assert "This link opens nothing" in answer.content.decode()


def test_a_links_thirty_days_are_told_when_they_are_over(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = contribution(state=State.DRAFT)
    path, confirm = _draft_path(made), f"/en/contribute/confirm/{made.confirm_token}/"
    later = timezone.now().timestamp() + 31 * 86_400
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    for link in (path, confirm):
        answer = client.get(link)
        assert answer.status_code == 410
        assert "This link no longer holds" in answer.content.decode()


def test_a_link_to_a_draft_that_was_sent_says_so(client: Client) -> None:
    made = contribution(state=State.SENT)

    for answer in (client.get(_draft_path(made)), client.post(_draft_path(made), _story())):
        assert "This was sent already" in answer.content.decode()


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1vNkXa:AAAA"])
def test_a_forged_confirmation_confirms_nothing(client: Client, token: str) -> None:
    made = contribution(state=State.SENT)

    answers = [
        client.post(f"/en/contribute/confirm/{token}/"),
        client.post(f"/en/contribute/confirm/{made.draft_token}/"),
        client.post(
            f"/en/contribute/confirm/{signed([made.pk, 5], purpose='contribution-confirm')}/"
        ),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert Contribution.objects.get().state == State.SENT


def test_without_the_calculation_the_fourth_in_an_hour_has_to_wait_and_is_kept(
    client: Client,
) -> None:
    for place in range(3):
        client.post("/en/contribute/correction/", _correction(email=f"{place}@example.org"))

    page = client.post("/en/contribute/correction/", _correction()).content.decode()

    assert "That was often for one hour." in page
    assert "It was 1990." in page
    assert Contribution.objects.filter(state=State.SENT).count() == 3


def _solved(client: Client) -> str:
    """What the browser's module sends: the number that the challenge was made from."""
    given = client.get("/en/contribute/challenge/").json()
    found = altcha.solve_challenge(
        given["challenge"], given["salt"], given["algorithm"], given["max_number"], 0
    )
    return base64.b64encode(json.dumps(given | {"number": found.number}).encode()).decode()


def test_the_browsers_calculation_counts_once(client: Client) -> None:
    proof = _solved(client)

    for place in range(2):
        client.post(
            "/en/contribute/correction/", _correction(email=f"{place}@example.org", proof=proof)
        )

    assert [made.is_proved for made in Contribution.objects.order_by("pk")] == [True, False]


@pytest.mark.parametrize("proof", ["x", "W10=", "bnVsbA==", "eyJhbGdvcml0aG0iOiAxfQ=="])
def test_a_forged_calculation_is_none(client: Client, proof: str) -> None:
    client.post("/en/contribute/correction/", _correction(proof=proof))

    assert not Contribution.objects.get().is_proved


def test_an_address_gets_a_few_letters_a_day(client: Client) -> None:
    for _time in range(6):
        given = _story(stamp=stamp(), save="1")
        assert client.post("/en/contribute/story/", given)["Location"] == "/en/contribute/saved/"

    page = client.post("/en/contribute/story/", _story(stamp=stamp(), save="1")).content.decode()

    assert "This e-mail address got several letters from us today." in page


def test_the_foot_of_every_page_leads_to_the_forms(client: Client) -> None:
    page = client.get("/en/cities/").content.decode()

    assert 'href="/en/contribute/story/"' in page
    assert 'href="/en/contribute/memory/"' in page


def test_who_writes_a_story_finds_what_each_kind_is_for(client: Client) -> None:
    page = client.get("/en/contribute/story/").text

    told = [f"<dd>{guide.purpose}</dd>" for guide in GUIDES]
    assert [words for words in told if words not in unescape(page)] == []
    assert str(GUIDES[0].purpose) not in client.get("/en/contribute/memory/").text
