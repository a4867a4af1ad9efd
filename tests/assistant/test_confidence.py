"""Whether what was found holds the answer: the fitted model, its features, and kinds of thing a text must show."""

import json
import math
from dataclasses import replace

import pytest

from assistant import confidence
from assistant.confidence import (
    FEATURES,
    READ_FEATURES,
    REFUSAL_FILE,
    Refusal,
    features,
    is_supported,
    lacks_aspect,
    refusal_model,
    speaks_of_others,
)
from assistant.focus import Focus
from assistant.grammar import Kind
from assistant.turn import Language
from assistant.word_rarity import word_counts
from tests.assistant.fakes import (
    FixedSearch,
    desk_over,
    found_turn,
    policy_document,
    seed_document,
)

DESK = desk_over()
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def test_the_model_is_a_logistic_one() -> None:
    model = Refusal({"zh": (2.0, -1.0), "en": (0.0, 0.0)}, {"zh": 0.5, "en": 0.0}, {"zh": 0.5, "en": 0.5})
    assert model.probability("zh", (1.0, 0.5)) == pytest.approx(1 / (1 + math.exp(-2.0)))
    assert model.probability("en", (9.0, 9.0)) == 0.5


def test_too_few_features_are_no_silent_zero() -> None:
    with pytest.raises(ValueError, match="argument"):
        refusal_model().probability("zh", (1.0,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fitted_numbers_fit_their_features(language: Language) -> None:
    model = refusal_model()
    assert json.loads(REFUSAL_FILE.read_text(encoding="utf-8"))["features"] == [*FEATURES, *READ_FEATURES]
    assert len(model.weights[language]) == len(FEATURES)
    assert 0.0 < model.least[language] < 1.0
    nothing, everything = (0.05, 0.0, 0.0, 0.6, 1.0), (0.8, 1.0, 1.2, 0.0, 0.0)
    for kind, unread, read in ((language, (), ()), (f"{language}_read", (0.0, -0.1), (0.7, 0.2))):
        least = model.least[kind]
        assert model.probability(language, (*nothing, *unread)) < least
        assert least < model.probability(language, (*everything, *read))


def test_the_features_of_a_hit() -> None:
    turn = found_turn("无人配送企业由谁牵头?", DESK)
    hit = turn.hits[0]
    cosine, letters, held, missing, content = features(turn, hit, DESK)
    assert hit.evidence is not None
    assert (cosine, letters, missing, content) == (hit.evidence.dense_score, 1.0, 0.0, 0.0)
    mass = sum(map(word_counts().rarity, ("无人", "配送", "企业")))
    assert turn.understanding is not None
    assert set(turn.understanding.words) == {"无人", "配送", "企业"}
    assert held == pytest.approx(math.sqrt(mass / 20))


def test_a_word_that_stands_nowhere_is_missing() -> None:
    turn = found_turn("无人火星什么时候完成?", DESK)
    assert turn.understanding is not None
    assert "火星" in turn.understanding.words
    _, letters, held, missing, content = features(turn, turn.hits[0], DESK)
    mass = sum(map(word_counts().rarity, turn.understanding.words))
    assert missing >= math.sqrt(word_counts().rarity("火星") / 20) - 1e-9
    assert held**2 + missing**2 == pytest.approx(mass / 20)
    assert letters < 1.0
    assert content == 1.0


def test_an_english_word_is_as_rare_as_what_it_stands_for() -> None:
    turn = found_turn("Who leads drone delivery?", DESK)
    _, letters, held, missing, _ = features(turn, turn.hits[0], DESK)
    mass = word_counts().rarity("无人") + word_counts().rarity("配送")
    assert letters == 0.0
    assert held == pytest.approx(math.sqrt(mass / 20))
    assert missing == 0.0


def test_the_features_do_not_depend_on_other_documents() -> None:
    """What a library of one short document says of a hit, a larger one says, too."""
    question = "无人配送企业由谁牵头?"
    larger = desk_over(policy_document(), seed_document())
    alone, among = found_turn(question, DESK), found_turn(question, larger)
    assert alone.hits[0].place.key == among.hits[0].place.key
    assert features(alone, alone.hits[0], DESK) == pytest.approx(features(among, among.hits[0], larger))


def test_the_features_of_a_turn_without_words() -> None:
    turn = found_turn("无人配送由谁牵头?", DESK)
    assert features(replace(turn, understanding=None, hits=()), turn.hits[0], DESK)[1:] == (0.0, 0.0, 0.0, 0.0)


def test_a_clause_about_something_else_is_not_supported() -> None:
    desk = desk_over(search=FixedSearch(policy_document(), "第三章/第八条", score=0.5, cosine=0.05))
    turn = found_turn("火星基地由谁建设?", desk)
    assert not is_supported(turn, turn.hits[0], desk)


def test_the_clause_asked_about_is() -> None:
    turn = found_turn("无人配送航线由谁牵头开通?", DESK)
    assert is_supported(turn, turn.hits[0], DESK)


def test_a_clause_asked_for_by_its_number_always_is() -> None:
    turn = found_turn("第十二条由谁牵头?", DESK)
    assert is_supported(turn, turn.hits[0], DESK)


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("翠湖泵站要花多少钱", "新增排涝能力每秒45立方米。", True),
        ("扶梯不检测罚多少钱", "每台补助8000元。", True),
        ("泵站补贴咨询电话是多少", "咨询电话0546-8381234", False),
        ("财政局的电话是多少", "市发展改革委咨询电话0546-8381234", True),
        ("发改委的电话是多少", "市发展改革委咨询电话0546-8381234", False),
        ("几点放学", "在园幼儿5200人。", True),
        ("公交开到几点", "延长至23时。", False),
        ("每户为什么只能养一只犬", "每户限养一只犬。", True),
        ("为什么要改造", "为吸取事故教训，制定本方案。", False),
        ("why is the plan needed", "为吸取事故教训，制定本方案。", False),
        ("事故死了几个人", "为吸取2022年事故教训，制定本方案。", True),
        ("改造哪家公司中标", "完成安全改造。", True),
        ("哪些企业已经拿到补贴", "依法登记的企业。", True),
        ("裁员多少人", "2025年12月底前完成。", True),
        ("招多少人", "招录教师三百名。", False),
        ("一共有多少台泵", "每台补助8000元。", True),
        ("一共有多少台泵", "安装水泵二十台。", False),
        ("伙食费一个月多少", "保育教育费每月八百元。", True),
        ("登记费要多少钱", "登记管理费每年二百元。", False),
        ("到2030年建多少个充电桩", "到2026年，建成1.2万个。", True),
        ("到2026年建多少个充电桩", "2025年至2027年，建成1.2万个。", False),
        ("2003年盖的楼补多少钱", "2000年以前的，补助20万元；2010年起的，补助10万元。", False),
        ("2003年盖的楼补多少钱", "2010年起，补助10万元。", False),
        ("翠湖泵站要花多少钱", "总投资2.6亿元。", False),
        ("how much money does it cost", "总投资2.6亿元。", False),
        ("how much money does it cost", "占地450亩。", True),
        ("市水利局的电话是多少", "（牵头单位：市水利局）", True),
        ("市水利局的电话是多少", "电话0546-8381234", False),
        ("市水利局局长是谁", "市水利局牵头。", True),
        ("管网多长", "安装智能水表18万只。", True),
        ("管网多长", "更换管网80公里。", False),
        ("泵站什么时候完工", "完成自动化改造。", True),
        ("泵站什么时候完工", "2025年底前完成。", False),
        ("漏损率是百分之几", "降到8%以下。", False),
        ("漏损率是百分之几", "进一步降低。", True),
        ("泵站总投资多少钱", "每座泵站补助20万元。", True),
        ("泵站补助多少钱", "每座泵站补助20万元。", False),
        ("打一针疫苗要多少钱", "未接种的,处500元以上1000元以下罚款。", True),
        ("未接种罚多少钱", "未接种的,处500元以上1000元以下罚款。", False),
        ("未接种罚多少钱", "应当接种狂犬病疫苗。", True),
        ("每张票多少钱", "老年人免费参观。", False),
        ("翠湖门票多少钱", "总投资2.6亿元。", True),
        ("翠湖门票多少钱", "门票每张二十元。", False),
        ("冷库最多补几成", "按不超过造价的40%补助。", False),
        ("要多少比例的业主同意", "每台补助20万元。", True),
        ("要多少比例的业主同意", "三分之二以上的业主同意。", False),
        ("组长叫什么名字", "由副市长任组长。", True),
        ("组长是谁", "由副市长任组长。", False),
        ("小程序叫什么名字", "推出“云上”小程序。", False),
        ("what is the name of the general manager", "由产业集团管理。", True),
        ("20个示范县都是哪几个,给个名单", "建成示范县20个。", True),
        ("20个示范县都是哪几个,给个名单", "示范县为甲县、乙县。", False),
        ("名单由谁制定", "由市公安局制定。", False),
        ("申请截止到什么时候", "2027年底建成150个。", True),
        ("申请截止到什么时候", "每年9月30日前申请。", False),
        ("去年一共发了多少补贴", "给予2万元补贴。", True),
        ("去年一共发了多少补贴", "去年已发放补贴3亿元。", False),
        ("去年飞了六千架次,能拿多少奖励", "给予20万元奖励。", False),
        ("明天会不会下暴雨", "负责暴雨预警。", True),
        ("暴雨预警由谁发布", "负责暴雨预警。", False),
        ("许可证怎么考", "每年培训5万人次。", True),
        ("怎么申请补贴", "持身份证到窗口办理。", False),
        ("what documents must i hand in", "租金不高于70%。", True),
        ("how can i challenge the decision", "可向市信访局投诉。", False),
        ("which clause says how the plan is applied", "本方案适用于全市。", False),
        ("占地多少亩", "投资20亿元。", True),
        ("占地多少亩", "占地2000亩。", False),
        ("你觉得值不值得去", "给予补贴。", True),
        ("二等奖给多少钱", "一等奖给予100万元。", True),
        ("平台总共花多少钱", "产业规模达到120亿元。", True),
        ("保费补多少", "按保费的30%给予补贴。", False),
        ("总库容是多少立方米", "有2个以上乡镇受灾时启动。", True),
        ("总库容是多少立方米", "总库容300万立方米。", False),
        ("二等奖给多少钱", "一等奖、二等奖分别给予100万元、50万元。", False),
        ("由谁牵头", "", False),
        ("", "", False),
    ],
)
def test_a_kind_of_thing_that_the_text_does_not_hold(question: str, text: str, lacks: bool) -> None:
    assert lacks_aspect(question, text) is lacks


