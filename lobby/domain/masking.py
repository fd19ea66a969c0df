"""Names and numbers with most of each hidden; whatever is not recognised becomes stars throughout."""

from __future__ import annotations

import re
import unicodedata

STAR = "*"
MIDDLE_DOTS = "·•‧・．・"
SURNAMES_OF_TWO = (
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 令狐 慕容 "
    "司徒 司空 夏侯 长孙 長孫 宇文 轩辕 軒轅 钟离 鍾離 鐘離 闾丘 閭丘 淳于 淳於 单于 "
    "單于 太史 申屠 仲孙 仲孫 独孤 獨孤 南宫 南宮 拓跋 赫连 赫連 澹台 澹臺 公冶 宗政 "
    "濮阳 濮陽 百里 东郭 東郭 南门 南門 呼延 西门 西門 端木 公羊 漆雕 第五 万俟 闻人 "
    "聞人 张简 張簡 范姜 左丘 梁丘 东门 東門 谷梁 穀梁 公良 巫马 巫馬 乐正 樂正 亓官 "
    "司寇 颛孙 顓孫 子车 子車 纳兰 納蘭 "
)
COMPOUND_SURNAMES = frozenset(SURNAMES_OF_TWO.split())
MAINLAND_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
OTHER_PHONE = re.compile(r"\+?\d{7,15}")
MAINLAND_ID = re.compile(r"\d{17}[\dX]|\d{15}")
OTHER_PAPER = re.compile(r"[A-Z]{1,3}\d{6,10}|[A-Z]{3}\d{12}")
CARD = re.compile(r"\d{16,19}")
EMAIL = re.compile(r"([^\s@])[^\s@]*@[^\s@]+\.[^\s@]+")


def mask_name(name: str | None, kind: str = "person") -> str | None:
    """张三 → 张*, 欧阳修 → 欧阳*, 古丽·艾山 → 古*·艾*, Jan Novak → J** N****; an organisation in full."""
    if name is None:
        return None
    text = " ".join(unicodedata.normalize("NFC", name).split())
    if not text:
        return None
    if kind == "organisation":
        return text
    if all(_is_han(sign) or sign in MIDDLE_DOTS or sign == " " for sign in text):
        return _mask_han(text.replace(" ", ""))
    if all(_is_latin(sign) or sign in " '-.’" for sign in text):
        return " ".join(_keep(word, 1) for word in text.split())
    return STAR * len(text)


def mask_phone(phone: str | None) -> str | None:
    """138****1234 for a mainland mobile; the last four of any other number; stars for anything else."""
    if phone is None:
        return None
    digits = _compact(phone)
    mobile = MAINLAND_MOBILE.fullmatch(digits)
    if mobile:
        number = mobile.group(1)
        return f"{number[:3]}****{number[-4:]}"
    return f"****{digits[-4:]}" if OTHER_PHONE.fullmatch(digits) else STAR * len(phone)


def mask_id_number(number: str | None) -> str | None:
    """The first and the last sign of an identity card, passport or permit; stars for anything else."""
    if number is None:
        return None
    paper = _compact(number).upper()
    if MAINLAND_ID.fullmatch(paper) or OTHER_PAPER.fullmatch(paper):
        return f"{paper[0]}{STAR * (len(paper) - 2)}{paper[-1]}"
    return STAR * len(number)


def mask_card(number: str | None) -> str | None:
    """****1234 for 16 to 19 digits; stars for anything else."""
    if number is None:
        return None
    digits = _compact(number)
    return f"****{digits[-4:]}" if CARD.fullmatch(digits) else STAR * len(number)


def mask_email(address: str | None) -> str | None:
    """d**@ for an address; stars for anything else."""
    if address is None:
        return None
    found = EMAIL.fullmatch(address.strip())
    return f"{found.group(1)}**@" if found else STAR * len(address)


def _mask_han(text: str) -> str:
    parts = re.split(f"([{MIDDLE_DOTS}])", text)
    if len(parts) > 1:
        return "".join(part if part in MIDDLE_DOTS else _keep(part, 1) for part in parts if part)
    return _keep(text, 2 if len(text) > 2 and text[:2] in COMPOUND_SURNAMES else 1)


def _keep(word: str, count: int) -> str:
    return word[:count] + STAR * (len(word) - count) if len(word) > 1 else STAR


def _compact(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s()\-–—.]", "", folded)


def _is_han(sign: str) -> bool:
    return sign == "〇" or unicodedata.name(sign, "").startswith("CJK ")


def _is_latin(sign: str) -> bool:
    return unicodedata.name(sign, "").startswith("LATIN ")


def surname(name: str | None) -> str | None:
    """The family name with which a Han name is addressed (王秀兰 → 王); None for any other name."""
    kept = (mask_name(name) or "").rstrip(STAR)
    return kept if kept and all(_is_han(sign) for sign in kept) else None
