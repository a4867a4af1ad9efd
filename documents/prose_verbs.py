"""The words by which a sentence says that somebody is responsible, or does not."""

import re
from typing import Literal

from documents.prose_names import TAIL

Duty = Literal["lead", "own", "with", "help", "share", "bound"]

_ADVERBS = (
    "(?:应当|应|要|须|将|具体|主要|共同|统一|全面|分别|依法|按规定|组织|联合|密切|积极|协同"
    "|具体组织|抓紧|另行|及时){0,4}"
)
_NOT_RESPONSIBLE = "(?!人(?![才口工用民事防体居员])|制(?![定订作])|任|同(?!步)|者|的)"
"""负责人 is a person, 负责人才工作 a duty."""
_OWN = (
    rf"(?:负责|组织编制|组织实施|承担|承办|主管(?![部单机])){_NOT_RESPONSIBLE}|对[^，,。；;由\n]{{2,40}}负责(?=[。；，,;\s]|$)"
    r"|(?:负[总主]责|抓?好?落实)(?=[。；，,;\s]|$)"
    r"|[是为][^，,。；;由\n]{0,30}?(?:主管部门|责任主体|责任单位|责任部门|实施主体)"
)
_SHARE = (
    r"(?:在|按照?|依[照据]?|根据)(?:其|各自)?的?(?:法定)?(?:职责|职能)(?:分工|范围内?|权限)?"
    r"(?:共同|分别)?(?:负责|配合)?"
)
_HELP = (
    r"(?:配合|参与|协助|参加|协办(?!公))(?![度率者的])|协同(?:推[进动]|落实|抓好|做好)"
    r"|(?:予以|给予|提供|加强)(?:技术|业务|必要的?|资金)*(?:指导|支持|协助|保障|配合)"
    "|为(?:配合|协办|参与|成员)(?:单位|部门)"
)
_BEHIND_UNIT = "(?<=[局委厅办部院会署府关队行司处室门构心社联协])"
_BARE_VERBS = (
    "依法|依规|按规定|定期|每[月季年半周日个]|建立|制[定订]|核定|审[定核批查]|责令|组织(?!部)|开展|做好|督促|指导|统筹|保持"
    r"|给予|处理|处以|处警告|处\d|确定|公布|实施|办理|管理|统一(?!领导)|编制|拟[订定]|受理|调度|设[立置]|核发|拨付|下达|没收"
    "|吊销|派驻|安排|验收|推[进动]|落实|牵总|督办|履行|加强|强化|按[月季年周]"
    r"|将[^，,。；;\n]{1,20}纳入|自?(?:收到|受理)|对(?!外)[^，,。；;\n]{1,30}?(?:进行|实施|开展|予以|给予)"
)
_BOUND = (
    rf"(?:应当|必须|应(?![急对用届变])|{_BEHIND_UNIT}[要须](?![求素点闻道]|高度重视|充分认识|切实|增强|提高|深刻|牢固)"
    rf"|{_BEHIND_UNIT}(?:具体|统一|共同|分别|另行|抓紧|及时){{0,2}}(?:{_BARE_VERBS}))(?!的|部|局)"
)
"""What gives its subject a duty without a word for being responsible."""
_LEAD = r"(?:负责)?牵头(?!的)(?:负责|组织|抓好|实施)?|[是为][^，,。；;由\n]{0,30}?牵头(?:单位|部门)"
_WITH = "(?:可以)?(?:会同|(?:联合|协同|(?<=[局委厅办部])商)(?=[省市县区国中各][一-鿿]{1,20}?[局委厅办部]))"
VERB = re.compile(
    rf"{TAIL}(?:{_ADVERBS}(?:(?P<lead>{_LEAD})|(?P<with>{_WITH})|(?P<share>{_SHARE})|(?P<own>{_OWN})|(?P<help>{_HELP}))"
    rf"|(?P<bound>{_BOUND}))"
)
DUTIES: tuple[Duty, ...] = ("lead", "with", "share", "own", "help", "bound")
BY = re.compile("(?<![理自缘事经])(?<!可以)由(?![于此衷])|责成|(?<![报提申邀商函])请(?=[省市县区州])")
"""由, or 请 in minutes, names who does what follows, whatever the verb is."""
NO_DUTY = re.compile(
    r"(?:[一-鿿\d]{0,8}?|[、和与及或][^，,。；;]{0,40}?)(?:组成|构成)"
    r"|(?:共同|联合|等[一-鿿]{0,6})?(?:担任|兼任|任|派员|参[加与]|为)|[局部厅主院处科校]长|主[任要]|书记|分管"
    "|有关|相关|负责人|负责同志|领导|党组|同志|代表|人员|工作人员|授予|命名|出资|所[有属]|下属|认为|[一-鿿]{1,5}的|$"
)
"""What follows a unit that 由 names when the sentence tells of people, members or a thing's kind."""
WHEN = re.compile("(?:时|后|前|期间|的)$")
BINDS = re.compile("应|必须|[要须]|自?(?:收到|受理)")
"""What gives a duty also where the part of the sentence ends in a time (`应当在三月底前，…`, `收到申请后，…`)."""
AFTERWARDS_LEAD = re.compile("牵头(?!的)")
TOGETHER = re.compile("共同|分别")
