"""The question to a passkey at a shared desk, where nobody has typed a password before.

So the key must have seen who holds it: by a PIN of its own, a finger or a face. A name that there
is not, or without a passkey, is asked for one that there is not either.
"""

import json

from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from fido2.webauthn import (
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialType,
    UserVerificationRequirement,
)

from guichet.kernel import keyring


def question(name: str, user: User | None) -> str:
    """Return what the browser asks the key, as JSON; the challenge waits in the session."""
    keys = auth.get_credentials(user) if user else []
    nobody = PublicKeyCredentialDescriptor(
        type=PublicKeyCredentialType.PUBLIC_KEY, id=keyring.working("no_passkey", name)
    )
    options, state = auth.get_server().authenticate_begin(
        credentials=keys or [nobody],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    auth.set_state(state)
    return json.dumps(dict(options), cls=DjangoJSONEncoder)
