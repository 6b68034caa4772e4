"""What the office says of its newsletter, and whether readers find it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from citytocity.newsletter.actions.setting_up import set_up
from citytocity.newsletter.forms import NewsletterForm
from citytocity.newsletter.models import Newsletter
from citytocity.newsletter.permissions import sender
from citytocity.newsletter.presentation import code_in, languages_in_words


def setting_up(request: HttpRequest) -> HttpResponse:
    by = sender(request.user)
    kept = Newsletter.objects.first()  # never the one that pages share: a form changes it
    form = NewsletterForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        set_up(form.save(commit=False), by=by)
        messages.success(request, _("Saved."))
        return redirect("newsletter_admin:settings")
    codes = [
        (language, name, code_in(language, kept))
        for language, name in languages_in_words()
        if kept and kept.is_on
    ]
    context = {"form": form, "codes": codes}
    return render(request, "newsletter/admin/settings.html", context)
