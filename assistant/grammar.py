"""What can be asked, and the words that ask it, in Chinese and English. Nothing here knows any document.

Patterns are read against the folded question (NFKC, lower case, simplified). The first kind in `KINDS` whose pattern
stands in the question is what is asked.
"""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a question asks for."""

    LEAD = "lead"
    UNITS = "units"
    DUTIES = "duties"
    CLAUSE = "clause"
    FACT = "fact"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    COUNT = "count"
    COMPARE = "compare"
    CONFIRM = "confirm"
    ABOUT = "about"
    """The document itself: its issuer, title, number, date, how it is built."""


WHO = frozenset({Kind.LEAD, Kind.UNITS, Kind.DUTIES, Kind.COMPARE, Kind.CONFIRM})

_BODY = "(?:部门|单位|局|委(?!员)|机构|机关|科室|衙门|口(?!岸)|厅)"
_WHICH_HOUSE = r"哪(?:一)?家(?=$|[^一-鿿]|负责|管|牵头|来|单位|部门|在|说|出面|干|做|承担)"

SUPPORT = re.compile(r"配合|协办|协助|参与|辅助|打下手|搭把手|support|assist|help(?:s|ing)? with|take part")
LEADING = re.compile(
    r"牵头|领头|带头|主办|打头|挑头|主要负责|第一责任|主责|\bleads?\b|\bleading\b|\bin charge\b|\bheads?\b|\bspearhead|\btake the lead"
)

LEAD = re.compile(
    rf"牵头|领头|带头|主办|谁(?:来|在)?(?:负责|管|抓|干|做|办|承担|主管|落实|实施|推进|推动|搞|盯)|归(?:谁|哪)|由谁|找(?:谁|哪)|问谁|谁的(?:事|活|责任|职责|任务)"
    rf"|谁(?:说了算|拍板|出面|负责|管)|哪(?:一)?(?:个|家)?{_BODY}|{_WHICH_HOUSE}|什么{_BODY}|啥{_BODY}|(?:责任|主管|负责)(?:单位|部门|人|主体|方)|谁是"
    r"|\bwho\b|\bwhose\b|\b(?:which|what) (?:\w+ ){0,2}?(?:bureaus?|departments?|units?|office|agency|agencies|commission|authority|authorities|body|bodies|organi[sz]ations?|administration|center|centre)\b"
    r"|\b(?:leads?|leading|responsible|charge|handles?|oversees?)\b"
)
UNITS = re.compile(
    rf"哪(?:几|些)(?:个|家)?{_BODY}|(?:责任|配合|协办|参与|牵头|承担|相关|负责)(?:单位|部门)(?:有|是|都|分别)?(?:哪些|谁|什么|啥|哪几)|几个{_BODY}|(?:责任|配合|协办|参与)(?:单位|部门)|都(?:有|是)谁|哪些人"
    r"|(?:谁|哪\w{0,3})\w{0,2}配合|\b(?:which|what) (?:\w+ ){0,2}?(?:bureaus|departments|units|agencies|bodies|authorities|organi[sz]ations)\b|\bwho (?:else|are|supports?)\b|\bsupporting\b"
)
DUTIES = re.compile(
    r"(?:负责|管|牵头|承担|参与|配合|协办|主办|做|干|分到|领|落实|涉及|完成|承办|主管|有)(?:的)?(?:了|着|到|过)?(?:什么|哪些|啥|几|哪|多少|些什么)"
    r"|(?:什么|哪些|啥)(?:任务|工作|职责|事|活|责任|活儿|事情|条款)|(?:职责|任务|分工|责任|活儿)(?:是|有|都|$)|(?:有|的)(?:什么|哪些|啥)?(?:任务|职责|分工|份|事)|要(?:干|做)(?:什么|啥|哪些)|哪些(?:是|归|由|需要)"
    r"|\bresponsib\w+ (?:for )?(?:what|of)\b|\bwhat (?:\w+ ){0,3}?(?:responsible|do|does|duties|tasks|responsibilities|lead|handle|charge)\b|\b(?:duties|tasks|responsibilities)\b|\bwhich (?:tasks|clauses|duties)\b"
)
CLAUSE = re.compile(
    r"哪(?:一|几|些)?(?:个)?(?:条|款|项(?!目)|节|章|部分|段|点|处)|哪些条款|第几(?:条|款|项|章|节|点)|哪个(?:条款|章节|部分|任务)|(?:哪里|哪儿|何处|什么地方|什么位置)(?:写|提|讲|说|规定|有|能)|在(?:文件|文中)?(?:的)?(?:哪里|哪儿|什么位置)|出(?:自|处)|条款(?:号|编号)?是"
    r"|\b(?:which|what) (?:\w+ )?(?:clauses?|sections?|articles?|parts?|items?|tasks?|paragraphs?|provisions?|chapters?)\b|\bwhere (?:\w+ ){0,4}?(?:mention\w*|say|said|dealt|written|cover\w*|address\w*|stated?)\b"
)
COUNT = re.compile(
    r"(?:多少|几)(?:大)?(?:个|项|条|家|座|种|类|部|批|款|处|方面|任务|部门|单位|次)|一共(?:有)?(?:多少|几)|总共(?:有)?(?:多少|几)|数量是|最多|最少|排名|\bhow many\b|\bnumber of\b|\bmost\b|\bfewest\b"
)
NUMBER = re.compile(
    r"多少|多大|多长|多高|多远|多宽|多久|几(?:万|亿|千|百|公里|平方|亩|吨|米|成|倍|天|个月|年|%)|规模|面积|总量|比例|\bhow (?:much|large|big|long|far|high|big|deep|wide|often)\b|\bwhat (?:size|area|capacity|percentage|share|amount|tonnage)\b"
)
DATE = re.compile(
    r"什么时候|何时|啥时候|哪(?:一)?(?:年|天|月)|几(?:月|号|几年)|什么时间|时间节点|期限|截止|哪年|多会儿|到什么时候|\bwhen\b|\b(?:what|which) (?:year|date|day|month)\b|\bdeadline\b|\bby what time\b|\bdate\b"
)
LIST = re.compile(
    r"哪些|哪几|有什么|有啥|包括什么|包括哪|是什么|分别(?:是|有)|列(?:出|举)|都(?:有|包括)|\bwhich\b|\bwhat (?:are|kinds?|types?)\b|\blist\b|\bname (?:the|all)\b"
)
COMPARE = re.compile(
    r"区别|不同|差异|差别|比较|相比|对比|共同(?:负责|承担|参与|的)|一起(?:负责|管|参与|干|做)|都(?:负责|参与|管|承担|涉及|有份)|共有|重合|交集|是(?:不是)?(?:同一|一样)|(?:同一个|一样的?)(?:吗|么|部门|单位)|(?:谁|哪(?:个|家)?\w{0,4}).*(?:更)?(?:多|少)(?:些|一些)?$|\bcompar\w+|\bdifferen\w+|\bin common\b|\bboth\b|\bshared?\b|\btogether\b|\bjointly\b|\bversus\b|\bvs\b|\bsame\b|\bmore\b|\bfewer\b"
)
CONFIRM = re.compile(
    r"对吗|对不对|对么|是吗|是不是|是否|是么|没错吧|对吧|是吧|吗$|属实|真的|有没有|(?:^|[,\s])(?:is|are|does|do|did|was|were|has|have) .*|\bright$|\bcorrect$|\bis it true\b|\b(?:isn't|doesn't) it$"
)
_THIS_DOCUMENT = (
    r"(?:这|该|本|此|上述)(?:个|份|篇|项|部)?(?:文件|意见|方案|办法|规定|通知|条例|政策|公文|规划|文本|文)"
    r"|^(?:文件|公文|政策)|\b(?:this|the|your) (?:document|policy|opinion|plan|notice|regulation|file)\b"
)
ABOUT = re.compile(
    rf"(?:{_THIS_DOCUMENT}).*(?:谁|哪|什么时候|何时|叫什么|名称|标题|题目|全称|主要(?:内容|讲)|讲(?:了|的)?(?:什么|啥)|说(?:了|的)?(?:什么|啥)|什么内容|文号|字号|日期|时间|几(?:个)?(?:部分|章)|印发|发布|出台|签发|落款"
    r"|issued|published|signed|dated|date|titled?|called|about|number|parts|wrote|from)"
    r"|文件(?:名|标题|题目|全称)|文号是|发文(?:机关|单位|字号|日期|时间)|(?:谁|哪个(?:政府|机关|单位|部门))(?:发布|印发|发文|出台|制定|颁布)(?:的)?(?:这|该|本)|(?:发布|印发|出台|成文|颁布|签发|落款)(?:的)?(?:日期|时间|年份)|(?:哪(?:一)?年|什么时候|何时|哪天|几月几号|几月)(?:印发|发布|出台|签发|成文|发)(?:的)?$"
    r"|^(?:主要|总体)?(?:内容|概括|概述|总结)(?:是什么)?$|\bwho (?:issued|published|wrote) (?:this|the|it)\b|\bwhat is (?:this|the) (?:document|policy) about\b|\b(?:document )?signed\b.*\b(?:date|day|when|month|year)\b|\b(?:date|day|when|month|year)\b.*\b(?:signed|issued|published)\b"
)
INTERROGATIVE = re.compile(
    r"谁|哪|什么|啥|多少|几(?:个|项|条|家|时)|何时|怎么|如何|为什么|为何|\bwho\b|\bwhose\b|\bwhat\b|\bwhich\b|\bwhere\b|\bhow\b|\bwhy\b|\bwhen\b"
)

COUNTS_TASKS = re.compile(
    r"(?:几|多少)(?:个|项|条)?(?:重点)?(?:任务|工作|事项|条|项)|\bhow many (?:\w+ )?(?:tasks|clauses|items)\b"
)
COUNTS_UNITS = re.compile(
    rf"(?:几|多少|哪些|哪几)(?:个|家)?(?:责任|市直)?{_BODY}|(?:责任|牵头)(?:单位|部门)|\b(?:how many|which|what) (?:\w+ ){{0,2}}?(?:bureaus|departments|units|agencies|bodies)\b"
)
SUPERLATIVE = re.compile(r"最多|最重|最忙|排名|\bmost\b|\bbusiest\b")
PARTNERS = re.compile(r"合作最多|一起最多|共同(?:负责)?最多|搭档|\b(?:cooperate|work together|collaborate)\b")

FOLLOW_UP = re.compile(
    r"^(?:所以|也就是说|这么说|照这么说|那|那么|那就|还有|另外|然后|再问|接着|此外|换成|如果是|至于|而)|(?:它|他|她|它们|他们|这(?:项|个|条|件|几)|该(?:项|条|任务|单位|部门)|其(?:中|他|余)|上(?:面|述)|刚才|前(?:面|者)|后者|此(?:项|事))|第[一二三四五六七八九十\d]+(?:个|项|家|位)|呢$"
    r"|^(?:and|then|also|what about|how about|ok|so)\b|\b(?:it|they|them|their|its|that one|this one|these|those|that|this)\b|\bthe (?:first|second|third|fourth|fifth|last|other) (?:one|unit|clause|task)\b|\bthe others?\b|\belse\b"
)
PRONOUN_UNIT = re.compile(
    r"(?:它|他们|它们|该单位|该部门|这个(?:单位|部门|局)|这家|人家)(?:们)?(?:还|又|都|另外|同时|主要|具体)?(?:要|会|得)?(?:负责|管|牵头|承担|参与|配合|做|干|有)|\bwhat else\b.*\b(?:it|they)\b|\b(?:it|they|that bureau|this bureau) (?:also )?(?:do|does|lead|handle|responsible)\b"
)
PRONOUN = re.compile(
    r"它|它们|(?:这|该|那)(?:项|个|条|件|几|里|些)|其中|上述|刚才|前者|后者|\b(?:it|they|them|their|its|that|this|those|these|there)\b"
)
ORDINAL = re.compile(
    r"第(?P<han>[一二三四五六七八九十]{1,3}|\d{1,2})(?:个|项|家|位|条)|\bthe (?P<english>first|second|third|fourth|fifth|last)\b"
)
ENGLISH_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}

POLITE = re.compile(
    r"请问一下|请问|您好|你好|麻烦(?:您|你)?(?:帮(?:我|忙))?|劳驾|打扰(?:一下|了)?|(?:我)?想(?:要)?(?:问|知道|了解|咨询|打听|查|请教|弄清楚|搞清楚)(?:一下|下)?|能不能|可不可以|可以|能否|告诉我|帮(?:我|忙)(?:查|看|找|问)?(?:一下|下)?|谢谢(?:您|你|啦|了)?|多谢|感谢|急急急|在线等|我(?:是|们是)(?:一(?:个|名|位))?(?:市民|居民|群众|记者|学生|老百姓|企业)(?:代表)?"
    r"|\bplease\b|\bthank(?:s| you)\b(?: in advance)?|\bhello\b|\bhi\b|\bexcuse me\b|\b(?:could|can|would) you (?:please )?(?:tell|explain|show)(?: me)?\b|\bi(?:'d| would) like to know\b|\bi want to know\b|\bdo you know\b|\btell me\b"
)

CREATIVE = re.compile(
    r"(?:写|作|编|来)(?:一)?(?:首|篇|段|个|份|封)?.{0,12}(?:诗|歌|作文|故事|笑话|小说|对联|情书|代码|程序|文章|演讲稿)|讲(?:个|一个)?笑话|翻译(?:成|一下|下)|唱(?:一)?(?:首|个)歌|画(?:一)?(?:张|幅)|天气(?:怎么样|如何|预报)|你(?:觉得|认为|怎么看|是谁|叫什么|的看法|支持)|(?:股票|彩票|星座|算命)"
    r"|\b(?:write|compose|make up) (?:me )?(?:a|an|some)\b|\btell me a (?:joke|story)\b|\btranslate\b|\bweather\b|\bwhat do you think\b|\byour opinion\b|\bwho are you\b|\bsing\b|\bpoem\b|\brecipe\b|\bstock\b"
)
ASKS = re.compile(
    rf"{INTERROGATIVE.pattern}|[?？]|吗|呢|是不是|是否|对不对|有没有|牵头|负责|^(?:is|are|does|do|did|was|were|can|has|have)\b|\btell me\b|\blist\b|\bname\b"
)
PART_END = re.compile(r"[。！？!?；;\n]+")
