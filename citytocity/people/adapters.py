"""How django-allauth does it in this house: by invitation only, letters by our own mail room."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from citytocity.mail.letters import Letter, send


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited; nobody makes an account by himself."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_home")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The words are allauth's, in the language of the page; the letter is ours."""
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        words = render_to_string(f"{template_prefix}_message.txt", context)
        parts = tuple(part for part in words.strip().split("\n\n") if part.strip())
        send(lambda: Letter(subject, parts), to=email, language=get_language() or "en")


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """A town hall's own sign-in opens accounts that are here; it makes none."""
        return False
