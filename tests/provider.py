"""A real provider of OpenID Connect for tests: allauth's, with a process and a database of its own.

`python provider.py FOLDER ADDRESS…` serves people who all have the password "an agency's password".
Who they are and what is claimed of them stands in FOLDER/claims.json, read at each sign-in; where
a person comes back to are the ADDRESSes. It prints its port.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

PASSWORD, CLIENT, SECRET = "an agency's password", "guichet", "a secret of both"
APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.idp.oidc",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]


class Provider:
    """The process, seen from a test."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.issuer = f"http://127.0.0.1:{port}"

    def claim(self, name: str, **claims: object) -> None:
        """Change what is claimed of a person from now on."""
        file = self.folder / "claims.json"
        file.write_text(json.dumps({**json.loads(file.read_text()), name: claims}))

    def settings(self) -> Mapping[str, str]:
        """Return the settings of a site that signs in here."""
        return {
            "OIDC_ISSUER": self.issuer,
            "OIDC_CLIENT_ID": CLIENT,
            "OIDC_CLIENT_SECRET": SECRET,
        }


@contextmanager
def running(folder: Path, *addresses: str, people: Sequence[str]) -> Iterator[Provider]:
    """Serve these people until the test is over."""
    (folder / "claims.json").write_text(json.dumps({name: {} for name in people}))
    command = [sys.executable, __file__, str(folder), *addresses]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield Provider(folder, int(process.stdout.readline()))
        finally:
            process.terminate()


def settings_of(folder: Path, key: str) -> dict[str, Any]:
    """Return Django's settings of the provider."""
    return {
        "SECRET_KEY": "of tests",
        "ALLOWED_HOSTS": ["*"],
        "ROOT_URLCONF": "__main__",
        "INSTALLED_APPS": APPS,
        "MIDDLEWARE": MIDDLEWARE,
        "DATABASES": {
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite"}
        },
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "SESSION_COOKIE_NAME": "provider",
        "CSRF_COOKIE_NAME": "provider_csrf",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_RATE_LIMITS": False,
        "IDP_OIDC_ADAPTER": "__main__.Adapter",
        "IDP_OIDC_PRIVATE_KEY": key,
        "IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT": False,
    }


def new_key() -> str:
    """Return a private key, as text."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    return (
        rsa.generate_private_key(public_exponent=65537, key_size=2048)
        .private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        .decode()
    )


def make_adapter(folder: Path) -> type:
    """Return what claims of each person what the test has written down."""
    from allauth.idp.oidc.adapter import DefaultOIDCAdapter
    from django.contrib.auth.models import User

    class Adapter(DefaultOIDCAdapter):
        def populate_id_token(self, id_token: Any, client: Any, scopes: Any, **_: Any) -> None:
            user = User.objects.get(pk=id_token["sub"])
            claims = json.loads((folder / "claims.json").read_text())[user.username]
            id_token.update({"preferred_username": user.username, **claims})

    return Adapter


def main(folder: Path, addresses: Sequence[str]) -> None:
    """Serve until the process is ended."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path

    settings.configure(**settings_of(folder, new_key()))
    django.setup()
    globals()["Adapter"] = make_adapter(folder)
    call_command("migrate", verbosity=0)
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User

    globals()["urlpatterns"] = [
        path("accounts/", include("allauth.account.urls")),
        path("", include("allauth.idp.urls")),
    ]
    client = Client(id=CLIENT, name="Guichet", skip_consent=True, scopes="openid\nprofile")
    client.redirect_uris = "\n".join(addresses)
    client.set_secret(SECRET)
    client.save()
    for name in json.loads((folder / "claims.json").read_text()):
        User.objects.create_user(name, password=PASSWORD)

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
