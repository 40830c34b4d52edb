"""Where web notices are told beside our own pages; nothing of it is needed."""

from guichet.environment import complain, env_receiver, env_secret, parts_of
from guichet.production import is_loopback

MASTODON_URL = env_receiver("MASTODON_URL")
MASTODON_TOKEN = env_secret("MASTODON_TOKEN")
NOTICE_WEBHOOKS = [url.strip() for url in env_secret("NOTICE_WEBHOOKS").split(",") if url.strip()]
if bool(MASTODON_URL) != bool(MASTODON_TOKEN):
    complain("MASTODON_URL and MASTODON_TOKEN go together; one of them is not set.")
for _url in NOTICE_WEBHOOKS:
    _parts = parts_of(_url)
    _is_here = _parts.scheme == "http" and is_loopback(_parts.hostname or "")
    if not (_parts.hostname and (_parts.scheme == "https" or _is_here)):
        complain("NOTICE_WEBHOOKS takes https addresses, with commas between them.")
