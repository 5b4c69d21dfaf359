"""Damage: what happens to files on their way into an archive, and what nobody means well by.

Each mutation turns a release's text into a file: its ending and its bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.benchmarks.archive.formats import as_html, as_pdf

Mutant = tuple[str, bytes]
Mutation = Callable[[str, Random], Mutant]

MUTATIONS: dict[str, Mutation] = {}

# What repeats here was chosen to make patterns try again from every place: names, posts, numbers,
# brackets, dates without end.
_ENDLESS = (
    "1234567890", ".", ". ", "(", "()", "(a) ", "[x] ", "word ", "Word ", "WORD ", "a-", "-", "a.",
    "a@", "'s ", '"', "A. ", "a\n", "- a\n", "ABC\nabc\n", "+33 1 ", "2020 ", "2020-", "3 May ",
    "3 May 2020, ", "Monday and ", "from 2020 to ", "President of ", "deputy chief executive ",
    "vice vice-president ", "Minister for Science, Technology, ", "Jean de la ", "Jean Dupont, ",
    "NASA ", "NASA, ", "NASA and ", "NASA-", "NASA's ", "NASA met ESA in Paris ", "France, ",
    "France-", "French ", "SVOM, ", "SVOM and ", "in Paris, ", "NASA signed ", "2nd ", "(ABC) ",
    "International Forum on Space ", "was launched in ", "\u00ad", "a\u200b", "e\u0301", "\uf8ff",
    "宇宙航空研究開発機構", "a   b", "a\t", "the of the ", "planned for launch ", "a; ", "A! ",
)  # fmt: skip


def mutation(make: Mutation) -> Mutation:
    """Registers a mutation under the name of its function."""
    MUTATIONS[make.__name__.replace("_", "-")] = make
    return make


@mutation
def truncated(text: str, random: Random) -> Mutant:
    """Bytes cut anywhere, inside a character too."""
    raw = text.encode()
    return ".txt", raw[: random.randrange(len(raw))]


@mutation
def shuffled_lines(text: str, random: Random) -> Mutant:
    lines = text.split("\n")
    random.shuffle(lines)
    return ".txt", "\n".join(lines).encode()


@mutation
def shuffled_words(text: str, random: Random) -> Mutant:
    words = text.split(" ")
    random.shuffle(words)
    return ".txt", " ".join(words).encode()


@mutation
def random_bytes(_: str, random: Random) -> Mutant:
    return ".txt", random.randbytes(random.randrange(1, 20_000))


@mutation
def flipped_bytes(text: str, random: Random) -> Mutant:
    raw = bytearray(text.encode())
    for _ in range(20):
        raw[random.randrange(len(raw))] = random.randrange(256)
    return ".txt", bytes(raw)


@mutation
def one_line(text: str, random: Random) -> Mutant:
    """The text again and again, without a line's end."""
    return ".txt", (" ".join(text.split()) * random.randint(1, 40)).encode()


@mutation
def no_spaces(text: str, random: Random) -> Mutant:
    return ".txt", ("".join(text.split()) * random.randint(1, 10)).encode()


@mutation
def no_stops(text: str, random: Random) -> Mutant:
    return ".txt", (text.replace(".", "").replace("\n", " ") * random.randint(1, 10)).encode()


