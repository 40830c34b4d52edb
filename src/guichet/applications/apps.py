from functools import partial

from django.apps import AppConfig, apps
from django.conf import settings


class ApplicationsConfig(AppConfig):
    name = "guichet.applications"

    def ready(self) -> None:
        """Join everything; where the authorization is off, only what finds it again later."""
        from guichet.agency.faults import JUDGES
        from guichet.applications import identities
        from guichet.applications.decisions import judging as decisions
        from guichet.applications.form.own import judging as form
        from guichet.applications.reasons import judging as reasons
        from guichet.applications.searching import keys as search_keys
        from guichet.eligibility.programme import NAME
        from guichet.kernel import derived
        from guichet.kernel.enciphering.shelves import TABLES, Shelved

        derived.DERIVE_AGAIN["searches of applications"] = search_keys.derive_anew
        if not settings.AGENCY.has(NAME):
            derived.OFF.add("searches of applications")
        TABLES["applications"] = Shelved(
            model=apps.get_model("applications", "Application"),
            columns=identities.COLUMNS,
            fill=identities.fill,
        )
        TABLES["authorizations"] = Shelved(
            model=apps.get_model("applications", "Authorization"),
            columns=identities.COLUMNS[:2],
            fill=identities.fill_authorization,
        )
        for judge in (form.faults_of, decisions.faults_of, reasons.faults_of):
            if judge not in JUDGES:
                JUDGES.append(judge)
        if settings.AGENCY.has(NAME):
            self._join()
            self._join_pages()

    def _join(self) -> None:
        """Tell the outbox who makes the letters, and programs what stands in their way."""
        from guichet.applications.api import voice
        from guichet.applications.enquiries import mails, sending
        from guichet.applications.fee import providers
        from guichet.applications.letters import mail
        from guichet.applications.letters import send as letters
        from guichet.kernel.programs.voices import VOICES
        from guichet.post import send

        providers.check_settings()
        VOICES.append(voice.VOICE)
        send.MAKERS[letters.DISPATCH] = mail.parcel
        mailed = (sending.RECEIVED, sending.ANSWERED, sending.LATER)
        send.MAKERS.update(dict.fromkeys(mailed, mails.parcel))

    def _join_pages(self) -> None:
        """Join the pages of all, and what is forgotten when a visit ends."""
        from guichet.applications import tokens
        from guichet.applications.access import handles
        from guichet.eligibility.programme import NAME, TOPIC
        from guichet.web import programmes, root_files, visits
        from guichet.web.forms import uploads
        from guichet.web.words import texts

        programmes.add(
            programmes.Programme(
                name=NAME,
                home="applications:home",
                trouble="applications:trouble",
                title=lambda language: texts(TOPIC).get("home.title", language),
                look_up=tokens.look_for_short_pins,
            )
        )
        visits.PERSONAL.add(handles.COOKIE)
        visits.ON_END.append(handles.end)
        uploads.SENT_WITH.update((handles.COOKIE, f"{visits.AFTER}application"))
        root_files.NOT_LOOKED_AT.append("/*/eta/yours/")
        self._join_scenarios()
        self._join_articles()

    def _join_articles(self) -> None:
        """Let the help center say what the form, a status and a letter mean."""
        from guichet.applications.articles import fields, letters, statuses
        from guichet.guidance.knowledge.sources import Source, hand_in

        for articles in (fields, statuses, letters):
            hand_in(Source(articles.drafts))

    def _join_scenarios(self) -> None:
        """Say where the actions of scenarios lead, and where one asks about an application."""
        from guichet.guidance.scenarios import offers
        from guichet.web.addresses.paths import address
        from guichet.web.channels import Way, hand_in

        pages = {
            "apply": "apply",
            "resume": "resume",
            "pay": "resume",
            "look_up_status": "look_up",
            "send_letter_again": "lost",
            "open_correction": "change",
            "change_address": "new_address",
            "add_papers": "papers",
            "ask_papers": "papers",
            "enquiry": "contact",
            "look_again": "look_again",
            "results": "results",
            "report_trouble": "trouble",
        }
        hand_in("site", Way(partial(address, "applications:contact"), "enquiries", "contact.title"))
        offers.hand_in(
            **{action: partial(address, f"applications:{page}") for action, page in pages.items()},
            report_fraud=lambda language: f"{address('applications:contact', language)}#fraud",
        )
