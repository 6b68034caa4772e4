from django.urls import path
from django.views.decorators.cache import never_cache
from django_altcha import AltchaChallengeView

from citytocity.contributions import views
from citytocity.contributions.enums import Kind

CALCULATIONS = 60_000
"""At most so many, about a second for a telephone: much for whoever sends thousands."""

app_name = "contributions"
urlpatterns = [
    *(
        path(f"contribute/{kind.value}/", views.begin, {"kind": kind.value}, name=kind.value)
        for kind in Kind
    ),
    path("contribute/draft/<str:token>/", views.draft, name="draft"),
    path("contribute/draft/<str:token>/pictures/", views.pictures, name="pictures"),
    path("contribute/draft/<str:token>/pictures/<int:key>/", views.picture, name="picture"),
    path("contribute/draft/<str:token>/send/", views.check, name="check"),
    path("contribute/saved/", views.saved, name="saved"),
    path("contribute/sent/", views.sent, name="sent"),
    path("contribute/confirm/<str:token>/", views.confirm, name="confirm"),
    path(
        "contribute/challenge/",
        never_cache(AltchaChallengeView.as_view(max_number=CALCULATIONS)),
        name="challenge",
    ),
]
