"""Makes the built-in Word templates anew: `python -m messages.documents.make_templates`.

A tag in braces is filled in; `{%p … %}` stands in a paragraph of its own, `{%tr … %}` in a table row of its own.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from messages.documents.template_parts import Block, Heading, Listed, Rows, Text, Write
from messages.documents.template_words import FINAL, FOLLOWUP, STEERING

FOLDER = Path(__file__).parent
FONT = "Arial"
WIDTH_MM, HEIGHT_MM, MARGIN_MM = 210, 297, 25
GREY = "E7E7E7"
TO_WRITE = "Att skriva"
FIELD = re.compile(r"(\[Skrivs[^]]*\])")
MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def main() -> None:
    """Write all templates beside this file."""
    for name, title, blocks in (
        ("followup", "{{ board }}", FOLLOWUP),
        ("final", "{{ board }}", FINAL),
        ("steering", "{{ board }}", STEERING),
    ):
        document = _blank(title)
        for block in blocks:
            _put(document, block)
        document.save(str(FOLDER / f"{name}.docx"))


def _blank(header: str) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(WIDTH_MM), Mm(HEIGHT_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    _styles(document)
    section.header.paragraphs[0].add_run(header)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.add_run("Sida ")
    _field(footer, "PAGE")
    footer.add_run(" av ")
    _field(footer, "NUMPAGES")
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.title = ""
    properties.language = "sv-SE"
    properties.created = properties.modified = MADE
    return document


def _styles(document: Document) -> None:
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "sv-SE")
    sizes = {"Normal": 10.5, "Title": 18, "Heading 1": 14, "Heading 2": 12.5, "Heading 3": 11, "List Bullet": 10.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(size), RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(2)
    title = document.styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)
    for name, before in (("Heading 1", 16), ("Heading 2", 12), ("Heading 3", 8)):
        document.styles[name].paragraph_format.space_before = Pt(before)
        document.styles[name].paragraph_format.space_after = Pt(3)
    to_write = document.styles.add_style(TO_WRITE, 2)
    to_write.font.italic = True
    _shade(to_write.element.get_or_add_rPr())


def _put(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        heading = document.add_heading(block.text, block.level)
        heading.paragraph_format.page_break_before = block.new_page
    elif isinstance(block, Text):
        _write(document.add_paragraph(), block.text)
    elif isinstance(block, Write):
        _write(document.add_paragraph(), f"[Skrivs av handläggaren: {block.text}]")
    elif isinstance(block, Listed):
        document.add_paragraph(f"{{%p for {block.each} %}}")
        document.add_paragraph(block.text, style="List Bullet")
        document.add_paragraph("{%p endfor %}")
    else:
        _table(document, block)


def _write(paragraph: Paragraph, text: str) -> list[Run]:
    """Add `text`; what an author is to write stands out in it."""
    parts = filter(None, FIELD.split(text))
    return [paragraph.add_run(part, style=TO_WRITE if FIELD.fullmatch(part) else None) for part in parts]


def _table(document: Document, rows: Rows) -> None:
    lines = [rows.head, *_looped(rows)]
    table = document.add_table(rows=len(lines), cols=len(rows.head))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, rows.widths, strict=True):
        column.width = Mm(width)
    for place, (row, texts) in enumerate(zip(table.rows, lines, strict=True)):
        _fill_row(row, texts, rows.widths, is_head=place == 0)
    after = document.add_paragraph()
    after.paragraph_format.space_after, after.paragraph_format.line_spacing = Pt(0), Pt(6)
    after.add_run(" ").font.size = Pt(4)


def _looped(rows: Rows) -> Sequence[Sequence[str]]:
    return ((f"{{%tr for {rows.each} %}}",), *rows.cells, ("{%tr endfor %}",)) if rows.each else rows.cells


def _fill_row(row: _Row, texts: Sequence[str], widths: Sequence[int], *, is_head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    for cell, text in zip(row.cells, texts, strict=False):
        _fill(cell, text, bold=is_head)


def _fill(cell: _Cell, text: str, *, bold: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.keep_with_next = True  # a table stays on one page where it can
    for run in _write(paragraph, text):
        run.font.size, run.bold = Pt(9.5), bold
    if bold:
        _shade(cell._tc.get_or_add_tcPr())


def _shade(properties: BaseOxmlElement) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", GREY)):
        shading.set(qn(f"w:{name}"), value)
    properties.append(shading)


def _field(paragraph: Paragraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


if __name__ == "__main__":
    main()
