"""The newsletter in the admin: its readers, its issues, what the office says of it."""

from django.urls import path

from citytocity.newsletter.admin import figures, issues, progress, readers, releasing, setting_up

patterns = [
    path("", issues.index, name="issues"),
    path("<int:pk>/", issues.issue, name="issue"),
    path("<int:pk>/delete/", issues.delete, name="delete"),
    path("<int:pk>/translate/", issues.translate, name="translate"),
    path("<int:pk>/hand-over/", releasing.hand_over, name="hand_over"),
    path("<int:pk>/send-back/", releasing.send_back, name="send_back"),
    path("<int:pk>/release/", releasing.release, name="release"),
    path("<int:pk>/call-back/", progress.call_back, name="call_back"),
    path("<int:pk>/stop/", progress.cancel, name="cancel"),
    path("<int:pk>/take-out/", progress.take_out, name="take_out"),
    path("<int:pk>/put-back/", progress.put_back, name="put_back"),
    path("<int:pk>/try/", progress.try_again, name="try"),
    path("<int:pk>/clicks/", figures.clicks, name="clicks"),
    path("<int:pk>/<slug:language>/", issues.preview, name="preview"),
    path("<int:pk>/<slug:language>/letter.html", issues.letter, name="letter"),
    path("<int:pk>/<slug:language>/test/", issues.test, name="test"),
    path("figures/", figures.index, name="figures"),
    path("settings/", setting_up.setting_up, name="settings"),
    path("readers/", readers.index, name="readers"),
    path("readers/all.csv", readers.export, {"kind": "csv"}, name="export"),
    path("readers/all.xlsx", readers.export, {"kind": "xlsx"}, name="export_workbook"),
    path("readers/bring/", readers.bring, name="bring"),
    path("readers/<int:pk>/erase/", readers.erase, name="erase"),
]
