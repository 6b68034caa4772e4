"""Where a record is used, as it is told to those who keep the register of one city."""

import re

import pytest
from django.test import Client

from citytocity.people.enums import Role
from citytocity.people.models import Membership
from tests.factories import ledger, stories
from tests.factories.cities import cities
from tests.factories.people import member

pytestmark = pytest.mark.django_db


def test_a_draft_of_another_city_is_not_named_where_its_record_is_used(client: Client) -> None:
    duisburg, oxford = cities("Duisburg", "Oxford")
    activity = ledger.activity(oxford, host=duisburg)
    body = [{"type": "facts", "value": {"activity": activity.pk}}]
    ours = stories.story("Our draft", of=duisburg, live=False, body=body)
    stories.story("Their secret draft", of=oxford, live=False, body=body)
    editor = member(Role.EDITOR, duisburg)
    Membership.objects.create(user=editor, role=Role.REGISTRAR, city=duisburg)
    client.force_login(editor)

    usage = client.get(f"/admin/snippets/ledger/activity/usage/{activity.pk}/").text
    deleting = client.get(f"/admin/snippets/ledger/activity/delete/{activity.pk}/").text

    names = re.findall(r'<div class="title-wrapper">\s*(.*?)\s*</div>', usage, re.DOTALL)
    assert [" ".join(re.sub("<[^>]+>", "", name).split()) for name in names] == [
        "Our draft",
        "(Private page)",
    ]
    assert f"/admin/pages/{ours.pk}/edit/" in usage
    assert "2 times" in deleting
    assert "Their secret draft" not in usage + deleting
