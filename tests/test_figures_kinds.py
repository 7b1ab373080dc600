"""Every kind of figure is told from the others, with text, value, unit, qualifier and range."""

from __future__ import annotations

from decimal import Decimal

import pytest

from retrieval.figures import find_figures
from retrieval.records import Figure, FigureKind


def only(sentence: str) -> Figure:
    figures = find_figures(sentence)
    assert len(figures) == 1, [figure.text for figure in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("已解决诉求1391条。", "1391条", 1391, "条"),
        ("采购午休垫5.3万个", "5.3万个", 53_000, "个"),
        ("惠及学生10.8万人", "10.8万人", 108_000, "人"),
        ("涵盖3亿人口，", "3亿人口", 300_000_000, "人口"),
        ("7方面“安全区”", "7方面", 7, "方面"),
        ("全县19978名义务教育阶段学生", "19978名", 19978, "名"),
        ("其中两家长期合作", "两家", 2, "家"),
        ("共有三个孩子", "三个", 3, "个"),
        ("聚集了13億多人口", "13億多人口", 1_300_000_000, "人口"),
        ("四大省级新区", "四大", 4, "大"),
        ("提供3种服务模式", "3种", 3, "种"),
        ("接待游客200万人次", "200万人次", 2_000_000, "人次"),
        ("上升48个位次", "48个位次", 48, "个位次"),
        ("12户企业", "12户", 12, "户"),
        ("超过 6,942 台", "6,942 台", 6942, "台"),
        ("设６所分校", "６所", 6, "所"),
        ("9千7百人", "9千7百人", 9700, "人"),
        ("銷往67國", "67國", 67, "國"),
        ("11省市", "11省市", 11, "省市"),
        ("取得58勝", "58勝", 58, "勝"),
        ("贰佰个", "贰佰个", 200, "个"),
    ],
)
def test_counts(sentence: str, text: str, value: int, unit: str) -> None:
    figure = only(sentence)
    assert (figure.text, figure.value, figure.unit) == (text, value, unit)
    assert figure.kind in (FigureKind.COUNT, FigureKind.ORDINAL)


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("总面积30平方公里", "30平方公里", 30, "平方公里"),
        ("厚度达到20.6厘米", "20.6厘米", Decimal("20.6"), "厘米"),
        ("新建1000万亩", "1000万亩", 10_000_000, "亩"),
        ("产粮871.6亿斤", "871.6亿斤", 87_160_000_000, "斤"),
        ("用电3232.2亿千瓦时", "3232.2亿千瓦时", 323_220_000_000, "千瓦时"),
        ("能耗1.0439吨标准煤/万元", "1.0439吨标准煤/万元", Decimal("1.0439"), "吨标准煤/万元"),
        ("含量27克/千克", "27克/千克", 27, "克/千克"),
        ("时速35公里每小时", "35公里每小时", 35, "公里每小时"),
        ("长约 80 km。", "80 km", 80, "km"),
        ("重3kg的", "3kg", 3, "kg"),
        ("面积1.601 km²，", "1.601 km²", Decimal("1.601"), "km²"),
        ("内存64GB，", "64GB", 64, "GB"),
        ("装机25MW", "25MW", 25, "MW"),
        ("气温35℃", "35℃", 35, "℃"),
        ("气温-5.5℃", "-5.5℃", Decimal("-5.5"), "℃"),
        ("最低零下20度", "零下20度", -20, "度"),
        ("年仅17歲", "17歲", 17, "歲"),
        ("5千瓦电机", "5千瓦", 5, "千瓦"),
        ("六十四英尺", "六十四英尺", 64, "英尺"),
        ("身高2米11，", "2米11", Decimal("2.11"), "米"),
        ("高6呎11吋", "6呎11吋", 83, "吋"),
        ("高一米七五", "一米七五", Decimal("1.75"), "米"),
    ],
)
def test_measures(sentence: str, text: str, value: Decimal, unit: str) -> None:
    figure = only(sentence)
    assert figure.kind is FigureKind.MEASURE
    assert (figure.text, figure.value, figure.unit) == (text, value, unit)


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("总投资192.9亿元", "192.9亿元", 19_290_000_000, "元"),
        ("投资800万元，", "800万元", 8_000_000, "元"),
        ("利润-1,907,142.03元", "-1,907,142.03元", Decimal("-1907142.03"), "元"),
        ("１１７，５３０．１０万元", "１１７，５３０．１０万元", 1_175_301_000, "元"),
        ("出资13億美元", "13億美元", 1_300_000_000, "美元"),
        ("1亿2千万港元", "1亿2千万港元", 120_000_000, "港元"),
        ("5万5千欧元", "5万5千欧元", 55_000, "欧元"),
        ("售价US$5,000起", "US$5,000", 5000, "US$"),
        ("售价¥3.5万", "¥3.5万", 35_000, "¥"),
        ("仅需5块钱", "5块钱", 5, "块钱"),
        ("每平方米25元/月", "25元/月", 25, "元/月"),
        ("利润为负3500万元", "负3500万元", -35_000_000, "元"),
        ("企业税负3500亿元", "3500亿元", 350_000_000_000, "元"),
        ("花了3元5角", "3元5角", 35, "角"),
        ("壹万贰仟叁佰元整", "壹万贰仟叁佰元", 12_300, "元"),
    ],
)
def test_money(sentence: str, text: str, value: Decimal, unit: str) -> None:
    figure = only(sentence)
    assert figure.kind is FigureKind.MONEY
    assert (figure.text, figure.value, figure.unit) == (text, value, unit)


