"""Who answers for an agency: contacts and senders by programme, interpreters, imprint, privacy."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from guichet.agency import values
from guichet.agency.model import Account, Contact, ContactLine, Interpreters, Phrase, PublicBody
from guichet.agency.shipped import LANGUAGES
from guichet.agency.tables import Table


def contact_in(table: Table, languages: tuple[str, ...]) -> Contact:
    """Return the ways to ask that a table names, those of people abroad included."""
    entries = [_contact_of(row, languages, is_abroad=True) for row in table.tables("abroad")]
    return _contact_of(table, languages, abroad=tuple(entries))


def interpreters_in(table: Table, languages: tuple[str, ...]) -> Interpreters:
    """Return the languages an interpreter can be asked for, those of signs with their names."""
    rows = [
        (
            row.take("code", values.language, "", required=True),
            row.phrase("name", languages, required=True),
        )
        for row in table.tables("signed")
    ]
    return Interpreters(
        spoken=table.take("spoken", values.spoken_languages, None),
        signed={code: name or Phrase({}, "") for code, name in rows} if "signed" in table else None,
    )


def public_body_in(table: Table, languages: tuple[str, ...]) -> PublicBody:
    """Return somebody who answers for something."""
    return PublicBody(
        name=table.phrase("name", languages),
        address=table.take("address", values.texts, ()),
        email=table.take("email", values.mail, ""),
        phone=table.take("phone", values.phone, ""),
        authority=table.phrase("authority", languages),
        authority_url=table.take("authority_url", values.url, ""),
    )


def social_in(root: Table) -> tuple[Account, ...]:
    """Return the pages on social networks, `[[social]]`, in their order."""
    rows = [
        (
            row.take("name", values.text, "", required=True),
            row.take("url", values.url, "", required=True),
        )
        for row in root.tables("social")
    ]
    return tuple(Account(name, url) for name, url in rows if name and url)


def senders_in(
    table: Table, languages: tuple[str, ...], programmes: tuple[str, ...]
) -> dict[str, Mapping[str, Any]]:
    """Return the addresses that mail comes from, and the names before them by language."""

    def sender_of(inside: Table, programme: str) -> str | None:
        return inside.take(programme, values.sender, "") or None

    def name_of(inside: Table, programme: str) -> Phrase | None:
        return inside.phrase(programme, languages, read=values.sender_name)

    senders = table.by_programme(programmes, sender_of)
    names_by_programme = table.table("names").by_programme(programmes, name_of)
    for programme in names_by_programme:
        if parseaddr(senders.get(programme, ""))[0]:
            path = f"{table.at('names')}.{programme}"
            sentence = f"{table.at(programme)} has a name before its address already; {path} takes"
            table.notes.error(path, f"{sentence} its place only where an address stands alone.")
    return {"senders": senders, "sender_names": names_by_programme}


def _contact_of(
    table: Table,
    languages: tuple[str, ...],
    *,
    abroad: tuple[Contact, ...] = (),
    is_abroad: bool = False,
) -> Contact:
    lines = [_line_in(table)] if "phone" in table else []
    lines += [_line_in(row) for row in table.tables("lines")]
    table.knows("phone", "shown", "callable_from", "text")
    return Contact(
        lines=tuple(line for line in lines if line.phone),
        email=table.take("email", values.mail, ""),
        url=table.phrase("url", languages, read=values.url),
        hours=table.phrase("hours", languages, one_for_all=False),
        cost=table.phrase("cost", languages, one_for_all=False),
        languages=table.take("languages", values.several_of(LANGUAGES), ()),
        countries=table.take("countries", values.countries, (), required=True) if is_abroad else (),
        abroad=abroad,
    )


def _line_in(table: Table) -> ContactLine:
    phone = table.take("phone", values.phone, "", required=True)
    return ContactLine(
        phone=table.take("shown", values.text, "") or phone,
        e164=values.e164(phone),
        callable_from=table.take("callable_from", values.countries, ()),
        is_text=table.take("text", values.flag, False),
    )
