"""The address to which the provider tells what became of letters: there where one is set, and
with a word that only it knows."""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

if settings.EMAIL_PROVIDER and settings.ANYMAIL.get("WEBHOOK_SECRET"):
    urlpatterns = [
        pattern
        for pattern in import_module("anymail.urls").urlpatterns
        if pattern.name == f"{settings.EMAIL_PROVIDER}_tracking_webhook"
    ]
