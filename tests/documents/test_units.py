"""What units are called: bases and prefixes, other names for them, English names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.units import UnitEntry, UnitLexicon, is_abbreviation, several, unit_lexicon

LEXICON = unit_lexicon()
UNITS = (
    "市发展改革委",
    "市自然资源和规划局",
    "市财政局",
    "市住房公积金管理中心",
    "市委组织部",
    "东海海关",
    "自然保护区管委会",
)
PREFIXES = ("", "省", "市", "县", "东海市", "东海省", "东海市河口区", "州")


@pytest.mark.parametrize(
    ("name", "prefix", "base"),
    [
        ("市发展改革委", "市", "发展改革委"),
        ("东海市发展改革委", "东海市", "发展改革委"),
        ("东海省东海市财政局", "东海省东海市", "财政局"),
        ("市委组织部", "市委", "组织部"),
        ("市委办公室", "市委", "办公室"),
        ("省委农办", "省委", "农办"),
        ("国家发展改革委", "国家", "发展改革委"),
        ("东海市河口区天文局", "东海市河口区", "天文局"),
        ("市住房和城市建设管理局", "市", "住房和城市建设管理局"),
        ("市市场监管局", "市", "市场监管局"),
        ("市场监管局", "", "市场监管局"),
        ("自然保护区管委会", "", "自然保护区管委会"),
        ("东海海关", "", "东海海关"),
        ("市委", "", "市委"),
        ("政协东海市委员会", "政协东海市", "委员会"),
        ("", "", ""),
    ],
)
def test_prefix_and_base(name: str, prefix: str, base: str) -> None:
    assert (LEXICON.prefix(name), LEXICON.base(name)) == (prefix, base)


@given(st.sampled_from(PREFIXES), st.sampled_from(LEXICON.entries))
def test_a_name_is_its_prefix_and_its_base(prefix: str, entry: UnitEntry) -> None:
    name = prefix + entry.name
    assert LEXICON.prefix(name) + LEXICON.base(name) == name
    assert LEXICON.entry(name) is not None


@given(st.text(max_size=20))
def test_any_text_is_its_prefix_and_its_base(name: str) -> None:
    assert LEXICON.prefix(name) + LEXICON.base(name) == name


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("发改委", "发展改革委"),
        ("市发改委", "发展改革委"),
        ("自规局", "自然资源和规划局"),
        ("公积金中心", "住房公积金管理中心"),
        ("省财政厅", "财政局"),
        ("天文局", None),
    ],
)
def test_entries_by_any_of_their_names(name: str, entry: str | None) -> None:
    found = LEXICON.entry(name)
    assert (found.name if found else None) == entry


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("市财政局", "Municipal Finance Bureau"),
        ("省财政厅", "Provincial Finance Bureau"),
        ("东海市河口区教育局", "District Education Bureau"),
        ("教育局", "Education Bureau"),
        ("市委组织部", "Organization Department of the Municipal Party Committee"),
        ("市天文局", ""),
    ],
)
def test_english_names(name: str, english: str) -> None:
    assert LEXICON.english(name) == english


@pytest.mark.parametrize(
    ("name", "prefix", "full"),
    [
        ("财政厅", "省", "省财政厅"),
        ("宣传部", "市委", "市委宣传部"),
        ("宣传部", "市", "市委宣传部"),
        ("财政局", "市委", "市财政局"),
        ("市财政局", "省", "市财政局"),
        ("海关", "市", "海关"),
        ("自然保护区管委会", "市", "自然保护区管委会"),
        ("天文局", "市", "天文局"),
        ("财政厅", "", "财政厅"),
    ],
)
def test_a_shared_prefix_is_given_to_bare_departments_of_the_table(name: str, prefix: str, full: str) -> None:
    assert LEXICON.with_shared_prefix(name, prefix) == full


def test_only_units_of_the_table_lend_their_prefix() -> None:
    assert LEXICON.shared_prefix("省发展改革委") == "省"
    assert LEXICON.shared_prefix("市委组织部") == "市委"
    assert LEXICON.shared_prefix("市天文局") == ""
    assert LEXICON.shared_prefix("国家发展改革委") == ""


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("市财政局", ("市财政局",)),
        ("财政局", ("市财政局",)),
        ("东海市财政局", ("市财政局",)),
        ("发改委", ("市发展改革委",)),
        ("自规局", ("市自然资源和规划局",)),
        ("公积金中心", ("市住房公积金管理中心",)),
        ("组织部", ("市委组织部",)),
        ("东海海关", ("东海海关",)),
        ("省财政厅", ()),
        ("县财政局", ()),
        ("天文局", ()),
        ("", ()),
    ],
)
def test_what_a_mention_can_mean(mention: str, expected: tuple[str, ...]) -> None:
    assert LEXICON.resolve(mention, UNITS) == expected


def test_an_exact_name_hides_what_else_a_mention_could_mean() -> None:
    assert LEXICON.resolve("市规划局", ("市自然资源和规划局", "市规划局")) == ("市规划局",)


def test_a_unit_that_the_table_lacks_is_known_by_its_abbreviation() -> None:
    assert LEXICON.resolve("天文局", ("市天体文献管理局",)) == ("市天体文献管理局",)


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("天文局", "天体文献管理局", True),
        ("天体文献管理局", "天体文献管理局", True),
        ("天局", "天体文献管理局", False),
        ("文献局", "天体文献管理局", False),
        ("天文委", "天体文献管理局", False),
        ("天献文局", "天体文献管理局", False),
        ("天文物", "天体文物", False),
    ],
)
def test_abbreviations(short: str, full: str, fits: bool) -> None:
    assert is_abbreviation(short, full) is fits


@given(st.text(alphabet="天体文献管理", min_size=1, max_size=8), st.data())
def test_leaving_characters_out_makes_an_abbreviation(middle: str, data: st.DataObject) -> None:
    full = f"大{middle}局"
    kept = [letter for letter in middle if data.draw(st.booleans())] or [middle[0]]
    assert is_abbreviation(f"大{''.join(kept)}局", full)


def test_the_closest_units_by_spelling() -> None:
    assert LEXICON.closest("市财政厅", UNITS)[0] == "市财政局"
    assert LEXICON.closest("x", UNITS) == ()
    assert len(LEXICON.closest("市局", ("市一局", "市二局", "市三局", "市四局"))) == 3


def test_the_first_row_keeps_a_name_that_two_rows_claim() -> None:
    rows = (
        UnitEntry("甲局", ("乙局",), ("事",), "A", "government"),
        UnitEntry("乙局", (), ("事",), "B", "government"),
    )
    lexicon = UnitLexicon.of(rows)
    assert lexicon.entry("乙局") is rows[0]
    assert lexicon.by_subject["事"] == rows


def test_the_table_is_whole() -> None:
    names = [entry.name for entry in LEXICON.entries]
    assert len(names) == len(set(names))
    for entry in LEXICON.entries:
        assert entry.english, entry.name
        assert entry.kind, entry.name
        assert LEXICON.base(entry.name) == entry.name


def test_a_shared_level_reaches_federations_but_not_who_says_it() -> None:
    lexicon = unit_lexicon()
    assert lexicon.with_shared_prefix("供销社", "省") == "省供销社"
    assert lexicon.with_shared_prefix("残联", "市") == "市残联"
    assert lexicon.with_shared_prefix("中医药管理局", "省") == "省中医药管理局"
    assert lexicon.with_shared_prefix("团市委", "市") == "团市委"
    assert lexicon.with_shared_prefix("团县委", "县") == "团县委"
    assert lexicon.with_shared_prefix("自然保护区管委会", "市") == "自然保护区管委会"


def test_what_units_are_called_in_english_stands_in_the_table() -> None:
    assert {"police", "police bureau"} <= set(LEXICON.by_name["公安局"].english_names)
    assert "buses" in LEXICON.by_name["交通运输局"].english_subjects
    for entry in LEXICON.entries:
        for name in (*entry.english_names, *entry.english_subjects):
            assert name == name.strip() and name.isascii(), (entry.name, name)


def test_a_cell_that_is_not_there_holds_nothing() -> None:
    assert several(None) == several("") == ()
    assert several("a||b") == ("a", "b")
