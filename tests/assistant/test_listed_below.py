"""A sentence that announces a list is answered with the items of the clauses below it."""

from assistant.listed_below import MOST_ITEMS, items_below
from assistant.outcome import Outcome
from assistant.sentence_features import telling
from documents.ingest import parse_document
from tests.assistant.fakes import assistant_over, locators, place_of

LAW = (
    "条例\n\n第一章　登记\n\n第一条　养犬人应当自取得免疫证明之日起30日内，持下列材料申请登记：\n\n"
    "（一）身份证明；\n\n（二）固定住所证明；\n\n（三）免疫证明。\n\n第二条　登记证有效期为一年。\n"
)


def test_the_items_are_written_out_and_cited() -> None:
    turn = assistant_over(parse_document("law", LAW)).ask("申请登记要哪些材料?")
    assert turn.outcome is Outcome.ANSWERED
    assert turn.items == ("身份证明", "固定住所证明", "免疫证明")
    assert locators(turn) == ["第一章/第一条", "第一章/第一条/(一)", "第一章/第一条/(二)", "第一章/第一条/(三)"]
    assert "3 项" in turn.answer


def test_what_announces_nothing_has_no_items() -> None:
    document = parse_document("law", LAW)
    announcing, other = place_of(document, "第一章/第一条"), place_of(document, "第一章/第二条")
    assert len(items_below(announcing, telling(announcing)[0])) == 3
    assert items_below(other, telling(other)[0]) == []


def test_a_long_list_is_not_written_out() -> None:
    items = "\n\n".join(
        f"（{number}）材料甲；"
        for number in ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
    )
    place = place_of(parse_document("law", f"条例\n\n第一条　持下列材料：\n\n{items}\n"), "第一条")
    assert len(place.document.children("第一条")) > MOST_ITEMS
    assert items_below(place, telling(place)[0]) == []


BACK = (
    "办法\n\n第一章　条件\n\n第一条　申请建设补贴的机构应当同时符合下列条件："
    "\n\n（一）依法登记；\n\n（二）收费公开。"
    "\n\n第二章　申报\n\n第二条　建设补贴每年申报一次，机构应当提交下列材料：\n\n（一）申请表；\n\n（二）备案回执。\n\n"
    "第三章　监督\n\n第三条　有下列情形之一的，追回补贴资金，并在3年内不再受理其补贴申请："
    "\n\n（一）虚报人数；\n\n（二）提供虚假材料。\n"
)


def test_the_list_of_the_kind_asked_for_is_given_though_another_fits_better() -> None:
    turn = assistant_over(parse_document("back", BACK)).ask("申请建设补贴要准备哪些材料")
    assert turn.outcome is Outcome.ANSWERED
    assert turn.items == ("申请表", "备案回执")


def test_cases_and_a_figure_asked_together_are_both_given() -> None:
    turn = assistant_over(parse_document("back", BACK)).ask("哪些情况下补贴会被追回？之后几年不让再申请")
    assert turn.outcome is Outcome.ANSWERED
    assert "3年" in turn.answer
    assert turn.items == ("虚报人数", "提供虚假材料")
