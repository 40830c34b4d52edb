from django.conf import settings
from django.urls import path

from guichet.guidance import views
from guichet.guidance.centres import views as centres
from guichet.guidance.knowledge import views as knowledge
from guichet.guidance.player import views as player
from guichet.guidance.policies import views as policies

app_name = "guidance"
urlpatterns = [
    path("", views.home, name="home"),
    path("need-help/", player.need, name="need"),
    path("need-help/<slug:scenario>/", player.scenario, name="scenario"),
    path("centres/", centres.centres, name="centres"),
    path("policies/", policies.policies, name="policies"),
    path("policies/feed.atom", policies.policies_feed, name="policies_feed"),
    path("policies/scenarios/<slug:scenario>/", policies.public_scenario, name="public_scenario"),
    path("policies/<slug:policy>/", policies.policy, name="policy"),
    path("policies/<slug:policy>/<int:number>/", policies.policy_version, name="policy_version"),
    path("need-help/<slug:scenario>/<path:answers>/", player.step, name="step"),
    path("help/", knowledge.help_center, name="help_center"),
    path("help/book.pdf", knowledge.book, name="book"),
]
if settings.AGENCY.has("appointments"):  # what is settled without one
    urlpatterns.append(path("help/without-an-appointment/", views.routine, name="routine"))
urlpatterns.append(path("help/<slug:article>/", knowledge.article, name="article"))
