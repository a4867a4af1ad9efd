"""How restoration is measured."""

from documents.lexicon import shipped_lexicon
from documents.lexicon_evaluation import Trial, evaluate, restore, score

TEXT = "各级人民政府应当加强领导，有关部门按照职责分工做好管理工作，接受社会监督。"


def test_every_occurrence_is_masked_and_compared() -> None:
    trials = restore("人民政府和市政府。", frozenset("政"), shipped_lexicon())
    assert [(trial.truth, trial.right) for trial in trials] == [("政", True), ("政", True)]


def test_score_counts_what_was_sure_enough() -> None:
    trials = [
        Trial(0.9, "政", "政", ""),
        Trial(0.9, "军", "政", ""),
        Trial(0.5, "政", "政", ""),
        Trial(0.5, "军", "政", ""),
    ]
    assert score(trials, 0.8) == (0.5, 0.5)
    assert score(trials, 0.95) == (1.0, 0.0)
    assert score([], 0.8) == (1.0, 0.0)


def test_only_documents_like_policies_are_asked() -> None:
    assert evaluate(["天气很好。" * 300, TEXT * 2], shipped_lexicon()) == {"common": [], "listed": [], "unlisted": []}
    trials = evaluate([TEXT * 30], shipped_lexicon())
    assert trials["listed"]
    assert trials["unlisted"]
    assert evaluate([TEXT * 30], shipped_lexicon()) == trials
