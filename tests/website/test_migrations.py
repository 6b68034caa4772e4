"""No approval by nobody: what an author submits is not locked for want of moderators."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db.migrations import RunPython
from django.test import Client
from wagtail.models import Page, Workflow, WorkflowPage

from citytocity.people.enums import Role
from tests.factories import stories
from tests.factories.cities import city
from tests.factories.people import member, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def step() -> RunPython:
    """The migration's one step; the schema around it is that of today."""
    migration = import_module("citytocity.website.migrations.0002_no_approval_by_nobody")
    return migration.Migration.operations[0]


def assignments() -> list[tuple[int, str]]:
    return list(WorkflowPage.objects.values_list("page__depth", "workflow__name"))


def test_a_new_site_asks_no_group_of_nobody_for_approval() -> None:
    assert assignments() == []


def test_an_author_is_offered_no_approval_that_nobody_gives(client: Client) -> None:
    duisburg = city("Duisburg")
    author = member(Role.AUTHOR, duisburg)
    page = stories.story("The Rhine", of=duisburg, owner=author, live=False)
    client.force_login(author)

    form = client.get(f"/admin/pages/{page.pk}/edit/").text

    assert ("action-submit" in form, "Save draft" in form) == (False, True)


def test_the_approval_comes_back_and_goes_again(step: RunPython) -> None:
    step.reverse_code(apps, None)
    before = assignments()
    step.code(apps, None)

    assert (before, assignments()) == ([(1, "Moderators approval")], [])


def test_an_approval_by_somebody_stays(step: RunPython) -> None:
    step.reverse_code(apps, None)
    user().groups.add(Group.objects.get(name="Moderators"))

    step.code(apps, None)

    assert assignments() == [(1, "Moderators approval")]


def test_a_workflow_of_the_office_s_own_stays(step: RunPython) -> None:
    workflow = Workflow.objects.create(name="Four eyes", active=True)
    step.reverse_code(apps, None)
    WorkflowPage.objects.update_or_create(
        page=Page.get_first_root_node(), defaults={"workflow": workflow}
    )

    step.code(apps, None)

    assert assignments() == [(1, "Four eyes")]
