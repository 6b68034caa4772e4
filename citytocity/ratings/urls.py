from django.urls import path

from citytocity.ratings import views

app_name = "ratings"
urlpatterns = [
    path("ratings/", views.entries, name="entries"),
    path("ratings/<slug:rating>/<int:year>/<slug:city>/", views.entry, name="entry"),
]
