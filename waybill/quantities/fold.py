"""Folds text to one plain form without moving a character: lower case, ASCII digits, plain spaces, dashes and quotes.

Every reader of this room works on the folded text and reports offsets that are valid in the original.
"""

from __future__ import annotations

import re
import unicodedata

_NEWLINES = "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_TYPOGRAPHY = {
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\u2011": "-",
    "\u2010": "-",
    "\u2212": "-",
    "\u00d7": "x",
}
# Found in few texts; looked up only when one of them is there.
_RARE = {
    "\u201a": "'",
    "\u201b": "'",
    "\u02bc": "'",
    "\u2032": "'",
    "\u2012": "-",
    "\u2015": "\u2014",
    "\ufe63": "-",
    "\uff0d": "-",
    "\uff0b": "+",
    "\uff0c": ",",
    "\uff0e": ".",
    "\uff05": "%",
    "\ufe6a": "%",
    "\u066a": "%",
    "\uff04": "$",
    "\ufe69": "$",
    "\uffe1": "£",
    "\uffe5": "¥",
    "\uff1a": ":",
    "\uff08": "(",
    "\uff09": ")",
    "\uff5e": "~",
    "\u301c": "~",
    "\u223c": "~",
    "\u02dc": "~",
    "\u2248": "~",
    "\u2044": "/",
    "\u2215": "/",
    "\uff0f": "/",
    "\u066b": ".",
    "\u066c": ",",
    "\u03bc": "µ",
    "\u2103": "℃",
}
_LAST_DIGIT_BLOCK = 0x20000  # decimal digits and spaces end in plane 1
_COMMON_FOLDS = tuple(_TYPOGRAPHY.items())


def _rare_folds() -> dict[int, str]:
    """Every digit, space and sign beyond the common ones, to its plain form."""
    folds = {ord(sign): plain for sign, plain in _RARE.items()}
    for point in range(0x80, _LAST_DIGIT_BLOCK):
        character = chr(point)
        category = unicodedata.category(character)
        if category == "Nd":
            folds[point] = str(unicodedata.digit(character))
        elif category == "Zs":
            folds[point] = " "
    return folds


_RARE_FOLDS = _rare_folds()
# Latin, Cyrillic and the common typography hold no sign to fold; a text of them alone is spared the table.
_UNCOMMON = re.compile("[^\x00-\u02bb\u0400-\u052f\u2013\u2014\u2018\u2019\u201c-\u2026\u20a8-\u20bf]")
_NEWLINE_SIGN = re.compile(f"[{_NEWLINES}]")


def fold(text: str) -> str:
    """`text` in lower case with plain digits, spaces, dashes and quotes; the same length, offsets unchanged.

    >>> fold("５０\u202f000 Crates – “Kyiv’s”")
    '50 000 crates - "kyiv\\'s"'
    """
    folded = text.lower()
    if len(folded) != len(text):
        # The capital I with a dot is the one character that lower() makes longer.
        folded = "".join(character if len(character.lower()) != 1 else character.lower() for character in text)
    if not folded.isascii():
        for sign, plain in _COMMON_FOLDS:
            folded = folded.replace(sign, plain)
        if _UNCOMMON.search(folded):
            folded = folded.translate(_RARE_FOLDS)
    if _NEWLINE_SIGN.search(folded):
        folded = _NEWLINE_SIGN.sub("\n", folded)
    return folded
