"""How the assistant does over many documents: `python -m tests.assistant.library_bench [DOCUMENTS]`.

Generates policy documents of about thirty clauses, puts them into a catalogue of its own, and prints the time of a cold
open, the memory of the process, the time of a question by stage, and the time from a changed document to its answer,
with the same questions over one document as the baseline.
"""

import random
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.pipeline import Assistant, assistant_of
from assistant.settings import AssistantSettings
from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.model import Document
from documents.settings import DocumentSettings
from documents.units import unit_lexicon
from index.settings import IndexSettings

CLAUSES = 30
PLACES = "安宁 北原 春江 大泽 东岭 丰谷 古浪 海阳 和川 红岩 金沙 兰溪 龙门 明湖 南坪 平山 清源 石桥 西陵 云台".split()
TOPICS = (
    "优化营商环境 农村养老服务 城市停车设施 生活垃圾分类 人才公寓 冷链物流 海洋渔业 海上风电 滨海旅游 智慧水利 "
    "学前教育 职业培训 基层医疗 医养结合 老旧小区改造 公园绿地 城乡公交 农村公路 跨境电商 知识产权 "
    "中小企业融资 科技创新平台 新能源汽车 工业互联网 数据共享 政务服务 信用体系 食品安全 安全生产 防汛抗旱 "
    "森林防火 湿地保护 大气治理 河湖长制 土壤修复 耕地保护 种业振兴 乡村旅游 文化遗产 全民健身 "
    "青少年体育 退役军人就业 残疾人帮扶 儿童福利 住房保障 公租房 物业管理 殡葬改革 社区治理 应急救援"
).split()
ACTIONS = "建设 改造 完善 培育 推广 整治 开放 布局 更新 扩建".split()
THINGS = (
    "服务中心 示范园区 管理平台 监测站点 培训基地 公共泊位 服务网点 评价体系 专项资金 信息系统 联席会议 试点项目 "
    "社区驿站 仓储设施 检测机构 志愿队伍 保障机制 技术标准 运营主体 投诉渠道"
).split()
QUESTIONS = (
    "{place}市{topic}的联席会议由谁牵头？",
    "{place}市{topic}要建设多少个服务中心？",
    "{topic}的专项资金由哪些单位负责？",
    "{place}市财政局负责哪些任务？",
    "哪一条讲{topic}的监测站点？",
    "{topic}的培训基地什么时候建成？",
    "Which bureau leads the pilot projects in {place}?",
    "火星基地由谁牵头？",
    "有哪些文件？",
    "那配合单位呢？",
)


def text_of(number: int, version: int = 1) -> str:
    """The number-th document; another version differs in one clause."""
    chance = random.Random(number)
    place, topic = PLACES[number % len(PLACES)], TOPICS[number // len(PLACES) % len(TOPICS)]
    units = [f"市{entry.name}" for entry in unit_lexicon().entries[:40]]
    lines = [f"{place}市{topic}实施方案", f"{place[0]}政发〔{2015 + number % 10}〕{number % 90 + 1}号", ""]
    for clause in range(1, CLAUSES + 1):
        action, thing = chance.choice(ACTIONS), chance.choice(THINGS)
        lead, *others = chance.sample(units, 3)
        amount = chance.randrange(2, 900) if clause > 1 or version == 1 else 1000 + version
        lines.append(
            f"{clause}.{action}{topic}{thing}。到{2024 + clause % 7}年，全市{action}{topic}{thing}{amount}个，"
            f"覆盖率达到{chance.randrange(60, 100)}%，并与{chance.choice(THINGS)}衔接。"
            f"（牵头单位：{lead}；配合单位：{'、'.join(others)}）"
        )
    return "\n".join([*lines, "", f"{place}市人民政府", f"{2015 + number % 10}年3月{number % 28 + 1}日"])


def documents(count: int) -> Iterator[Document]:
    for number in range(count):
        yield parse_document(f"policy-{number:04}", text_of(number), f"{number}-1")


def ask(assistant: Assistant, count: int) -> tuple[list[float], Counter[str]]:
    """Seconds of each question, and seconds by stage over all."""
    chance = random.Random(7)
    taken, stages = [], Counter[str]()
    for _ in range(12):
        number = chance.randrange(count)
        place, topic = PLACES[number % len(PLACES)], TOPICS[number // len(PLACES) % len(TOPICS)]
        for question in QUESTIONS:
            asked = question.format(place=place, topic=topic)
            history = (QUESTIONS[0].format(place=place, topic=topic),) if "那" in asked else ()
            started = time.perf_counter()
            turn = assistant.ask(asked, history)
            taken.append(time.perf_counter() - started)
            stages.update(turn.seconds)
    return taken, stages


def measure(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        catalogue = Catalogue.open(DocumentSettings(home=home))
        started = time.perf_counter()
        for document in documents(count):
            catalogue.put(document)
        _say(f"{count} documents put", started)
        settings = AssistantSettings(look_seconds=0.0, level_seconds=600.0)
        started = time.perf_counter()
        assistant_of(catalogue, IndexSettings(home=home), settings).ask(QUESTIONS[7])
        _say("index built, first question answered", started)
        started = time.perf_counter()
        assistant = assistant_of(catalogue, IndexSettings(home=home), settings)
        assistant.ask(QUESTIONS[7])
        _say("cold open with first question", started)
        ask(assistant, count)
        taken, stages = ask(assistant, count)
        print(f"  question: median {_milliseconds(statistics.median(taken))}, slowest {_milliseconds(max(taken))}")
        print("  by stage:", ", ".join(f"{k} {_milliseconds(v / len(taken))}" for k, v in stages.items()))
        catalogue.put(parse_document("policy-0000", text_of(0, 2), "0-2"))
        started = time.perf_counter()
        turn = assistant.ask(f"{PLACES[0]}市{TOPICS[0]}第一条")
        _say("a changed document answered", started)
        assert "1002个" in turn.answer, turn.answer
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  peak memory of the process {peak:.0f} MB")


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.1f} ms"


def _say(what: str, started: float) -> None:
    print(f"  {what}: {time.perf_counter() - started:.2f} s", flush=True)


def main(arguments: Sequence[str]) -> None:
    for count in (1, int(arguments[0]) if arguments else 1000):
        print(f"{count} documents")
        measure(count)


if __name__ == "__main__":
    main(sys.argv[1:])
