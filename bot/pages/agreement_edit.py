"""The form of an agreement's texts and of what it uses: as it stands, or as it came back."""

from collections.abc import Mapping

from bot.agreements import agreement_facts, agreement_form
from bot.agreements.agreement_form import FLAGS, MAY_BE_NONE, NO, TRUTHS, YES, Value, seal
from bot.pages import paths
from messages.room.pages import AgreementFormPage, FlagField, TextField, TruthField, Warned
from models import Agreement

ROWS, EMPTY_ROWS = 5, 2


def page(agreement: Agreement) -> AgreementFormPage:
    """The form as it stands."""
    return _page(agreement, agreement_form.standing(agreement), ())


def again(
    agreement: Agreement, seen: Mapping[str, str], wanted: Mapping[str, Value], warned: Warned | None = None
) -> AgreementFormPage:
    """A form that comes back: what was written stays, what others changed meanwhile stands beside it.

    Where the writer left a field alone it shows what stands now.
    """
    standing = agreement_form.standing(agreement)
    shown = {**standing, **agreement_form.changed(seen, wanted)}
    return _page(agreement, shown, agreement_form.passed(seen, wanted, standing), warned)


def _page(
    agreement: Agreement, shown: Mapping[str, Value], passed: tuple[str, ...], warned: Warned | None = None
) -> AgreementFormPage:
    standing, source = agreement_form.standing(agreement), agreement_form.of_source(agreement)
    return AgreementFormPage(
        name=agreement.name,
        back=paths.agreement(agreement.id),
        action=paths.agreement(agreement.id, "edit"),
        seen=agreement_form.seals(standing),
        texts=tuple(_text(key, shown, standing, source, passed) for key in agreement_facts.TEXTS),
        truths=tuple(_truth(key, shown, standing, source, passed) for key in TRUTHS),
        flags=tuple(FlagField(key, shown[key] is True, key in passed) for key in FLAGS),
        longest=agreement_form.LONGEST,
        passed=bool(passed),
        long_ones=tuple(agreement_form.too_long(shown)),
        warned=warned,
    )


def _text(
    key: str,
    shown: Mapping[str, Value],
    standing: Mapping[str, Value],
    source: Mapping[str, Value],
    passed: tuple[str, ...],
) -> TextField:
    differs = source[key] is not None and seal(source[key]) != seal(shown[key])
    return TextField(
        key=key,
        words=str(shown[key] or ""),
        none=shown[key] == "",
        may_be_none=key in MAY_BE_NONE or "" in (shown[key], source[key]),
        source=str(source[key] or "") if differs else None,
        standing=str(standing[key] or ""),
        passed=key in passed,
        rows=ROWS if shown[key] else EMPTY_ROWS,
    )


def _truth(
    key: str,
    shown: Mapping[str, Value],
    standing: Mapping[str, Value],
    source: Mapping[str, Value],
    passed: tuple[str, ...],
) -> TruthField:
    differs = source[key] is not None and source[key] != shown[key]
    return TruthField(
        key=key,
        said=_said(shown[key]),
        source=_said(source[key]) if differs else None,
        standing=_said(standing[key]),
        passed=key in passed,
    )


def _said(value: Value) -> str:
    return "" if value is None else YES if value else NO
