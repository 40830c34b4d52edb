"""The few addresses of allauth that exist here, under the names by which it knows them."""

from django.conf import settings
from django.urls import include, path

from guichet.staff.frame import views
from guichet.staff.sign_in import views as sign_in
from guichet.staff.sign_in import views_factors

AGENCY = "guichet.staff.agency_sign_in.urls"  # not even loaded where the agency has none
urlpatterns = [
    *([path("sign-in/agency/", include(AGENCY))] if settings.OIDC_ISSUER else []),
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-in/code/", sign_in.Code.as_view(), name="mfa_authenticate"),
    path("sign-in/again/", sign_in.ProveAgain.as_view(), name="account_reauthenticate"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("account/", views.account, name="mfa_index"),
    path("account/", views.account, name="mfa_list_webauthn"),
    path("account/password/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path("account/app/", views_factors.SetUpApp.as_view(), name="mfa_activate_totp"),
    path("account/passkeys/add/", views_factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:pk>/remove/",
        views_factors.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("account/codes/", views_factors.ShowCodes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "account/codes/new/", views_factors.NewCodes.as_view(), name="mfa_generate_recovery_codes"
    ),
]
