from django.urls import path

from citytocity.links import views

app_name = "links"
urlpatterns = [
    path("partnerships/<slug:slug>/accountability/", views.accountability, name="accountability")
]
