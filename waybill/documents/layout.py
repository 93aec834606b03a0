"""What is known of a page once it has been looked over: its paragraphs, the verdict on each, and their parts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from waybill.documents.furniture import Verdict
from waybill.documents.header import HeaderDate
from waybill.documents.paragraphs import Paragraph, has_sentence

_LOWERED = re.compile(r"(?<!\w)[a-zà-ÿ][\w'’-]{2,}")


@dataclass(slots=True)
class Layout:
    """Paragraphs of a page with the verdict on each, and which of them are title, header and body."""

    paragraphs: list[Paragraph]
    verdicts: list[Verdict | None]
    dates: dict[int, tuple[HeaderDate, ...]] = field(default_factory=dict)
    byline: str | None = None
    signed: int | None = None  # the paragraph that names the writers
    title: int | None = None
    header_end: int = -1  # last paragraph that holds a header's date, byline or counter
    body: range = range(0)
    captions: set[int] = field(default_factory=set)  # told apart from the body, but read
    readable: frozenset[int] = frozenset()  # standfirsts above the body: no furniture, no body

    def common_words(self, first: int) -> frozenset[str]:
        """Words that the text from paragraph `first` on has in lower case: no names of people."""
        body = " ".join(paragraph.text for paragraph in self.paragraphs[first : first + 12])[:4_000]
        return frozenset(_LOWERED.findall(body))

    def is_text(self, place: int) -> bool:
        """Whether the paragraph is running text that no rule calls furniture."""
        return self.verdicts[place] is None and place not in self.captions and has_sentence(self.paragraphs[place])
