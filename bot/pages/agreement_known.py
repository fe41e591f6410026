"""What is known of an agreement under each heading: the words, that there is nothing, or that no source says."""

from collections.abc import Sequence

from bot.agreements import agreement_facts
from bot.agreements.agreement_facts import flag, text
from messages.room.pages import FactShown
from models import Agreement, Organisation

MISSING = "missing"
NONE = {"programme": "no_programme", "shared_learning": "no_shared_learning"}
OTHERWISE_NONE = "nothing"
AFTER_NEED = ("need_facts", "need_source", "programme", "shared_learning", "responsible_department", "preparation")
CONTRIBUTIONS = ("contribution_board", "contribution_partner")


def facts(agreement: Agreement, parties: Sequence[Organisation], language: str) -> tuple[FactShown, ...]:
    """All headings, in the order of the page."""

    def under(*stems: str) -> tuple[FactShown, ...]:
        return tuple(_shown(stem, localized(agreement, stem, language)) for stem in stems)

    return (
        *under("purpose", "target_group"),
        _need(agreement, language),
        *under(*AFTER_NEED, *CONTRIBUTIONS),
        _finance(agreement),
        _cooperators(agreement, parties, language),
        *under("annexes"),
        FactShown("guidelines", text(agreement, "guidelines") or agreement_facts.GUIDELINES),
    )


def localized(agreement: Agreement, stem: str, language: str) -> str | None:
    """What is known under `stem`, in the reader's language where somebody has said it so.

    Returns:
        The words; empty where it is known that there are none, nothing where no source says.
    """
    other = "en" if language == "sv" else "sv"
    said = (text(agreement, key) for key in (f"{stem}_{language}", f"{stem}_{other}", stem))
    return next((words for words in said if words is not None), None)


def _shown(heading: str, words: str | None) -> FactShown:
    if words is None:
        return FactShown(heading, "", MISSING)
    return FactShown(heading, words, "" if words.strip() else NONE.get(heading, OTHERWISE_NONE))


def _need(agreement: Agreement, language: str) -> FactShown:
    words = localized(agreement, "need", language)
    identified = flag(agreement, "need_identified")
    if words or identified is None:
        return _shown("need", words or None)
    return FactShown("need", "", "need_is_identified" if identified else "no_need")


def _finance(agreement: Agreement) -> FactShown:
    said = flag(agreement, "both_parties_finance")
    return FactShown("both_parties_finance", "", MISSING if said is None else "yes" if said else "no")


def _cooperators(agreement: Agreement, parties: Sequence[Organisation], language: str) -> FactShown:
    """Who else takes part: as the agreement says, or else as the parties' own facts do."""
    words = localized(agreement, "cooperators", language)
    of_parties = "\n".join(f"{party.name}: {party.works_with}" for party in parties if party.works_with)
    return _shown("cooperators", words if words is not None else of_parties or None)
