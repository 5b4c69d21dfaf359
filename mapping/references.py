"""Whom phrases that refer back stand for: "the two agencies", "the rover", "he"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from mapping.discourse import ENDEAVOUR_KINDS, THIS_MEETING, Discourse, sort_of
from mapping.entities import Entity
from mapping.grammar import expand
from mapping.patterns import Pattern, PatternSet
from mapping.person_names import pronoun
from mapping.rules.tables import table
from mapping.tagging import Item, Tagged, items_in, sort_class
from mapping.topics import is_launcher_path

# What phrases for organizations stand for, and the class that it has.
_ORGANIZATIONS = {
    "agency": "SpaceAgency",
    "company": "Company",
    "organization": "Organization",
    "called": "Organization",
}
# What is named last of a kind, where the kind is called otherwise.
_KINDS = {"latest": "mission", "occasion": "meeting"}
# Match: "During his visit the Minister"    No match: "the mission"
_OTHERS = re.compile(
    r"\b[Tt]he (?:Prime )?(?:Minister|President|Administrator|Ambassador|Secretary)\b"
)
# Match: "the two heads of state, Jane Roe and"    No match: "the two leaders, In Paris"
_APPOSED = re.compile(rf",? (?:{sort_class(['person', 'agents'])}|[A-Z]\w+ [A-Z]\w+)")
# Bodies that are no comet or asteroid.
_LARGE = {"body/earth", "body/moon", "body/sun", "body/mars", "body/venus", "body/mercury"}
_COUNTRIES = re.compile(r"\b(?:countries|nations|governments)$")

# Match: "photograph the Israeli probe as "    No match: "is a probe; ", "the probe's camera as "
_OTHER_CRAFT = re.compile(
    rf"[a-z] (?:the|an?|its|another) (?:(?:[\w-]+|{sort_class(['demonym', 'country'])}) ){{0,3}}"
    r"(?:probe|lander|rover|spacecraft|capsule|satellite|craft|ship|asteroid|comet)"
    r" (?:as|when|while|before|after|once|until) $"
)
# Match: "Built by CNES with ASI, it", "With ASI, it signed"
# No match: "Signed by CNES, it", "In May, it"
_BEGUN = re.compile(
    r"(?:Built|Developed|Designed|Manufactured|Conceived|Constructed|Led|Funded|Financed|Operated"
    r"|Managed|Supplied|Provided|Proposed|Launched|Orbited)\b[^;]*? (?:by|from|on|in)\b"
    r"|(?:Together )?[Ww]ith (?:the )?[^;,]{1,60}, it (?:has |had |also )*(?:signed|concluded)\b"
)
# Match: "It was signed", "It has also been concluded"    No match: "It was launched"
_SIGNED = re.compile(
    r" (?:was|is|has been|had been|will be|is to be)(?: (?:[a-z]+ly|also|then|first))*"
    r" (?:(?:co-)?signed|initialled|inked|concluded|ratified|renewed)\b| (?:also )?provides? for\b"
)


def resolve(said: Discourse, tagged: Tagged) -> Tagged:
    """The sentence with phrases that refer back folded into what they stand for."""
    known, patterns = _references()
    replacements = [
        (match.start(), match.end(), item)
        for pattern, to in (known[number] for number in patterns.candidates(tagged))
        for match in pattern.regex.finditer(tagged.text)
        if (item := _referent(said, to, tagged, match)) is not None
    ]
    return (
        tagged.fold(sorted(replacements, key=lambda r: (r[0], -r[1]))) if replacements else tagged
    )


def _referent(said: Discourse, to: str, tagged: Tagged, match: re.Match[str]) -> Item | None:
    begin, end = tagged.span(match)
    if _is_another(said, to, tagged, match):
        return None
    before = items_in(tagged, tagged.text[: match.start()])
    if to == "person":
        paths = _person(said, tagged, match, before)
    else:
        paths = tuple(
            _organization(said, to, before, match.group().split()[-1])
            if to in _ORGANIZATIONS
            else _nearest(to, before) or _candidates(said, to)
        )
    if to == "agency" and (nation := items_in(tagged, match.group())):
        paths = tuple(_agencies_of(said, nation[-1].paths))
    paths, noun = _called(said, to, match.group(), paths)
    if to != "declaring" and _COUNTRIES.search(match.group()):
        paths = _countries(said)
    if to == "agreement":  # "the Accords" are what is called so
        noun = match.group().split()[-1].casefold()
        called = [p for p in said.recent.get(to, ()) if noun in said.entities[p].label.casefold()]
        paths = tuple(called[-1:])
    if to == "collective":  # "the national industry" is an industry, not scientists
        noun = match.group().split()[-1]
        paths = tuple(p for p in said.recent.get(to, ()) if p.endswith(noun))[-1:]
    is_pair = re.search(r"\b(?:two|both|each|either)\b", match.group(), re.IGNORECASE)
    if to == "meeting-agencies":
        paths = _bodies_called(said, paths, match.group(), is_pair=is_pair is not None)
    if not paths or (is_pair and len(paths) != 2) or (to.startswith("meeting-") and len(paths) < 2):
        return None
    sort = _sort_of(to, paths, said.entities)
    return Item(sort, begin, end, paths, noun=noun, resolved=("coreference",))


def _called(
    said: Discourse, to: str, phrase: str, paths: tuple[str, ...]
) -> tuple[tuple[str, ...], str]:
    """What "the rover" or "the camera" is, and the noun that it has been called by."""
    if to == "spacecraft":
        return _craft(said, phrase, paths), ""
    return _device(said, phrase, paths) if to == "instrument" else (paths, "")


def _craft(said: Discourse, phrase: str, paths: tuple[str, ...]) -> tuple[str, ...]:
    """ "The rover" is what was called a rover, not any spacecraft; "this rover" was named just now.

    Where the sentence before names none that is called so, "this lander" is what it began with.
    """
    noun = phrase.removesuffix(" system").rsplit(maxsplit=1)[-1]
    noun = "station" if "orbit" in phrase and noun != "orbiter" else noun
    kinds = ("spacecraft", "mission")
    recent = [path for kind in kinds for path in reversed(said.recent.get(kind, ()))]
    called = [path for path in (*paths, *recent) if _is_called(said, path, noun)]
    if phrase.startswith(("this", "This")):
        near = [path for path in called if path in said.told]
        begun = [path for path in said.subject if path.split("/")[0] in kinds]
        called = near or (begun if len(begun) == 1 else [])
    return tuple(called[:1])


def _device(said: Discourse, phrase: str, paths: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """What "the camera" is, which has been called one, or "this camera", and its noun."""
    noun = phrase.rsplit(maxsplit=1)[-1]
    if noun == "instrument":
        return paths, ""
    if not phrase.startswith(("this", "This")):
        recent = reversed(said.recent.get("instrument", ()))
        paths = tuple(path for path in (*paths, *recent) if _is_called(said, path, noun))[:1]
    return paths, noun


def _bodies_called(
    said: Discourse, paths: tuple[str, ...], phrase: str, *, is_pair: bool
) -> tuple[str, ...]:
    """Of those whom "the two agencies" may stand for, agencies; companies are none."""
    is_agencies = phrase.endswith("agencies")
    if (is_pair or is_agencies) and len(paths) > 2:  # a council is none
        agencies = tuple(path for path in paths if _is(said, path, "SpaceAgency"))
        paths = agencies if is_pair or len(agencies) > 1 else paths
    if is_agencies and len(paths) == 2 and any(_is(said, path, "Company") for path in paths):
        return _two_agencies(said)
    return tuple(p for p in paths if not (is_agencies and _is(said, p, "Company")))


def _is_another(said: Discourse, to: str, tagged: Tagged, match: re.Match[str]) -> bool:
    """Is somebody, or something, else meant whom the text names in no way that is known?"""
    before = tagged.text[: match.start()]
    if to.startswith("meeting-") and _named_behind().match(tagged.text, match.end()):
        return True  # "the two agencies, A and B,"
    if to in ("speaker", "publisher", "declaring"):
        return before.count('"') % 2 == 1  # who says "I" in a quotation
    if to == "meeting-agents" and _APPOSED.match(tagged.text, match.end()):
        return True
    if to == "flier" and _OTHER_CRAFT.search(before):
        return True  # "tries to photograph the probe as it lands"
    if to == "begun":
        return not _BEGUN.match(tagged.text)
    if to == "person":
        return _OTHERS.search(before) is not None  # "the Minister said that he"
    if to == "subject" and _SIGNED.match(tagged.text, match.end()):  # no party is signed
        return not all(path.startswith("agreement/") for path in said.subject)
    return False


def _is_called(said: Discourse, path: str, noun: str) -> bool:
    if noun in ("launcher", "rocket"):
        return is_launcher_path(path)
    entity = said.entities[path]
    called = (*said.nouns.get(path, ()), entity.label, *entity.aliases)
    return any(noun.casefold() in name.casefold() for name in called)


def _agencies_of(said: Discourse, nations: tuple[str, ...]) -> Iterator[str]:
    """The agency of a nation that the text has named: "the French agency"."""
    named = dict.fromkeys(said.recent.get("organization", ()))
    fitting = [
        path
        for path in named
        if "SpaceAgency" in said.entities[path].types and said.countries.get(path) in nations
    ]
    yield from fitting if len(fitting) == 1 else ()


def _nearest(to: str, before: list[Item]) -> tuple[str, ...]:
    """What the sentence itself named last of the kind wanted."""
    kind = "mission" if to == "latest" else to
    if to == "flier":  # "X comes first: it is to hit Y"
        items = [item for item in before if item.sort in ("mission", "spacecraft")]
        named = {path for item in items for path in item.paths if not is_launcher_path(path)}
        return tuple(named) if len(named) == 1 else ()
    if kind not in ENDEAVOUR_KINDS:
        return ()
    fitting = [item.paths[-1] for item in before if item.sort == kind]
    return tuple(fitting[-1:])


def _two_agencies(said: Discourse) -> tuple[str, ...]:
    """The agencies of the text, where it names two, or who serves them: a company is none."""
    met = (path for meeting in said.meetings for path in meeting.role("participant"))
    named = dict.fromkeys((*said.recent.get("organization", ()), *met, *said.served))
    agencies = tuple(path for path in named if _is(said, path, "SpaceAgency"))
    return agencies if len(agencies) == 2 else ()


def _pair(said: Discourse, to: str) -> tuple[str, ...]:
    """The two persons, or organizations, that the sentence before named, else the paragraph."""
    kind = "person" if to == "meeting-agents" else "organization"
    for named in (said.subject, said.told, said.here):
        fitting = tuple(dict.fromkeys(path for path in named if path.split("/")[0] == kind))
        if len(fitting) > 2:
            fitting = tuple(path for path in fitting if _is(said, path, "SpaceAgency"))
        if len(fitting) == 1 and named is said.subject:
            continue
        if fitting:
            return fitting if len(fitting) == 2 else ()
    return ()


def _parties(said: Discourse, to: str) -> tuple[str, ...]:
    """The two who are last told to cooperate, a nation and an agency: "Canada and ESA"."""
    both = said.parties if to == "meeting-agencies" and len(said.parties) == 2 else ()
    return tuple(both) if all(path in said.here for path in both) else ()


def _speech(said: Discourse, to: str) -> tuple[str, ...]:
    """Who gives the speech that the text is; "we" are who publishes it."""
    if to == "speaker":
        return said.speakers
    return (said.publisher,) if said.publisher else ()


def _candidates(said: Discourse, to: str) -> Iterator[str]:
    if to == "meeting":
        if said.meeting is not None:
            yield THIS_MEETING
    elif to in ("meeting-agents", "meeting-agencies"):
        met = tuple(said.meeting_agents(to))
        several = met if len(met) > 1 else _pair(said, to) or _parties(said, to)
        yield from several or (_two_agencies(said) if to == "meeting-agencies" else ())
    elif to in ("speaker", "publisher"):
        yield from _speech(said, to)
    elif to == "declaring":
        yield from said.declaring
    elif to in ("subject", "begun", "several"):
        yield from said.subject if _is_meant(said.subject, to) else ()
    elif to in ("flier", "mission", "country", "body"):
        known = {"country": _country, "body": _body}
        yield from known[to](said) if to in known else said.flier()
    elif to == "group":
        named = [p for p in said.recent.get("organization", ()) if _is(said, p, "CoordinationBody")]
        yield from named[-1:]
    elif to == "endeavour":
        named = [path for path in said.here if path.split("/")[0] in ENDEAVOUR_KINDS]
        yield from named[-1:] if len(set(named)) == 1 else ()
    else:
        yield from said.recent.get(_KINDS.get(to, to), [])[-1:]


def _is_meant(subject: tuple[str, ...], to: str) -> bool:
    """May "it", or "they", be what the sentence before began with?  "It" is no two, and nobody."""
    if to == "several":
        groups = ("organization/", "country/", "region/", "collective/")
        return len(set(subject)) > 1 and all(path.startswith(groups) for path in subject)
    return len(set(subject)) == 1 and (to == "begun" or not subject[0].startswith("person/"))


def _person(
    said: Discourse, tagged: Tagged, match: re.Match[str], before: list[Item]
) -> tuple[str, ...]:
    """Who "he" or "she" is: whom the sentence began with, else whom the text is about.

    That is whom the last sentence that named persons began with; where it began with nobody, the
    only one whom it named. Subjects are gone on with, whoever was named last (Grosz, Joshi and
    Weinstein 1995); but nobody is "he" of whom "she" is said.
    """
    text, he = tagged.text[: match.start()], match.group().casefold()

    def fits(paths: Iterable[str]) -> tuple[str, ...]:
        others = {"he": "she", "she": "he"}[he]
        unique = dict.fromkeys(path for path in paths if path.startswith("person/"))
        return tuple(p for p in unique if pronoun(said.entities[p].label) != others)

    own = fits(path for item in before if item.sort == "person" for path in item.paths)
    if own and not _WITH_WHOM.search(text) and not re.search(rf"(?i)\b{he}\b", text):
        return own[-1:] if _WHO.search(text) else own[:1]
    told = fits(said.persons)
    sure = tuple(p for p in told if pronoun(said.entities[p].label) == "she")
    if he == "she" and len(sure) == 1:
        return sure
    return fits(said.hero) or (told if len(told) == 1 else ())


# Match: "A met B, with whom "    No match: "A, whom B met, left and "
_WITH_WHOM = re.compile(r"\bwhom (?:[a-z]+ )?$")
# Match: "A met B, who said that "    No match: "A, who met B, said that "
_WHO = re.compile(rf"{sort_class(('person',))}, (?:who|whose)\b[^,;]*$")


def _country(said: Discourse) -> tuple[str, ...]:
    """The one country that the sentence before began with, else the only one that it named."""
    for told in (said.subject, said.told):
        named = tuple(dict.fromkeys(path for path in told if path.startswith("country/")))
        if len(named) == 1:
            return named
    return ()


def _body(said: Discourse) -> tuple[str, ...]:
    """What "the comet" is: the one small body that the text has named."""
    named = set(said.recent.get("body", ())) - _LARGE
    return tuple(named) if len(named) == 1 else ()


def _countries(said: Discourse) -> tuple[str, ...]:
    """The countries of the text; where they are more than two, the two that it tells of."""
    met = said.meeting.role("participant") if said.meeting else ()
    named = tuple(dict.fromkeys(said.recent.get("country", ())))
    for paths in (met, said.told, said.parties):
        pair = tuple(dict.fromkeys(path for path in paths if path.startswith("country/")))
        if len(named) > 2 and len(pair) == 2:
            return pair
    return named


def _organization(said: Discourse, to: str, before: list[Item], noun: str) -> Iterator[str]:
    """The organization of the kind wanted that the text is about at this point.

    It is the only one that the sentence has named, else the one that a person named there serves;
    else the one that the sentence before began with, else the only one that it named; else the one
    named twice of late.
    """
    here = tuple(path for item in before for path in item.paths)
    served = tuple(path for item in before for path in item.affiliation)
    for told in (here, served, said.subject, said.told):
        fitting = dict.fromkeys(path for path in told if _fits(said, to, path, noun))
        if fitting:
            yield from fitting if len(fitting) == 1 else ()
            return
    named = [p for p in said.recent.get("organization", ()) if _fits(said, to, p, noun)]
    if len(set(named[-2:])) == 1:
        yield named[-1]


def _fits(said: Discourse, to: str, path: str, noun: str) -> bool:
    if not path.startswith("organization/"):
        return False
    if to == "called":
        return noun.casefold() in said.entities[path].label.casefold()
    return _is(said, path, _ORGANIZATIONS[to])


def _is(said: Discourse, path: str, wanted: str) -> bool:
    return wanted in said.entities[path].types


def _sort_of(to: str, paths: tuple[str, ...], entities: dict[str, Entity]) -> str:
    if to == "meeting":
        return "meeting"
    if len(paths) > 1:
        return "agents"
    return sort_of(entities[paths[0]])


@cache
def _named_behind() -> re.Pattern[str]:
    # Match: ", <ESA> and <JAXA>, signed"    No match: ", <ESA> said"
    one = sort_class(("org", "country", "agents"))
    return re.compile(rf"(?:,| [–—-]| \() ?(?:the )?{one}(?:,? and|,) (?:the )?{one}")


@cache
def _references() -> tuple[tuple[tuple[Pattern, str], ...], PatternSet]:
    known = tuple(
        (Pattern(rf"(?<![\w-])(?:{expand(phrase)})(?![\w-])"), entry["to"])
        for entry in table("references")
        for phrase in entry["phrases"]
    )
    return known, PatternSet([pattern for pattern, _ in known])
