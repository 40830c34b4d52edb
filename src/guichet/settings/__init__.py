"""Every setting in one place, each read once from the environment (see docs/operations.md)."""

import os
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from django.conf import global_settings
from django.conf.locale import LANG_INFO
from django.utils.csp import CSP

from guichet import production
from guichet.agency.promises.naming import USUALS, renaming
from guichet.agency.promises.words import spoken_of
from guichet.agency.shipped import COMPLETE, DEMONSTRATION
from guichet.agency.shipped import LANGUAGES as ALL_LANGUAGES
from guichet.agency.start import agency_of
from guichet.agency.words.catalogues import place_of_compiled
from guichet.environment import (
    complain,
    data_dir,
    env,
    env_bool,
    env_choice,
    env_contact,
    env_hosts,
    env_int,
    env_listen,
    env_networks,
    env_path,
    env_range,
    env_receiver,
    env_secret,
    env_sender,
    env_site,
    env_socket,
    is_collecting,
    refuse,
    refuse_misspelt,
    secret,
)
from guichet.kernel import keyring
from guichet.kernel.backups import recipients
from guichet.kernel.content import filling, layers
from guichet.kernel.database import patience
from guichet.kernel.engine.description import address, description
from guichet.kernel.logbook import logs
from guichet.kernel.reading import days
from guichet.kernel.running.taking import place_of
from guichet.kernel.tracing import switch
from guichet.settings.accounts import *  # noqa: F403  all of it is read by Django
from guichet.settings.notices import MASTODON_TOKEN as MASTODON_TOKEN
from guichet.settings.notices import MASTODON_URL as MASTODON_URL
from guichet.settings.notices import NOTICE_WEBHOOKS as NOTICE_WEBHOOKS
from guichet.settings.rooms import INSTALLED_APPS as INSTALLED_APPS

ROOT = Path(__file__).resolve().parents[3]
DATA_DIR = data_dir()
CONTENT_DIR = ROOT / "content"
AGENCY_DIR = Path(env("AGENCY_DIR", str(DEMONSTRATION))).resolve()
AGENCY = agency_of(
    AGENCY_DIR, place=place_of(AGENCY_DIR), verdicts_in=DATA_DIR / "cache" / "verdicts"
)  # what it says of itself, read once: `guichet.agency.model`
layers.lay(AGENCY.content, over=CONTENT_DIR, languages=AGENCY.languages)
filling.fill_in(partial(spoken_of, AGENCY))
if AGENCY.authorization.is_named:
    _names = (AGENCY.authorization.short_name or USUALS, AGENCY.authorization.name)
    filling.call_by(renaming(*_names), names=_names)
days.work_in(AGENCY.time_zone)

# --- where it runs -------------------------------------------------------------------------
PRODUCTION = env_bool("PRODUCTION", default=False)
DEBUG = False
BIND = env_listen("BIND", default="127.0.0.1")
PORT = env_int("PORT", default=8000, least=1, most=65535)
WORKERS = env_int("WORKERS", default=0, least=0, most=64)  # 0: one a core
PUBLIC_URL = env_site("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}")
OPERATOR, OPERATOR_EMAIL = env("OPERATOR"), env_sender("OPERATOR_EMAIL")  # as pages say
SECURITY_CONTACT = env_contact("SECURITY_CONTACT")
ALLOWED_HOSTS = env_hosts("ALLOWED_HOSTS", default="127.0.0.1,localhost,[::1]")
TRUSTED_PROXIES = env_networks("TRUSTED_PROXIES")
START = production.Start(
    production=PRODUCTION,
    is_meant_for_the_public=is_collecting(),
    bind=BIND,
    public_url=PUBLIC_URL,
    allowed_hosts=tuple(ALLOWED_HOSTS),
    trusted_proxies=tuple(TRUSTED_PROXIES),
)
LOOPBACK = not START.is_guarded  # nobody comes but from this machine, and nothing is at stake
DRAIN_SECONDS = env_int("DRAIN_SECONDS", default=0 if LOOPBACK else 5, least=0, most=60)
RATE_LIMITS = env_bool("RATE_LIMITS", default=True)
TRACES_RECEIVER = env_receiver("OTEL_EXPORTER_OTLP_ENDPOINT")
TRACES = bool(TRACES_RECEIVER) and switch.is_installed()  # an extra: decision 0120
PAYMENT_PROVIDER = env("PAYMENT_PROVIDER", "test" if LOOPBACK else "")