@mutation
def five_megabytes(text: str, _: Random) -> Mutant:
    return ".txt", (text * (5_000_000 // len(text.encode()) + 1)).encode()


@mutation
def endless(_: str, random: Random) -> Mutant:
    """One of the strings above over and over, for up to 90 kB."""
    piece = random.choice(_ENDLESS)
    size = random.choice((5_000, 30_000, 90_000))
    return ".txt", (piece * (size // len(piece.encode()) + 1)).encode()


@mutation
def endless_inside(text: str, random: Random) -> Mutant:
    """The same in the middle of a release."""
    middle = text.find(" ", len(text) // 2)
    _, filling = endless(text, random)
    return ".txt", (text[:middle] + " " + filling.decode() + text[middle:]).encode()


@mutation
def empty(_: str, random: Random) -> Mutant:
    return random.choice((".txt", ".html", ".pdf")), random.choice(
        (b"", b" \n\n\t ", b"\xef\xbb\xbf")
    )


@mutation
def utf_16(text: str, random: Random) -> Mutant:
    return ".txt", text.encode(random.choice(("utf-16", "utf-16-le", "utf-16-be")))


@mutation
def other_encoding(text: str, random: Random) -> Mutant:
    encoding = random.choice(("cp1252", "latin-1", "mac-roman", "cp437", "shift-jis", "koi8-r"))
    return ".txt", text.encode(encoding, "replace")


@mutation
def wrong_encoding(text: str, _: Random) -> Mutant:
    """Read as Latin-1 once, and written as UTF-8 again."""
    return ".txt", text.encode().decode("latin-1").encode()


@mutation
def with_nul(text: str, random: Random) -> Mutant:
    place = random.randrange(len(text))
    return ".txt", f"{text[:place]}\0{text[place:]}".encode()


@mutation
def control_characters(text: str, random: Random) -> Mutant:
    places = "".join(random.choice("\x01\x07\x08\x1b\x7f\x85\u2028\f\v") for _ in range(9))
    return ".txt", text.replace(". ", f".{places} ", 3).encode()


@mutation
def private_use(text: str, random: Random) -> Mutant:
    """Characters of the planes that the reader itself speaks in."""
    code = random.choice((0xE000, 0xF8FF, 0xF0000, 0xF1234, 0x100000, 0x10FFFF))
    return ".txt", text.replace(" the ", f" {chr(code)} ").encode()


@mutation
def surrogates(text: str, _: Random) -> Mutant:
    """Halves of characters, which UTF-8 must not hold."""
    return ".txt", text[:300].encode() + b"\xed\xa0\x80\xed\xbf\xbf" + text[300:].encode()


@mutation
def deep_html(text: str, random: Random) -> Mutant:
    depth = random.choice((500, 5_000, 50_000))
    body = f"<div>{text[:500]}" * 1 + "<div>" * depth + text + "</div>" * depth
    return ".html", f"<html><body>{body}</body></html>".encode()


@mutation
def huge_attribute(text: str, random: Random) -> Mutant:
    size = random.choice((100_000, 3_000_000))
    return ".html", f"<html><body><p title='{'x' * size}'>{text}</p></body></html>".encode()


@mutation
def entity_bomb(text: str, _: Random) -> Mutant:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "space">{entities}]>'
    return ".html", f"{head}<html><body><p>&e11;</p><p>{text}</p></body></html>".encode()


@mutation
def many_elements(text: str, _: Random) -> Mutant:
    return ".html", f"<html><body>{'<b><i><p>x' * 40_000}<p>{text}</body></html>".encode()


@mutation
def broken_html(text: str, random: Random) -> Mutant:
    page = as_html("A title", "2020-01-01", text)
    return ".html", page[: random.randrange(len(page))] + b"<<<a href='\"><table><tr"


@mutation
def html_without_text(_: str, __: Random) -> Mutant:
    return ".html", b"<html><body><script>var a = 1;</script><img src='a.png'></body></html>"


@mutation
def text_called_pdf(text: str, _: Random) -> Mutant:
    return ".pdf", text.encode()


@mutation
def truncated_pdf(text: str, random: Random) -> Mutant:
    raw = as_pdf(text)
    return ".pdf", raw[: random.randrange(20, len(raw))]


@mutation
def flipped_pdf(text: str, random: Random) -> Mutant:
    raw = bytearray(as_pdf(text))
    for _ in range(200):
        raw[random.randrange(len(raw))] = random.randrange(256)
    return ".pdf", bytes(raw)


@mutation
def encrypted_pdf(text: str, _: Random) -> Mutant:
    return ".pdf", as_pdf(text, password="secret")  # noqa: S106 (nobody is to know it)


@mutation
def blank_pdf(_: str, __: Random) -> Mutant:
    return ".pdf", as_pdf(" ")


@mutation
def looping_pdf(_: str, __: Random) -> Mutant:
    """A tree of pages that holds itself."""
    return ".pdf", (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
        b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
        b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n120\n%%EOF\n"
    )


def names() -> list[str]:
    """All mutations, in the order of this file."""
    return list(MUTATIONS)


def mutated(name: str, text: str, random: Random) -> Mutant:
    """The file that a mutation makes of a text."""
    return MUTATIONS[name](text, random)
