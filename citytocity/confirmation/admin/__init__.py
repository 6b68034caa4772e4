"""Confirmations in the admin: asking, answering for one's own city, and what came of it."""

from django.urls import path

from citytocity.confirmation.admin import asking, files, requests
from citytocity.confirmation.admin.asking import ask_buttons
from citytocity.confirmation.admin.installations import InstallationViewSet
from citytocity.confirmation.admin.statements import StatementViewSet

__all__ = ["InstallationViewSet", "StatementViewSet", "ask_buttons", "patterns"]

patterns = [
    path("ask/<slug:noun>/<int:pk>/", asking.ask, name="ask"),
    path("request/<int:pk>/answer/", requests.answer, name="answer"),
    path("request/<int:pk>/again/", requests.send_again, name="again"),
    path("request/<int:pk>/revoke/", requests.revoke, name="revoke"),
    path("statement/<int:pk>/words/", requests.words, name="words"),
    path("request/<int:pk>/file/", files.request_file, name="request_file"),
    path("record/<int:pk>/file/", files.record_file, name="record_file"),
    path("files/", files.bring, name="files"),
    path("files/take-over/", files.take_over, name="take_over"),
]
