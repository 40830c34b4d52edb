from functools import partial

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "guichet.guidance"

    def ready(self) -> None:
        """Hand in the actions of what stands below; the features above hand in theirs."""
        from django.conf import settings

        from guichet.guidance.scenarios import offers
        from guichet.guidance.words import VOICE
        from guichet.kernel.programs.voices import VOICES
        from guichet.web.addresses.paths import address

        VOICES.append(VOICE)
        self._join_pages()
        self._join_contacts()
        offers.hand_in(contact=partial(address, "web:contact"))
        if settings.AGENCY.has("eta"):
            offers.hand_in(eligibility=partial(address, "eligibility:need"))
        if settings.AGENCY.has("appointments"):
            offers.hand_in(routine=partial(address, "guidance:routine"))
        self._join_articles()

    def _join_articles(self) -> None:
        """Hand in what is written for the help center, and what is made from words below."""
        from django.conf import settings

        from guichet.guidance.knowledge import sources, written
        from guichet.guidance.knowledge.made import bring, links, need
        from guichet.guidance.policies import articles

        sources.hand_in(sources.Source(written.drafts))
        sources.hand_in(sources.Source(articles.drafts, articles.stamp))
        if settings.AGENCY.has("eta"):
            sources.hand_in(sources.Source(need.drafts))
        if settings.AGENCY.has("appointments"):
            sources.hand_in(sources.Source(bring.drafts, bring.stamp))
            sources.hand_in(sources.Source(links.drafts))

    def _join_contacts(self) -> None:
        """Say on the page of contacts where one finds the answer by oneself."""
        from guichet.guidance.centres.table import centres
        from guichet.guidance.words import TOPIC
        from guichet.web.addresses.paths import address
        from guichet.web.channels import Way, hand_in

        if centres():
            hand_in("centres", Way(partial(address, "guidance:centres"), "ways", "centres.title"))
        hand_in("site", Way(partial(address, "guidance:need"), TOPIC, "need.title"))
        hand_in("site", Way(partial(address, "guidance:help_center"), "help", "title"))
        hand_in("site", Way(partial(address, "guidance:policies"), "policies", "list.title"))

    def _join_pages(self) -> None:
        """Add the pages of policy writers, and what is forgotten when a visit ends."""
        from guichet.guidance.player import visit
        from guichet.guidance.policies.forms import TOPIC as POLICIES
        from guichet.guidance.writers.page import TOPIC
        from guichet.staff.frame.menu import ENTRIES, MenuEntry
        from guichet.web import visits
        from guichet.web.pages.render import INSIDE

        INSIDE.add(TOPIC)
        visits.PERSONAL.add(visit.COOKIE)
        does = frozenset({"write_policy"})
        ENTRIES.append(
            MenuEntry(
                "scenarios", "staff:scenarios", "see_policy", place=45, topic=TOPIC, does=does
            )
        )
        INSIDE.add(POLICIES)
        ENTRIES.append(
            MenuEntry(
                "policies", "staff:policies", "see_policy", place=46, topic=POLICIES, does=does
            )
        )
