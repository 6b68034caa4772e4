from django.urls import path

from citytocity.people import views

app_name = "people"
urlpatterns = [path("invitation/<str:token>/", views.invitation, name="invitation")]
