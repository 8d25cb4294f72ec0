"""Abbreviations, initials, Roman numbers and acronyms in English text."""

from __future__ import annotations

import re

from audiobuild.pronunciation.en.dictionary import pronounced, said_as_word
from audiobuild.pronunciation.en.numbers import cardinal_en, digits_en, ordinal_en, roman
from audiobuild.pronunciation.en.wordlists import NEW_WORDS, entries, listed
from audiobuild.pronunciation.rules import JOINT, Rule
from audiobuild.pronunciation.tables import listed as row
from audiobuild.pronunciation.tables import table

# --------------------------------------------------------------------------------------------------- abbreviations

_TITLES = table(
    """
    Mr Mister, Mrs Missus, Ms Miz, Dr Doctor, Prof Professor, Sen Senator, Rep Representative, Gov Governor, Gen General
    Col Colonel, Lt Lieutenant, Capt Captain, Sgt Sergeant, Maj Major, Adm Admiral, Rev Reverend, Hon Honorable
    Pres President, Mt Mount, Ft Fort, St Saint, Mme Madame, Fr Father, Cpl Corporal, Pvt Private, Cmdr Commander
    Supt Superintendent, Insp Inspector, Det Detective, Sr Senior, Jr Junior
    """
)
_UNDOTTED_TITLES = "Mr|Mrs|Ms|Dr|Prof|St|Mt|Sgt|Lt|Capt|Gen|Col"
_STREETS = table(
    """
    St Street, Ave Avenue, Blvd Boulevard, Rd Road, Ln Lane, Dr Drive, Ct Court, Pl Place, Hwy Highway, Pkwy Parkway
    Sq Square, Ter Terrace, Cir Circle, Pk Park, Expy Expressway, Fwy Freeway
    """
)
_STREET = "|".join(_STREETS)
_DIRECTIONS = table("N North, S South, E East, W West, NE Northeast, NW Northwest, SE Southeast, SW Southwest")
_STATES = dict(
    pair.split(" ", 1)
    for pair in (
        "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,FL Florida,"
        "GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,LA Louisiana,ME Maine,"
        "MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,"
        "NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,"
        "OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,"
        "UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,WI Wisconsin,WY Wyoming,"
        "Calif California,Mass Massachusetts,Conn Connecticut,Fla Florida,Penn Pennsylvania,Tex Texas,Ariz Arizona,"
        "Minn Minnesota,Mich Michigan,Tenn Tennessee,Wis Wisconsin,Colo Colorado,Okla Oklahoma,Ont Ontario"
    ).split(",")
)
#: Written with a full stop, which is removed unless it also ends a sentence.
_SHORT = table(
    """
    Inc Incorporated, Ltd Limited, Corp Corporation, Co Company, Cos Companies, Bros Brothers, Jr Junior, Sr Senior
    Dept Department, dept department, Univ University, Assn Association, Assoc Association, Intl International
    Natl National, Govt Government, govt government, approx approximately, Approx Approximately, est established
    Est Established, avg average, Avg Average, misc miscellaneous, max maximum, Max Maximum, min minimum
    temp temperature,     tel telephone, Tel Telephone, ext extension, Ext Extension, vol volume, Vol Volume
    ch chapter, Ch Chapter
    fig figure, Fig Figure, figs figures, Figs Figures, sec section, Sec Section, pp pages, ed edition, eds editors
    etc et cetera, al al, apt apartment, Apt Apartment, Rm Room, Fl Floor, vs versus, Vs Versus, incl including
    excl excluding
    esp especially, ca circa, cf compare, viz namely, alt alternative, orig originally, prev previously, ref reference
    Ave Avenue, Blvd Boulevard, Rd Road, Hwy Highway, Pkwy Parkway, Mfg Manufacturing, Gov Government, Jan January
    Feb February, Mar March, Apr April, Jun June, Jul July, Aug August, Sept September, Sep September, Oct October
    Nov November, Dec December, Tues Tuesday, Thurs Thursday, Wed Wednesday, hr hour, hrs hours, mins minutes
    secs seconds, yr year, yrs years, mo month, mos months, wk week, wks weeks,
    qty quantity, Esq Esquire, Messrs Messieurs, et et, dia diameter, div division, Div Division
    """
)
_MEASURES = row("min mins sec secs hr hrs yr yrs mo mos wk wks")
#: Abbreviations of the table above that are left as words when they end a sentence.
_ALSO_WORDS = row(
    "al Jan Mar Max Ref alt ch cos ed fig figs max min mo mos sec temp tel ext vol prev ref Sec Ed Sat Sun "
    "pp ca et Sep Jun Apr Gov Dec Oct Ave Wed div Div Cos Est Fl Fig Ch dia orig"
)
_STARTERS = row(
    "The A An This That These Those He She It We You They I But And So If When While In On At For From To As By Then "
    "There Here What Why How Who My Our His Her Its Their After Before Since Because However Yes No Not Now Today "
    "Let Please Also Still Even Some Many Most All Every Each One Two Is Are Was Were Do Does Did Can Could Would It's "
    "That's I'm We're They're Let's There's He's She's"
)


