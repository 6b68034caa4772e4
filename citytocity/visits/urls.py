from django.urls import path

from citytocity.visits import views

app_name = "visits"
urlpatterns = [
    path("visits/", views.visit_list, name="visit_list"),
    path("activities/<slug:slug>/programme.ics", views.programme, name="programme"),
]
