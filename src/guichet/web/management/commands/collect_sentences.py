"""./guichet collect-sentences"""

from django.conf import settings
from django.core.management.base import BaseCommand

from guichet.kernel.clock import now
from guichet.kernel.content.texts import topics
from guichet.kernel.reading.days import authority_day
from guichet.web.pages.catalogues import SHARED_ONLY, WHOLE
from guichet.web.translation import dating
from guichet.web.translation.collecting import all_sentences
from guichet.web.translation.translating import save, updated


class Command(BaseCommand):
    help = "Bring catalogues and notes up to date with the source; translations are kept."
    requires_system_checks = ()

    def handle(self, **options: object) -> None:
        source = all_sentences()
        languages = (*WHOLE, *SHARED_ONLY)
        changed = [language for language in languages if save(language, updated(language, source))]
        today = authority_day(now()).isoformat()
        changed += dating.note(source, on=today)
        words = topics(settings.CONTENT_DIR)
        changed += [
            f"{name}/{language}"
            for name, texts in words.items()
            for language in texts.note(on=today)
        ]
        self.stdout.write(f"{len(source)} sentences; changed: {', '.join(changed) or 'nothing'}.")