def ends_sentence(found: re.Match[str]) -> bool:
    """Whether the full stop of the match also ends its sentence: nothing follows, or a word that starts sentences."""
    rest = found.string[found.end() : found.end() + 40]
    following = re.match(r"[\"”’)\]]*(?:$|\s*\n|\s+[\"“(]?([A-Za-z']+|\S))", rest)
    if following is None:
        return False
    word = following[1]
    return word is None or word in _STARTERS


def _full_stop(found: re.Match[str], dotted: object) -> str:
    """The full stop of a `dotted` abbreviation that also ends its sentence, else ""."""
    if dotted and ends_sentence(found):
        return "."
    return ""


def _short(found: re.Match[str]) -> str:
    word = found[1]
    if word in _MEASURES and re.search(r"\d[ -]?$", found.string[max(0, found.start() - 2) : found.start()]):
        return found[0]
    if word in _ALSO_WORDS and ends_sentence(found):
        return found[0]
    return _SHORT[word] + _full_stop(found, found[2])


def _dotted(found: re.Match[str]) -> str:
    """The letters of U.S. and J.R.R., with a full stop if a sentence ends there."""
    letters = found[0].replace(".", "").replace(" ", "").upper()
    return letters + _full_stop(found, found[0].endswith("."))


def _degree(found: re.Match[str]) -> str:
    """The letters of Ph.D., B.Sc. and M.Sc., with a full stop if a sentence ends there."""
    letters = "".join(filter(None, found.groups())).upper()
    return letters + _full_stop(found, found[0].endswith("."))


def _street(found: re.Match[str]) -> str:
    return found["name"] + _STREETS[found["street"]] + _full_stop(found, found["dot"])


def _state(found: re.Match[str]) -> str:
    """The name of a state, followed by its postal code figure by figure."""
    if found["zip"]:
        return f"{_STATES[found[1]]} {digits_en(found['zip'])}"
    return _STATES[found[1]] + _full_stop(found, found[0].endswith("."))


def _initial(found: re.Match[str]) -> str:
    """An initial without its full stop, unless a new sentence starts after it."""
    after = re.match(r"[A-Z][\w']*", found.string[found.end() : found.end() + 30])
    if after and after[0] in _STARTERS:
        return found[0]
    return f"{found[1]} "


