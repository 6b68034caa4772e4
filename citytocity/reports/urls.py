from django.urls import path

from citytocity.reports import views

app_name = "reports"
urlpatterns = [
    path("reports/", views.report_list, name="list"),
    path("reports/<slug:slug>/", views.report, name="report"),
    path("reports/<slug:slug>/report.<slug:kind>", views.report_file, name="file"),
    path("reports/<slug:slug>/handed-in/<int:number>/", views.frozen_report, name="frozen"),
    path(
        "reports/<slug:slug>/handed-in/<int:number>/report.<slug:kind>",
        views.frozen_file,
        name="frozen_file",
    ),
    path(
        "reports/<slug:slug>/handed-in/<int:number>/<slug:code>/",
        views.frozen_figure,
        name="frozen_figure",
    ),
]
