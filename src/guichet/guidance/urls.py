from django.conf import settings
from django.urls import path

from guichet.guidance import views
from guichet.guidance.player import views as player

app_name = "guidance"
urlpatterns = [
    path("", views.home, name="home"),
    path("need-help/", player.need, name="need"),
    path("need-help/<slug:scenario>/", player.scenario, name="scenario"),
    path("need-help/<slug:scenario>/<path:answers>/", player.step, name="step"),
]
if settings.AGENCY.has("appointments"):  # what is settled without one
    urlpatterns.append(path("help/", views.routine, name="routine"))
