"""How staff sign in: accounts, passwords and second factors (decision 0050)."""

from guichet.environment import env_int

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