@pytest.mark.parametrize(
    ("sentence", "text", "kind", "value"),
    [
        ("下降15.3%，", "15.3%", FigureKind.PERCENT, Decimal("15.3")),
        ("占91.4％", "91.4％", FigureKind.PERCENT, Decimal("91.4")),
        ("同比-28.95%", "-28.95%", FigureKind.PERCENT, Decimal("-28.95")),
        ("达百分之五", "百分之五", FigureKind.PERCENT, 5),
        ("百分之五十五点六", "百分之五十五点六", FigureKind.PERCENT, Decimal("55.6")),
        ("百分之百", "百分之百", FigureKind.PERCENT, 100),
        ("仅3‰", "3‰", FigureKind.PERCENT, 3),
        ("占GDP2.5%", "2.5%", FigureKind.PERCENT, Decimal("2.5")),
        ("提高1.7个百分点", "1.7个百分点", FigureKind.POINTS, Decimal("1.7")),
        ("下调25个基点", "25个基点", FigureKind.POINTS, 25),
        ("二分之一的人", "二分之一", FigureKind.FRACTION, Decimal("0.5")),
        ("四分之三", "四分之三", FigureKind.FRACTION, Decimal("0.75")),
        ("占1/4。", "1/4", FigureKind.FRACTION, Decimal("0.25")),
        ("超过半数", "半数", FigureKind.FRACTION, Decimal("0.5")),
        ("一半以上的病人", "一半", FigureKind.FRACTION, Decimal("0.5")),
        ("比例为4:1", "4:1", FigureKind.RATIO, 4),
        ("以4比2击败对手", "4比2", FigureKind.RATIO, 2),
        ("画面比例为16:10", "16:10", FigureKind.RATIO, Decimal("1.6")),
        ("主队以3-2击败客队", "3-2", FigureKind.RATIO, Decimal("1.5")),
        ("是去年的2.5倍", "2.5倍", FigureKind.MULTIPLE, Decimal("2.5")),
        ("增长逾两成", "两成", FigureKind.MULTIPLE, 2),
        ("产值翻两番", "两番", FigureKind.MULTIPLE, 2),
        ("居全国第2名", "第2名", FigureKind.ORDINAL, 2),
        ("党的第十八届", "第十八届", FigureKind.ORDINAL, 18),
        ("十八届三中全会", "十八届", FigureKind.ORDINAL, 18),
        ("规模全国第一，", "第一", FigureKind.ORDINAL, 1),
        ("跻身全国前三", "前三", FigureKind.ORDINAL, 3),
        ("乘坐5号线", "5号线", FigureKind.ORDINAL, 5),
        ("荣获三等奖", "三等奖", FigureKind.ORDINAL, 3),
    ],
)
def test_shares_ratios_and_ranks(
    sentence: str, text: str, kind: FigureKind, value: Decimal
) -> None:
    figure = only(sentence)
    assert (figure.text, figure.kind, figure.value) == (text, kind, value)


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("在2022年举行", "2022年", 2022, "年"),
        ("７月１７日起", "７月１７日", 717, "月日"),
        ("于2023年10月9日发布", "2023年10月9日", 20231009, "年月日"),
        ("2019 年 10 月 9 日", "2019 年 10 月 9 日", 20191009, "年月日"),
        ("2021-05-03更新", "2021-05-03", 20210503, "年月日"),
        ("二〇二五年完成", "二〇二五年", 2025, "年"),
        ("一九六一年九月十日", "一九六一年九月十日", 19610910, "年月日"),
        ("始于10月", "10月", 10, "月"),
        ("会议9日闭幕", "9日", 9, "日"),
        ("1990年代以来", "1990年代", 1990, "年代"),
        ("本世纪80年代", "80年代", 80, "年代"),
        ("20世纪八十年代", "20世纪八十年代", 1980, "年代"),
        ("19世紀晚期", "19世紀", 19, "世纪"),
        ("民國十九年建省", "民國十九年", 19, "年"),
        ("公元前3500年", "公元前3500年", -3500, "年"),
        ("肅宗三年（978年）"[:4], "三年", 3, "年"),
        ("2022年度预算", "2022年度", 2022, "年"),
        ("卒于645年。", "645年", 645, "年"),
        ("GDP2020年增长", "2020年", 2020, "年"),
    ],
)
def test_dates(sentence: str, text: str, value: int, unit: str) -> None:
    figure = only(sentence)
    assert (figure.text, figure.value) == (text, value)
    if figure.kind is FigureKind.DATE:
        assert figure.unit == unit
    else:
        assert figure.kind is FigureKind.DURATION
        assert sentence == "肅宗三年"


