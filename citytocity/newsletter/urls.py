from django.urls import path

from citytocity.newsletter import feeds, views

app_name = "newsletter"
urlpatterns = [
    path("newsletter/", views.sign_up, name="sign_up"),
    path("newsletter/issues/", views.issue_list, name="issue_list"),
    path("newsletter/issues/<int:number>/", views.issue, name="issue"),
    path("newsletter/feed/", feeds.IssueFeed(), name="feed"),
    path("newsletter/asked/", views.asked, name="asked"),
    path("newsletter/confirm/<str:token>/", views.confirm, name="confirm"),
    path("newsletter/my/<str:token>/", views.choices, name="choices"),
    path("newsletter/my/<str:token>/all.json", views.own, name="own"),
    path("newsletter/my/<str:token>/erase/", views.erase, name="erase"),
    path("newsletter/leave/<str:token>/", views.leave, name="leave"),
    path("newsletter/to/<str:token>/", views.follow, name="follow"),
    path("newsletter/still/<str:token>/", views.still, name="still"),
    path("newsletter/back/<str:token>/", views.back, name="back"),
]
