"""What a note about a customer may hold, however it is written."""

import pytest

from lobby.domain.note import note_fault, one_line
from tests.portraits import CATALOG


def fault(text: str) -> str | None:
    return note_fault(text, 60, CATALOG.not_noted, CATALOG.wording)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "周五下午三点带女儿再来",
        "留 20 万给孩子上学，其余可以放一年",
        "2026-12-03 10:30 约在专区",
        "想比较 1 年 0.95% 和 3 年 1.25%",
        "有 1,000,000.00 要转出，先问手续费",
        "3、6、12 个月都想了解",
        "尾号 1234 的卡到期",
        "小三房的贷款快还清了，没毛病",
        "住院医疗险想再问问",
        "archive of the keystrokes",
        "存款保险怎么保",
    ],
)
def test_what_staff_need_to_write_down_is_kept(text):
    assert fault(text) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("13800001234", "note_number"),
        ("138 0000 1234", "note_number"),
        ("138-0000-1234 找她女儿", "note_number"),
        ("１３８００００１２３４", "note_number"),
        ("一三八零零零零一二三四", "note_number"),
        ("6222 0202 0011 2233 445", "note_number"),
        ("33010619550308001X", "note_number"),
        ("0571-8888 8888", "note_number"),
        ("刚查出癌症", "note_sensitive"),
        ("糖 尿 病要用钱", "note_sensitive"),
        ("懷孕了", "note_sensitive"),
        ("Has CANCER", "note_sensitive"),
        ("在办离婚", "note_sensitive"),
        ("信 教", "note_sensitive"),
        ("跟他说保本", "note_promise"),
        ("稳 赚 不赔", "note_promise"),
        ("guaranteed return", "note_promise"),
        ("字" * 61, "note_long"),
    ],
)
def test_what_must_not_be_written_down_is_named(text, why):
    assert fault(text) == why


def test_a_note_is_one_printable_line():
    assert one_line("  周五\n来\u200b 吧\t") == "周五 来 吧"