def test_the_year_of_a_reign_is_told_by_the_year_in_brackets() -> None:
    first, second = find_figures("肅宗三年（978年）")
    assert (first.kind, second.kind) == (FigureKind.DATE, FigureKind.DATE)


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("8时30分出发", "8时30分", 830, "时分"),
        ("比赛22:00开始", "22:00", 2200, "时分"),
        ("上午9点开会", "9点", 9, "时"),
        ("早上6时半", "6时半", 630, "时分"),
        ("下午三点一刻", "三点一刻", 315, "时分"),
        ("九点钟", "九点钟", 9, "时"),
    ],
)
def test_times_of_day(sentence: str, text: str, value: int, unit: str) -> None:
    figure = only(sentence)
    assert figure.kind is FigureKind.TIME
    assert (figure.text, figure.value, figure.unit) == (text, value, unit)


@pytest.mark.parametrize(
    ("sentence", "text", "value", "unit"),
    [
        ("5天内办结", "5天", 5, "天"),
        ("用时一百天", "一百天", 100, "天"),
        ("延长3个月", "3个月", 3, "个月"),
        ("历时三年", "三年", 3, "年"),
        ("已有2000年历史", "2000年", 2000, "年"),
        ("已有300年历史", "300年", 300, "年"),
        ("超過半年", "半年", Decimal("0.5"), "年"),
        ("工作一年半", "一年半", Decimal("1.5"), "年"),
        ("需要两个半小时", "两个半小时", Decimal("2.5"), "个小时"),
        ("用时3小时20分钟", "3小时20分钟", 200, "分钟"),
        ("刑期13年零8个月", "13年零8个月", 164, "个月"),
        ("成绩3分33秒62。", "3分33秒62", Decimal("213.62"), "秒"),
        ("15个工作日", "15个工作日", 15, "个工作日"),
    ],
)
def test_durations(sentence: str, text: str, value: Decimal, unit: str) -> None:
    figure = only(sentence)
    assert figure.kind is FigureKind.DURATION
    assert (figure.text, figure.value, figure.unit) == (text, value, unit)


def test_three_points_are_no_time_without_a_part_of_the_day() -> None:
    assert only("提出3点建议").kind is FigureKind.COUNT


def test_a_bare_number_is_a_number() -> None:
    figure = only("指数为102.5，")
    assert (figure.kind, figure.value, figure.unit) == (FigureKind.NUMBER, Decimal("102.5"), "")


@pytest.mark.parametrize(
    ("sentence", "text", "qualifier", "value"),
    [
        ("开展活动3000余次", "3000余次", "余", 3000),
        ("企业110余家", "110余家", "余", 110),
        ("总投资近百亿元", "近百亿元", "近", 10_000_000_000),
        ("走访10多名群众", "10多名", "多", 10),
        ("十几个人", "十几个", "几", 10),
        ("几十人参加", "几十人", "几", 10),
        ("数百万元", "数百万元", "数", 1_000_000),
        ("上千名观众", "上千名", "上", 1000),
        ("约400万人", "400万人", "约", 4_000_000),
        ("超过1900公里", "1900公里", "超过", 1900),
        ("增长10%左右", "10%", "左右", 10),
        ("300人以上", "300人", "以上", 300),
        ("不足20户", "20户", "不足", 20),
        ("歷時兩個多月", "兩個多月", "多", 2),
        ("三年多来", "三年多", "多", 3),
        ("突破百亿元", "百亿元", "突破", 10_000_000_000),
        ("20来岁", "20来岁", "来", 20),
    ],
)
def test_qualifiers(sentence: str, text: str, qualifier: str, value: int) -> None:
    figure = only(sentence)
    assert (figure.text, figure.qualifier, figure.value) == (text, qualifier, value)


