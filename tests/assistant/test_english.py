"""The subject of an English question."""

import pytest

from assistant.english import subject_of
from tests.assistant.fakes import WordSearch, desk_over, policy_document


class PhraseSearch(WordSearch):
    """Knows two phrases as a whole."""

    def phrases(self, question: str) -> tuple[tuple[int, int], ...]:
        found = ((question.find(phrase), len(phrase)) for phrase in ("cold chain", "belt and road", "of the"))
        return tuple(sorted((start, start + length) for start, length in found if start >= 0))


DESK = desk_over(policy_document(), search=PhraseSearch(policy_document()))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("who leads the belt and road work and cold chain parks", ("belt and road", "cold chain", "parks")),
        ("rain gardens", ("rain", "gardens")),
        ("the name of the pump", ("pump",)),
        ("泵站改造由谁牵头", ("泵站改造",)),
        ("what must we do under the flood plan", ("flood",)),
        ("the plan for pumps", ("plan", "pumps")),
        ("a grant of 1.5 million yuan", ("grant", "150万元")),
        ("", ()),
    ],
)
def test_words_that_belong_together_are_one_term(text: str, terms: tuple[str, ...]) -> None:
    assert subject_of(text, DESK) == terms
