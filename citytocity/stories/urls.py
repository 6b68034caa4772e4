from django.urls import path

from citytocity.stories import beside, feeds, views

app_name = "stories"
urlpatterns = [
    path("stories/", views.story_list, name="story_list"),
    path("stories/feed/", feeds.StoryFeed(), name="feed"),
    path("topics/", views.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("cities/<slug:city>/<slug:story>/card.png", views.card, name="card"),
    path("cities/<slug:city>/<slug:story>/beside/", beside.choose, name="choose_two"),
    path("cities/<slug:city>/<slug:story>/beside/<slug:second>/", beside.with_own),
    path(
        "cities/<slug:city>/<slug:story>/beside/<slug:first>/<slug:second>/",
        beside.beside,
        name="beside",
    ),
]
