"""Claims: each quantity in its sentence - what, who, whom, when, according to whom - or set aside with its reason."""

from waybill.claims.read import read_claims
from waybill.claims.record import Claim, ClaimReading

__all__ = ["Claim", "ClaimReading", "read_claims"]