@pytest.mark.parametrize("question", ["市水利局局长叫什么,由谁牵头", "电话多少,由谁负责"])
def test_a_name_or_number_is_asked_for_beside_who_is_responsible(question: str) -> None:
    assert lacks_aspect(question, "市水利局牵头。", who=True)


def test_who_may_be_asked_about_fees_without_asking_for_any() -> None:
    assert not lacks_aspect("停车费多少钱由谁定", "市发展改革委负责。", who=True)


def test_one_of_several_is_not_another_of_them() -> None:
    assert speaks_of_others("橙色预警由谁签发", "蓝色预警由办公室主任签发。")
    assert speaks_of_others("ii级响应多久报告一次", "Ⅰ级响应每3小时报告1次。")
    assert not speaks_of_others("橙色预警由谁签发", "橙色预警由副总指挥签发,红色预警由总指挥签发。")
    assert not speaks_of_others("橙色预警由谁签发", "由副总指挥签发。")
    assert speaks_of_others("养猫要登记吗", "养犬登记由派出所办理。")
    assert speaks_of_others("how much is the fine for keeping a cat", "每户限养一只犬。")
    assert not speaks_of_others("养狗要登记吗", "养犬登记由派出所办理。")
    assert not speaks_of_others("小学由谁负责", "义务教育阶段学校和幼儿园由教育部门负责。")