# --- time, as tests from outside may bend it ---------------------------------------------------
HOLD_SECONDS = env_int("HOLD_SECONDS", default=600, least=1, most=86_400)
PAUSE_SECONDS = env_range("PAUSE_SECONDS", default="300,3600")
CLOCK_OFFSET_SECONDS = env_int("CLOCK_OFFSET_SECONDS", default=0)
BENT = (HOLD_SECONDS, PAUSE_SECONDS, CLOCK_OFFSET_SECONDS) != (600, (300, 3600), 0)
USE_TZ = True
TIME_ZONE = "UTC"

# --- secrets -----------------------------------------------------------------------------------
SECRET_KEY = secret("SECRET_KEY", data_dir=DATA_DIR, required=not LOOPBACK)
PIN_KEY = secret("PIN_KEY", data_dir=DATA_DIR, required=not LOOPBACK)
IDENTITY_KEY = secret("IDENTITY_KEY", data_dir=DATA_DIR, required=not LOOPBACK)
WORKING_KEY = env_secret("WORKING_KEY")
CIPHER_KEYS = keyring.of_setting(secret("CIPHER_KEYS", data_dir=DATA_DIR, required=not LOOPBACK))
_identity = keyring.versions("IDENTITY_KEY", IDENTITY_KEY)
_pin = keyring.versions("PIN_KEY", PIN_KEY)
keyring.check(WORKING_KEY, IDENTITY_KEY=_identity, PIN_KEY=_pin)
patience.open_with(keys=CIPHER_KEYS, identity=_identity, pin=_pin)

# --- database ----------------------------------------------------------------------------------
DATABASE_URL = env_secret("DATABASE_URL")
DATABASE_POOLER = env_choice("DATABASE_POOLER", default="none", choices=("none", "transaction"))
DATABASE_DIRECT_URL = env_secret("DATABASE_DIRECT_URL")
_pooled = DATABASE_POOLER == "transaction"
if _pooled != bool(DATABASE_DIRECT_URL) or (_pooled and not DATABASE_URL):
    complain(
        "DATABASE_POOLER=transaction goes with two addresses: DATABASE_URL of the pooler, and"
        " DATABASE_DIRECT_URL of the database for worker, migrations and backup."
    )

_address = partial(address, data_dir=DATA_DIR)
_direct = _address(DATABASE_DIRECT_URL, "DATABASE_DIRECT_URL") if DATABASE_DIRECT_URL else None
_main = _address(DATABASE_URL, "DATABASE_URL")
DATABASES = {"default": description(_main, _direct, traced=TRACES)}
BACKUP_RECIPIENT = env("BACKUP_RECIPIENT")
try:
    BACKUP_RECIPIENTS = recipients.read(BACKUP_RECIPIENT)
except recipients.RecipientError as error:
    complain(str(error))
    BACKUP_RECIPIENTS = recipients.IN_CLEAR

# --- the application ---------------------------------------------------------------------------
MIDDLEWARE = [
    *([switch.MIDDLEWARE] if TRACES else []),
    "guichet.kernel.logbook.request_ids.Named",
    "guichet.kernel.meters.requests.Metered",
    "guichet.web.transport.Transport",
    "guichet.lane.Lane",  # programs need none of what follows
    "guichet.web.wire.host_cookies.HostCookies",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "guichet.web.wire.middleware.LanguageMiddleware",
    "guichet.web.wire.middleware.PrivateByDefaultMiddleware",
    "guichet.web.wire.packing.Packing",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "guichet.staff.door.middleware.StaffPages",  # sessions and accounts, for staff pages alone
]
SILENCED_SYSTEM_CHECKS = ["admin.E408", "admin.E409", "admin.E410"]  # it looks among those above
# Arrays and their indexes need no application, which would ask each connection for types of others.
SILENCED_SYSTEM_CHECKS += ["postgres.E005"]
ROOT_URLCONF = "guichet.urls"
WSGI_APPLICATION = "guichet.wsgi.application"
FORCE_SCRIPT_NAME = ""  # we stand at the root of an address, and need not look for it
_pages = ("", "appointments/") if AGENCY.has("appointments") else ("",)
TAKES_PAPERS = AGENCY.has("eta")  # people hand in files
WARM_PATHS = [f"/{code}/{page}" for code in AGENCY.languages for page in _pages]
PRINTED_NONE_FAILS = False  # tests set it: a page shows nothing in its place
TEMPLATES = [  # of the administration; our own pages are made by guichet.web.pages.render
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "src" / "guichet" / "staff" / "templates"],  # before those of Django
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_altcha = find_spec("altcha_django")  # of this package we serve the widget, and nothing else
STATICFILES_DIRS = [
    ("altcha", Path(part) / "static" / "altcha_django")
    for part in (_altcha.submodule_search_locations or [] if _altcha else [])
]
STATICFILES_FINDERS = ["guichet.web.pages.face.Finder", *global_settings.STATICFILES_FINDERS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "guichet.web.pages.assets.Collected"},
}

