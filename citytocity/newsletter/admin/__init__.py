"""The newsletter in the admin: its readers, its issues, what the office says of it."""

from django.urls import path

from citytocity.newsletter.admin import readers, setting_up

patterns = [
    path("settings/", setting_up.setting_up, name="settings"),
    path("readers/", readers.index, name="readers"),
    path("readers/all.csv", readers.export, name="export"),
    path("readers/bring/", readers.bring, name="bring"),
    path("readers/<int:pk>/erase/", readers.erase, name="erase"),
]
