from django.urls import path

from citytocity.stories import feeds, views

app_name = "stories"
urlpatterns = [
    path("stories/", views.story_list, name="story_list"),
    path("stories/feed/", feeds.StoryFeed(), name="feed"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("cities/<slug:city>/<slug:story>/beside/<slug:other>/", views.beside, name="beside"),
]
