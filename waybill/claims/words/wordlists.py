"""The closed word classes of English that clause reading leans on, from schemas/vocab/en/function_words.csv."""

from __future__ import annotations

from schemas.vocabulary import vocabulary

_CLASSES = {row["word_class"]: frozenset(row["words"].split()) for row in vocabulary("en/function_words")}

DETERMINERS = _CLASSES["determiners"]
ADVERBS = _CLASSES["adverbs"]
BE = _CLASSES["be"]
HAVE = _CLASSES["have"]
AUXILIARIES = BE | HAVE | _CLASSES["modals"] | _CLASSES["do"] | {"not", "never", "to"}
RELATIVES = _CLASSES["relatives"]
PREPOSITIONS = _CLASSES["prepositions"]
CLAUSE_BREAKS = _CLASSES["clause_breaks"]
PRONOUNS = _CLASSES["pronouns"]
PHRASE_BORDERS = (
    (PREPOSITIONS - {"of"})
    | RELATIVES
    | CLAUSE_BREAKS
    | (AUXILIARIES - {"not", "never", "'s"})
    | _CLASSES["subjects"]
    | _CLASSES["punctuation"]
    | {'"'}
)
"""Words that no noun group runs over."""
LABELS = _CLASSES["labels"]
OWN_ROLES = _CLASSES["own_roles"]
OPENERS = _CLASSES["openers"]
ACCOUNT_NOUNS = _CLASSES["account_nouns"]
TITLES = _CLASSES["titles"]
EVIDENCE_NOUNS = _CLASSES["evidence_nouns"]
TO_NOUNS = _CLASSES["to_nouns"]
SELVES = _CLASSES["selves"]
SOURCE_COLUMNS = _CLASSES["source_columns"]
GOODS_WORDS = _CLASSES["goods_words"]
LIST_CUES = _CLASSES["list_cues"]
MARKET_WORDS = _CLASSES["market_words"]
MEMBER_WORDS = _CLASSES["member_words"]
PERFORMANCE_WORDS = _CLASSES["performance_words"]
WHOLE_PRONOUNS = _CLASSES["whole_pronouns"]
WORKER_CUES = _CLASSES["worker_cues"]
TROOP_CUES = _CLASSES["troop_cues"]
MILITARY_BODIES = _CLASSES["military_bodies"]
MONEY_WHOLES = _CLASSES["money_wholes"]
MONEY_SUBJECTS = _CLASSES["money_subjects"]
YARDSTICKS = _CLASSES["yardsticks"]
CRAFTS = _CLASSES["crafts"]
UNIFORMED = _CLASSES["uniformed"]