@pytest.mark.parametrize(
    ("sentence", "text", "kind", "low", "high"),
    [
        ("体长2至23公尺", "2至23公尺", FigureKind.MEASURE, 2, 23),
        ("8.2—9.1亿元", "8.2—9.1亿元", FigureKind.MONEY, 820_000_000, 910_000_000),
        ("500－800万吨", "500－800万吨", FigureKind.MEASURE, 5_000_000, 8_000_000),
        ("占39%至41%", "39%至41%", FigureKind.PERCENT, 39, 41),
        ("占39～41％", "39～41％", FigureKind.PERCENT, 39, 41),
        ("海拔100米至2,800米的地区", "100米至2,800米", FigureKind.MEASURE, 100, 2800),
        ("1-7月份额", "1-7月份", FigureKind.DATE, 1, 7),
        ("2021年1-7月", "2021年1-7月", FigureKind.DATE, 202101, 202107),
        ("2018—2022年", "2018—2022年", FigureKind.DATE, 2018, 2022),
        ("1926年至1949年", "1926年至1949年", FigureKind.DATE, 1926, 1949),
        ("9月20日至22日", "9月20日至22日", FigureKind.DATE, 920, 922),
        ("上午9点至晚上11点", "9点至晚上11点", FigureKind.TIME, 9, 11),
        ("10:00-11:30", "10:00-11:30", FigureKind.TIME, 1000, 1130),
        ("用时3-5年", "3-5年", FigureKind.DURATION, 3, 5),
        ("有三五个人", "三五个", FigureKind.COUNT, 3, 5),
        ("七八百人", "七八百人", FigureKind.COUNT, 700, 800),
        ("十七八岁", "十七八岁", FigureKind.MEASURE, 17, 18),
        ("百分之十至十五", "百分之十至十五", FigureKind.PERCENT, 10, 15),
        ("四到六个", "四到六个", FigureKind.COUNT, 4, 6),
        ("温度为-3至5℃", "-3至5℃", FigureKind.MEASURE, -3, 5),
        ("第2至6名", "第2至6名", FigureKind.ORDINAL, 2, 6),
    ],
)
def test_ranges(sentence: str, text: str, kind: FigureKind, low: int, high: int) -> None:
    figure = only(sentence)
    assert (figure.text, figure.kind, figure.value, figure.high) == (text, kind, low, high)


@pytest.mark.parametrize(
    "sentence",
    ["由66户整合至12户", "从5%提高到8%", "由100人到150人", "5.6%和4%", "从第11位跃升至第4位"],
)
def test_a_change_is_two_figures(sentence: str) -> None:
    first, second = find_figures(sentence)
    assert first.high is None
    assert second.high is None


def test_a_list_shares_the_unit_behind_its_last_number() -> None:
    sentence = "高于全省、全市9.5、7.9个百分点"
    first, second = find_figures(sentence)
    assert (first.text, second.text) == ("9.5个百分点", "7.9个百分点")
    assert sentence[first.start : first.end] == "9.5"
    assert first.kind is second.kind is FigureKind.POINTS
    assert first.unit_start == second.unit_start == sentence.index("个百分点")


def test_a_list_shares_the_multiplier_too() -> None:
    figures = find_figures("分别为10.5、11.2和12.3万吨")
    assert [figure.text for figure in figures] == ["10.5万吨", "11.2万吨", "12.3万吨"]
    assert [figure.value for figure in figures] == [105_000, 112_000, 123_000]


def test_prizes_of_a_list_share_their_unit() -> None:
    figures = find_figures("获一、二、三等奖")
    assert [figure.text for figure in figures] == ["一等奖", "二等奖", "三等奖"]


def test_a_comma_shares_nothing() -> None:
    first, second = find_figures("人口50万，1950年建市")
    assert (first.text, first.kind) == ("50万", FigureKind.NUMBER)
    assert second.text == "1950年"
