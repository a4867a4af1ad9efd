"""The library's list and the questions to start from."""

from dataclasses import replace

from assistant.web.holdings import example_questions, render_library
from assistant.web.page_words import words
from documents.standing import Standing
from tests.fakes_web import FakeHoldings, sample_document


def test_examples_are_made_from_the_documents_own_titles_and_units() -> None:
    examples = example_questions(FakeHoldings(), words("zh"), limit=4, title_length=24)
    assert examples == (
        "疏浚示范河航道由哪个部门负责？",
        "市交通局负责哪些工作？",
        "扩建机场是哪一条？",
        "扩建机场由哪个部门负责？",
    )


def test_long_titles_make_no_example() -> None:
    assert "疏浚示范河航道" not in "".join(example_questions(FakeHoldings(), words("zh"), limit=9, title_length=4))


def test_an_empty_library_has_no_examples() -> None:
    assert example_questions(FakeHoldings({}), words("zh"), limit=4, title_length=24) == ()


def test_the_list_tells_alike_titles_apart_and_marks_what_is_no_longer_in_force() -> None:
    held = {
        "a": replace(sample_document(), name="a", number="云政发〔2024〕6号"),
        "b": replace(sample_document(), name="b", number="云政发〔2025〕7号"),
        "c": replace(sample_document(), name="c", title="另一份"),
    }
    html = render_library(FakeHoldings(held, {"b": Standing("repealed")}), words("zh"), 9)
    assert "意见（云政发〔2024〕6号）</button>" in html and ">另一份</button>" in html
    assert '意见（云政发〔2025〕7号） <span class="damaged">已废止</span></button>' in html


def test_the_list_names_each_document_up_to_its_limit() -> None:
    held = {name: replace(sample_document(), name=name, title=f"<{name}>") for name in ("a", "b", "c")}
    html = render_library(FakeHoldings(held), words("zh"), 2)
    assert 'id="document-0">&#60;a&#62;</button>' in html and 'id="document-1"' in html
    assert "document-2" not in html and "另有 1 份文件未列出" in html
