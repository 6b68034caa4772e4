from django.urls import path

from citytocity.review import views

app_name = "review"
urlpatterns = [path("review/<str:token>/", views.outside, name="outside")]
