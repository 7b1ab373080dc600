"""Numerals in words, names, codes and item numbers are no figures."""

from __future__ import annotations

import pytest

from retrieval.figures import find_figures


@pytest.mark.parametrize(
    "sentence",
    [
        "一方面加强管理，一些单位一起行动，一定要统一部署。",
        "第一时间响应，十分重要，万一出现问题，千方百计解决。",
        "“十四五”时期，“十五五”规划",
        "三农工作，四川、九寨沟、五台山、六盘水、百姓",
        "一带一路，三位一体，一把手，双减",
        "“三个代表”重要思想，“四个全面”战略布局，《三个火枪手》",
        "党的二十大，党的十八大",
        "是一种方法，这一个月，每一个人，成为一座城市",
        "PM2.5浓度，G20峰会，COVID-19，A380客机，M2，AA+，C919",
        "5G基站，4K电视，3D打印，4A级景区，Windows",
        "（一）总体要求",
        "一是加强，二是推进，三是落实",
        "一、工作回顾",
        "1. 总体要求",
        "（1）加快建设",
        "见脚注[3]。",
        "电话010-62345678，手机13800138000，热线400-820-8820",
        "见http://example.com/2021/05/3.html或a1@example.com",
        "版本2.1.3",
        "国发〔2023〕号",
        "纪念九一八，五四运动，七七事变，一二九",
        "90后、80后青年",
        "千家万户，万里长城，百家争鸣，千万不要",
        "九龙，参宿四，路易十四，张三李四",
        "①加强②推进",
        "半导体，半径，上半年，下半年，大半，过半",
        "数据、数量、几乎、数学",
        "5·12地震",
        "大陆地区，登陆部队",
        "三角形，四面八方，五星级，八路军",
    ],
)
def test_no_figure(sentence: str) -> None:
    assert [figure.text for figure in find_figures(sentence)] == []


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("全国唯一一个", ["一个"]),
        ("共有一名代表", ["一名"]),
        ("四季度增长5%", ["四季度", "5%"]),
        ("PM2.5浓度为35微克/立方米", ["35微克/立方米"]),
        ("5G基站3.2万个", ["3.2万个"]),
        ("国发〔2023〕15号", ["15号"]),
        ("全部7条“禁止线”", ["7条"]),
        ("“7条”禁止线", ["7条"]),
        ("1.5亿人", ["1.5亿人"]),
        ("三大战略、十大品牌", ["三大", "十大"]),
        ("三万大军", ["三万"]),
        ("一台湾选手夺得2金", ["2金"]),
        ("第三方评估后排名第三", ["第三"]),
    ],
)
def test_figures_beside_names(sentence: str, texts: list[str]) -> None:
    assert [figure.text for figure in find_figures(sentence)] == texts
