"""Addresses below /<language>/eta/ of pay, and keep the receipt."""

from django.urls import URLPattern, path

from guichet.applications.fee import views

of_one: list[URLPattern] = [
    path("apply/pay/", views.pay, name="pay"),
    path("apply/paying/", views.paying, name="paying"),
    path("apply/receipt/", views.receipt, name="receipt"),
]
urlpatterns: list[URLPattern] = [
    path("apply/payment-report/", views.report, name="report"),
]
