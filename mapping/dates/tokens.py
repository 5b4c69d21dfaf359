"""Tokens of a sentence, each with its kind in the grammar of dates."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Final, NamedTuple

from mapping.alternatives import any_of
from mapping.dates import tables

# Characters of a text whose tokens are worth keeping for when it is read again.
_SHORT: Final = 2_000
_FISCAL: Final = (
    r"J?FY|(?:(?:Japanese|Indian|U\.?S\.?) )?(?:[Ff]iscal|[Ff]inancial) [Yy]ear(?: \(J?FY\))?"
)
# Lexical kinds; the others are the kinds of words.tsv. In this order, first match wins.
_LEXICON: Final = (
    # "orbit" matches, and with it most of a text; "long", "not", "mid-2021" and "roe@a.org" are
    # looked at more closely
    ("WORD", rf"(?!{{names}}|{_FISCAL}|(?:{{starts}})\b)[a-z]{{2,}}(?![\w@+.:/'‐‑–-])"),
    # "https://a.org/2020/03/05" matches; "and/or" does not
    ("OTHER", r"https?://\S+|www\.\S+|[\w.+-]{1,64}@\S+"),
    # "#Mars2020" matches; "# 1" does not
    ("OTHER", r"[#@]\w+"),
    # "+33 (0)1 44 76 75 39" matches; "+2" does not
    ("NUMBER", r"\+\d[\d ()./-]{6,40}\d"),
    # "Japanese fiscal year 2024", "JFY2024", "FY 2024" match before the year
    ("FISCAL", r"(?:{fiscal}) ?(?=(?:19|20)\d\d\b)"),
    # "7:50 a.m.", "3 pm" match; "3 p" does not
    ("NUMBER", r"\d{1,2}(?:[:.]\d{2})? ?[ap](?:\.m\.|m\b)"),
    # "U.S.", "e.g." match: their full stops end no clause; "U.S" does not
    ("OTHER", r"(?:[A-Za-z]\.){2,}"),
    # "$2,020" matches; "2020" does not
    ("NUMBER", r"[$€£¥]\s?\d[\d.,]*"),
    # "2022-12-13", "2022/12/13" match; "2022-12" does not
    ("ISO", r"\d{4}-\d{2}-\d{2}(?!\d|-)|(?:19|20)\d\d(?:/\d{2}/|\.\d{2}\.)\d{2}(?![\w/]|\.\d)"),
    # "25/12/2021", "25.12.2021" match; "25/12" does not
    ("NUMERIC", r"\d{1,2}/\d{1,2}/\d{4}(?![\w/])|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d(?!\w|\.\d)"),
    # "2020s" matches; "2020" does not
    ("DECADE", r"(?:1[5-9]|20)\d0s\b"),
    # "2020" matches; "2020-Perseverance", "2020.5", "2,020", "2020%", "2020/03/" do not
    ("YEAR", r"(?:1[5-9]|20|21)\d\d(?!\w|[.,:]\d|-[^\W\d]|\s?[%€$£]|/\d{1,2}/)"),
    # "5.4", "10:30", "2,020" match; "5." does not
    ("NUMBER", r"\d+(?:[.,:]\d+)+\w*"),
    # "3rd", "1er" match; "3 rd" does not
    ("ORDINAL", r"\d{1,2}(?:st|nd|rd|th|er|ème)\b"),
    # "8", "31" match; "32", "5B", "5%" do not
    ("DAY", r"(?:0?[1-9]|[12]\d|3[01])(?!\w|\s?[%€$£])"),
    # "5B", "1461" match
    ("NUMBER", r"\d+\w*"),
    ("NAME", "{names}"),
    # "il y a", "no earlier than": the spellings of words.tsv that are no single word
    ("WORD", "{phrases}"),
    # the head of "June-August", "mid-2021"; not that of "end-to-end"
    ("WORD", r"(?:{heads})(?=[-–])"),
    # "Saturday", "GOSAT-2", "X-59" match, each as one
    ("WORD", r"[^\W\d_]\w*(?:[-‐‑]\w+)*"),
    ("POSS", r"'s\b"),
    ("DASH", r"--|[-–/]"),
    ("COMMA", r","),
    ("OPEN", r"[(\[]"),
    ("CLOSE", r"[)\]]"),
    ("STOP", r"[;:.!?—]"),
    ("PUNCT", r"[^\s\w]|_+"),
)


# "orbit", "Japan)." match; "2020", "mid-May", "(as", "$" do not: what follows the blank may matter
_PLAIN: Final = re.compile(r"[^\W\d_]+[,;:.!?)\]\"]*")


class Token(NamedTuple):
    """A token: offsets into the sentence, spelling, kind, and the value of a known word."""

    begin: int
    end: int
    text: str
    kind: str
    value: str = ""
    language: str = ""


class Tokens(tuple[Token, ...]):  # noqa: SLOT001 - what varies in length can have none
    """The tokens of a sentence; ``cues`` is what each says of past and future, once asked for."""

    cues: Sequence[str | None] | None = None


def tokenize(text: str) -> Tokens:
    """The tokens of a sentence, in order; blanks are left out."""
    return _of_short(text) if len(text) < _SHORT else _tokens(text)


@lru_cache(maxsize=256)  # many a paragraph is one sentence, and is read as both
def _of_short(text: str) -> Tokens:
    return _tokens(text)


def _tokens(text: str) -> Tokens:
    if _spaced().search(text):
        return Tokens(_read(text, 0, len(text)))
    found: list[Token] = []
    begin = done = 0
    for word in text.split(" "):
        end = begin + len(word)
        if done < end and word:
            known = _alone(word) if done <= begin else None
            if known is None:
                found += _read(text, max(begin, done), end)
            else:
                for first, last, *rest in known:
                    found.append(Token(begin + first, begin + last, *rest))
            done = max(done, found[-1].end) if found else 0
        begin = end + 1
    return Tokens(found)


def _read(text: str, begin: int, end: int) -> Iterator[Token]:
    """The tokens that begin in a stretch of a text."""
    lexical, lexer = _lexer()
    for match in lexer.finditer(text, begin):
        first, last = match.span()
        if first >= end:
            return
        spelling = match[0]
        kind, value, language = lexical[match.lastindex or 0], "", ""
        if kind == "WORD":
            kind, value, language = _word(spelling)
        yield Token(first, last, spelling, kind, value, language)


@lru_cache(maxsize=1 << 16)
def _alone(word: str) -> tuple[Token, ...] | None:
    """The tokens of a word between blanks; None where what stands beside it matters."""
    if _PLAIN.fullmatch(word) is None or word.lower() in _opening():
        return None
    return tuple(_read(word, 0, len(word)))


def kinds() -> frozenset[str]:
    """Every kind that a token may have."""
    lexical = {kind for kind, _ in _LEXICON if kind != "WORD"}
    return frozenset(lexical | {entry.kind for entry in tables.words().values()} | {"CAP", "PLAIN"})


@lru_cache(maxsize=1 << 16)
def _word(spelling: str) -> tuple[str, str, str]:
    """The kind of a word, and value and language of one that the table knows."""
    entry = tables.word(spelling)
    if entry is None:
        return "CAP" if spelling[0].isupper() else "PLAIN", "", ""
    return entry.kind, entry.value, entry.language


@cache
def _lexer() -> tuple[tuple[str, ...], re.Pattern[str]]:
    fill = {
        "{fiscal}": _FISCAL,
        "{names}": "|".join(rf"{row['pattern']}\b" for row in tables.rows("names.tsv")),
        "{phrases}": _phrases(),
        "{starts}": any_of({word.split()[0] for word in _many() if word[-1] not in ".'"}),
        "{heads}": _heads(),
    }
    parts = [f"({pattern})" for _, pattern in _LEXICON]
    lexer = "|".join(parts)
    for blank, content in fill.items():
        lexer = lexer.replace(blank, content)
    return ("", *(kind for kind, _ in _LEXICON)), re.compile(lexer)


@cache
def _spaced() -> re.Pattern[str]:
    """What is read across blanks and begins with a letter, but for the spellings of words.tsv."""
    return re.compile("|".join([_FISCAL, *(row["pattern"] for row in tables.rows("names.tsv"))]))


@cache
def _opening() -> frozenset[str]:
    """The words with which the spellings of words.tsv begin that hold blanks."""
    return frozenset(word.split()[0].lower() for word in _many() if " " in word)


def _phrases() -> str:
    """The spellings that are more than one word, longest first, in either case."""
    return "|".join(_phrase(word) for word in sorted(_many(), key=lambda word: (-len(word), word)))


def _many() -> set[str]:
    """The spellings that are no single word."""
    return {word for word, _ in tables.words() if re.fullmatch(r"\w+", word) is None}


def _phrase(word: str) -> str:
    first = f"[{word[0].upper()}{word[0]}]"
    # An abbreviation has its full stop, an elided article its next word: "Oct. 7", "l'année".
    after = "" if word.endswith(".") else r"(?=\w)" if word.endswith("'") else r"\b"
    return first + re.escape(word[1:]) + after


def _heads() -> str:
    kinds = {"MONTH", "WEEKDAY", "EDGE"}
    heads = {word for (word, _), entry in tables.words().items() if entry.kind in kinds}
    single = sorted(word for word in heads if word.isalpha())
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in single)
