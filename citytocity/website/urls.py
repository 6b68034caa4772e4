from django.urls import path

from citytocity.website import views

app_name = "website"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
]
