from django.urls import path

from citytocity.figures import views

app_name = "figures"
urlpatterns = [
    path("figures/", views.catalogue, name="catalogue"),
    path("figures/<slug:code>/", views.one_figure, name="figure"),
]
