"""What a sentence announces and the clauses below it list: `持下列材料…：` with its items."""

from assistant.library import Place
from assistant.page import Page
from assistant.text import Sentence, body_span

MOST_ITEMS = 12
"""Items that are written out; of more the sentence alone is quoted."""
_ENDS = "。；;.，, "


def items_below(place: Place, sentence: Sentence) -> list[Place]:
    """The items of the clause, in order, where the sentence announces them; none of a list too long to write out."""
    if not sentence.text.rstrip().endswith((":", "：")):
        return []
    below = place.document.children(place.clause.locator)
    level = min((clause.level for clause in below), default=0)
    items = [Place(place.document, clause) for clause in below if clause.level == level]
    return items if len(items) <= MOST_ITEMS else []


def state_items(page: Page, mark: int, sentence: Sentence, items: list[Place]) -> None:
    """The items counted and all written out, each cited, with the sentence that announces them."""
    texts, marked = [], []
    for item in items:
        start, end = body_span(item)
        text = item.document.quote(start, end).rstrip(_ENDS)
        texts.append(text)
        marked.append(f"{text}[{page.cite(item, start, end)}]")
    page.items(tuple(texts))
    named = page.join_names(marked, wide=True)
    page.say("list_items", mark, count=page.count(len(items)), items=named, quote=sentence.text)
