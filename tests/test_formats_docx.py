"""DOCX: headings, lists with their numbers, tables, title; deletions and furniture left out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import docx.enum.style
import docx.enum.text
import docx.shared
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from formats_support import read, read_bytes, rows, tables, texts

from retrieval.errors import DocumentError
from retrieval.records import BlockKind


def report(path: Path) -> Path:
    document = docx.Document()
    document.core_properties.title = "春江县经济运行情况"
    document.sections[0].header.paragraphs[0].text = "内部资料 第9号"
    document.add_heading("2023年上半年经济运行情况", level=1)
    document.add_paragraph("上半年，全县地区生产总值186.5亿元，同比增长6.2%。")
    document.add_heading("一、农业", level=2)
    paragraph = document.add_paragraph("夏粮产量")
    paragraph.add_run("3").bold = True
    paragraph.add_run("1.")
    paragraph.add_run("2万吨。")
    document.add_paragraph("新建大棚120座", style="List Bullet")
    document.add_paragraph("单位：亿元")
    table = document.add_table(rows=3, cols=3)
    for row, cells in enumerate(
        (("指标", "上半年", "去年同期"), ("工业", "80.5", "75.1"), ("农业", "21.0", "20.2"))
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    document.add_paragraph("下半年将继续努力。")
    document.save(str(path))
    return path


def test_document(tmp_path: Path) -> None:
    text = read(report(tmp_path / "a.docx"))
    assert text.title == "春江县经济运行情况"
    assert texts(text, BlockKind.TITLE) == ["2023年上半年经济运行情况"]
    assert texts(text, BlockKind.HEADING) == ["一、农业"]
    assert "夏粮产量31.2万吨。" in texts(text)
    assert texts(text)[-1] == "下半年将继续努力。"
    assert "内部资料" not in text.text
    (table,) = tables(text)
    assert rows(table)[1] == ["工业", "80.5", "75.1"]
    assert (table.unit, table.header_rows, table.header_columns) == ("亿元", 1, 1)


def test_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=4, cols=3)
    data = [
        ["镇名", "2022年", ""],
        ["", "户数", "人口"],
        ["甲镇", "3210", "11520"],
        ["乙镇", "2870", "9310"],
    ]
    for row, cells in enumerate(data):
        for column, value in enumerate(cells):
            table.cell(row, column).text = value
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.save(str(tmp_path / "m.docx"))
    (found,) = tables(read(tmp_path / "m.docx"))
    assert rows(found)[:2] == [["镇名", "2022年", "2022年"], ["镇名", "户数", "人口"]]
    assert found.rows[0][1] == found.rows[0][2]
    assert found.rows[0][0] == found.rows[1][0]
    assert found.header_rows == 2


NUMBERING = (
    '<w:abstractNum {} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'.format(nsdecls("w"))
)


def test_automatic_numbers_are_written_out(tmp_path: Path) -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(NUMBERING))
    number = parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/></w:num>')
    numbering.append(number)
    for level, text in ((0, "农业"), (1, "粮食"), (1, "蔬菜"), (0, "工业"), (1, "钢铁")):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>'
            )
        )
    document.save(str(tmp_path / "n.docx"))
    found = texts(read(tmp_path / "n.docx"), BlockKind.LIST_ITEM)
    assert found == ["一、农业", "1.粮食", "2.蔬菜", "二、工业", "1.钢铁"]


def test_tracked_deletions_are_left_out_and_insertions_kept(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("产量")._p
    paragraph.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>50</w:delText></w:r></w:del>")
    )
    paragraph.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>61.3</w:t></w:r></w:ins>"))
    paragraph.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>万吨。</w:t></w:r>"))
    document.save(str(tmp_path / "t.docx"))
    assert texts(read(tmp_path / "t.docx")) == ["产量61.3万吨。"]


def test_hidden_text_field_codes_and_text_in_a_box(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("全县")._p
    for part in (
        "<w:r %s><w:rPr><w:vanish/></w:rPr><w:t>隐藏99</w:t></w:r>",
        "<w:r %s><w:instrText> PAGE 77 </w:instrText></w:r>",
        "<w:r %s><w:t>人口53.7万人。</w:t></w:r>",
    ):
        paragraph.append(parse_xml(part % nsdecls("w")))
    document.save(str(tmp_path / "h.docx"))
    assert texts(read(tmp_path / "h.docx")) == ["全县人口53.7万人。"]


def test_table_inside_a_cell_keeps_its_figures(tmp_path: Path) -> None:
    document = docx.Document()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.cell(0, 0).add_table(rows=2, cols=2)
    for row, cells in enumerate((("品种", "产量"), ("小麦", "31.2"))):
        for column, value in enumerate(cells):
            inner.cell(row, column).text = value
    document.save(str(tmp_path / "i.docx"))
    text = read(tmp_path / "i.docx")
    assert [rows(table) for table in tables(text)] == [[["品种", "产量"], ["小麦", "31.2"]]]


def test_entity_expansion_is_bounded(tmp_path: Path) -> None:
    source = io.BytesIO(report(tmp_path / "a.docx").read_bytes())
    bomb = (
        '<!DOCTYPE w [<!ENTITY a "增长">'
        + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(12))
        + "]>"
    ).encode()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(tmp_path / "x.docx", "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                head, body = data.split(b"?>", 1)
                data = head + b"?>" + bomb + body.replace(b"</w:t>", b"&m;</w:t>", 1)
            new.writestr(item, data)
    try:
        text = read(tmp_path / "x.docx", parser_seconds=10)
    except DocumentError as error:
        assert error.details["document"] == "x.docx"
    else:
        assert len(text.text) < 10_000


@pytest.mark.parametrize("share", [0.2, 0.6, 0.98])
def test_truncated_document_is_refused(tmp_path: Path, share: float) -> None:
    data = report(tmp_path / "a.docx").read_bytes()
    with pytest.raises(DocumentError) as caught:
        read_bytes(tmp_path, "cut.docx", data[: int(len(data) * share)])
    assert caught.value.details["reason"] == "broken"


def test_old_word_file_is_named(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le")
    with pytest.raises(DocumentError) as caught:
        read_bytes(tmp_path, "a.doc", data)
    assert caught.value.details["reason"] == "old_word"


def test_heading_styles_have_chinese_names_too(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles["Heading 2"]
    style.element.find(qn("w:name")).set(qn("w:val"), "标题 2")
    document.add_paragraph("二、工业", style=style)
    document.save(str(tmp_path / "z.docx"))
    assert texts(read(tmp_path / "z.docx"), BlockKind.HEADING) == ["二、工业"]


def test_table_of_contents_is_no_text(tmp_path: Path) -> None:
    document = docx.Document()
    style = document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("第一章 总则\t5", style=style)
    document.add_paragraph("全县粮食总产量61.3万吨。")
    document.save(str(tmp_path / "toc.docx"))
    assert texts(read(tmp_path / "toc.docx")) == ["全县粮食总产量61.3万吨。"]


def test_title_set_by_hand(tmp_path: Path) -> None:
    document = docx.Document()
    for line in ("春江县人民政府", "关于2023年工作情况的报告"):
        paragraph = document.add_paragraph()
        paragraph.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(line).font.size = docx.shared.Pt(22)
    centred = document.add_paragraph("2024年1月5日")
    centred.alignment = docx.enum.text.WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph().add_run("一、经济运行").bold = True
    for number in range(4):
        document.add_paragraph(f"全县粮食总产量6{number}.3万吨，比上年增长1.1%，创历史新高。")
    mixed = document.add_paragraph("其中：")
    mixed.add_run("小麦").bold = True
    document.save(str(tmp_path / "hand.docx"))
    text = read(tmp_path / "hand.docx")
    assert texts(text, BlockKind.TITLE) == ["春江县人民政府\n关于2023年工作情况的报告"]
    assert texts(text, BlockKind.HEADING) == ["一、经济运行"]
    assert texts(text)[1] == "2024年1月5日"
    assert texts(text)[-1] == "其中：小麦"


def test_marks_of_footnotes_join_no_number(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("全省生产总值")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run("92068.7亿元，占地120km")
    paragraph.add_run("2").font.superscript = True
    document.save(str(tmp_path / "f.docx"))
    assert texts(read(tmp_path / "f.docx")) == ["全省生产总值92068.7亿元，占地120km²"]
