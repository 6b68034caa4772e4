from django.urls import path

from citytocity.confirmation import views

app_name = "confirmation"
urlpatterns = [
    path("confirm/<str:token>/", views.answer, name="answer"),
    path("partnerships/<slug:slug>/confirmations/", views.confirmation_list, name="list"),
]