ABBREVIATIONS: tuple[Rule, ...] = (
    Rule(
        rf"(?P<name>\b\d+[A-Z]?\s(?:[NSEW]\.?\s)?(?:(?:[A-Z][\w']*|\d+(?:st|nd|rd|th))\s){{1,3}})"
        rf"(?P<street>{_STREET})\b(?P<dot>\.?)(?!\s[A-Z][a-z]+\s(?:St|Ave|Rd)\b)",
        _street,
        "12 Oak St., Boston",
        "twelve Oak Street, Boston",
    ),
    Rule(
        r"(?P<name>\b(?:[A-Z][a-z]+|\d+(?:st|nd|rd|th))\s)(?P<street>Ave|Blvd|Rd|Hwy|Pkwy|St|Ln|Sq|Dr|Ct|Pl|Ter|Cir)\b"
        r"(?P<dot>\.)(?=\s[a-z]|,|$|\s*\n)",
        _street,
        "on Oak Ave. today",
        "on Oak Avenue today",
    ),
    Rule(
        r"(?<=\d )([NSEW]|NE|NW|SE|SW)\.?(?=\s(?:[A-Z][a-z]|\d+(?:st|nd|rd|th)))",
        lambda m: _DIRECTIONS[m[1]],
        "12 N. Oak Street",
        "twelve North Oak Street",
    ),
    Rule(
        rf"\b([NSEW]|NE|NW|SE|SW)\.(?=\s[A-Z][a-z]+\s(?:{_STREET}|{'|'.join(_STREETS.values())})\b)",
        lambda m: _DIRECTIONS[m[1]],
        "on N. Oak St.",
        "on North Oak Street.",
    ),
    Rule(
        rf"(?<=[a-z], )({'|'.join(_STATES)})\b\.?(?=,|\s*$|\s+\d{{5}}|\s[a-z]|\.)(?P<zip>\s\d{{5}}(?:-\d{{4}})?\b)?",
        _state,
        "Austin, TX",
        "Austin, Texas",
    ),
    Rule(
        rf"\b({'|'.join(code for code in _STATES if code.isupper())})(?P<zip>\s\d{{5}}(?:-\d{{4}})?\b)",
        _state,
        "NY 10001",
        "New York one zero zero zero one",
    ),
    Rule(
        rf"\b({'|'.join(_TITLES)})\.\s?(?=[A-Z])|\b({_UNDOTTED_TITLES})\s(?=[A-Z][a-z])"
        rf"|\b({_UNDOTTED_TITLES})\b\.?\s(?=(?:and|or|&)\s(?:Mr|Mrs|Ms|Dr|Prof)\b)",
        lambda m: f"{_TITLES[m[1] or m[2] or m[3]]} ",
        "Mrs. King",
        "Missus King",
    ),
    Rule(r"\be\.\s?g\.,?|\beg\.,?", "for example,", "e.g. tea", "for example, tea"),
    Rule(r"\bi\.\s?e\.,?", "that is,", "i.e. tea", "that is, tea"),
    Rule(r"\b(Ph)\.?\s?(D)(?:\.|\b)|\b([BM])\.?(Sc)\.", _degree, "her Ph.D. I read", "her P H D. I read"),
    Rule(
        r"(?P<before>(?:^|\b[a-z]+,?\s))Ave\.\s(?=[A-Z]\b(?!['’.]))",
        lambda m: f"{m['before']}Avenue ",
        "a bar on Ave. A shut",
        "a bar on Avenue A shut",
    ),
    Rule(r"\b(?:[A-Za-z]\.\s?){2,}(?<=\.)(?<![a-z]{2}\.)(?!\w)", _dotted, "U.S. sales", "U S sales"),
    Rule(r"\b(?:[A-Z]\.){2,}(?=[A-Z][a-z])", lambda m: f"{m[0].replace('.', '')} ", "J.R.R.Tolkien", "J R R Tolkien"),
    Rule(
        r"(?<![A-Za-z.])(?:(?<=^)|(?<=[a-z,;(“\"]\s)|(?<=\n))([A-Z])\.\s(?=[A-Z])",
        _initial,
        "by J. Smith",
        "by J Smith",
    ),
    Rule(r"\bNo\.\s?(?=\d)", "Number ", "No. 1", "Number one"),
    Rule(r"\b[Nn]os?\.\s?(?=\d)", "number ", "in no. 1", "in number one"),
    Rule(r"\bp\.\s?(?=\d)", "page ", "p. 5", "page five"),
    Rule(r"\bpp\.\s?(?=\d)", "pages ", "pp. 5-7", "pages five to seven"),
    Rule(r"\bc(?:a|irca)?\.\s?(?=\d{3,4}\b)", "circa ", "c. 1850", "circa eighteen fifty"),
    Rule(r"\bvs\b(?!\.)", "versus", "us vs them", "us versus them"),
    Rule(r"\bw/o\b", "without", "tea w/o milk", "tea without milk"),
    Rule(r"\bw/\s?(?=\w)", "with ", "tea w/ milk", "tea with milk"),
    Rule(r"\bb/c\b", "because", "b/c I can", "because I can"),
    Rule(r"\bc/o\b", "care of", "c/o Mary", "care of Mary"),
    Rule(r"&\s?Co\b", "and Co", "King & Co. was", "King and Company was"),
    Rule(
        rf"\b({'|'.join(sorted(_SHORT, key=len, reverse=True))})(\.)",
        _short,
        "tea etc. and",
        "tea et cetera and",
    ),
)

