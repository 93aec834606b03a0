"""The quantity reader: text in, quantities with spans out, whatever the topic.

>>> from waybill.quantities import read_quantities
>>> [(q.text, q.value_low, q.comparator, q.item) for q in read_quantities("At least 40 lorries and two cranes left.")]
[('At least 40', 40.0, 'at_least', 'lorries'), ('two', 2.0, 'exact', 'cranes')]
"""

from waybill.quantities.read import read_numbers, read_quantities
from waybill.quantities.record import Quantity, Reading, Rejection

__all__ = ["Quantity", "Reading", "Rejection", "read_numbers", "read_quantities"]
