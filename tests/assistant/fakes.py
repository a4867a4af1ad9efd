"""Libraries that the tests of this room ask: the shipped corpus, a made-up city's policy, and a search without an index.

Nothing here depends on the shipped document but `seed_document`; every rule is tested on the made-up one as well.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from assistant.compose import compose
from assistant.consult import consult
from assistant.desk import Desk
from assistant.library import Library, Place
from assistant.pipeline import Assistant
from assistant.receive import receive
from assistant.retrieve import retrieve
from assistant.sentences import sentences
from assistant.settings import AssistantSettings
from assistant.turn import Turn
from assistant.understand import understand
from documents.ingest import parse_document, read_document
from documents.model import Document
from documents.settings import DocumentSettings
from index.keys import search_key, terms
from index.model import Evidence, Passage

SEED_NAME = "dongying-policy-forum-copy"
POLICY_NAME = "yunxi-plan"
POLICY = """云溪市人民政府
云溪市数字水网与现代物流建设行动方案
云政发〔2023〕15号

各县（区）人民政府，市政府各部门：
为落实《澜江省水网建设规划（2022—2030年）》，结合我市实际，制定本方案。

第一章 总则
第一条 建设目标。到2027年，全市建成智慧泵站120座，供水管网漏损率降到8%以下，冷链仓储总容量达到35万立方米。
第二条 基本原则。坚持统筹规划、分步实施、建管并重、公众参与。

第二章 数字水网
第三条 改造翠湖泵站。2025年底前完成翠湖泵站自动化改造，总投资2.6亿元，新增排涝能力每秒45立方米。（牵头单位：市水利局；配合单位：市财政局、市大数据局）
第四条 建设雨水花园。在清荷新区、老城片区、白鹭洲建设雨水花园60处，铺设透水铺装30万平方米。（牵头单位：市住房城乡建设局；配合单位：市自然资源和规划局、市城市管理局、市水利局）
第五条 治理管网漏损。更换老旧供水管网不少于公里，安装智能水表18万只。（市住房城乡建设局牵头，市水利局、市市场监管局配合）
第六条 监测饮用水水质。每月公布一次出厂水和管网末梢水的检测结果，对翠湖水源地实行全天候监测。（市生态环境局、市水利局、市卫生健康委按职责分工负责）

第三章 现代物流
第七条 建设冷链物流园。在云溪东站建设冷链物流园，占地面积450亩，引进冷链企业25家。（牵头单位：市商务局；配合单位：市交通运输局、市农业农村局）
第八条 发展无人配送。开通无人配送航线12条，支持企业在山区开展药品和邮件投递。（责任单位：市交通运输局）
第九条 培育物流人才。支持云溪职业技术学院开设供应链专业，每年培训物流人才3000人次。（牵头单位：市人力资源社会保障局；配合单位：市教育局、市商务局）
第十条 加强财政支持。设立水网与物流发展专项资金，2024年至2027年每年安排1.5亿元。（牵头单位：市财政局；配合单位：市水利局、市商务局）

第四章 附则
第十一条 实行年度考核。市政府每年年底对各项任务完成情况进行考核，考核结果向社会公布。
第十二条 施行日期。本方案自2023年8月1日起施行，有效期5年。

云溪市人民政府
2023年6月18日
"""
ENGLISH = {
    "pump": "泵站",
    "rain": "雨水",
    "gardens": "花园",
    "cold": "冷链",
    "logistics": "物流",
    "park": "园",
    "delivery": "配送",
    "drone": "无人",
    "talent": "人才",
    "leakage": "漏损",
    "water": "水",
}
"""What the fake search takes English words for."""


@cache
def policy_document() -> Document:
    """The made-up city's plan: chapters and articles, marked leads, joint duties, years, one lost number."""
    return parse_document(POLICY_NAME, POLICY, "policy")


@cache
def seed_document() -> Document:
    """The corpus that the project ships."""
    settings = DocumentSettings()
    return read_document(settings.corpus / f"{SEED_NAME}.txt", settings)


