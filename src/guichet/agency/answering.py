"""Who answers for an agency: contacts by programme, interpreters, imprint and privacy."""

from guichet.agency import values
from guichet.agency.model import Contact, ContactLine, Interpreters, Phrase, PublicBody
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
