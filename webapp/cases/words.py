"""Words that every page about a case needs from the profile."""

from webapp.tenancy import profile

MODALITIES = (
    "must",
    "shall",
    "may",
    "encouraged",
    "explore",
    "pilot",
    "where_possible",
    "in_principle",
    "direct",
)


def modality_words() -> dict[str, str]:
    """Modality id -> the documents' own word, as the profile gives it."""
    return {modality: profile().label("modality", modality) for modality in MODALITIES}
