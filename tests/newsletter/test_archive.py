"""An issue that was sent or stopped is taken out of the archive by the office, and put back."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.log_actions import registry

from citytocity.newsletter.actions import archiving, issues
from citytocity.newsletter.actions.issues import ChangedError
from citytocity.newsletter.models import Issue
from citytocity.people.enums import Role
from tests.factories.cities import city
from tests.factories.newsletter import issue, newsletter, reader
from tests.factories.people import member
from tests.factories.stories import story

pytestmark = pytest.mark.django_db
WRONG = "A word about somebody"


@pytest.fixture
def on_its_way(officer: Any) -> Issue:
    newsletter()
    reader()
    made = issue(story("River", of=city("Perm")), opening={"en": WRONG})
    return issues.release(made, seen=1, by=officer)


def _addresses(made: Issue) -> list[str]:
    page = made.get_absolute_url()
    return [page, f"{page}sheet.pdf", "/en/newsletter/feed/", "/en/newsletter/issues/"]


def test_a_stopped_issue_is_taken_out_with_all_its_pages_and_put_back(
    client: Client, on_its_way: Issue, officer: Any
) -> None:
    issues.cancel(on_its_way, by=officer)
    client.force_login(officer)
    page, sheet, feed, archive = _addresses(on_its_way)
    admin = f"/admin/newsletter/{on_its_way.pk}/"

    client.post(f"{admin}take-out/")
    gone = [client.get(at).status_code for at in (page, sheet)]
    told = [client.get(at).content.decode() for at in (feed, archive, "/admin/newsletter/figures/")]
    twice = client.post(f"{admin}take-out/", follow=True).content.decode()
    client.post(f"{admin}put-back/")

    assert gone == [404, 404]
    assert [str(on_its_way) in words or WRONG in words for words in told] == [False, False, True]
    assert "It stands otherwise by now." in twice
    assert "Put it back into the archive" in twice
    assert WRONG in client.get(page).content.decode()
    steps = registry.get_logs_for_instance(on_its_way).values_list("action", flat=True)
    assert list(steps)[:2] == ["newsletter.put_back", "newsletter.take_out"]


def test_while_letters_go_it_stays(on_its_way: Issue, officer: Any) -> None:
    with pytest.raises(ChangedError):
        archiving.take_out(on_its_way, by=officer)

    assert Issue.objects.get().is_in_archive


def test_an_editor_takes_nothing_out_and_puts_nothing_back(on_its_way: Issue, officer: Any) -> None:
    issues.cancel(on_its_way, by=officer)
    editor = member(Role.EDITOR, city("Oxford"))

    for verb in (archiving.take_out, archiving.put_back):
        with pytest.raises(PermissionDenied):
            verb(on_its_way, by=editor)
