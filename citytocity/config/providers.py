"""Providers that send letters for us, each by its own door; django-anymail knows them all."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from citytocity.config.environment import env_choice

PROVIDERS = (
    *("brevo", "mailersend", "mailgun", "mailjet", "mailtrap", "mandrill", "postal", "postmark"),
    *("resend", "sendgrid", "sparkpost", "unisender_go"),
)
"""Those that also tell what came back. Others are reached by SMTP."""


def chosen_provider() -> str:
    """The one that CITYTOCITY_EMAIL_PROVIDER names; empty where letters go by SMTP."""
    name = env_choice("EMAIL_PROVIDER", "", *PROVIDERS)
    if name and not find_spec("anymail"):
        raise ImproperlyConfigured(
            f"CITYTOCITY_EMAIL_PROVIDER is {name!r}, but django-anymail is not installed. "
            "Install the package with its part “provider”."
        )
    return name
