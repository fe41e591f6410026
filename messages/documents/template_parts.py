"""Parts of the built-in Word templates that several of them share."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading of `level` (0 is the title)."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True)
class Write:
    """A field that the author writes."""

    text: str


@dataclass(frozen=True)
class Listed:
    """A bullet for `each`."""

    each: str
    text: str


@dataclass(frozen=True)
class Rows:
    """A table; `cells` are its rows, or the row for `each`. Widths in millimetres, 160 together."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]
    each: str = ""


Block = Heading | Text | Write | Listed | Rows


def only_if(condition: str, *blocks: Block) -> tuple[Block, ...]:
    """`blocks` where `condition` holds."""
    return (Text(f"{{%p if {condition} %}}"), *blocks, Text("{%p endif %}"))


def for_each(each: str, *blocks: Block) -> tuple[Block, ...]:
    """`blocks` again for `each`."""
    return (Text(f"{{%p for {each} %}}"), *blocks, Text("{%p endfor %}"))


HEAD = (
    Text("Tjänsteutlåtande"),
    Text("Dnr [Skrivs av handläggaren: diarienummer]"),
    Text("Handläggare: [Skrivs av handläggaren: namn och telefon]"),
    Text("Underlaget togs fram {{ drawn }}"),
    Text("Till {{ board }}"),
)
APPROVALS = (
    Heading("Godkännanden"),
    Rows(
        ("Namn", "Roll", "Datum"),
        (70, 55, 35),
        (
            ("[Skrivs: namn]", "Stadsdelsdirektör", "[Skrivs: datum]"),
            ("[Skrivs: namn]", "Avdelningschef", "[Skrivs: datum]"),
        ),
    ),
)
MARKS = (
    ("[U]", "Står i nämndens underlag och är återgivet som det står där. Ingen siffra därifrån är ändrad eller dold."),
    ("[R]", "Nämnden har skrivit det i rummet. Det gäller före underlaget."),
    ("[D]", "Räknat i dagar mellan datumen i överenskommelserna; första och sista dagen gäller."),
)
COUNTED = (
    (
        "[H]",
        "Räknat ur nämndens hänvisningar som skickades under tiden, i sitt läge nu. Felregistrerade är inte med.",
    ),
    ("[N]", "Räknat ur båda parters anteckningar: hur många olika personer. Strukna anteckningar är inte med."),
    ("[A]", "Räknat ur partnerns logg över aktiviteter. Besök, inte olika personer. Strukna rader är inte med."),
    ("[P]", "Räknat ur vad parterna har sagt om nämndens utlovade pass. Pass på röda dagar räknas inte."),
    ("[E]", "Räknat ur det som parterna har redovisat i budgeten."),
    ("[K]", "Bedömt av nämnden i rummet."),
    ("[S]", "Ur partnerns egen rapport, så som den lämnades in."),
)
OF_PACK = ("[H]", "Räknat ur alla hänvisningar enligt överenskommelsen, i sitt läge nu. Felregistrerade är inte med.")
SMALL = Text(
    "Antal på en till fyra personer visas inte, och inte heller det som skulle göra att de kan räknas ut. "
    "Där ingen har registrerat något står uppgift saknas: det är inte noll."
)


def how_counted() -> tuple[Block, ...]:
    """How each figure came about."""
    return (
        Heading("Så är det räknat"),
        SMALL,
        Rows(("Märke", "Hur uppgiften är framtagen"), (20, 140), (*MARKS, *COUNTED)),
    )


HELD = Rows(
    ("Aktivitet", "Tillfällen", "Inställda", "Besök", "Varav volontärer", "Samma ledare"),
    (34, 20, 20, 34, 30, 22),
    (
        (
            "{{ row.kind }}",
            "{{ row.held }}",
            "{{ row.called_off }}",
            "{{ row.visitors }}",
            "{{ row.volunteers }}",
            "{{ row.leaders }}",
        ),
    ),
    "row in part.held",
)
STATES = Rows(
    ("Hänvisningar", "Kvinnor", "Män", "Annat", "Inte angivet", "Totalt"),
    (45, 23, 23, 23, 23, 23),
    (
        (
            "{{ row.state }}",
            "{{ row.women }}",
            "{{ row.men }}",
            "{{ row.others }}",
            "{{ row.unsaid }}",
            "{{ row.total }}",
        ),
    ),
    "row in part.states",
)
PEOPLE = Rows(("Personer", "Antal"), (120, 40), (("{{ row.name }}", "{{ row.text }}"),), "row in part.people")
CRITERIA = Rows(
    ("Kriterium", "Bedömning", "Motivering"),
    (70, 35, 55),
    (("{{ row.criterion }}", "{{ row.answer }}", "{{ row.words }}"),),
    "row in part.criteria",
)
FACTS = Rows(("Uppgift", "Innehåll"), (45, 115), (("{{ row.name }}", "{{ row.text }}"),), "row in part.facts")
VALIDITY = Rows(
    ("Period", "Från och med", "Till och med", "Möjlig förlängning", "Utnyttjad"),
    (31, 34, 33, 36, 26),
    (("{{ row.name }}", "{{ row.first }}", "{{ row.last }}", "{{ row.extension }}", "{{ row.exercised }}"),),
    "row in part.validity",
)
BACKGROUND = (
    Text(
        "I ett idéburet offentligt partnerskap (IOP) arbetar nämnden och en eller flera idéburna organisationer "
        "tillsammans med ett behov som de själva har pekat ut. Alla parter bidrar. Ett partnerskap är varken ett inköp "
        "eller ett föreningsbidrag."
    ),
)
CHECKED = (
    Heading("Att kontrollera före beslut", new_page=True),
    Text("Den här sidan är handläggarens stöd. Ta bort den innan ärendet går till nämnden."),
)


def to_check(checks: str, lacking: str) -> tuple[Block, ...]:
    """What is to be looked into, and what is not known."""
    return (
        *only_if(checks, Listed(f"check in {checks}", "{{ check }}")),
        *only_if(lacking, Text(f"Uppgift saknas: {{{{ {lacking}|join(', ') }}}}.")),
        *only_if(f"not {checks} and not {lacking}", Text("Inget att kontrollera.")),
    )
