"""How the genre writes persons and posts: the regular expressions that ``persons`` reads with.

They run over tagged sentences, in which organizations and countries are single characters. Words:
``rules/posts.yaml``.
"""

from __future__ import annotations

import re
from functools import cache

from mapping.alternatives import any_of
from mapping.owners import phrases
from mapping.patterns import Pattern
from mapping.person_names import is_name
from mapping.post_phrases import ARTICLE, CAPITAL, CHARGE, HOLDERS, NAMESAKES, UPPER, served, words
from mapping.rules.tables import table
from mapping.tagging import Tagged, sort_class


def named_before(tagged: Tagged, match: re.Match[str], rule: str) -> re.Match[str]:
    """The match, cut where its post ends in the name of somebody, before another with his own.

    "<Minister of Trade Jane Roe>, Jan Poe, Undersecretary" is about Jane Roe alone. Who is
    welcomed somewhere holds no post there: "welcomed <Jane Roe, President of CNRS>, to <ESTEC>".
    """
    if rule == "post-after-name" and _WELCOMED.search(tagged.text, 0, match.start()):
        goal = _TO.search(match.group())
        cut = (
            match.re.match(tagged.text, match.start(), match.start() + goal.start())
            if goal
            else None
        )
        return cut or match
    if rule not in ("post-before-name", "post-and-name"):
        return match
    words_ = match["post"].split()
    is_field = len(words_) > 3 and words_[-3][0].isupper() and is_name(" ".join(words_[-2:]))
    if not is_field or tagged.text[match.end("post")] != ",":
        return match
    if not patterns()["post of his own"].regex.match(tagged.text, match.end("name")):
        return match
    cut = match.re.match(tagged.text, match.start(), match.end("post"))
    return cut if cut and cut.end() == match.end("post") else match


# Match: "welcomed ", "hosted Dr. "    No match: "welcomed the news of "
_WELCOMED = re.compile(r"\b(?:welcom|receiv|host|invit)(?:ed|es|ing) (?:\w+\.? )?\Z")
# Match: " to the <ESTEC>" where a match ends with it    No match: " to the <UN> in <New York>"
_TO = re.compile(rf",? to (?:the )?{sort_class(['org'])}(?: \(\w+\))?\Z")


def _unnamed(source: str) -> str:
    """A pattern without the names of its groups, so that it may stand in another twice."""
    return re.sub(r"\(\?P<\w+>", "(?:", source)


@cache
def patterns() -> dict[str, Pattern]:
    """The patterns by rule."""
    return {rule: Pattern(source) for rule, source in _sources().items()}


@cache
def named_first() -> frozenset[str]:
    """The rules that begin with the name of somebody, as "any name first" finds it."""
    names = (words()["name"], words()["borne"])
    return frozenset(rule for rule, source in _sources().items() if source.startswith(names))


