"""The conversation's HTML: every part escaped, every citation openable (rows O1, O2, O3)."""

import re
from dataclasses import replace
from html import unescape

from assistant.outcome import Outcome
from assistant.turn import Citation, Related
from assistant.web.conversation import render_exchanges, render_welcome, render_working
from assistant.web.page_words import words
from assistant.web.sessions import Exchange
from documents.standing import Standing
from tests.fakes_web import cited

TAGS = re.compile(r"<(/?)([a-z0-9]+)")
HOSTILE = '<img src=http://x.example/a>![a](http://x.example)\n<form action="http://x.example">'


def exchange(**changes: object) -> Exchange:
    values: dict[str, object] = {
        "number": 3,
        "question": "谁牵头？",
        "outcome": Outcome.ANSWERED,
        "answer": "市交通局牵头。\n- 市交通局\n- 市水利局\n完。",
        "citations": (cited(),),
        "related": (Related("sample", "一/(二)", "扩建机场"),),
    }
    return Exchange(**{**values, **changes})  # type: ignore[arg-type]


def test_an_exchange_shows_question_answer_citation_and_related() -> None:
    html = render_exchanges([exchange()], words("zh"))
    assert "<p>市交通局牵头。</p><ul><li>市交通局</li><li>市水利局</li></ul><p>完。</p>" in html
    assert 'id="cite-3-1"><span class="number">1</span> 一&#47;&#40;一&#41; 疏浚示范河航道</button>' in html
    assert 'id="related-3-1"' in html and "相关条款" in html


def test_a_line_that_only_writes_a_citation_out_is_not_repeated() -> None:
    quote = cited().quote
    lines = f"市交通局牵头。[1]\n依据 [1] 一/(一) 疏浚示范河航道:“{quote}”\n原文:“{quote}”[1]\n依据 [2] 说明[3]"
    html = render_exchanges([exchange(answer=lines)], words("en"))
    assert '<p>市交通局牵头。<span class="ref">&#91;1&#93;</span></p><p>原文&#58;' in html
    assert "依据 &#91;2&#93; 说明&#91;3&#93;</p>" in html
    assert html.count(quote) == 2


def test_damage_is_said_next_to_the_quote() -> None:
    damaged = render_exchanges([exchange()], words("zh"))
    assert '航道 <span class="damaged">复制的文本在此受损</span></blockquote>' in damaged
    whole = render_exchanges([exchange(citations=(cited(damaged=False),))], words("zh"))
    assert "damaged" not in whole


def test_a_refusal_shows_the_nearest_clauses() -> None:
    html = render_exchanges([exchange(outcome=Outcome.NOT_COVERED, citations=())], words("en"))
    assert 'class="answer refused"' in html and "Nearest clauses" in html and "Evidence" not in html


def test_o1_o2_o3_hostile_parts_bring_no_tag_of_their_own() -> None:
    clean = render_exchanges([exchange(answer="a\nb", question="q")], words("zh"))
    hostile = render_exchanges(
        [
            exchange(
                question=HOSTILE,
                answer=HOSTILE,
                citations=(Citation(HOSTILE, HOSTILE, HOSTILE, HOSTILE, 0, 1, True),),
                related=(Related(HOSTILE, HOSTILE, HOSTILE),),
            )
        ],
        words("zh"),
    )
    assert TAGS.findall(hostile) == TAGS.findall(clean)
    assert "http://" not in hostile and "\n" not in hostile


def test_stages_say_what_is_done_and_what_runs() -> None:
    html = render_working("q", ["understand"], "retrieve", words("zh"))
    assert '<li class="done">理解问题</li><li class="running">检索条款…</li>' in html


def test_the_welcome_offers_examples() -> None:
    assert 'id="example-1">二&#63;</button>' in render_welcome(["一?", "二?"], words("en"))
    assert "example" not in render_welcome([], words("en"))


def test_a_citation_of_what_is_no_longer_in_force_says_so() -> None:
    ended = replace(cited(damaged=False), standing=Standing("repealed"))
    assert '疏浚示范河航道</button> <span class="damaged">已废止</span>' in render_exchanges(
        [exchange(citations=(ended,))], words("zh")
    )


def test_an_answer_that_the_ledger_counted_leads_to_its_table_and_nowhere_else() -> None:
    address = "/ledger?unit=%E7%94%B2&role=lead"
    html = render_exchanges([exchange(ledger=address)], words("en"))
    found = re.findall(r'<a href="([^"]*)">', html)
    assert [unescape(one) for one in found] == [f"{address}&lang=en"]
    hostile = render_exchanges([exchange(ledger='/ledger?x="><img src=//x.example>')], words("zh"))
    assert "<img" not in hostile and hostile.count('"') == html.count('"')
    assert "<a " not in render_exchanges([exchange()], words("en"))


def test_a_citation_names_its_document_where_there_are_several() -> None:
    several = render_exchanges([exchange()], words("zh"), {"sample": "<意见>（甲1号）"})
    assert several.count('<span class="source" lang="zh">&#60;意见&#62;（甲1号）</span>') == 2, "cited, and related"
    assert 'class="source"' not in render_exchanges([exchange()], words("zh"))
