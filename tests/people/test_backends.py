"""The door of members opens the admin to who is signed in; it signs nobody in."""

from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.backends import ModelBackend

from citytocity.people.backends import MembershipBackend
from tests.factories.people import user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "ask",
    [
        lambda backend, **proof: backend.authenticate(None, **proof),
        lambda backend, **proof: async_to_sync(backend.aauthenticate)(None, **proof),
    ],
    ids=["at once", "async"],
)
def test_the_right_password_signs_nobody_in_here(ask: Any) -> None:
    somebody = user(password="a long pass phrase")
    proof = {"username": somebody.email, "password": "a long pass phrase"}

    found = ask(MembershipBackend(), **proof), ask(ModelBackend(), **proof)

    assert found == (None, somebody)
