"""What stays of a name and a number; whatever is not recognised becomes stars."""

import pytest

from lobby.domain.masking import mask_card, mask_email, mask_id_number, mask_name, mask_phone

NAMES = [
    ("张", "*"),
    ("张三", "张*"),
    ("张三丰", "张**"),
    ("张三丰子", "张***"),
    ("张 三", "张*"),
    (" 张三 ", "张*"),
    ("欧阳", "欧*"),
    ("欧阳修", "欧阳*"),
    ("欧阳震华", "欧阳**"),
    ("歐陽修", "歐陽*"),
    ("司马光", "司马*"),
    ("諸葛亮", "諸葛*"),
    ("上官婉儿", "上官**"),
    ("范徐丽泰", "范***"),
    ("𠮷野家", "𠮷**"),
    ("㐂一", "㐂*"),
    ("䶮三", "䶮*"),
    ("阿凡提·买买提", "阿**·买**"),
    ("古丽•艾山", "古*•艾*"),
    ("丹增·旺·珠", "丹*·*·*"),
    ("买买提・艾力", "买**・艾*"),
    ("John Smith", "J*** S****"),
    ("JOHN", "J***"),
    ("J Smith", "* S****"),
    ("Anna-Maria Nováková", "A********* N*******"),
    ("O'Brien Sean", "O****** S***"),
    ("Łukasz Żak", "Ł***** Ż**"),
    ("张Tom", "****"),
    ("客户123", "*****"),
    ("李@四", "***"),
    ("<b>王</b>", "********"),
    ("Иван", "****"),
    ("", None),
    ("   ", None),
    (None, None),
]
PHONES = [
    ("13812341234", "138****1234"),
    ("138 1234 1234", "138****1234"),
    ("138-1234-1234", "138****1234"),
    ("+8613812341234", "138****1234"),
    ("+86 138 1234 1234", "138****1234"),
    ("8613812341234", "138****1234"),
    ("008613812341234", "138****1234"),
    ("１３８１２３４１２３４", "138****1234"),
    ("010-12345678", "****5678"),
    ("(021) 6234 5678", "****5678"),
    ("0755-1234567", "****4567"),
    ("+852 9123 4567", "****4567"),
    ("+853 6612 3456", "****3456"),
    ("91234567", "****4567"),
    ("+420 601 123 456", "****3456"),
    ("12345", "*****"),
    ("call me", "*******"),
    ("1381234123x", "***********"),
    (None, None),
]
PAPERS = [
    ("110101199003071234", "1****************4"),
    ("11010119900307123X", "1****************X"),
    ("11010119900307123x", "1****************X"),
    ("110101 19900307 1234", "1****************4"),
    ("110101900307123", "1*************3"),
    ("E12345678", "E*******8"),
    ("EA1234567", "E*******7"),
    ("H12345678", "H*******8"),
    ("HKG123456789012", "H*************2"),
    ("12345", "*****"),
    ("?", "*"),
    (None, None),
]
CARDS = [
    ("6222020012345678", "****5678"),
    ("6222 0200 1234 5678 901", "****8901"),
    ("6222-0200-1234-5678", "****5678"),
    ("622202001234567", "***************"),
    ("62220200123456789012", "********************"),
    ("6222x20012345678", "****************"),
    (None, None),
]
ADDRESSES = [
    ("dana@example.com", "d**@"),
    (" d@example.com ", "d**@"),
    ("not an address", "**************"),
    ("@example.com", "************"),
    (None, None),
]


@pytest.mark.parametrize(("name", "masked"), NAMES)
def test_masking_a_name_keeps_its_first_sign(name, masked):
    assert mask_name(name) == masked


def test_masking_an_organisation_is_named_in_full():
    assert mask_name("示例贸易（上海）有限公司", "organisation") == "示例贸易（上海）有限公司"


@pytest.mark.parametrize(("phone", "masked"), PHONES)
def test_masking_a_phone_keeps_its_last_four(phone, masked):
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(("number", "masked"), PAPERS)
def test_masking_a_paper_keeps_its_first_and_last(number, masked):
    assert mask_id_number(number) == masked


@pytest.mark.parametrize(("number", "masked"), CARDS)
def test_masking_a_card_keeps_its_last_four(number, masked):
    assert mask_card(number) == masked


@pytest.mark.parametrize(("address", "masked"), ADDRESSES)
def test_masking_an_address_keeps_its_first_sign(address, masked):
    assert mask_email(address) == masked


def test_masking_the_table_holds_at_least_sixty_cases():
    assert len(NAMES) + len(PHONES) + len(PAPERS) + len(CARDS) + len(ADDRESSES) >= 60
