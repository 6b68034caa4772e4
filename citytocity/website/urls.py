from django.urls import path

from citytocity.website import views

app_name = "website"
urlpatterns = [path("search/", views.search, name="search")]
