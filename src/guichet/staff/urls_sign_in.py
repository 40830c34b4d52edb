"""The few addresses of allauth that exist here, under the names by which it knows them."""

from django.urls import path

from guichet.staff import sign_in

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", sign_in.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/again/", sign_in.ProveAgain.as_view(), name="account_reauthenticate"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("account/app/", sign_in.SetUpApp.as_view(), name="mfa_activate_totp"),
]
