#!/usr/bin/env python3
"""Draw verbs.tsv, nouns.tsv, adjectives.tsv and usual.tsv from two free word lists.

    make_lexicon.py LEMMINFLECT TEXTBLOB

The arguments are the unpacked wheels of PyPI lemminflect 0.2.3 and textblob 0.20.1. From the first come the inflected forms,
from the second (the lexicon of Brill's tagger) which words are in use, and the usual class of those with several.
"""
import csv
import gzip
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
# Forms that are no noun or verb in any news, and closed-class words.
NO_NOUN = set("a i us it he she the an in on at as is am be was has had may can will would must so do did does being".split())
PLURALS = set("media data means bacteria dice".split())
# Adjectives in -ing and others that the first list lacks.
MORE = """neighboring neighbouring ongoing incoming outgoing upcoming outstanding warring leading ruling governing opposing surrounding
remaining existing visiting occupying invading breakaway self-proclaimed pro-government anti-government pro-democracy anti-war""".split()
# Auxiliaries and modals stand in verb-forms.tsv.
NO_VERB = set("be have do can will may must might ought shall should would could".split())
# Verbs whose forms are far more often another word's ("the saw", "found", "feed"), or that are spelt amiss. Those in use stand in
# verb-forms.tsv.
NO_LEMMA = set("""access annexe court develope embargo fee fell found over-come putt re-build re-send re-take saw torpedo troop under-take""".split())
# Usual in the news: "on alert".
USUAL = {"alert": "NN", **{word: tag for tag, words in {
    "NN": "call comment crossing curb fighting push regret retreat slaying smuggling snub tear trafficking",
    "JJ": "neighboring neighbouring northeast northwest southeast southwest",
    "VBD": "belittled clubbed formalized galvanized grilled practised radioed rearmed slighted travelled unseated",
    "VBN": """aborted brokered chartered co-ordinated co-signed consolidated degraded disarmed enraged expropriated maimed repossessed
        shuttered simplified subsidized substantiated""",
}.items() for word in words.split()}}
TAGS = {"NN": "noun", "NNS": "noun", "JJ": "adjective", "JJR": "adjective", "JJS": "adjective", "VB": "base", "VBP": "base", "VBD": "past",
        "VBN": "participle", "VBZ": "present", "VBG": "gerund", "RB": "adverb", "RBR": "adverb", "RBS": "adverb"}


def write(name, comment, header, rows):
    lines = [*comment, "\t".join(header), *("\t".join(cell or "." for cell in row) for row in rows)]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main():
    lemminflect, textblob = map(pathlib.Path, sys.argv[1:])
    usual = {}
    for line in (textblob / "textblob/en/en-lexicon.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split()
        if len(cells) == 2 and not line.startswith(";"):
            usual.setdefault(cells[0], cells[1])
    usual.update(USUAL)
    closed = {line.split("\t")[0] for line in (HERE / "words.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")}
    verbs, nouns, adjectives = [], [], [(word,) for word in MORE]
    classes = {}
    with gzip.open(lemminflect / "lemminflect/resources/infl_lu.csv.gz", "rt", encoding="utf-8") as table:
        for lemma, kind, *forms in csv.reader(table):
            plain = lemma.isascii() and lemma == lemma.lower() and lemma.replace("-", "").isalpha() and len(lemma) > 1
            if not plain:
                continue
            forms = [form.split("/") for form in forms]
            known = [f for f in [lemma, *(f for cell in forms for f in cell)] if f in usual]
            if not known:
                continue
            if kind == "verb" and lemma not in NO_VERB:
                past, participle, gerund, present = forms
                participle = [f for f in participle if f] or past
                if lemma not in NO_LEMMA:
                    verbs.append((lemma, "|".join(present), "|".join(past), "|".join(past), "", "", "", "|".join(participle), "|".join(gerund)))
                for form in {lemma, *past, *participle, *gerund, *present}:
                    classes.setdefault(form, set()).add("verb")
                if set(past) & set(participle):
                    for form in set(past) & set(participle):
                        classes[form].add("both")
            elif kind == "noun" and lemma not in NO_NOUN and lemma not in closed:
                plurals = [f for f in forms[0] if f and f not in closed] if forms else []
                plurals = [f for f in plurals if f != lemma] or plurals
                nouns.append((lemma, "", "", "", "|".join(plurals), ""))
                for form in {lemma, *plurals}:
                    classes.setdefault(form, set()).add("noun")
            elif kind == "adj" and lemma not in closed:
                adjectives.append((lemma,))
                for form in {lemma, *(f for cell in forms for f in cell if f)}:
                    classes.setdefault(form, set()).add("adjective")
                    if form != lemma:
                        adjectives.append((form,))
            elif kind == "adv":
                classes.setdefault(lemma, set()).add("adverb")
    source = ["# Generated by make_lexicon.py from PyPI lemminflect (MIT), words in use by the lexicon of Brill's tagger (MIT)."]
    write("verbs.tsv", source, ("lemma present past past_plural quoted wish wish_plural participle present_participle").split(), sorted(set(verbs)))
    # A plural with a row of its own ("relations") would hide its singular.
    plurals = {form for row in nouns for form in row[4].split("|") if form != row[0]}
    nouns = [row for row in nouns if row[0] not in plurals or row[0] in PLURALS]
    write("nouns.tsv", source, ("lemma gender genitive oblique plural dative_plural").split(), sorted(set(nouns)))
    write("adjectives.tsv", source, ["stem"], sorted(set(adjectives)))
    several = [(form, TAGS[usual[form]]) for form, own in sorted(classes.items()) if (len(own) > 1 or form in USUAL) and usual.get(form) in TAGS]
    write("usual.tsv", ["# Generated by make_lexicon.py from the lexicon of Brill's tagger (MIT), through PyPI textblob: the usual class of forms",
                        "# that have several."], ("form", "class"), several)
    adverbs = sorted(w for w, own in classes.items() if own == {"adverb"} and not w.endswith("ly") and w not in closed and usual.get(w) == "RB")
    print(len(verbs), "verbs", len(nouns), "nouns", len(adjectives), "adjectives", len(several), "usual classes; adverbs:", " ".join(adverbs))


main()