# --------------------------------------------------------------------------------------------------------- numbers

_NUMERAL = r"[IVXLC]+"
_NUMBERED = (
    r"Chapter|Book|Volume|Vol|Part|Act|Scene|Section|Article|Title|Appendix|Phase|Stage|Type|Class|Level|Grade|Mark|Mk|"
    r"Episode|Season|Round|Group|Division|Tier|Unit|War|Wars|Bowl|Olympiad|Vatican|Apollo|Gemini|Saturn|Rocky|Rambo|"
    r"Godfather|Fantasy|Quest|Halo|Civilization|Windows|OS|iPhone|Factor|Factory|Table|Figure|Fig|Category|Region|Corps|"
    r"Amendment|Canto|Sonata|Symphony|Concerto|Version|Schedule|Annex|Item|Category|Warcraft|Trek|Diablo|Evil"
)
_RULERS = (
    r"Henry|Louis|George|Edward|Richard|James|Charles|William|Elizabeth|Mary|Catherine|Napoleon|Pius|Benedict|Francis|"
    r"John|Paul|Leo|Gregory|Innocent|Urban|Clement|Alexander|Nicholas|Peter|Ivan|Philip|Ferdinand|Frederick|Wilhelm|"
    r"Otto|Carlos|Juan|Felipe|Ramses|Ramesses|Rameses|Cleopatra|Ptolemy|Darius|Xerxes|Haakon|Harald|Olav|Gustav|Christian|"
    r"Albert|Leopold|Umberto|Emmanuel|Constantine|Theodosius|Selim|Suleiman|Mehmed|Murad|Rama|Mohammed|Abdullah|"
    r"Robert|David|Boniface|Sixtus|Julius|Adrian|Celestine|Stephen|Joseph|Franz|Maximilian|Rudolf|Kenneth|"
    r"Margaret|Anne|Harold|Philippe|Alfonso|Pedro|Manuel|Afonso|Thutmose|Amenhotep|Justinian|Valentinian|Andrew|Thomas"
)
_TITLED = r"King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Sultan|Prince|Shah|Pharaoh"


def _numeral(found: re.Match[str]) -> str:
    value = roman(found["roman"])
    if value:
        return f"{found['head']} {cardinal_en(value)}"
    return found[0]


def _nth(found: re.Match[str]) -> str:
    value = roman(found["roman"])
    if value:
        return f"{found['head']} the {ordinal_en(value)}"
    return found[0]


def _century(found: re.Match[str]) -> str:
    value = roman(found[1])
    if value:
        return ordinal_en(value)
    return found[0]