class WordSearch:
    """Ranks whole clauses by the character pairs they share with the question. No index, no model."""

    def __init__(self, *documents: Document, english: Mapping[str, str] = ENGLISH, cosine: float = 0.6) -> None:
        self._documents = documents
        self._english = english
        self._cosine = cosine
        self.asked: list[tuple[str, Collection[str] | None]] = []
        """Every question searched for, with the documents it was kept to."""

    def terms(self, question: str) -> Mapping[str, float]:
        found = {term: 1.0 for term in terms(search_key(question))}
        meant = {pair: 0.8 for term in found for pair in terms(self._english.get(term, ""))}
        return {**meant, **found}

    def search(self, question: str, *, documents: Collection[str] | None = None, limit: int = 50) -> list[Evidence]:
        self.asked.append((question, documents))
        wanted = self.terms(question)
        evidence = []
        for document in self._documents:
            for clause in document.clauses if documents is None or document.name in documents else ():
                shared = sum(weight for term, weight in wanted.items() if term in set(terms(search_key(clause.text))))
                if shared:
                    share = shared / sum(wanted.values())
                    passage = Passage(
                        document.name, clause.locator, clause.title, clause.start, clause.end, clause.text
                    )
                    evidence.append(Evidence(passage, 8.0 * share, 1, shared, 1, self._cosine * share))
        return sorted(evidence, key=lambda found: -found.score)[:limit]


class FixedSearch(WordSearch):
    """Finds the clauses it is told, in that order, whatever is asked."""

    def __init__(self, document: Document, *locators: str, score: float = 8.0, cosine: float = 0.6) -> None:
        super().__init__(document, cosine=cosine)
        self._found = [
            Evidence(
                Passage(document.name, clause.locator, clause.title, clause.start, clause.end, clause.text),
                score - place,
                place + 1,
                score - place,
                place + 1,
                cosine,
            )
            for place, clause in enumerate(map(document.clause, locators))
            if clause is not None
        ]

    def search(self, question: str, *, documents: Collection[str] | None = None, limit: int = 50) -> list[Evidence]:
        return self._found[:limit]


def library_of(*documents: Document) -> Library:
    return Library({document.name: document for document in documents})


def desk_over(*documents: Document, search: WordSearch | None = None, **settings: int) -> Desk:
    """A desk without an index; over the made-up plan when no document is given."""
    held = documents or (policy_document(),)
    return Desk(library_of(*held), search or WordSearch(*held), sentences(), replace(AssistantSettings(), **settings))


def assistant_over(*documents: Document, search: WordSearch | None = None, **settings: int) -> Assistant:
    """An assistant without an index; over the made-up plan when no document is given."""
    desk = desk_over(*documents, search=search, **settings)
    return Assistant(desk.library, desk.searcher, desk.settings)


def place_of(document: Document, locator: str) -> Place:
    clause = document.clause(locator)
    assert clause is not None, f"{document.name} has no clause {locator}"
    return Place(document, clause)


def found_turn(question: str, desk: Desk, *, document: str | None = None) -> Turn:
    """The turn with its evidence and ledger rows filled in: what a composer is given."""
    turn = Turn(question, document=document)
    for stage in (receive, understand, retrieve, consult):
        turn = stage(turn, desk)
    assert not turn.finished, f"{question!r} ended early: {turn.outcome}"
    return turn


def composed_turn(question: str, desk: Desk, *, document: str | None = None) -> Turn:
    """The turn with its draft, not yet verified."""
    return compose(found_turn(question, desk, document=document), desk)


def locators(turn: Turn) -> list[str]:
    """Of the clauses cited, in order."""
    return [citation.locator for citation in turn.citations]


def said(turn: Turn) -> str:
    """The answer with half-width punctuation: what it says, however its sentences are set."""
    return unicodedata.normalize("NFKC", turn.answer)


def related_locators(turn: Turn) -> list[str]:
    return [related.locator for related in turn.related]


def in_a_conversation(assistant: Assistant, questions: Sequence[str]) -> Iterator[Turn]:
    """Each question asked with those before it as its history."""
    for place, question in enumerate(questions):
        yield assistant.ask(question, questions[:place])
