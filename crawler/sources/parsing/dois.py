"""DOIs -> URLs."""


def doi_url(doi: str) -> str | None:
    """The resolver's URL of a DOI, however the DOI is written; None if it is not a DOI."""
    bare = doi.strip()
    for lead in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi:"):
        if bare.lower().startswith(lead):
            bare = bare[len(lead) :].strip()
    return f"https://doi.org/{bare}" if bare.startswith("10.") and "/" in bare else None
