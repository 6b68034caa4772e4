from django.urls import path

from citytocity.design.views import save_reading_settings

app_name = "design"
urlpatterns = [path("reading-settings/", save_reading_settings, name="reading_settings")]