def test_a_figure_of_the_kind_asked_for_holds_it_unless_it_is_of_another_thing() -> None:
    assert lacks_aspect("泵站面积多大", "约六个足球场。")
    assert not lacks_aspect("泵站面积多大", "约六个足球场。", figure=True)
    assert lacks_aspect("泵站造价多少", "每座泵站补助20万元。", figure=True)
    assert lacks_aspect("二等奖给多少钱", "一等奖给予100万元。", figure=True)


def unsure(chance: float, least: float) -> Refusal:
    """A model that gives every clause this chance."""
    none, middle = (0.0,) * len(FEATURES), math.log(chance / (1 - chance))
    return Refusal({"zh": none, "en": none}, {"zh": middle, "en": middle}, {"zh": least, "en": least})


def test_a_clause_that_the_conversation_is_about_needs_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "refusal_model", lambda: unsure(chance=0.1, least=0.5))
    turn = found_turn("无人配送还要建设几处站点?", DESK)
    first, second = turn.hits[:2]
    before = Focus(Kind.LEAD, "", (), (), (first.place.key, second.place.key), (), (), None, None)
    led = replace(turn, focus=before)
    assert not is_supported(turn, first, DESK)
    assert is_supported(led, first, DESK)
    assert not is_supported(led, second, DESK), "only the clause found first"
    assert not is_supported(replace(turn, focus=replace(before, places=(second.place.key,))), first, DESK)
    announced = found_turn("换个话题,无人配送还要建设几处站点?", DESK)
    assert not is_supported(replace(announced, focus=before), first, DESK)
    monkeypatch.setattr(confidence, "refusal_model", lambda: unsure(chance=0.05, least=0.5))
    assert not is_supported(led, first, DESK)
