"""Who writes while somebody else does is told so, and loses nothing."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from citytocity.website.busy import BusyMiddleware


def answering(error: Exception) -> BusyMiddleware:
    def answer(request: HttpRequest) -> HttpResponse:
        raise error

    return BusyMiddleware(answer)


def test_who_has_to_wait_is_told_how_to_send_it_once_more(rf: RequestFactory) -> None:
    error = OperationalError("database is locked")

    for answer in (
        answering(error)(rf.post("/en/")), answering(error).process_exception(rf.post("/"), error),
    ):  # fmt: skip
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert "send it once more" in answer.content.decode()


def test_another_fault_stays_one(rf: RequestFactory) -> None:
    error = OperationalError("disk I/O error")

    with pytest.raises(OperationalError):
        answering(error)(rf.get("/"))
    assert answering(error).process_exception(rf.get("/"), error) is None
