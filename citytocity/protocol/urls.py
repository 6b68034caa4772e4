from django.urls import path

from citytocity.protocol.views import gifts, honours, letters, promises

app_name = "protocol"
urlpatterns = [
    path("gifts/", gifts.gift_list, name="gift_list"),
    path("gifts/<slug:slug>/", gifts.gift, name="gift"),
    path("letters/", letters.letter_list, name="letter_list"),
    path("letters/<slug:slug>/", letters.letter, name="letter"),
    path("promises/", promises.promise_list, name="promise_list"),
    path("promises/<slug:slug>/", promises.promise, name="promise"),
    path("honours/", honours.honour_list, name="honour_list"),
    path("honours/<slug:slug>/", honours.honour, name="honour"),
]
