"""./guichet accept-secrets: after a secret was changed on purpose."""

from django.core.management.base import BaseCommand

from guichet.kernel.database import marks


class Command(BaseCommand):
    help = "Take the secrets of this node for those of all nodes, after a change that is meant."

    def handle(self, **options: object) -> None:
        if changed := marks.accept_secrets():
            self.stdout.write(f"{', '.join(changed)} of this node hold from now on, on all nodes.")
        else:
            self.stdout.write("The secrets are those of the other nodes already.")