# --- languages: every one there are sentences in; AGENCY.languages are those offered -------------
LANG_INFO["fil"] = {"bidi": False, "code": "fil", "name": "Tagalog", "name_local": "Tagalog"}
LANGUAGES = [(code.lower(), code.lower()) for code in ALL_LANGUAGES]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [  # the agency's own wins
    place_of_compiled(AGENCY.folder, DATA_DIR / "agency" / "locale"),
    ROOT / "locale",
]
_of_officers = [code for code in AGENCY.languages if code in COMPLETE["appointments"]]
OFFICER_LANGUAGE = env_choice(
    "OFFICER_LANGUAGE", default=[*_of_officers, "en"][0], choices=COMPLETE["appointments"]
)

# --- headers, cookies, uploads -------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/csp-reports/"],
}
HSTS_SECONDS = env_int("HSTS_SECONDS", default=31_536_000, least=0, most=63_072_000)
METRICS_TOKEN = env_secret("METRICS_TOKEN")  # who asks for /metrics says it
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = PUBLIC_URL.startswith("https://")
CSRF_COOKIE_HTTPONLY = SESSION_COOKIE_HTTPONLY = SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_AGE = None  # a shared computer forgets it with the visit
CSRF_FAILURE_VIEW = "guichet.web.pages.errors.csrf_failed"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
SESSION_COOKIE_NAME = "guichet_staff"
SESSION_COOKIE_SAMESITE = "Strict"  # another site's link opens no file in an officer's name
SESSION_COOKIE_AGE = 12 * 3600  # a working day; idle sessions end sooner
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # an office's page has 80 rows of hours, 60 closures
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["guichet.web.forms.uploads.NoFiles"]  # the page for papers sets its own
CLAMD = env_socket("CLAMD")  # unset: papers are not scanned, so nobody opens or hands in one
FILM_NOTES = env_path("FILM_NOTES")  # where pages note what they say while they are filmed
AUDIT_SEAL_FILE = env_path("AUDIT_SEAL_FILE")  # where the newest seal of the record is added

# --- staff: what of their sign-in depends on the site; the rest: accounts.py ----------------------
MFA_TOTP_ISSUER = AGENCY.spoken(AGENCY.first_language).short_name
# Browsers allow http on localhost alone. Behind a proxy we listen on loopback, too, but by https.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PUBLIC_URL.startswith("http://") and not PRODUCTION

# --- mail and text messages: on loopback files under DATA_DIR/outbox unless told otherwise ------
EMAIL_URL = env_secret("EMAIL_URL", f"file://{DATA_DIR / 'outbox' / 'mail'}" if LOOPBACK else "")
SMS_URL = env_secret("SMS_URL", f"file://{DATA_DIR / 'outbox' / 'sms'}" if LOOPBACK else "")
DEFAULT_FROM_EMAIL = env_sender("FROM_EMAIL", AGENCY.sender("appointments"))
ETA_FROM_EMAIL = env_sender("ETA_FROM_EMAIL", AGENCY.sender("eta"))

LOG_LEVEL = env_choice(
    "LOG_LEVEL", default="WARNING", choices=("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOG_FORMAT = env_choice("LOG_FORMAT", default="text", choices=("text", "json"))
LOGGING = logs.configuration(level=LOG_LEVEL, form=LOG_FORMAT, seals=not LOOPBACK)

# --- what may not be, where the public is served -----------------------------------------------
START = replace(
    START,
    secrets=keyring.by_name(SECRET_KEY, WORKING_KEY, PIN_KEY=_pin, IDENTITY_KEY=_identity),
    rate_limits=RATE_LIMITS,
    bent=BENT,
    payment_provider=PAYMENT_PROVIDER,
    email_url=EMAIL_URL,
    sms_url=SMS_URL,
    backup_recipient=BACKUP_RECIPIENT,
    seal_file=AUDIT_SEAL_FILE,
    metrics_token=METRICS_TOKEN,
    senders={"FROM_EMAIL": DEFAULT_FROM_EMAIL, "ETA_FROM_EMAIL": ETA_FROM_EMAIL},
    database=_main if DATABASE_URL else {},
    direct=_direct or {},
)
refuse(sentence for _, sentence in production.obstacles(START))
if PRODUCTION or is_collecting():
    refuse_misspelt(os.environ)
