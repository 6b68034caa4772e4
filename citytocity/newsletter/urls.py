from django.urls import path

from citytocity.newsletter import views

app_name = "newsletter"
urlpatterns = [
    path("newsletter/", views.sign_up, name="sign_up"),
    path("newsletter/asked/", views.asked, name="asked"),
    path("newsletter/confirm/<str:token>/", views.confirm, name="confirm"),
    path("newsletter/my/<str:token>/", views.choices, name="choices"),
    path("newsletter/my/<str:token>/all.json", views.own, name="own"),
    path("newsletter/my/<str:token>/erase/", views.erase, name="erase"),
    path("newsletter/leave/<str:token>/", views.leave, name="leave"),
    path("newsletter/back/<str:token>/", views.back, name="back"),
]
