from django.urls import path

from citytocity.opendata import views

app_name = "opendata"
urlpatterns = [path("open-data/", views.page, name="page")]
