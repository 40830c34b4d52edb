"""Addresses below /<language>/eta/: apply, and where does it stand.

Pages about one application stand under two addresses: with the handle under which a visit has it
open, and without, for when only one is.
"""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from guichet.applications import views, views_apply, views_contact, views_pay, views_status
from guichet.applications.access.handles import Handle
from guichet.applications.changes import views_results
from guichet.applications.enquiries import views_lost
from guichet.applications.form import views as views_guide

register_converter(Handle, "handle")

app_name = "applications"
of_one: list[URLPattern | URLResolver] = [
    path("apply/number/", views_apply.number, name="number"),
    path("apply/go-on/", views_apply.go_on, name="go_on"),
    path("apply/passport-lines/", views_apply.zone, name="zone"),
    path("apply/steps/<str:section>/", views_apply.step, name="step"),
    path("apply/review/", views_pay.review, name="review"),
    path("apply/pay/", views_pay.pay, name="pay"),
    path("apply/paying/", views_pay.paying, name="paying"),
    path("apply/change/", views_pay.revise, name="revise"),
    path("apply/receipt/", views_pay.receipt, name="receipt"),
    path("apply/next-person/", views_pay.next_person, name="next_person"),
    path("status/yours/", views_status.standing, name="standing"),
    path("status/yours/eta.ics", views_status.expiry, name="expiry"),
    path("", include("guichet.applications.papers.urls")),
    path("", include("guichet.applications.changes.urls")),
    path("", include("guichet.applications.enquiries.urls")),
]
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views_guide.field_help, name="field_help"),
    path("contact/", views_contact.contact, name="contact"),
    path("apply/", views_apply.apply, name="apply"),
    path("apply/resume/", views_apply.resume, name="resume"),
    path("apply/payment-report/", views_pay.report, name="report"),
    path("status/", views_status.look_up, name="look_up"),
    path("results/", views_results.results, name="results"),
    path("lost/", views_lost.lost, name="lost"),
    path("yours/", views_apply.yours, name="yours"),
    *of_one,
    path("<handle:handle>/", include(of_one)),
]
