"""The text as it is published: without contact data and without what no RDF format can hold."""

from __future__ import annotations

import re

# Match: "pascale.bresson@cnes.fr"            No match: "CNES @ Le Bourget"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# Match: "+33 (0)1 44 76 75 39", "Tel. 01 44 76 75 39"    No match: "2019-2020", "GOSAT-2"
_PHONE = re.compile(
    r"(?:\+|\b00)\d[\d\s().-]{6,20}\d|(?:(?<=Tel. )|(?<=Tel: )|(?<=Tel ))[\d(][\d ().-]{6,20}\d"
)
# What each of them holds; looking for that alone is much faster, and most texts have none.
_EMAIL_SIGN, _PHONE_SIGN = re.compile("@"), re.compile(r"\+\d|00\d|Tel")
# XML 1.0, section 2.2, knows none of these; RDF/XML cannot hold page breaks and vertical tabs
# either, which texts taken out of PDF files have.
_NOT_XML = str.maketrans({"\f": " ", "\v": " ", "\ufffe": "\ufffd", "\uffff": "\ufffd"})


def published(text: str) -> str:
    """The text as it is published: newlines are one character, contact data is masked.

    Telephone numbers and e-mail addresses are replaced at equal length, so offsets stay true.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(_NOT_XML)
    for pattern, sign in ((_EMAIL, _EMAIL_SIGN), (_PHONE, _PHONE_SIGN)):
        if sign.search(text):
            text = pattern.sub(lambda match: re.sub(r"\w", "•", match.group()), text)
    return text


def has_contact_data(line: str) -> bool:
    """Whether the line holds an e-mail address or a telephone number."""
    return "••" in line or _EMAIL.search(line) is not None or _PHONE.search(line) is not None
