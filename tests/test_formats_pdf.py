"""PDF: reading order of columns, page furniture, titles, pages, words broken over lines."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from formats_support import read, settings, texts
from pdf_making import FONT, Pdf, wrap

from retrieval.errors import DocumentError, UnsupportedFormatError
from retrieval.formats import extract
from retrieval.records import BlockKind

PROJECTS = (
    "今年以来，全县坚持项目为王，上半年新开工项目126个，完成投资53.6亿元，同比增长15.3%，增幅居全市第2名。",
    "在高新区，一家新材料企业的车间里，20多条生产线满负荷运转，日产量达到3000余吨，产品销往110余家客户，"
    "订单排到了明年3月。",
    "下一步，全县将继续优化营商环境，力争全年完成投资近百亿元，为高质量发展提供支撑，不断增强人民群众的"
    "获得感、幸福感和安全感。",
    "据了解，全县还有84个重点项目正在加快建设，年内预计竣工32个，新增就业岗位5800个，带动上下游企业210家，"
    "形成产业集群6个。",
)
LIBRARY = (
    "昨日，市图书馆新馆正式开馆，新馆面积2.8万平方米，藏书120万册，设有阅览座位2600个，全年开放不少于300天。",
    "市民凭身份证即可办理借书证，每人每次可借图书10册，借期30天，可续借一次。开馆首日接待读者1.2万人次，"
    "办理新证3400张。",
    "图书馆还将在各镇街建设分馆14个，配送图书28万册，让群众在家门口就能借到书、看好书，享受到便捷的服务。",
)


def newspaper(path: Path) -> Path:
    """A page of a newspaper: two articles under headlines, in three and in four columns."""
    pdf = Pdf(path, 842, 1191)
    pdf.line(40, 40, "2023年8月7日　星期一　责任编辑：赵一　电话：0534-1234567", 9)
    pdf.line(740, 40, "03版", 9)
    pdf.line(60, 90, "项目建设按下快进键", 30)
    pdf.line(60, 118, "上半年新开工项目126个", 14)
    y = pdf.columns(PROJECTS, 40, 150, 230, 3)
    pdf.line(60, y + 40, "市图书馆新馆开馆", 26)
    pdf.columns(LIBRARY, 40, y + 70, 170, 4)
    return pdf.save()


def joined(lines: list[str]) -> list[str]:
    """Paragraphs with their line breaks taken out, as layout joins them."""
    return [line.replace("\n", "") for line in lines]


def test_columns_of_a_newspaper_in_reading_order(tmp_path: Path) -> None:
    text = read(newspaper(tmp_path / "page.pdf"))
    assert joined(texts(text, BlockKind.PARAGRAPH)) == [*PROJECTS, *LIBRARY]
    # Headline and subtitle are one title.
    assert texts(text, BlockKind.TITLE) == [
        "项目建设按下快进键\n上半年新开工项目126个",
        "市图书馆新馆开馆",
    ]
    order = [text.text.index(part) for part in ("快进键", "今年以来", "据了解", "新馆开馆", "昨日")]
    assert order == sorted(order)


def test_masthead_of_a_newspaper_gives_the_date_and_goes(tmp_path: Path) -> None:
    text = read(newspaper(tmp_path / "page.pdf"))
    assert text.published == date(2023, 8, 7)
    assert "责任编辑" not in text.text
    assert "03版" not in text.text
    assert text.title.startswith("项目建设按下快进键")


def test_column_beside_two_articles(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "side.pdf", 842, 1191)
    pdf.line(40, 90, "短讯", 20)
    pdf.columns(LIBRARY * 2, 40, 120, 180, 1)
    pdf.line(260, 90, "项目建设按下快进键", 30)
    y = pdf.columns(PROJECTS, 260, 130, 250, 2)
    pdf.line(260, y + 40, "城市更新提速", 26)
    pdf.columns(PROJECTS[::-1], 260, y + 70, 250, 2)
    found = joined(texts(read(pdf.save()), BlockKind.PARAGRAPH))
    assert found == [*LIBRARY * 2, *PROJECTS, *PROJECTS[::-1]]


def test_framed_article_is_read_as_a_whole(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "framed.pdf", 842, 1191)
    pdf.canvas.rect(40, 1191 - 560, 360, 500)
    pdf.line(60, 100, "城市更新提速", 24)
    pdf.columns(PROJECTS[2:], 55, 130, 155, 2)
    pdf.line(60, 330, "相关数据", 18)
    pdf.columns(LIBRARY[:2], 55, 360, 155, 2)
    pdf.line(430, 100, "项目建设按下快进键", 24)
    pdf.columns(PROJECTS[:2], 430, 130, 170, 2)
    pdf.canvas.line(430, 1191 - 300, 790, 1191 - 300)
    pdf.line(430, 340, "市图书馆新馆开馆", 24)
    pdf.columns(LIBRARY, 430, 370, 170, 2)
    found = joined(texts(read(pdf.save()), BlockKind.PARAGRAPH))
    assert found == [*PROJECTS[2:], *LIBRARY[:2], *PROJECTS[:2], *LIBRARY]


def test_long_texts_between_lines_are_no_table(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "lines.pdf", 842, 1191)
    canvas = pdf.canvas
    for x in (40, 300, 560, 800):
        canvas.line(x, 1191 - 60, x, 1191 - 420)
    for y in (60, 110, 420):
        canvas.line(40, 1191 - y, 800, 1191 - y)
    pdf.line(60, 95, "项目建设", 20)
    pdf.columns(PROJECTS + LIBRARY, 55, 140, 230, 3, gutter=30)
    text = read(pdf.save())
    assert not [block for block in text.blocks if block.table is not None]
    assert joined(texts(text, BlockKind.PARAGRAPH)) == [*PROJECTS, *LIBRARY]


def test_paragraph_over_two_pages_with_header_and_footer(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "report.pdf")
    body = [
        f"第{number}项工作投入资金{number}00万元，" + PROJECTS[number % 4]
        for number in range(1, 40)
    ]
    size, leading, place = 10.5, 18, 0
    lines = [line for paragraph in body for line in wrap(paragraph, 455, size)]
    number = 0
    while place < len(lines):
        number += 1
        pdf.line(250, 50, "某公司2019年年度报告", 9)
        pdf.line(280, 800, f"{number} / 6", 9)
        for row, line in enumerate(lines[place : place + 38]):
            pdf.line(70, 90 + row * leading, line, size)
        place += 38
        pdf.next_page()
    text = read(pdf.save())
    assert joined(texts(text)) == body
    assert [page.number for page in text.pages] == list(range(1, number + 1))
    for page in text.pages:
        first = lines[(page.number - 1) * 38].strip()
        last = lines[min(page.number * 38, len(lines)) - 1].strip()
        assert text.text[page.start : page.end].startswith(first)
        assert text.text[page.start : page.end].rstrip().endswith(last)


def test_headings_by_size_and_outline(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "outline.pdf")
    pdf.line(150, 80, "2023年春江县国民经济和", 22)
    pdf.line(150, 110, "社会发展统计公报", 22)
    pdf.line(70, 160, "一、综合", 14)
    y = pdf.columns(PROJECTS[:2], 70, 190, 455, 1, leading=18)
    pdf.line(70, y + 20, "二、农业", 14)
    pdf.columns(PROJECTS[2:], 70, y + 50, 455, 1, leading=18)
    text = read(pdf.save())
    assert joined(texts(text, BlockKind.TITLE)) == ["2023年春江县国民经济和社会发展统计公报"]
    assert texts(text, BlockKind.HEADING) == ["一、综合", "二、农业"]
    assert joined(texts(text, BlockKind.PARAGRAPH)) == list(PROJECTS)


def test_table_of_contents_is_no_text(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "contents.pdf")
    pdf.line(280, 80, "目　录", 16)
    for number, heading in enumerate(("第一节 释义", "第二节 公司简介", "第三节 公司业务概要")):
        dots = "." * (90 - 3 * len(heading))
        pdf.line(70, 120 + number * 20, f"{heading}{dots}{number * 7 + 3}")
    pdf.columns(PROJECTS[:2], 70, 240, 455, 1)
    text = read(pdf.save())
    assert joined(texts(text, BlockKind.PARAGRAPH)) == list(PROJECTS[:2])
    assert "公司简介" not in text.text


def test_page_turned_on_its_side(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "turned.pdf", 595, 842)
    pdf.canvas.rotate(90)
    pdf.canvas.translate(0, -595)
    pdf.height = 595
    pdf.columns(PROJECTS[:2], 70, 80, 600, 1, leading=18)
    assert joined(texts(read(pdf.save()))) == list(PROJECTS[:2])


def test_text_printed_twice_to_look_bold_comes_once(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "bold.pdf")
    for shift in (0, 0.3):
        pdf.line(70 + shift, 80, "全县粮食总产量61.3万吨，增长11.1%。")
    assert texts(read(pdf.save())) == ["全县粮食总产量61.3万吨，增长11.1%。"]


def test_single_characters_in_a_font_that_the_file_does_not_hold(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "single.pdf")
    for number, character in enumerate("图书馆开馆"):
        pdf.line(70 + number * 55, 80, character, 24)
    x = 70.0
    for part in ("2019", "年", "全县粮食总产量", "61.3", "万", "吨", "。"):
        pdf.line(x, 120, part)
        x += sum(5.2 if character.isascii() else 10 for character in part)
    assert texts(read(pdf.save())) == ["图书馆开馆", "2019年全县粮食总产量61.3万吨。"]


def test_raised_marks_join_no_number(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "raised.pdf")
    x = 70.0
    for part, size, lift in (
        ("全省生产总值", 10, 0),
        ("2", 6, 4),
        ("92068.7亿元，占地120km", 10, 0),
        ("2", 6, 4),
        ("，人口", 10, 0),
        ("[3]", 6, 4),
        ("6102万人。", 10, 0),
    ):
        pdf.line(x, 80 - lift, part, size)
        x += pdf.canvas.stringWidth(part, FONT, size)
    assert texts(read(pdf.save())) == ["全省生产总值92068.7亿元，占地120km²，人口6102万人。"]


def test_slanted_watermark_is_left_out(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "mark.pdf")
    pdf.columns(PROJECTS[:1], 70, 80, 455, 1)
    pdf.canvas.saveState()
    pdf.canvas.rotate(45)
    pdf.canvas.setFont("STSong-Light", 40)
    pdf.canvas.drawString(400, 100, "内部资料 123")
    pdf.canvas.restoreState()
    assert joined(texts(read(pdf.save()))) == list(PROJECTS[:1])


def test_pdf_without_text_layer_needs_ocr(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "scan.pdf")
    pdf.canvas.rect(100, 100, 300, 500, fill=1)
    with pytest.raises(UnsupportedFormatError) as caught:
        read(pdf.save())
    assert caught.value.details["reason"] == "needs_ocr"


def test_pdf_with_a_garbled_text_layer_needs_ocr(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "garbled.pdf")
    letters = random.Random(7)
    for row in range(30):
        line = "".join(chr(letters.randrange(0x4E00, 0x9FA0)) for _ in range(40))
        pdf.line(70, 80 + row * 20, line)
    with pytest.raises(UnsupportedFormatError) as caught:
        read(pdf.save())
    assert caught.value.details["reason"] == "garbled"


def test_rows_of_figures_at_the_top_of_every_page_are_no_header(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "rows.pdf")
    for page in range(1, 4):
        pdf.line(70, 40, "春江统计月报", 9)
        pdf.line(70, 80, f"本月完成投资{page}.6亿元，同比增长{page + 4}.3%。")
        pdf.columns(PROJECTS[:2], 70, 120, 455, 1)
        pdf.next_page()
    text = read(pdf.save())
    assert "春江统计月报" not in text.text
    for page in range(1, 4):
        assert f"本月完成投资{page}.6亿元，同比增长{page + 4}.3%。" in text.text


def test_encrypted_pdf(tmp_path: Path) -> None:
    pdf = Pdf(tmp_path / "locked.pdf", encrypt="secret")
    pdf.line(70, 80, "全县粮食总产量61.3万吨。")
    with pytest.raises(DocumentError) as caught:
        read(pdf.save())
    assert caught.value.details["reason"] == "encrypted"


def test_truncated_pdf_is_refused_or_read_whole(tmp_path: Path) -> None:
    whole = newspaper(tmp_path / "page.pdf")
    data = whole.read_bytes()
    for share in (0.02, 0.3, 0.7, 0.95):
        path = tmp_path / "cut.pdf"
        path.write_bytes(data[: int(len(data) * share)])
        with pytest.raises(DocumentError) as caught:
            extract(path, settings=settings())
        assert caught.value.details["document"] == "cut.pdf"


def test_pdf_under_any_name(tmp_path: Path) -> None:
    path = newspaper(tmp_path / "page.txt")
    assert read(path).format == "pdf"
    other = path.rename(tmp_path / "page.pdfg")
    assert read(other).format == "pdf"
