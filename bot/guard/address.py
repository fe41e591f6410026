"""Where somebody lives: streets with a number, boxes, postcodes with a town.

A way, a plan or a place without a name of its own is none: `på vägen 3 gånger`, `vårdplan 2`.
"""

import re

from bot.guard.spans import Span

NUMBER = r"(?:nr\.? ?)?\d{1,3}(?:\s?-\s?\d{1,3}(?!\d))?(?:\s?[A-Z]\b|[a-z]\b)?(?!\d|[.,:]\d|\s?%|-\d)"
COUNTED = (
    r"(?!\s(?:gånger|ggr|st|stycken|procent|år|åringar|dagar|veckor|månader|timmar|minuter|barn|personer|platser|kr|kronor"
    r"|km|kilometer|meter|m|mil|tim|min|familjer|möten|ungdomar|deltagare)\b)"
)
ENDINGS = (
    r"gatan|gata|vägen|gränden|gränd|stigen|stig|torget|torg|plan|backen|backe|allén|allé|kajen|kaj|esplanaden|platsen"
    r"|slingan|kroken|svängen|stråket|strand|promenaden|vreten|tvärgränd|brinken|brink|terrassen"
)
STREET = re.compile(
    r"(?<!\w)(?:(?:Norra|Södra|Östra|Västra|Stora|Lilla|Gamla|Nya|Övre|Nedre|Sankta?|S:ta?) )?"
    rf"(?<!\w)(?P<name>[^\W\d_][\w'’:-]{{0,40}}?(?:{ENDINGS}))\s{{1,2}}{NUMBER}{COUNTED}",
)
APART = re.compile(
    r"(?<!\w)[A-ZÅÄÖ][\w'’:.-]{0,30}(?:\s(?:[A-ZÅÄÖ][\w'’:.-]{0,30}|[\w-]{1,30}s)){0,2}"
    r"(?:(?<=[aes])\s(?:[Gg]atan|[Vv]ägen|[Tt]orget|[Aa]llén)|(?<=[szx])\s(?:[Gg]ata|[Vv]äg|[Gg]ränd|[Tt]org|[Pp]lan"
    rf"|[Bb]acke|[Aa]llé|[Ss]tig|[Kk]aj)|(?<=[a-zåäö])\s[Ss]trand)\s{{1,2}}{NUMBER}{COUNTED}"
)
NO_NAMES = re.compile(
    r"(?:.*(?:ings|vårds?|förande|arbets|insats|hets|tids|budget|affärs|studie|rehab|detalj|över|vånings|kris|mötes|tränings"
    r"|lek|spel|ut|års|läro|hem|skol|mål|projekt|aktivitets|bemannings|krisstöds|vecko|jämställdhets|mångfalds|stöd)plan"
    r"|(?:riks|motor|läns|om|gen|halv|huvud|cykel|gång|ut|hem|till|in|upp|stam|europa|järn|en|lands)vägen"
    r"|(?:arbets|mötes|vistelse|bo|sitt|parkerings|vård|träff|praktik|boende|sam|sov|förskole|skol|plats|hyr|ut)platsen"
    r"|(?:gå|bak|genom|huvud|hela|upp)gatan)",
    re.IGNORECASE,
)
NO_START = {"på", "den", "hela", "längs", "efter", "under", "samma", "denna", "enligt", "se", "ny", "vår", "detta"}
BOX = re.compile(r"(?<!\w)(?:Box|BOX|[Pp]ost[Bb]ox|POSTBOX|box(?=\s\d{2}))\s{1,2}\d{1,5}(?!\d|[.,:]\d|-\d)" + COUNTED)
POSTCODE = re.compile(
    r"(?<![\w+])(?<!\d[ .,/:-])(?:SE?[- ]{1,2})?[1-9]\d{2} ?\d{2} {1,2}(?!Kr\b|Sek\b|SEK\b|KR\b|EUR\b)"
    r"[A-ZÅÄÖ][A-ZÅÄÖa-zåäöé]{1,30}"
)


def addresses(text: str) -> list[Span]:
    """Where addresses stand in the plain `text`; they may overlap."""
    found = [street.span() for street in STREET.finditer(text) if not NO_NAMES.fullmatch(street["name"])]
    found += [street.span() for street in APART.finditer(text) if street.group().split()[0].lower() not in NO_START]
    return found + [place.span() for pattern in (BOX, POSTCODE) for place in pattern.finditer(text)]
