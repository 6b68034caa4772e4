"""The planning page of each city, and what is begun from it."""

import datetime
import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.viewsets.model import ModelViewSet

from citytocity.cities.models import City
from citytocity.ledger.presentation import month_name, when_in_words
from citytocity.people.enums import Act
from citytocity.people.permissions import cities_held, may, signed_in
from citytocity.planning import actions
from citytocity.planning.calendars import later, months
from citytocity.planning.enums import Weekday
from citytocity.planning.forms import DayForm, OwnPlanForm, PlanForm
from citytocity.planning.models import DayToKnow, Plan
from citytocity.planning.permissions import may_add, may_keep, may_plan, may_see
from citytocity.planning.presentation import detail_of, silence_of, title_of
from citytocity.planning.queries import Outlook, Suggestion, outlook, plans_of
from citytocity.stories.actions import NoPlaceError

MONTH = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>0[1-9]|1[0-2])")
IN_THE_LIST = 3  # months
A_PAGE = 40  # plans of one's own


def planning(request: HttpRequest) -> HttpResponse:
    """One city's calendar, and what it might tell, as of today or of the month asked for."""
    cities = cities_held(request.user, Act.READ_DRAFTS)
    city = _chosen(cities, request.GET.get("city"))
    today = _as_of(request)
    seen = outlook(city, today)
    as_list = request.GET.get("view") == "list"
    number = IN_THE_LIST if as_list else 1
    return render(
        request,
        "planning/planning.html",
        {
            "city": city,
            "cities": cities,
            "today": today,
            "from": f"{today:%Y-%m}",
            "as_list": as_list,
            "months": [
                {"month": month, "name": _month_name(month.first)}
                for month in months(
                    city, seen, first=today, number=number, today=timezone.localdate()
                )
            ],
            "weekdays": [day.label for day in Weekday],
            "ways": _ways(city, today, number, as_list=as_list),
            "sections": _sections(seen, city, today),
            "plans": [_plan_row(plan) for plan in seen.plans],
            "may_plan": may_plan(request.user, city),
        },
    )


def mine(request: HttpRequest) -> HttpResponse:
    """What one is to write, or means to: authors see no planning of their city, but this.

    With the name of a city it leads to the form for an idea there.
    """
    if not may(request.user, Act.WRITE):
        raise PermissionDenied
    if slug := request.GET.get("city"):
        return redirect("planning:add", get_object_or_404(City, slug=slug).slug)
    by = signed_in(request.user)
    page = Paginator(plans_of(by), A_PAGE).get_page(request.GET.get("p"))
    plans = [
        _plan_row(plan) | {"is_own": bool(plan.story and plan.story.owner_id == by.pk)}
        for plan in page
    ]
    cities = cities_held(by, Act.WRITE)
    return render(request, "planning/mine.html", {"plans": plans, "page": page, "cities": cities})


@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft of a suggestion, opened in the editor; of one begun before, that draft."""
    city = get_object_or_404(City, slug=slug)
    if not may_plan(request.user, city):
        raise PermissionDenied
    one = outlook(city, _as_of(request)).find(request.POST.get("key", ""))
    if one is None:
        messages.error(request, _("This is no longer on the list: look what there is now."))
        return redirect(f"{reverse('planning:planning')}?city={slug}")
    return _opened(request, city, lambda by: actions.begin(one, city=city, by=by))


@require_POST
def begin_plan(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_object_or_404(Plan.objects.select_related("city"), pk=pk)
    return _opened(request, plan.city, lambda by: actions.begin_plan(plan, by=by))


def add(request: HttpRequest, slug: str) -> HttpResponse:
    """A planned story; of an author, who plans for nobody else, an idea of her own."""
    city = get_object_or_404(City, slug=slug)
    if not may_add(request.user, city):
        raise PermissionDenied
    return _form(request, Plan(city=city, who=signed_in(request.user)))


def plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, _plan(request, pk))


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan goes; a draft that was begun stays."""
    found = _plan(request, pk)
    if not may_plan(request.user, found.city):
        raise PermissionDenied
    found.delete()
    messages.success(request, _("Deleted: %(title)s") % {"title": found})
    return redirect(f"{reverse('planning:planning')}?city={found.city.slug}")


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was to write it does not; it stays in the city's planning for somebody else."""
    found, by = _plan(request, pk), signed_in(request.user)
    if found.who_id != by.pk:
        raise PermissionDenied
    Plan.objects.filter(pk=found.pk, who=by).update(who=None)
    messages.success(request, _("Left to others: %(title)s") % {"title": found})
    return redirect(_home(by, found.city))


class DayViewSet(ModelViewSet):
    model = DayToKnow
    icon = "calendar"
    menu_label = gettext_lazy("Days to know")
    menu_order = 146
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["name", "month", "day", "which", "weekday", "city"]

    def get_form_class(self, for_update: bool = False) -> type[DayForm]:  # noqa: FBT001, FBT002
        return DayForm