ROMAN: tuple[Rule, ...] = (
    Rule(r"\bWW\s?(II?)\b", lambda m: f"World War {cardinal_en(roman(m[1]))}", "WWII", "World War two"),
    Rule(
        rf"\b({_NUMERAL})(?=(?:th)?\s[Cc]entur(?:y|ies)\b)(?:th)?",
        _century,
        "the XIX century",
        "the nineteenth century",
    ),
    Rule(r"(?P<head>\bWorld War)\s(?P<roman>I{1,3})\b", _numeral, "World War I", "World War one"),
    Rule(
        rf"(?P<head>\b(?:{_TITLED})\s(?:[A-Z][a-z]+\s)?[A-Z][a-z]+)\s(?P<roman>I)\b(?=\s(?:was|is|of|had|died|ruled|became|"
        r"and|in|to|who|reigned)\b|[,.;:!?)]|'s|$)",
        _nth,
        "Queen Elizabeth I of England",
        "Queen Elizabeth the first of England",
    ),
    Rule(
        rf"(?P<head>\b(?:(?:{_TITLED})\s(?:[A-Z][a-z]+\s)?[A-Z][a-z]+|{_RULERS}))\s"
        r"(?P<roman>(?:X{0,3}(?:IX|IV|V?I{2,3}|VI?)|X{1,3}I?))\b(?!['.]?[A-Za-z]*\.[A-Z])",
        _nth,
        "Henry VIII",
        "Henry the eighth",
    ),
    Rule(
        rf"(?P<head>\b(?:{_NUMBERED}|type|part|chapter|phase|stage|level|class|act|volume|book|title|grade|section)s?)"
        rf"\s(?P<roman>(?=[IVXLC]{{2}}){_NUMERAL}|[VX])\b",
        _numeral,
        "Chapter IV",
        "Chapter four",
    ),
    Rule(
        r"(?P<head>\b(?:Chapter|Book|Volume|Part|Act|Scene|Article|Phase|Type|Class|Level|Stage|Section|Title|Tier|Mark))"
        r"\s(?P<roman>I)\b(?=[,.;:!?)]|$|\s(?:of|is|was|and|in|to|the|diabetes)\b)",
        _numeral,
        "Part I of the book",
        "Part one of the book",
    ),
    Rule(
        r"(?P<head>\b(?!I\b)[A-Z][a-z]+\s[A-Z][a-z]+)\s(?P<roman>III|II|IV)\b(?=,|\s(?:is|was|said|has|had|who)\b|'s)",
        _nth,
        "Sam Brown III was",
        "Sam Brown the third was",
    ),
    Rule(
        r"(?P<head>\b[A-Z][A-Za-z]+)\s(?P<roman>(?=[IVX]{2})(?:X{0,2})(?:IX|IV|V?I{0,3}))\b(?!-)",
        _numeral,
        "Team II",
        "Team two",
    ),
)

# -------------------------------------------------------------------------------------------------------- acronyms

#: Short words that are printed in capitals for emphasis; other short runs of capitals are acronyms.
_LOUD = row(
    "A I AN AND ANY ARE AS AT ALL BAD BE BIG BUT BY BAN CAN DID DO FAR FEW FOR FUN GET GO GOD GOOD GOT HAD HAS HE "
    "HER HEY HIM HIS HOT HOW IF IN IS ITS LET LOT MAN MAY ME MEN MORE MY NEW NO NOR NOT NOW OF OFF OH OLD ON ONE OR "
    "OUR "
    "OUT OWN RED RUN SAY SEE SHE SO THE TOO TOP TRY TWO UP WAS WAY WE WHY WIN WON YES YET YOU YOUR END SAD BUY CUT CAR "
    "SIX TEN MAX PRO AIR ART WAR TAX LAW OIL WEB SUN DAY BOY BOX FIT KEY KID JOB PAY RAW LOW HIT FIX MIX NET"
)
#: Acronyms pronounced as words although no dictionary lists them; below, words in capitals that are spelled out.
_SAID = row(
    "SWAT RADAR LASER SCUBA IKEA LIDAR CAPTCHA TOEFL STEM LEGO YAML JSON SATA EBITDA COBOL FORTRAN BASIC NERF ZIP"
)
_SPELLED = row("AI ASAP LLC USA TBD USSR ISBN NAACP IEEE HTML HTTP HTTPS ROI ISO ERA ETA UFO")
_TRIPLE = {"IEEE": "I triple E", "NCAA": "N C double A", "NAACP": "N double A C P", "AAA": "triple A"}


