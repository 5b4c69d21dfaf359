"""XML as XML 1.0 has it, made of what the engine writes.

The engine's writers pass characters on that no XML document may hold (section 2.2), leave carriage
returns to be read as line feeds (2.11), and make up element names where a predicate has none.
"""

import re
from dataclasses import dataclass
from typing import IO

from service.errors import UnwritableError

# U+0001 in a literal
# not: tab, line feed, carriage return
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# <oxprefix: xmlns:oxprefix="http://x.example/123">
# not: &lt;oxprefix: in a literal
_NAMELESS = re.compile(rb'<oxprefix: xmlns:oxprefix="([^"]*)"')


@dataclass
class Mending:
    """A file that XML is written to; raises UnwritableError for what XML cannot say.

    `error` is what it raised: the engine may raise something else on the way.
    """

    out: IO[bytes]
    error: UnwritableError | None = None
    _before: bytes = b""  # a character may come in two pieces

    def write(self, data: bytes) -> int:
        """Write a piece."""
        found = _FORBIDDEN.search(self._before + data)
        if found:
            character = ord(found[0].decode())
            self.error = UnwritableError(
                f"The answer holds U+{character:04X}, which XML cannot; ask for another format."
            )
            raise self.error
        self._before = bytes(data[-2:])
        self.out.write(data.replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""
        self.out.flush()


def named(rdf_xml: bytes) -> bytes:
    """RDF/XML in which every predicate has a name; else UnwritableError."""
    nameless = _NAMELESS.search(rdf_xml)
    if nameless:
        raise UnwritableError(
            f"RDF/XML has no way to write the predicate {nameless[1].decode()}, "
            "whose end is no XML name; ask for another format."
        )
    return rdf_xml
