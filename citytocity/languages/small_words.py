"""Words too small to look for: a query is asked without them while it has others."""

BY_LANGUAGE = {
    "en": "a an and at by for from in is of on or s the to with",
    "ru": "а без в во для до за и из или к ко на над не о об от по под при про с со у",
    "de": "am an auf aus bei das dem den der des die ein eine für im in mit oder und vom von zu "
    "zum zur",
    "it": "al alla da dal dalla dei del dell della delle di e gli i il in la le lo per su un una",
    "fr": "au aux avec d dans de des du en et l la le les ou par pour sur un une",
}
SMALL_WORDS = frozenset(word for line in BY_LANGUAGE.values() for word in line.split())
