"""Addresses of the admin that would tell of another city's drafts and files by their numbers."""

from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from citytocity.people.enums import Role
from citytocity.stories.models import CityShelf, StoryPage
from tests.factories import stories
from tests.factories.cities import cities
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db
SECRET = "Marmalade"


@dataclass
class Theirs:
    """What Oxford has, and an editor of Duisburg tries to see."""

    draft: StoryPage
    document: Document
    editor: Client
    host: Client


@pytest.fixture
def theirs() -> Theirs:
    duisburg, oxford = cities("Duisburg", "Oxford")
    stories.city_page(duisburg)
    stories.city_page(oxford, language="ru")
    draft = stories.story(f"{SECRET} draft", of=oxford, live=False)
    translate_object(draft, [Locale.objects.get(language_code="ru")])
    document = Document.objects.create(
        title=f"{SECRET} document",
        file=ContentFile(b"Words.", name="words.txt"),
        collection=CityShelf.of(oxford).collection,
    )
    document.tags.add(f"{SECRET} tag")
    editor, host = Client(), Client()
    editor.force_login(member(Role.EDITOR, duisburg))
    host.force_login(user(officer=True))
    return Theirs(draft, document, editor, host)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/choose-page/{draft}/",
        "/admin/choose-page/chosen-multiple/?id={draft}",
        "/admin/bulk/wagtailcore/page/publish/?id={draft}",
        "/admin/bulk/wagtailcore/page/publish/?id=all",
        "/admin/bulk/wagtaildocs/document/delete/?id={document}",
        "/admin/api/main/documents/",
        "/admin/api/main/documents/{document}/",
        "/admin/documents/",
        "/admin/tag-autocomplete/?term=marm",
        "/admin/reports/page-types-usage/",
        "/admin/localize/reports/translations/",
        "/admin/localize/submit/page/{draft}/",
    ],
)
def test_it_is_told_to_the_host_office_and_not_to_another_citys_editor(
    theirs: Theirs, address: str
) -> None:
    path = address.format(draft=theirs.draft.pk, document=theirs.document.pk)

    told = [SECRET in client.get(path, follow=True).text for client in (theirs.host, theirs.editor)]

    assert told == [True, False]


def test_a_form_without_its_fields_is_a_bad_request(theirs: Theirs) -> None:
    answer = theirs.host.post(f"/admin/pages/{theirs.draft.pk}/edit/", {"title": "Only this"})

    assert answer.status_code == 400


def test_a_number_that_leads_to_nothing_is_not_found(theirs: Theirs) -> None:
    answer = theirs.host.get(
        "/admin/bulk/wagtailcore/page/delete/?id=all&childOf=9999", follow=True
    )

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "choose-page/chosen-multiple/?id=",
        "choose-external-link/?parent_page_id=-",
        "snippets/choose/ledger/activity/chosen-multiple/?id=1&id=",
        "images/chooser/chosen-multiple/?id=",
        "api/main/documents/find/?id=",
    ],
)
@pytest.mark.parametrize("number", ["all", "%00", "99999999999999999999"])
def test_what_a_chooser_cannot_take_for_a_number_is_not_found(
    theirs: Theirs, address: str, number: str
) -> None:
    answer = theirs.host.get(f"/admin/{address}{number}", follow=True)

    assert answer.status_code == 404


def test_nobody_can_make_the_admin_fail_on_purpose(theirs: Theirs) -> None:
    answer = theirs.host.get("/admin/failwhale/", follow=True)

    assert answer.status_code == 404


def test_a_string_of_another_citys_translation_cannot_be_overwritten(theirs: Theirs) -> None:
    translation = Translation.objects.get()
    segment = translation.source.stringsegment_set.first()
    address = f"/admin/localize/translate/{translation.pk}/strings/{segment.pk}/edit/"

    theirs.editor.put(address, "value=Ours", content_type="application/x-www-form-urlencoded")

    assert not StringTranslation.objects.exists()
