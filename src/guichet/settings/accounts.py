"""How staff sign in: accounts, passwords and second factors (decision 0050)."""

from guichet.environment import complain, env, env_bool, env_int, env_secret, parts_of
from guichet.production import is_loopback

AUTHENTICATION_BACKENDS = ["guichet.staff.backends.ByRole"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"django.contrib.auth.password_validation.{name}",
        "OPTIONS": {"min_length": 12} if name == "MinimumLengthValidator" else {},
    }
    for name in (
        "MinimumLengthValidator",
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "guichet.staff.sign_in.passwords.NotEasilyGuessed"}]
# After so long without a press a session ends; the shorter one is that of who works at an office.
STAFF_IDLE_MINUTES = env_int("STAFF_IDLE_MINUTES", default=30, least=1, most=720)
DESK_IDLE_MINUTES = env_int("DESK_IDLE_MINUTES", default=15, least=1, most=720)
# The agency's own sign-in by OpenID Connect (docs/sign-in.md); without OIDC_ISSUER there is none.
OIDC_ISSUER = env("OIDC_ISSUER")
OIDC_CLIENT_ID = env("OIDC_CLIENT_ID")
OIDC_CLIENT_SECRET = env_secret("OIDC_CLIENT_SECRET")
OIDC_SCOPES = env("OIDC_SCOPES", "openid profile")
OIDC_NAME_CLAIM = env("OIDC_NAME_CLAIM", "preferred_username")
OIDC_TRUSTED_ACR = env("OIDC_TRUSTED_ACR").split()  # values that stand for our second factor
OIDC_TRUSTED_AMR = env("OIDC_TRUSTED_AMR").split()
OIDC_ONLY = env_bool("OIDC_ONLY", default=False)  # passwords open administrators' accounts alone
if OIDC_ISSUER:
    _issuer = parts_of(OIDC_ISSUER)
    _is_near = _issuer.scheme == "http" and is_loopback(_issuer.hostname or "")
    if not (_issuer.hostname and (_issuer.scheme == "https" or _is_near)):
        complain(f"OIDC_ISSUER is {OIDC_ISSUER!r}; it takes an https:// address.")
    if not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
        complain("OIDC_ISSUER is set; OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set with it.")
elif OIDC_ONLY:
    complain("OIDC_ONLY is on without OIDC_ISSUER: nobody but administrators could sign in.")
LOGIN_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
LOGIN_REDIRECT_URL = "staff:home"
ACCOUNT_ADAPTER = "guichet.staff.sign_in.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # an address opens no account: decision 0114
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"change_password": "guichet.staff.sign_in.forms.PasswordForm"}
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # kernel.guarding.limits hold across processes
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
SESSION_ENGINE = "guichet.staff.sessions.store"
MFA_ADAPTER = "guichet.staff.sign_in.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a telephone may be half a minute fast or slow; a code is good once
MFA_FORMS = {
    "authenticate": "guichet.staff.sign_in.forms.SecondFactorForm",
    "authenticate_webauthn": "guichet.staff.sign_in.forms.PasskeyForm",
    "activate_totp": "guichet.staff.sign_in.forms.AppForm",
    "add_webauthn": "guichet.staff.sign_in.forms.NewPasskeyForm",
}