patterns = [
    path("", planning, name="planning"),
    path("mine/", mine, name="mine"),
    path("city/<slug:slug>/begin/", begin, name="begin"),
    path("city/<slug:slug>/add/", add, name="add"),
    path("plan/<int:pk>/", plan, name="plan"),
    path("plan/<int:pk>/begin/", begin_plan, name="begin_plan"),
    path("plan/<int:pk>/delete/", delete, name="delete"),
    path("plan/<int:pk>/leave/", leave, name="leave"),
]


def _chosen(cities: list[City], asked: str | None) -> City:
    if asked is None and cities:
        return cities[0]
    city = next((city for city in cities if city.slug == asked), None)
    if city is None:
        raise PermissionDenied
    return city


def _as_of(request: HttpRequest) -> datetime.date:
    """The one place that says what day it is: the first of the month that is asked for, or today.

    Today, too, if the month asked for is this one, or none at all.
    """
    today = timezone.localdate()
    asked = request.GET.get("from") or request.POST.get("from") or ""
    if asked in ("", f"{today:%Y-%m}"):
        return today
    if found := MONTH.fullmatch(asked):
        return datetime.date(int(found["year"]), int(found["month"]), 1)
    told = {"asked": asked[:20]}
    messages.error(request, _("“%(asked)s” is no month: write it like 2019-04.") % told)
    return today


def _ways(city: City, today: datetime.date, number: int, *, as_list: bool) -> dict[str, str]:
    """Addresses of the months before and after, and of the other view."""
    first = today.replace(day=1)

    def way(month: datetime.date | None, *, is_list: bool) -> str:
        told = {"city": city.slug, "from": f"{month:%Y-%m}" if month else ""}
        return f"?{urlencode(told | ({'view': 'list'} if is_list else {}))}" if month else ""

    return {
        "before": way(later(first, -number), is_list=as_list),
        "after": way(later(first, number), is_list=as_list),
        "other": way(first, is_list=not as_list),
    }


def _sections(seen: Outlook, city: City, today: datetime.date) -> list[dict[str, Any]]:
    words = (
        ("activities", _("Activities without a story"), seen.activities),
        ("anniversaries", _("Anniversaries in the next twelve months"), seen.anniversaries),
        ("days", _("Days to know"), seen.days),
        ("silent", _("Not told for long"), seen.silent),
    )
    return [
        {
            "id": name,
            "heading": heading,
            "rows": [_row(one, city, today) for one in found],
            "is_silent": name == "silent",
        }
        for name, heading, found in words
    ]


def _row(one: Suggestion, city: City, today: datetime.date) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": title_of(one, city),
        "when": silence_of(one, today) if not one.when else when_in_words(one.when),
        "detail": detail_of(one),
        "story": one.story,
    }


def _plan_row(plan: Plan) -> dict[str, Any]:
    return {"plan": plan, "when": when_in_words(plan.when)}


def _month_name(first: datetime.date) -> str:
    return f"{capfirst(month_name(first.month))} {first.year}"


def _form(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The form, or what was sent with it; who only opens it waits for nobody who writes."""
    form = _taken(request, plan) if request.method == "POST" else _form_of(request, plan)
    home = _home(request.user, plan.city)
    if form.is_valid():
        messages.success(request, _("Saved."))
        return redirect(home)
    context = {
        "form": form,
        "plan": form.instance,
        "title": form["title"].initial if form.is_bound else plan.title,
        "home": home,
        "may_delete": may_plan(request.user, plan.city) and plan.pk,
    }
    return render(request, "planning/plan.html", context)


@transaction.atomic
def _taken(request: HttpRequest, plan: Plan) -> PlanForm:
    """What was sent, kept if it can be: nobody else changes the plan while that is weighed."""
    form = _form_of(request, _locked(request, plan.pk) if plan.pk else plan)
    if form.is_valid():
        form.save()
    return form


def _form_of(request: HttpRequest, plan: Plan) -> PlanForm:
    form_of = PlanForm if may_plan(request.user, plan.city) else OwnPlanForm
    return form_of(request.POST or None, instance=plan, city=plan.city)


def _opened(request: HttpRequest, city: City, begins: Any) -> HttpResponse:
    try:
        story = begins(signed_in(request.user))
    except NoPlaceError as error:
        messages.error(request, str(error))
        return redirect(_home(request.user, city))
    return redirect("wagtailadmin_pages:edit", story.pk)


def _home(user: Any, city: City) -> str:
    """The city's planning; for an author, who does not see it, her own plans."""
    if not may_see(user, city):
        return reverse("planning:mine")
    return f"{reverse('planning:planning')}?city={city.slug}"


def _plan(request: HttpRequest, pk: int) -> Plan:
    return _kept(request, Plan.objects.select_related("city", "story", "who").filter(pk=pk).first())


def _locked(request: HttpRequest, pk: int) -> Plan:
    """The same as it is now, for this transaction alone; it may be somebody else's meanwhile."""
    locked = Plan.objects.select_for_update(of=("self",)).select_related("city")
    return _kept(request, locked.filter(pk=pk).first())


def _kept(request: HttpRequest, found: Plan | None) -> Plan:
    if found is None:
        raise Http404
    if not may_keep(request.user, found):
        raise PermissionDenied
    return found
