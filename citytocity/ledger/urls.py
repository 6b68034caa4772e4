from django.urls import path

from citytocity.ledger.views import (
    activities,
    cities,
    embeds,
    participations,
    partnerships,
    practices,
    presentations,
    programmes,
    recognitions,
    results,
    sources,
)

app_name = "ledger"
urlpatterns = [
    path("cities/", cities.city_list, name="city_list"),
    path("cities/<slug:slug>/", cities.city, name="city"),
    path("organisations/<slug:slug>/", cities.organisation, name="organisation"),
    path("partnerships/", partnerships.partnership_list, name="partnership_list"),
    path("partnerships/<slug:slug>/", partnerships.partnership, name="partnership"),
    path("partnerships/<slug:slug>/presentation/", presentations.presentation, name="presentation"),
    path("activities/", activities.activity_list, name="activity_list"),
    path("activities/<slug:slug>/", activities.activity, name="activity"),
    path("participations/", participations.participation_list, name="participation_list"),
    path("programmes/", programmes.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("results/", results.result_list, name="result_list"),
    path("results/<slug:slug>/", results.result, name="result"),
    path("practices/", practices.practice_list, name="practice_list"),
    path("recognitions/", recognitions.recognition_list, name="recognition_list"),
    path("recognitions/<slug:slug>/", recognitions.recognition, name="recognition"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("embed/<slug:noun>/<slug:slug>/", embeds.card, name="card"),
    path("<slug:noun>/<slug:slug>/sources/", sources.record_sources, name="record_sources"),
]