@cache
def _sources() -> dict[str, str]:
    w = words()
    name, borne, post, holder, org = w["name"], w["borne"], w["post"], w["holder"], w["org"]
    of_org, of_org2 = served(), served("org2")
    kept = rf"(?:{_unnamed(phrases())}|the |a |an |his |her )?"
    state = any_of(table("posts")["states"])
    adjectives = rf"(?:(?:{state}) )*"
    owner2 = rf"(?:(?P<owner2>{holder})(?:'s?)? )?"
    # "Mika Sato, <SWOT> project manager at <JPL>" has a post in the project and one at the centre.
    projects = sort_class((*HOLDERS, "mission", "programme", "spacecraft", "instrument"))
    owner_or_project = rf"(?:(?P<owner>(?:{holder}(?:'s?)? )?{projects})(?:'s?)? )?"
    # "Peter Roe, Director Space and Planetary Sciences, <University of Bern>"
    field = rf"(?:{CAPITAL}|{sort_class(['concept', 'demonym', 'body'])})"
    of_field = rf"(?: {field}(?:(?:,? and|,? &|,)? {field}){{0,5}}(?=, (?:the )?{org}))?"
    verbs = "|".join(table("posts")["verbs"])
    heading = any_of(
        [verb.removesuffix("s") for verb in table("posts")["verbs"] if " " not in verb]
    )
    sole = any_of(table("posts")["known by surname"])
    bodies = any_of(table("posts")["bodies"])
    many = any_of([f"{head}s" for head in table("posts")["heads"]], ignore_case=True)
    modifiers = any_of(table("posts")["modifiers"], ignore_case=True)
    person = w["person"]
    capital = UPPER
    one = rf"(?:(?:(?:{w['titles']}) ){{0,3}}{person}|{w['bare']})"
    # "Hans Roe, from <Germany>, and Jan Roe, from <France>"
    one_from = rf"{one}(?:,? (?:from|of) {holder}| \({holder}\))?"
    whose_one = rf"(?:(?:the )?{holder}'s )?{one_from}"
    parts = any_of(table("names")["parts"])
    date = sort_class(["date"])
    verb = {name: any_of(forms) for name, forms in table("posts")["changes"].items()}
    takes, succeeds = verb["takes"], rf"(?:{verb['succeeds']}) "
    tenures = verb["tenures"]
    # "will succeed Frenchman Jan Roe"
    whose = "(?:[A-Z][a-z]+(?:man|woman) )?"
    after = (
        rf"(?:,? (?:succeeding|replacing|in succession to|to succeed|to replace) "
        rf"(?:outgoing )?{whose}(?P<before2>{one}))?"
    )
    leaves, serves = verb["leaves"], rf"(?:{verb['serves']})"
    # "A, President of B, and the Chairman of C, Jane Roe" goes on with another person.
    anew = (
        rf"(?!(?:,? and|,) the {post}{_unnamed(of_org)}"
        rf"(?: (?:in|to) (?:the )?{sort_class(['place', *HOLDERS])})?,"
        rf" (?:(?:{w['titles']}) ){{0,3}}{one})"
        rf"(?!(?:,? and|,) (?:the )?{holder}(?:'s?)? {adjectives}{post}"
        rf"(?: (?:to|of|for|at) (?:the )?{w['org']})?,? (?:(?:{w['titles']}) ){{0,3}}{one})"
    )
    employer = sort_class(("org", "country", "region"))
    country, place = sort_class(["country"]), sort_class(["place"])
    return {
        # Match: "CNES President Jean-Yves Le Gall", "NASA's Associate Administrator Kathy Lueders"
        # No match: "NASA announced", "CNES and President Xi"
        # Match: "<CNES> and <IAF> President Jean-Yves Le Gall was", whose posts are two
        "post-before-name": rf"(?P<former>[Ff]ormer |[Tt]hen[ -])?(?:[Aa]cting )?{adjectives}"
        rf"(?:(?P<also>{org}) and )?"
        rf"(?:(?:\b[Tt]he )?\b[Gg]overnment of (?:the )?|{country}'s (?={w['org']}))?"
        rf"(?P<org>(?:{holder}(?:'s?)? )?{projects}(?: (?:mission|project))??)"
        rf"(?:'s?)?(?: Board of (?:Directors|Governors))? {adjectives}(?P<post>{post}"
        rf"(?: for (?:(?:[a-z]+|{field}),? ){{1,6}}?(?:[a-z]+|{field})"
        rf"(?: \([A-Za-z]+\))?(?=, (?:{CAPITAL}|{person})))?)"
        rf"(?: (?:to|of|for|at) (?:the )?{org}(?:(?:,? {country})*,? and {country})?)?"
        rf"(?: \((?:(?P<inner>{org})|[A-Z]{{2,7}})\))?,? {borne}"
        r"(?(also)(?= (?:is|was|has)\b))",
        # Match: "<NASA> astronauts Shannon Roe and Mike Poe"    No match: "<NASA> astronauts said"
        "posts-before-names": rf"(?:(?P<org>{holder})(?:'s?)? )?{adjectives}"
        rf"(?P<post>(?:{modifiers}[ -]){{0,6}}{many})(?: ?(?:[—–―:]|--) ?|,? )"
        rf"(?P<names>{one_from}(?:[,;] {one_from})*[,;]? and {one})",
        # Match: "Shannon Roe and Mike Poe, <Canada>'s active astronauts"
        # No match: "Shannon Roe and Mike Poe, <Canada>'s friends"
        "names-before-posts": rf"(?P<names>{one_from}(?:, {one_from})*,? and {one}), "
        rf"(?:both |all )?(?:(?P<org>{holder})(?:'s?)? )(?:[a-z]+ )?{adjectives}"
        rf"(?P<post>(?:{modifiers}[ -]){{0,6}}{many})(?=[,.;]|$)",
        # Match: "V. Narayanan, Chairman, <ISRO> and Secretary, <Department of Space>"
        # Match: "Zhang Kejian, Administrator of the CNSA and Director of ISAS"
        # Match: "Bob Cable, <NASA> associate administrator", "Mika Sato is the <JAXA> President"
        # Match: "Jan Roe, President of <CNES> and of the <IAF>"
        # No match: "Paris, capital of France"
        "post-after-name": rf"{borne}(?: \([^()]{{1,40}}\))?(?:,| [–—]| is| was|, who is"
        rf"|,? who has been| has been| had been| will be|,? who was"
        rf"|, (?P<former>formerly|previously|once|until (?:recently|then)),?"
        rf"|, (?:today|now|currently|at (?:the|that) time|{date})) {kept}"
        rf"(?P<former2>(?:former|onetime|one-time) )?{adjectives}{owner_or_project}{adjectives}"
        rf"(?!{post} {person})(?P<post>{post}{of_field})(?![\w'-]| {CAPITAL}| {person})"
        rf"(?:{of_org}(?: and (?:(?:of|at) )?(?:the )?(?P<also>(?:(?<=of )|(?<=of the )|(?<=at )"
        rf"|(?={org}, (?!and|who|which)[a-z])){org}))?|{CHARGE})?"
        rf"(?:{anew}(?:(?:,? and|,| ?/)(?: then| later)?(?: who (?:is|was|has been))? |/)"
        rf"{kept}(?P<former3>former )?{adjectives}{owner2}(?P<post2>{post})"
        rf"(?:{of_org2}|(?<=-elect)|(?<=-designate)|(?(owner2)"
        rf"(?![\w'-]| (?:of|for) |(?:,| and|,? &)? (?:{person}|{CAPITAL}))"
        r"|(?:(?<=investigator)|(?<=scientist)|(?<=manager)))))?",
        # Match: "Michael Roe of <York University> is lead scientist for <OLA>"
        "name-of-and-post": rf"{name} (?:of|from|at) (?:the )?(?P<org2>{org})"
        rf"(?:,? (?:in )?(?:{CAPITAL}|{sort_class(['place', 'country'])}),?)?"
        rf"(?: (?:is|was)(?: now| also)?|,(?: (?:now|also|{date}))?) {kept}{adjectives}"
        rf"{owner_or_project}(?P<post>{post})(?![\w'-]| {CAPITAL}| {person})(?:{of_org})?"
        r"(?P<post2>)",
        # Match: "with Mika Sato of <CNES> as principal investigator"
        # No match: "with Mika Sato as with the principal investigator"
        "with-as": rf"(?<=with ){name}(?: (?:of|from|at) (?:the )?(?P<org2>{org}))? as {kept}"
        rf"{adjectives}{owner_or_project}(?P<post>{post})(?:{of_org})?(?P<post2>)",
        # Match: "with <Peru>'s Mika Sato and Jan Roe of <CNES> as Vice-Chairs"
        # No match: "with Mika Sato and Jan Roe as guests"
        "with-several-as": rf"(?<=with )(?P<names>{whose_one}(?:, {whose_one})*,? and {whose_one})"
        rf" as (?:its |the )?(?P<post>(?:{modifiers}[ -]){{0,6}}{many})(?P<org>)",
        # Match: "Administrator of NASA, Bill Nelson", "The head of <DLR> is Mika Sato"
        # No match: "the Administrator of NASA said"
        "name-after-post-of": rf"(?P<post>{post})"
        rf"(?P<org>(?: of| at| for| in(?= the )){w['unit']}(?: (?:of|at|within|in){w['unit']})?)"
        rf"(?: (?:to|in) (?:the )?(?:{holder}|{place}|{w['org']}))?{CHARGE}"
        rf"(?:,? | is | was ){name}",
        # Match: "appointed Mika Sato as the next Director General of <ESA>"
        # No match: "praised Mika Sato as the Director General of <ESA>"
        # Match: "Mika Sato was appointed Director of <ESTEC>"
        # Match: "Mika Sato took office as <JAXA> President", "Mika Sato succeeded Jan Roe as"
        # No match: "Mika Sato was praised as <JAXA> President"
        "was-appointed": rf"{name},? (?:who )?(?:(?:(?:was|is|has been|had been|will be) (?:re-?)?"
        r"(?:appointed|named|elected|nominated|confirmed|designated|chosen|promoted|sworn in)"
        rf"(?: again| unanimously)?|{takes}|(?P<verb>{succeeds}){whose}(?P<before>{one})"
        rf"|(?P<former>{leaves}))(?: by (?:the )?(?:{w['org']}|[A-Z]\w+))?(?: (?:on )?{date})?"
        rf"(?: as| to be)? |{serves} as )"
        rf"{kept}{adjectives}{owner_or_project}(?P<post>{post})(?:{of_org})?{after}",
        # Match: "<JAXA> has appointed Mika Sato as its new president"
        # No match: "<JAXA> praised Mika Sato as its president"
        "appointed-own": rf"(?P<org>{org}) (?:has |have |had )?(?:re-?)?(?:appointed|named|elected"
        rf"|nominated|chosen|picked|selected) {name},?(?: as| to be)? (?:its|their) {adjectives}"
        rf"(?P<post>{post}){after}",
        # Match: "will succeed Jan Roe as <NASA> Administrator"
        # No match: "will praise Jan Roe as <NASA> Administrator"
        "predecessor": rf"(?<=(?:succeed|replace) ){whose}{name}"
        rf"(?= as {kept}{adjectives}{owner_or_project}(?P<post>{post})(?:{of_org})?)",
        # Match: "Jan Roe's mission as Commander of the <ISS>"
        # No match: "Jan Roe's book as read by the Commander of the <ISS>"
        "tenure-as": rf"{borne}(?='s (?:[a-z]+ ){{0,2}}(?:{tenures}) as {kept}{adjectives}"
        rf"{owner_or_project}(?P<post>{post})(?:{of_org})?)",
        # Match: "Mika Sato (CEO, <Airbus>)"    No match: "Mika Sato (CEO)"
        "post-in-brackets": rf"{borne} \({kept}{adjectives}{owner_or_project}(?P<post>{post})"
        rf"(?:{of_org})?(?:,? (?:(?:to|in) (?:the )?)?(?:{holder}|{place}))?\)",
        # Match: "Dr. Sato (<JAXA> Vice President)"    No match: "Dr. Sato (right)"
        "surname-and-bracket": rf"\b(?:(?:{w['titles']}) )+(?P<name>{CAPITAL}) \({kept}{adjectives}"
        rf"{owner_or_project}(?P<post>{post})(?:{of_org})?(?:,[^()]{{1,40}}(?:\(\w+\))?)?\)",
        "appointed": r"\b(?:appointed|named|elected|nominated|appoints|names|elects)(?: again)? "
        rf"{w['name apart']}(?: \(\w+\))?(?:(?:, (?P<aside>[^;]{{1,80}}?),)? "
        rf"to (?:replace|succeed) {whose}(?P<before>{one}))?,?(?: as| to be)? {kept}"
        rf"{adjectives}{owner_or_project}(?P<post>{post})(?:{of_org})?{after}",
        # Match: "a former <NASA> astronaut and deputy director", of what stands between commas
        "aside": rf"{kept}(?P<former>(?:former|onetime|one-time) )?{adjectives}"
        rf"{owner_or_project}(?P<post>{post})(?:{of_org})?",
        # Match: "Pascale Ehrenfreund, who chairs the Executive Board of the German space agency
        # DLR", "Mika Sato, who heads <ISRO> as Chairman and is Secretary of <Department of Space>",
        # "Mika Sato, who directs Human Exploration at <NASA>"
        # No match: "Mika Sato, who heads home"
        "post-verb": rf"{name}, (?:who (?:(?:currently|then|now|also|has|had) ){{0,2}}|(?=at the ))"
        rf"(?P<post>{verbs})(?: the (?P<body>[A-Z]\w+(?: [A-Z]\w+)*|(?:[a-z]+ )?{bodies}) of"
        rf"|(?: the)? (?P<field>{CAPITAL}(?:(?:,? and|,)? {CAPITAL}){{0,5}}) (?:at|for|of|within)"
        r"|(?: the)? (?P<field2>(?:[a-z-]+ ){0,3}[a-z]+) (?:at|within))?"
        rf"(?P<org>(?: the)?(?: {w['demonym']})?(?: space agency)?{w['unit']})(?! {bodies}\b)"
        rf"(?: as (?:its |the |their )?{adjectives}(?P<as>{post})(?!\w))?"
        rf"(?:(?:,? and|,) (?:who )?(?:is|was|serves as|acts as) (?:also |at the same time )?"
        rf"{kept}{adjectives}{owner2}(?P<post2>{post})(?:{of_org2})?)?",
        # Match: "the heads of <ESA> and <Roscosmos>, Jan Roe and Dmitri Poe,"
        # No match: "the heads of <ESA> and <Roscosmos> met"
        "heads-of-several": rf"(?:\b[Tt]he )?(?P<post>(?:{modifiers}[ -]){{0,6}}{many}) "
        rf"of (?P<orgs>(?:the )?{employer}(?:, (?:the )?{employer})*,? and (?:the )?{employer}),? "
        rf"(?P<names>{one_from}(?:, {one_from})*,? and {one})",
        # Match: "K. Roe and Jan Poe, who head <ISRO> and <JAXA> respectively"
        # No match: "K. Roe and Jan Poe, who like <ISRO> and <JAXA>"
        "who-head-several": rf"(?P<names>{one_from}(?:, {one_from})*,? and {one}),? "
        rf"(?:who (?:respectively )?(?P<verb>{heading})|(?:respectively )?(?:the )?"
        rf"(?P<post>(?:{modifiers}[ -]){{0,6}}{many}) of) (?P<orgs>(?:the )?{employer}"
        rf"(?:, (?:the )?{employer})*,? and (?:the )?{employer})(?:,? respectively)?",
        # Match: "and his <Chinese> counterpart, President Xi"    No match: "his counterparts"
        # Match: "his <Korean> counterpart Jan Roe, Minister of Science,"
        # No match: "his <Korean> counterpart Jan Roe, head of <KARI>", whose post it is
        "counterpart": rf"(?:his|her) (?P<org>{holder}) counterpart,? "
        rf"(?![^,;]{{1,50}}, (?:the )?{post} (?:of|at|for) (?:the )?{org})"
        rf"(?:(?P<post>{post}) )?{name}"
        rf"(?:, (?:the )?(?P<as>{post})(?=[,.;]|$))?",
        "post": rf"\b{post}",
        # Match: ", President of <KARI>"    No match: ", who is President of <KARI>"
        "post of his own": rf", (?:the )?{post}\b",
        # Match: "Isa Ali Ibrahim, Minister of Communications, signed the Accords on behalf of <X>"
        "signs-on-behalf": rf"{name}, (?P<post>{post})"
        rf"(?=,? signed (?:[^;]{{0,80}}? )?(?:on behalf of|(?<=signed )for|(?<= it )for)"
        rf" (?:the )?(?P<org>{org}))",
        # Match: "and Director General Mika Sato, Jr. for <JAXA>", of those who sign
        "signs-for": rf"(?:(?<=and )|(?<=by ))(?P<post>{post}),? {name}"
        rf"(?= (?:signed )?(?:for|on behalf of) (?:the )?(?P<org>{org}))",
        # Match: "Dr Roger Wiens of the <LANL>", "; Nobuhiro Takahashi of the <ISAS>"
        "person-of-organization": r"(?:(?P<by>(?<=by )|(?<=with ))|(?<=; )|(?<=, )|(?<=and )"
        r"|(?<=said )|(?<=is )|(?<=met )|(?<=hosted )|(?<=received )|(?<=welcomed )"
        rf"|(?=(?:{w['titles']}) )){name}"
        rf"(?:,)? (?(by)(?:of|from)|(?:of|from|at)) (?:the )?(?P<org>{sort_class(['org'])})"
        r"(?P<post>)",
        # Match: "<NASA>'s <Bill Nelson>"    No match: "<NASA>'s <Bill Nelson> Center"
        "whose-person": rf"(?P<org>{sort_class(['org'])})'s (?P<post>)(?P<name>{w['person']})"
        rf"(?!'| {CAPITAL})",
        # Match: "Professor Fernando Rull's team at <Valladolid University>"
        "team-at": rf"{name}'s (?:team|group) (?:at|of|from) (?:the )?(?P<org>{org})(?P<post>)",
        # Match: "Dr <Yamakawa>", known by surname already
        "title-and-surname": rf"(?:(?:{w['titles']}) ){{1,3}}(?P<name>{w['person']})",
        # Match: "Prime Minister Edouard Philippe", "President Yoon Suk Yeol of <South Korea>",
        # "President Mika Sato, <ISRO> and others"    No match: "President of the Republic"
        # "in the presence of the Minister, Mika Sato and Ken Ito signed"
        "post-and-name": rf"(?!(?<=presence of the ){post}, )"
        r"(?:(?P<former>[Ff]ormer |[Tt]hen[ -]))?"
        rf"(?P<post>{post}(?: of the (?:space )?agency)?)"
        rf",? {name}"
        rf"(?P<org>(?:,? of| at(?! (?:the )?{place})| from){w['unit']}"
        rf"|, {org}(?=,|\.| and other))?",
        # Match: "director is Mika Sato" of "its director is Mika Sato", "<NASA>'s head was Jan Roe"
        # No match: "the director is Mika Sato"
        "own-post-is": rf"(?:(?P<owner>(?:{holder}(?:'s?)? )?{projects})'s |(?<=[Ii]ts )"
        rf"|(?<=[Ww]hose )|(?<=[a-z]'s )){adjectives}(?P<post>{post}) (?:is|was|has been|remains"
        rf"|will be)(?: now| currently)? {name}(?!'|[\w-])",
        # Match: "President Sato said"    No match: "President Sato Mika", "Minister of Science"
        # Match: "President Dr. SATO said"    No match: "President KASAT said"
        "post-and-surname": rf"(?:(?P<org>{holder})(?:'s?)? )?(?<!\d )(?P<post>{sole}) "
        rf"(?P<titled>(?:{w['titles']}) (?=[A-Z]{{4}}))?"
        rf"(?P<name>(?(titled)[A-Z]+|[A-ZÀ-ÖØ-ÞČŠŽŁĆŒ][a-zà-ž][\w-]+))"
        rf"(?![\w-]| {CAPITAL}|-?{w['org']})",
        # Match: "Dr. Sato, <JAXA> Vice President", "Mr Roe, Chairman of <ISRO>"
        # No match: "Dr. Sato, a friend of <ISRO>", "Dr. Sato, <JAXA> said"
        "post-after-surname": rf"(?:(?:{w['titles']}) ){{1,3}}(?P<name>{CAPITAL}), {kept}"
        rf"{adjectives}{owner_or_project}(?P<post>{post}{of_field})(?![\w'-]| {CAPITAL}| {person})"
        rf"(?:{of_org})?(?P<post2>)",
        # Match: "Omar Pagan, foreign minister,"    No match: "Omar Pagan, on Monday"
        # Match: "Omar Pagan, Director, Public Affairs Department"
        "name-and-post": rf"{borne}, {kept}{adjectives}(?P<post>{post}(?:, (?:{parts}))?)"
        r"(?=[,.;]|$| (?:and|said)\b)",
        # Match: "Dr Roger Wiens"    No match: "Dr. of science"
        "title-and-name": rf"(?P<name>(?:(?:{w['titles']}) ){{1,3}}"
        rf"{CAPITAL}(?: (?:(?:{w['particles']}) )*{CAPITAL}){{1,3}})",
        # Match: "CNES's President", "CNSA ADMINISTRATOR"
        "post alone": rf"(?<! as )(?P<org>{holder})(?:'s?)? "
        rf"(?P<post>(?:(?:{modifiers}) )?{w['heads']}(?: & CEO)?)\b"
        r"(?! [A-Z][a-z])",
        # Match: "the President of <CNES>"    No match: "a President of <CNES>"
        "post of": rf"(?<![\w'-])[Tt]he (?P<post>{w['heads']}) of (?:the )?(?P<org>{holder})"
        rf"(?!'s?\b| [A-Z]|,? {sort_class(['person'])})",
        # Match: "the Vice President", "the Director General"
        # No match: "the President of France", "the President Doe", "the Minister's"
        "post again": rf"(?<![\w'-])[Tt]he (?P<post>{sole})"
        rf"(?!\w|'s?\b|-| (?:of|for|to|at)\b| [A-Z]"
        rf"| {sort_class((*NAMESAKES, 'person', 'org', 'demonym'))})",
        # Match: "the Vice President" before " and President Doe"    No match: before " and Jan Doe"
        "post beside": rf"(?<![\w'-])[Tt]he (?P<post>{sole})(?= and (?:the )?{sole} "
        rf"(?P<name>{CAPITAL}|{sort_class(['person'])}))",
        # What every rule but one needs besides a post: somebody's name.
        # Match: "Bill Nelson", "Le Gall", "Michael <Jordan>"    No match: "NASA announced", "Roe"
        "any person": person,
        "any name": rf"{capital}[\w.'-]*(?: (?:{w['particles']}))* "
        rf"(?:{sort_class(NAMESAKES)}|(?:\"\w+\" |\([A-Z][a-z]+\) )?"
        rf"(?:[A-Za-z]'|{ARTICLE})?{capital})",
        "any name after country": rf"{sort_class(['country'])} (?:[A-Za-z]'|{ARTICLE})?{capital}",
        "any name first": _unnamed(borne),
        "any post": rf"\b(?:{w['heads']}|{many}|{verbs})\b|\b(?:{w['titles']}) ",
    }
