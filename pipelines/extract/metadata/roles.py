"""Words that are no part of a person's name, or that make a name an organisation's. Tables, by language."""

import re

_ROLES = r"""
    editors?|co-?editor|reporter|correspondent|writer|columnist|journalist|contributor|contributing|critic|producer
    |photographer|staff|director|manager|president|chair(?:man|woman)|(?:co-?)?founder|c[etfm]o|coo|head of|professor
    |lecturer|researcher|fellow|analyst|strategist|consultant|specialist|attorney|intern|freelancer?|blogger|moderator
    |administrator|engineer|partner|officer|presenter|anchor|associate
    |redakteur(?:in)?|korrespondent(?:in)?|autorin|journalist(?:in)?|(?:ressort)?leiter(?:in)?|chefredakteur(?:in)?
    |herausgeber(?:in)?|volontär(?:in)?
    |rédact(?:eur|rice)|journaliste|correspondante?|grand reporter|direct(?:eur|rice)
    |redactora?|periodista|corresponsal|directora?|colaboradora?|enviad[oa]|editora
    |redattor[ei]|redattrice|giornalista|corrispondente|inviat[oa]|direttor[ei]|direttrice|collaborator[ei]
    |repórter|jornalista|correspondente|redatora?|colunista|diretora?
    |redacteur|verslaggever|hoofdredacteur|medewerker
    |redaktör|skribent|krönikör|redaktør|kommentator|redaktor|dziennikarz|dziennikarka|korespondentka?
    |корреспондент|журналист|редактор|обозреватель
"""
ROLE = re.compile(
    r"(?<![\w-])(?:[\w-]{1,30}\s){0,3}(?:" + re.sub(r"\n\s+", "", _ROLES.strip()) + r")(?!\w)", re.IGNORECASE
)
"""What a person is, with up to three words before it: "Senior Science Editor"."""

AGENCY = re.compile(
    r"(?:the\s)?(?:reuters|ap|afp|dpa|apa|sid|epd|kna|efe|ansa|lusa|anp|belga|tt|ntb|ritzau|pap|tass|xinhua|kyodo|upi|"
    r"pa|bloomberg|associated press|press association|bbc(?: news)?|cnn|npr|[\w.-]+\.(?:com|org|net|de|fr))",
    re.IGNORECASE,
)
"""News agencies and sites that stand after an author's name."""

ORGANISATION = re.compile(
    r"\b(?:ministr(?:y|ies|o|ère|ério)|minister(?:ium|io|ie|stvo)|departe?a?ment\w*|dep(?:t|artamento)|bureau|"
    r"institut\w*|"
    r"istituto|universit\w+|universidad\w*|college|council|agenc(?:y|ies|e|ia|ja)|agenzia|agentur|office|"
    r"committee|comité|"
    r"board|cent(?:er|re|ro|rum)|zentrum|foundation|fondation|fundaci[oó]n|fonda?zione|stiftung|"
    r"associati?on\w*|asociaci[oó]n|"
    r"society|soci[eé]t[eé]|sociedad|gesellschaft|verband|commission|kommission|comisi[oó]n|commissione|federation|"
    r"organi[sz]ation|bundes\w+|landes\w+|amt|academy|akademie|acad[eé]mie|authority|administration|service|services|"
    r"team|staff|editors|redaktion|inc|ltd|llc|gmbh|company|corporation|group|consortium|collaboration|network|library|"
    r"museum|project|министерство|университет|институт)\b"
    r"|省$|庁$|研究所|委員会|委员会|大学|協会|协会|編集部|编辑部|株式会社|有限公司|부$|대학교|연구소",
    re.IGNORECASE,
)
"""Words of institutions, whose names hold "and" and commas: "Ministry of Water and Forests"."""

NOBODY = frozenset(
    """admin|administrator|webmaster|null|none|undefined|unknown|author|authors|editor|editors|n a|anonymous|redaktion
    |staff|contributor|contributors|guest|guest author|guest contributor|user|deleted|site admin|support|by|posted
    |posted by|follow|read more|more|share|all posts|view all posts|view profile|profile|home|about
    |about the author|contact|login
    |sign in|subscribe|written by|medically reviewed|reviewed by|article|blog|news|original poster|op|member|new member
    |moderator|autor|auteur|autore|von|par|por|di|see all|show more|about us|editorial|save|reply|website""".replace(
        "\n    ", ""
    ).split("|")
)
"""Values that name nobody, without case and punctuation."""
