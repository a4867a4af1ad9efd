"""What a Word document's styles say about a paragraph or run: its numbering, and whether it is hidden."""

from collections.abc import Iterator

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_LONGEST_CHAIN = 20
"""Styles based on each other; a longer chain is a circle."""


def is_on(properties: Element | None, name: str) -> bool:
    """Whether the switch `name` (`w:vanish`) stands in `properties` and is not turned off."""
    return _switch(properties, name) or False


def _switch(properties: Element | None, name: str) -> bool | None:
    found = properties.find(qn(name)) if properties is not None else None
    return None if found is None else found.get(qn("w:val"), "1") not in ("0", "false", "off")


class Styles:
    """The document's styles by id. `root` is the styles part; None where there is none."""

    def __init__(self, root: Element | None) -> None:
        found = root.findall(qn("w:style")) if root is not None else []
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in found}
        self._default = next(
            (
                style.get(qn("w:styleId"), "")
                for style in found
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on")
            ),
            "",
        )

    def of_paragraph(self, paragraph: Element) -> str:
        """The id of a paragraph's style; the default one's where it names none."""
        named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._default if named is None else named.get(qn("w:val"), "")

    def chain(self, style: str) -> Iterator[tuple[str, Element]]:
        """The style and those it is based on, nearest first: (id, element)."""
        for _ in range(_LONGEST_CHAIN):
            element = self._by_id.get(style)
            if element is None:
                return
            yield style, element
            base = element.find(qn("w:basedOn"))
            style = "" if base is None else base.get(qn("w:val"), "")

    def hides(self, style: str) -> bool:
        """Whether text of that style is hidden."""
        said = (_switch(element.find(qn("w:rPr")), "w:vanish") for _, element in self.chain(style))
        return next((value for value in said if value is not None), False)

    def hides_run(self, run: Element, *, inherited: bool) -> bool:
        """Whether a run is hidden by its own properties, its style or (`inherited`) its paragraph."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return inherited
        own = _switch(properties, "w:vanish")
        if own is not None:
            return own
        named = properties.find(qn("w:rStyle"))
        return inherited or (named is not None and self.hides(named.get(qn("w:val"), "")))
