from django.urls import path

from citytocity.newsletter import embedding, feeds, views

app_name = "newsletter"
urlpatterns = [
    path("newsletter/", views.sign_up, name="sign_up"),
    path("newsletter/issues/", views.issue_list, name="issue_list"),
    path("newsletter/issues/<int:number>/", views.issue, name="issue"),
    path("newsletter/issues/<int:number>/sheet.pdf", views.sheet, name="sheet"),
    path("newsletter/embed/", embedding.sign_up, name="embedded"),
    path("newsletter/embed/asked/", embedding.asked, name="embedded_asked"),
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
