"""Answers over several documents: each says where it is from, none silently, none that is no longer in force."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.desk import Desk
from assistant.library import Library
from assistant.outcome import Outcome
from assistant.pipeline import Assistant, Flow
from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.model import Document
from documents.settings import DocumentSettings
from documents.standing import Standing
from tests.assistant.fakes import WordSearch, desk_over, library_of, said


def plan(name: str, place: str, lead: str, extra: str = "") -> Document:
    return parse_document(
        name,
        f"{place}停车设施方案\n\n一、建设停车场。新建公共停车场。（牵头单位：{lead}；配合单位：市财政局）\n"
        f"二、整治停车秩序。清理占道停车。（责任单位：市公安局）{extra}\n\n{place}人民政府\n2023年5月1日",
    )


EAST, WEST, NORTH = (
    plan("east", "东海市", "市住建局"),
    plan("west", "西海市", "市城管局"),
    plan("north", "北海市", "市城管局"),
)


def flow(*documents: Document, standings: dict[str, Standing] | None = None, **settings: int) -> Flow:
    desk = desk_over(*documents)
    library = replace(desk.library, standings=standings or {})
    return Flow(replace(desk, library=library, settings=replace(desk.settings, **settings)))


def ask(asked: Flow, question: str) -> tuple[Outcome | None, str]:
    turn = asked.ask(question, (), None)
    return turn.outcome, said(turn)


def test_documents_that_disagree_are_all_shown_and_the_best_one_fills_the_fields() -> None:
    turn = flow(EAST, WEST).ask("建设停车场由谁牵头?", (), None)
    assert "《东海市停车设施方案》" in turn.answer
    assert "《西海市停车设施方案》一 建设停车场：市城管局（牵头）、市财政局" in turn.answer
    assert {citation.document for citation in turn.citations} == {"east", "west"}
    assert turn.units == ("市住建局", "市财政局")


def test_no_more_documents_are_shown_than_the_settings_say() -> None:
    turn = flow(EAST, WEST, NORTH, max_others=1).ask("建设停车场由谁牵头?", (), None)
    assert len({citation.document for citation in turn.citations}) == 2
    assert "另有 1 份文件也写到,未列出" in said(turn)
    assert "未列出" not in flow(EAST, WEST, NORTH).ask("建设停车场由谁牵头?", (), None).answer


def test_one_document_alone_is_not_named() -> None:
    assert "《" not in flow(EAST).ask("建设停车场由谁牵头?", (), None).answer


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (Standing("repealed", "2024-01-01", "west"), "已于2024-01-01由《西海市停车设施方案》废止"),
        (Standing("superseded", "", "某新方案"), "已被新文件取代,由某新方案代替"),
        (Standing("expired", "2024-01-01"), "已于2024-01-01失效"),
    ],
)
def test_what_is_not_in_force_is_named_and_does_not_answer(standing: Standing, told: str) -> None:
    asked = flow(
        plan("east", "东海市", "市住建局", "\n三、清理共享单车。（责任单位：市园林局）"),
        WEST,
        standings={"east": standing},
    )
    turn = asked.ask("清理共享单车由谁负责?", (), None)
    assert turn.outcome is Outcome.NOT_IN_FORCE
    assert (turn.citations, turn.units, turn.lead) == ((), (), None)
    assert [(related.document, related.locator) for related in turn.related] == [("east", "三")]
    assert told in said(turn)


def test_a_document_that_is_named_answers_and_says_that_it_is_not_in_force() -> None:
    asked = flow(EAST, WEST, standings={"east": Standing("expired", "2024-01-01")})
    turn = asked.ask("《东海市停车设施方案》里建设停车场由谁牵头?", (), None)
    assert turn.lead == "市住建局"
    assert {citation.standing for citation in turn.citations} == {Standing("expired", "2024-01-01")}
    assert "注意:《东海市停车设施方案》已于2024-01-01失效" in said(turn)
    english = asked.ask("Who leads 建设停车场 in the repealed 东海市停车设施方案?", (), None)
    assert english.lead == "市住建局"


def test_a_follow_up_to_a_document_not_in_force_stays_with_it() -> None:
    asked = flow(EAST, WEST, standings={"east": Standing("expired", "2024-01-01")})
    first = "《东海市停车设施方案》里建设停车场由谁牵头?"
    turn = asked.ask("那整治停车秩序呢?", (first,), None)
    assert [citation.document for citation in turn.citations][:1] == ["east"]
    assert asked.ask("整治停车秩序由谁负责?", (first,), None).citations[0].document == "west"


def test_all_documents_listed_and_counted() -> None:
    turn = flow(EAST, WEST, NORTH).ask("有哪些文件?", (), None)
    assert "共有 3 份文件,已全部列出" in said(turn)
    assert len(turn.citations) == 3
    few = flow(EAST, WEST, NORTH, max_listed=2).ask("有哪些文件?", (), None)
    assert "共有 3 份文件,以下列出前 2 份" in said(few)
    assert len(few.citations) == 2


def test_those_of_a_place_or_no_longer_in_force_alone() -> None:
    asked = flow(EAST, WEST, NORTH, standings={"west": Standing("expired", "2024-01-01")})
    assert [c.document for c in asked.ask("北海市有哪些文件?", (), None).citations] == ["north"]
    assert [c.document for c in asked.ask("哪些文件已经失效?", (), None).citations] == ["west"]
    assert [c.document for c in asked.ask("现行有效的文件有哪些?", (), None).citations] == ["east", "north"]


def test_a_document_that_is_not_held_is_refused_with_the_closest() -> None:
    turn = flow(EAST, WEST).ask("《南海市停车设施方案》由谁牵头?", (), None)
    assert turn.outcome is Outcome.UNKNOWN_DOCUMENT
    assert "《东海市停车设施方案》" in turn.answer
    assert turn.citations == ()


def test_a_title_that_the_text_mentions_is_a_subject_not_an_unknown_document() -> None:
    document = plan("east", "东海市", "市住建局", "\n三、落实《澜江省停车条例》。（责任单位：市司法局）")
    assert flow(document, WEST).ask("《澜江省停车条例》由谁落实?", (), None).lead == "市司法局"


def test_a_document_named_without_a_subject_lists_who_does_what() -> None:
    turn = flow(EAST, WEST).ask("《西海市停车设施方案》由谁负责?", (), None)
    assert turn.units == ("市城管局", "市财政局", "市公安局")
    assert {citation.document for citation in turn.citations} == {"west"}


def test_of_many_documents_one_must_be_named_to_be_asked_about() -> None:
    many = [plan(f"plan-{number}", f"{place}海市", "市城管局") for number, place in enumerate("东西南北中上")]
    assert ask(flow(*many), "这个文件是谁发的?")[0] is Outcome.NEEDS_CLARIFYING
    assert "2023年5月1日" in ask(flow(*many), "《中海市停车设施方案》什么时候发布的?")[1]


def test_a_place_that_no_document_is_from_is_not_answered_for() -> None:
    outcome, answer = ask(flow(EAST, WEST), "兰河市建设停车场由谁牵头?")
    assert outcome is Outcome.NOT_COVERED
    assert "没有写兰河市的情况" in answer


def test_a_search_of_nearly_all_documents_is_not_kept_to_them() -> None:
    search = WordSearch(EAST, WEST, NORTH)
    desk = Desk(
        Library(dict(library_of(EAST, WEST, NORTH).documents), standings={"east": Standing("expired")}),
        search,
        desk_over(EAST).sentences,
        desk_over(EAST).settings,
    )
    turn = Flow(desk).ask("建设停车场由谁牵头?", (), None)
    assert {documents is None for _, documents in search.asked} == {True}
    assert {hit.place.document.name for hit in turn.hits} == {"west", "north"}


def test_where_most_of_what_is_found_is_not_in_force_the_others_are_searched() -> None:
    search = WordSearch(EAST, WEST, NORTH)
    lapsed = {name: Standing("expired", "2024-01-01") for name in ("east", "west")}
    desk = replace(desk_over(EAST, WEST, NORTH), searcher=search)
    desk = replace(desk, library=replace(desk.library, standings=lapsed))
    assert Flow(desk).ask("建设停车场由谁牵头?", (), None).citations[0].document == "north"
    assert ["north"] in [documents for _, documents in search.asked]


def test_the_standings_are_those_of_the_day(tmp_path: Path) -> None:
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    catalogue.put(plan("east", "东海市", "市住建局", "\n三、本方案有效期至2024年6月30日。"))
    days = [Library.of(catalogue, date(2024, 6, 30)), Library.of(catalogue, date(2024, 7, 1))]
    catalogue.close()
    assert [library.standing("east").in_force for library in days] == [True, False]


def test_the_answer_over_a_real_index_names_its_document(policies: Assistant) -> None:
    turn = policies.ask("Who leads waste sorting publicity in Nanwan?")
    assert turn.answer.startswith("《南湾区生活垃圾分类工作方案》: 区教育局")


def test_a_passing_likeness_in_force_does_not_hide_what_the_question_is_about() -> None:
    """`划定停放区300处` is what is asked for; that another document mentions a zone is no answer to it."""
    bikes = parse_document("bikes", "东海市单车意见\n\n一、规范共享单车停放区。划定共享单车停放区300处。", "1")
    likeness = parse_document("likeness", "西海市停放办法\n\n一、建设停放场。每年新建大型停放场20处。", "1")
    lapsed = {"bikes": Standing("repealed", "2024-01-01")}
    turn = flow(bikes, likeness, standings=lapsed).ask("共享单车停放区有多少处?", (), None)
    assert turn.outcome is Outcome.NOT_IN_FORCE
    assert [related.document for related in turn.related] == ["bikes"]