_IN_CAPITALS = _LOUD | _SAID | NEW_WORDS.keys()
_VOWELS = frozenset("aeiouy")


def is_spelled(word: str) -> bool:
    """Whether a word in capitals is spelled letter by letter: FBI, but not NASA, STOP or NOT."""
    if word in _SPELLED:
        return True
    if word in _IN_CAPITALS or said_as_word(word):
        return False
    if len(word) < 4 or isinstance(entries("gold").get(word), dict):
        return True  # ID: the dictionary gives the noun no sound
    return not _is_ordinary(word)


def _is_ordinary(word: str) -> bool:
    """Whether the dictionaries list a word in capitals as an ordinary word or name."""
    small = word.lower()
    if _VOWELS.isdisjoint(small):
        return False
    if small in entries("gold") or word.capitalize() in entries("gold"):
        return True
    return len(word) > 5 and pronounced(small) is not None


def quiet(text: str) -> str:
    """`text` with its ordinary words in lower case if all of it is in capitals; any other text unchanged."""
    if text != text.upper():
        return text
    words = re.findall(r"\b[A-Z]{2,}\b", text)
    if len(words) < 2:
        return text
    small = {word: _in_small(word) for word in words}
    ordinary = [word for word in words if small[word]]
    if 2 * len(ordinary) < len(words):
        return text
    return re.sub(r"\b[A-Z]{2,}\b", lambda found: small[found[0]] or found[0], text)


def _in_small(word: str) -> str:
    """An ordinary word or name in its usual case, "" for an acronym."""
    if said_as_word(word) or (len(word) < 4 and word not in _LOUD):
        return ""
    if word.lower() in entries("gold"):
        return word.lower()
    if word.capitalize() in entries("gold"):
        return word.capitalize()
    if pronounced(word.lower()):
        return word.lower()
    return ""


def _acronym(found: re.Match[str]) -> str:
    """A spelled acronym with JOINT between its letters; a word in capitals unchanged."""
    word, ending = found["word"], found["ending"]
    if word in _TRIPLE:
        return _TRIPLE[word] + ending
    loud = word == "AM" and found.string.endswith("I ", 0, found.start())
    if loud or not is_spelled(word):
        return found[0]
    if ending == "s":
        ending = "'s"
    return JOINT.join(word) + ending


ACRONYMS: tuple[Rule, ...] = (
    Rule(r"\b([A-Z])&([A-Z])\b", r"\1 and \2", "Q&A", "Q and A"),
    Rule(r"\b([A-Z]{2,3})&([A-Z])\b", lambda m: f"{JOINT.join(m[1])} and {m[2]}", "AT&T", "A T and T"),
    Rule(
        r"(?<![\w'])(?P<word>[A-Z]{2,})(?P<ending>'s|s|)(?![\w])",
        _acronym,
        "the FBI and NASA, three CEOs",
        "the F B I and NASA, three C E O's",
    ),
    Rule(
        r"\b(?P<head>[A-Za-z]{0,20}[a-z])(?P<word>[A-Z]{2,4})(?P<ending>)\b",
        lambda m: m[0] if listed(m[0], "DEFAULT") else f"{m['head']} {_acronym(m)}",
        "ChatGPT",
        "Chat G P T",
    ),
)
