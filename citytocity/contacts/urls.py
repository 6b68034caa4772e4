from django.urls import path

from citytocity.contacts import views

app_name = "contacts"
urlpatterns = [path("contacts/<str:token>/", views.asked, name="asked")]
