"""What must hold for any text, and for any quantity however it is phrased."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.vocabulary import vocabulary
from waybill.quantities import Quantity, Reading, read_numbers, read_quantities
from waybill.quantities.fold import fold

BESIDE_THE_NUMBER = {"or more", "or so", "or fewer", "or less", "plus", "or over"}
UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
SMALL = [*UNITS.split(), "seventeen", "eighteen", "nineteen"]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
COMPARATORS = {
    "exact", "about", "nearly", "just_over", "more_than", "at_least", "less_than", "up_to", "between", "vague",
}  # fmt: skip
# Words that only some numbers or units take: "c." an old count, "older" an age, signs, money.
SPECIAL_BOUNDS = {"older than", "younger than", "or older", "or younger", "c.", "ca", "ca.", "max.", "approx."}


def in_words(number: int, joiner: str = " and ") -> str:
    """English words of a whole number below a thousand million."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    for scale, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            tail = f"{joiner if rest < 100 else ' '}{in_words(rest, joiner)}" if rest else ""
            return f"{in_words(head, joiner)} {name}{tail}"
    raise AssertionError(number)


def grouped(number: int, sign: str) -> str:
    return f"{number:,}".replace(",", sign)


def written(number: int) -> st.SearchStrategy[str]:
    """The ways a newsroom writes a whole number."""
    forms = [str(number), grouped(number, ","), grouped(number, "\u202f"), grouped(number, "\u00a0"), in_words(number)]
    forms += [in_words(number, " ")]
    if number >= 10_000:
        forms += [grouped(number, " "), grouped(number, "'")]
    if number % 1000 == 0:
        forms += [f"{number // 1000} thousand", f"{number // 1000}k", f"{number // 1000}-thousand"]
    if number >= 10**6 and number % 10_000 == 0:
        millions = f"{Decimal(number) / 10**6:f}"
        forms += [f"{millions} million", f"{millions}mn", f"{millions} MILLION"]
    return st.sampled_from(forms)


NUMBERS = st.one_of(
    st.integers(2, 999), st.integers(1, 900).map(lambda n: n * 1000), st.integers(100, 9000).map(lambda n: n * 10_000)
).filter(lambda n: not 1000 <= n <= 2100)
BOUNDS = st.sampled_from(
    [("before", "", "exact")]
    + [
        (row["place"], row["phrase"], row["comparator"])
        for row in vocabulary("en/bounds")
        if row["comparator"] != "increment" and row["phrase"] not in SPECIAL_BOUNDS
    ]
)
THINGS = st.sampled_from(
    [
        (" armoured vehicles", None, "vehicle"),
        (" people", None, "person"),
        (" tonnes of grain", "t", None),
        (" km", "km", None),
        (" percent", "percent", None),
        (" kilowatt-hours", "kWh", None),
        (" euros", "EUR", None),
        (" barrels", "bbl", None),
    ]
)


def expected(number: float, comparator: str) -> tuple[float | None, float | None, float | None]:
    if comparator in {"more_than", "at_least"}:
        return number, None, None
    if comparator in {"less_than", "up_to"}:
        return None, None, number
    return number, number, number


@settings(max_examples=600, deadline=None)
@given(data=st.data(), number=NUMBERS, bound=BOUNDS, thing=THINGS, capital=st.booleans())
def test_a_phrased_quantity_is_read_back(
    data: st.DataObject,
    number: int,
    bound: tuple[str, str, str],
    thing: tuple[str, str | None, str | None],
    capital: bool,
) -> None:
    place, phrase, comparator = bound
    noun, unit, head = thing
    figure = data.draw(written(number))
    if place == "before":
        words = f"{phrase} {figure}{noun}" if phrase else figure + noun
    elif phrase in BESIDE_THE_NUMBER and data.draw(st.booleans()):
        words = figure + ("" if phrase[0] in "-+" else " ") + phrase + noun
    elif phrase[0] in "-+":
        words = figure + phrase + noun
    else:
        words = f"{figure}{noun} {phrase}"
    sentence = f"{words} were counted." if capital else f"The survey found {words} at the border."
    quantities = read_quantities(sentence)
    assert len(quantities) == 1, quantities
    found = quantities[0]
    assert (found.value_low, found.value_best, found.value_high) == expected(number, comparator), found
    assert (found.comparator, found.unit) == (comparator, unit), found
    if head:
        assert found.item_head == head, found


@settings(max_examples=300, deadline=None)
@given(
    low=st.integers(2, 400),
    step=st.integers(1, 500),
    scale=st.sampled_from([("", 1), (" thousand", 1000), (" million", 10**6), ("bn", 10**9)]),
    shape=st.sampled_from(["{}-{}", "{}–{}", "{} to {}", "between {} and {}", "anywhere from {} to {}"]),
    money=st.booleans(),
)
def test_a_range_is_read_back(low: int, step: int, scale: tuple[str, int], shape: str, money: bool) -> None:
    suffix, factor = scale
    sign = "$" if money else ""
    span = shape.format(f"{sign}{low}", f"{sign}{low + step}{suffix}")
    quantities = read_quantities(f"The plan needs {span}{'' if money else ' crates'} in all.")
    assert len(quantities) == 1, quantities
    found = quantities[0]
    assert (found.value_low, found.value_best, found.value_high) == (low * factor, None, (low + step) * factor), found
    assert (found.comparator, found.unit) == ("between", "USD" if money else None)
    assert found.text == span


def assert_sound(text: str, reading: Reading) -> None:
    spans = sorted((part.start, part.end) for part in (*reading.quantities, *reading.rejections))
    for part in (*reading.quantities, *reading.rejections):
        assert 0 <= part.start < part.end <= len(text)
        assert text[part.start : part.end] == part.text
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    for quantity in reading.quantities:
        assert_finite(quantity)
        if quantity.item is not None:
            assert quantity.item_start is not None and quantity.item_end is not None
            assert text[quantity.item_start : quantity.item_end] == quantity.item


def assert_finite(quantity: Quantity) -> None:
    values = (quantity.value_low, quantity.value_best, quantity.value_high)
    assert any(value is not None for value in values)
    assert all(value is None or math.isfinite(value) for value in values)
    assert quantity.comparator in COMPARATORS
    if quantity.value_low is not None and quantity.value_high is not None:
        assert quantity.value_low <= quantity.value_high


TRICKY = (
    "1 23 456 1,234 1.5 0 007 1e9 1e999999 ½ ２４ ٣٤ १२ 12th 1990s 3-1 10-year-old $ € £ % ° -18 +5 / ( ) [3] : ; , . "
    "' \" – — … \n million bn k m hundred dozen dozens handful tens couple few several no none not one two twenty half "
    "third quarter a an of per in out and or to from between more than up about over under nearly at least -plus odd "
    "times twice doubled fold percent km kg mm barrels dollars euros people shells the year month day old aged "
    "İ ß ﬁ 한국 😀 \u200b \u0301 \x00 \u2028 x ± ~ KN-23 US$ Rs"
)
PIECES = st.sampled_from(TRICKY.split(" "))


@settings(max_examples=700, deadline=None)
@example("1²" * 6 + " one out of ²")
@given(st.one_of(st.text(), st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join)))
@example("İ" * 3 + " 40 tanks")
@example("1" * 5000)
@example("$-5 -$5 --5 +-5 ±5 5± 5±5")
@example("one in a half of a third of ½ of 1/0 of 0/0 and 1/3/5")
@example("10 times less zero times less 0 times less than 0 percent less")
def test_any_text_is_read_soundly(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert_sound(text, read_numbers(text))


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read_numbers(text) == read_numbers(text)
