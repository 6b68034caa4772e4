from django.urls import path

from citytocity.money import views

app_name = "money"
urlpatterns = [
    path("partnerships/<slug:slug>/money/", views.lines, name="lines"),
    path("partnerships/<slug:slug>/hours/", views.hours, name="hours"),
]
