#!/usr/bin/env python3
"""Score parses against Universal Dependencies trees.

    score_parse.py PARSED.jsonl TREES.conllu [--part odd|even] [--errors MEASURE] [--limit N]

PARSED is what `examples/parse_conllu` writes for the raw text of TREES, one line a sentence. Each measure prints precision, recall and
F1 over what the trees say and what the parse says; `--errors` lists the differences of one measure with their sentences.

    words        tokenisation, by character span
    noun … relative, negation   tags, by word
    finite, nonfinite           finite verbs of clauses; verbs beside them
    predicate    the full verb (or copula) of a clause is the clause's verb
    lemma        … with its lemma, separated particle included
    passive      … and its voice
    subject accusative dative   (predicate, head) pairs; reflexives are left out
    shared       subjects that a coordinated predicate takes from the one before
    oblique      (predicate, preposition, head): the phrase stands in the predicate's clause
    clause       words that stand in the clause of their predicate
    antecedent   (relative clause, noun)
    conjuncts    (subject head, further conjunct)
    genitive prepositional apposition   (noun, dependent noun)
"""
import argparse
import collections
import json
import re

MEASURES = ("words noun finite nonfinite adjective preposition subordinator relative negation predicate lemma passive subject accusative "
            "dative shared oblique clause antecedent conjuncts genitive prepositional apposition").split()
# Verbs that make one clause with a marked infinitive, and words of the treebanks that a measure asks for.
NEGATIONS = ("nicht", "nie", "niemals", "not", "n't", "never")
MARKS = ("zu", "to")
COHERENT = {"have", "ought", "use", "go", "seem", "appear", "happen", "tend", "scheinen", "haben", "sein", "brauchen", "pflegen", "drohen", "vermögen", "wissen", "versprechen", "lassen", "gehen", "geben"}
CLAUSAL = {"root", "ccomp", "advcl", "acl", "csubj", "parataxis", "xcomp", "conj", "dep", "appos", "nsubj", "obj", "obl", "orphan"}


class Token:
    def __init__(self, cells):
        self.id, self.form, self.lemma, self.upos, self.xpos, feats, head, self.deprel = cells[:8]
        self.id, self.head = int(self.id), int(head)
        self.feats = dict(f.split("=", 1) for f in feats.split("|")) if feats != "_" else {}
        self.base = self.deprel.split(":")[0]
        self.kids = []
        self.word = None

    def has(self, *deprels):
        return [k for k in self.kids if k.deprel in deprels or k.base in deprels]

    @property
    def form_of_verb(self):
        by_tag = {"VB": "Inf", "VBN": "Part"}.get(self.xpos) if self.upos in ("VERB", "AUX") else None
        return self.feats.get("VerbForm") or ("Fin" if "Mood" in self.feats else by_tag)


class Tree:
    """A gold tree whose tokens know the number of our word at their place."""

    def __init__(self, lines, parsed):
        self.text = next(line[9:] for line in lines if line.startswith("# text = "))
        self.tokens, self.spans = {}, []
        at, covered = 0, {}
        for line in lines:
            if line.startswith("#"):
                continue
            cells = line.split("\t")
            if "-" in cells[0]:
                start = self.text.find(cells[1], at)
                first, last = map(int, cells[0].split("-"))
                covered.update((i, (start, start + len(cells[1]))) for i in range(first, last + 1))
                self.spans.append(covered[first])
                at = start + len(cells[1])
            elif "." not in cells[0]:
                token = Token(cells)
                self.tokens[token.id] = token
                if token.id in covered:
                    token.span = covered[token.id]
                    continue
                start = self.text.find(token.form, at)
                start = start if start >= 0 else at
                token.span = (start, start + len(token.form))
                self.spans.append(token.span)
                at = token.span[1]
        for token in self.tokens.values():
            if token.head:
                self.tokens[token.head].kids.append(token)
            token.word = next((i for i, w in enumerate(parsed["words"]) if w[0] <= token.span[0] < w[1]), None)
        # Trees with the tags of the Penn Treebank: case is told by place, not by form.
        self.penn = any(t.xpos in ("VBD", "VBZ", "VBN", "NNS", "NNP") for t in self.tokens.values())
        self.predicates = [t for t in self.tokens.values() if self.is_predicate(t)]

    def is_predicate(self, t):
        if t.base not in CLAUSAL or t.deprel == "compound:prt":
            return False
        finite = t.form_of_verb == "Fin" and t.upos in ("VERB", "AUX")
        helped = [k for k in t.has("aux", "cop") if k.upos == "AUX" or k.base == "cop"]
        if t.base == "xcomp" and not finite and not self.marked(t):
            return False
        if self.penn and t.upos == "VERB":
            # Infinitives, forms in -ing and participles that are clauses of their own.
            return True
        if finite or helped:
            return True
        return t.upos in ("VERB", "AUX") and (self.marked(t) or t.base == "conj" and self.helper(t) is not None)

    def marked(self, t):
        """An infinitive with its mark."""
        if t.xpos == "VVIZU" or t.form_of_verb == "Inf" and re.search(r".zu", t.form) and t.form != t.lemma and not t.has("aux"):
            return True
        return any(k.form.lower() in MARKS and k.upos == "PART" for k in t.kids) and t.form_of_verb == "Inf"

    def helper(self, t):
        """The first predicate of a coordination, where this one is a bare participle or infinitive beside it."""
        first = self.tokens.get(t.head)
        while first and first.base == "conj" and not first.has("aux", "cop"):
            first = self.tokens.get(first.head)
        return first if first and first.upos in ("VERB", "AUX") and first.has("aux") else None

    def carriers(self, p):
        """Our words that may be the verb of this predicate's clause."""
        own = [p] if p.upos in ("VERB", "AUX") or p.form_of_verb else []
        group = own + p.has("aux", "cop")
        for x in p.has("xcomp"):
            if x not in self.predicates and (x.upos in ("VERB", "AUX")):
                group += [x] + x.has("aux", "cop")
        words = {t.word for t in group}
        if p.base == "xcomp" and self.tokens.get(p.head) and self.tokens[p.head].lemma in COHERENT:
            words |= self.carriers(self.tokens[p.head])
        return words

    def main_verb(self, p):
        """The word that should carry the clause: the full verb, else the copula."""
        if p.upos in ("VERB", "AUX") or p.form_of_verb == "Part" and p.has("aux"):
            return p
        cop = p.has("cop") or p.has("aux")
        return cop[0] if cop else p

    def clause_of(self, t):
        seen = t
        while seen is not None:
            if seen in self.predicates:
                # What introduces a coordinated noun predicate's own phrase still belongs to it.
                return seen
            seen = self.tokens.get(seen.head)
        return None

    def arguments(self, p, *deprels):
        """Dependents of a predicate and of the bare infinitives that it swallows."""
        found = p.has(*deprels)
        for x in p.has("xcomp"):
            if x not in self.predicates and x.upos in ("VERB", "AUX"):
                found += self.arguments(x, *deprels)
        return found

    def same(self, t):
        """Our words that may head the phrase of this token: its name, title, number."""
        words = {t.word}
        for k in t.kids:
            near = k.base in ("flat", "compound", "nummod") or k.base == "appos" and abs(k.id - t.id) <= 2 and not any(
                u.upos == "PUNCT" for u in self.tokens.values() if min(k.id, t.id) < u.id < max(k.id, t.id))
            if near:
                words |= self.same(k)
        return words


def trees(path):
    lines = []
    for line in open(path, encoding="utf-8"):
        line = line.rstrip("\n")
        if line:
            lines.append(line)
        elif lines:
            yield lines
            lines = []


class Counts:
    def __init__(self, wanted):
        self.counts = {m: [0, 0, 0] for m in MEASURES}
        self.wanted, self.listed = wanted, []

    def pairs(self, measure, tree, gold, ours, matches=None, say=str):
        """Adds the items of one sentence; `matches(g, o)` says whether two are the same."""
        matches = matches or (lambda g, o: g == o)
        left, hits, missed = list(ours), 0, []
        for g in gold:
            found = next((o for o in left if matches(g, o)), None)
            if found is None:
                missed.append(g)
            else:
                left.remove(found)
                hits += 1
        c = self.counts[measure]
        c[0] += hits
        c[1] += len(gold)
        c[2] += len(ours)
        if measure == self.wanted and (missed or left):
            self.listed.append((tree.text, [say(g) for g in missed], [say(o) for o in left]))


def score(tree, parsed, counts):
    words, phrases, clauses = parsed["words"], parsed["phrases"], parsed["clauses"]
    text = lambda w: "-" if w is None or w >= len(words) else tree.text[words[w][0]:words[w][1]]
    tokens = list(tree.tokens.values())
    by_word = {}
    for t in tokens:
        by_word.setdefault(t.word, t)
    counts.pairs("words", tree, tree.spans, [(w[0], w[1]) for w in words], say=lambda s: tree.text[s[0]:s[1]])
    finites = {c["verb"]["finite"] for c in clauses if c["verb"] and c["verb"]["finite"] is not None}
    tags = [w[2] for w in words]

    def tag(measure, gold, ours):
        counts.pairs(measure, tree, sorted({t.word for t in tokens if gold(t) and t.word is not None}), [i for i in range(len(words)) if ours(i)], say=text)

    verbal = lambda t: t.upos in ("VERB", "AUX")
    tag("noun", lambda t: t.upos in ("NOUN", "PROPN"), lambda i: tags[i] in ("Noun", "Name"))
    tag("finite", lambda t: verbal(t) and t.form_of_verb == "Fin", lambda i: i in finites)
    tag("nonfinite", lambda t: verbal(t) and t.form_of_verb in ("Inf", "Part") and t.base != "amod", lambda i: tags[i] == "Verb" and i not in finites)
    def amod(t):
        # Adjectives of known names are the names' words to us; ordinals are numbers.
        own = t.base == "amod" or t.base == "conj" and amod(tree.tokens[t.head])
        return own and t.upos in ("ADJ", "VERB") and tags[t.word] != "Name" and not t.form[0].isdigit() if t.word is not None else False

    tag("adjective", amod, lambda i: tags[i] == "Adjective" and by_word.get(i) and by_word[i].upos in ("ADJ", "VERB", "NOUN", "PROPN", "ADV"))
    tag("preposition", lambda t: t.upos == "ADP" and t.base == "case", lambda i: tags[i] == "Preposition")
    asks = ("wie", "warum", "wieso", "wann")
    tag("subordinator", lambda t: t.base == "mark" and t.form.lower() not in (*MARKS, *asks) and t.upos == "SCONJ", lambda i: tags[i] == "Subordinator" and text(i).lower() not in asks)
    tag("relative", lambda t: t.feats.get("PronType") == "Rel" or t.xpos in ("PRELS", "PRELAT", "REL"), lambda i: tags[i] == "Relative" and not text(i).lower().startswith(("wo", "wes")))
    tag("negation", lambda t: t.form.lower() in NEGATIONS, lambda i: tags[i] == "Negation")

    # Predicates against clauses.
    home = {}
    for i, c in enumerate(clauses):
        for w in c["words"]:
            home[w] = i
    verb_of = lambda i: clauses[i]["verb"] or {}
    matched = {}
    for p in tree.predicates:
        main = tree.main_verb(p).word
        swallowed = [x.word for x in p.has("xcomp") if x not in tree.predicates and verbal(x)]
        found = next((i for i in range(len(clauses)) if i not in matched.values() and verb_of(i).get("word") in [main] + swallowed), None)
        if found is None:
            group = {main} | {t.word for t in p.has("aux", "cop")}
            found = next((i for i in range(len(clauses)) if i not in matched.values() and verb_of(i).get("finite") in group and verb_of(i).get("finite") is not None), None)
        if found is not None:
            matched[p.id] = found
    back = {i: tree.tokens[p] for p, i in matched.items()}
    heads = lambda p: tree.main_verb(p)
    swallow = lambda p: [heads(p).word] + [x.word for x in p.has("xcomp") if x not in tree.predicates and verbal(x)]
    right = {p.id for p in tree.predicates if p.id in matched and verb_of(matched[p.id]).get("word") in swallow(p)}
    named = lambda p: f"{heads(p).form}"
    counts.pairs("predicate", tree, tree.predicates, [i for i in range(len(clauses)) if verb_of(i)],
                 lambda g, o: g.id in right and matched[g.id] == o, lambda x: named(x) if isinstance(x, Token) else text(verb_of(x)["word"]))

    def lemma(p):
        verb = heads(p)
        particle = "".join(k.form.lower() for k in verb.has("compound:prt")) if verb.upos in ("VERB", "AUX") else ""
        whole = f"{verb.lemma} {particle}".strip() if tree.penn else particle + verb.lemma
        return whole.lower().replace("ß", "ss")

    full = [p for p in tree.predicates if p.id in right and heads(p).upos == "VERB" and verb_of(matched[p.id])["word"] == heads(p).word]
    same_lemma = lambda ours, gold: ours == gold or tree.penn and ours.split(" ")[0] == gold.split(" ")[0]
    counts.pairs("lemma", tree, full, full, lambda g, o: g is o and same_lemma(verb_of(matched[o.id])["lemma"].replace("ß", "ss"), lemma(g)),
                 lambda p: f"{lemma(p)}:{verb_of(matched[p.id])['lemma']}")
    alone = lambda p: tree.penn and p.xpos == "VBN" and not p.has("aux") and p.base in ("acl", "advcl")
    passive = lambda p: bool(p.has("nsubj:pass", "aux:pass", "csubj:pass")) or alone(p)
    counts.pairs("passive", tree, [p for p in tree.predicates if passive(p)], [i for i in range(len(clauses)) if verb_of(i).get("passive")],
                 lambda g, o: matched.get(g.id) == o, lambda x: named(x) if isinstance(x, Token) else text(verb_of(x)["word"]))

    # Arguments.
    reflexive = lambda t: t.feats.get("Reflex") == "Yes" or t.form.lower() == "sich" or t.xpos == "PRF"
    dative = lambda t: not t.has("case") and t.feats.get("Case") == "Dat" and t.upos not in ("NUM",)
    nominal = lambda t: t.upos in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X", "SYM")
    wanted = {
        "subject": lambda p: [k for k in tree.arguments(p, "nsubj") if nominal(k)],
        "accusative": lambda p: [k for k in tree.arguments(p, "obj") if nominal(k) and not dative(k) and not reflexive(k)],
        "dative": lambda p: [k for k in tree.arguments(p, "obj", "iobj", "obl:arg") if nominal(k) and (dative(k) or tree.penn and k.base == "iobj") and not reflexive(k)],
    }
    expletive = {t.word for t in tokens if t.base == "expl"}
    free = {t.word for t in tokens if t.base in ("obl",) and not t.has("case") or reflexive(t) or t.form_of_verb}
    for role, gold_of in wanted.items():
        gold = [(p, k) for p in tree.predicates for k in gold_of(p)]
        ours = []
        for i, c in enumerate(clauses):
            if c[role] is None or not c["verb"]:
                continue
            # The noun that a participle or clause without pronoun describes is its subject to us, not to the trees.
            if phrases[c[role]]["clause"] != i:
                continue
            head = phrases[c[role]]["head"]
            if role == "subject" and head in expletive or c["kind"] == "Fragment":
                continue
            ours.append((i, head))
        counts.pairs(role, tree, gold, ours, lambda g, o: matched.get(g[0].id) == o[0] and o[1] in tree.same(g[1]),
                     lambda x: f"{named(x[0])}←{x[1].form}" if isinstance(x[0], Token) else f"{text(verb_of(x[0])['word'])}←{text(x[1])}")

    def subject_of(i, depth=0):
        c = clauses[i]
        if c["subject"] is not None or depth > 8:
            return c["subject"]
        return subject_of(c["shares"], depth + 1) if c["shares"] is not None else None

    shared = []
    for p in tree.predicates:
        if p.base == "conj" and not p.has("nsubj", "csubj", "expl"):
            first = tree.tokens[p.head]
            while first.base == "conj" and not first.has("nsubj"):
                first = tree.tokens[first.head]
            shared += [(p, k) for k in first.has("nsubj")[:1] if first in tree.predicates]
    ours = [(i, phrases[subject_of(i)]["head"]) for i, c in enumerate(clauses) if c["verb"] and c["subject"] is None and subject_of(i) is not None]
    counts.pairs("shared", tree, shared, ours, lambda g, o: matched.get(g[0].id) == o[0] and o[1] in tree.same(g[1]),
                 lambda x: f"{named(x[0])}←{x[1].form}" if isinstance(x[0], Token) else f"{text(verb_of(x[0])['word'])}←{text(x[1])}")

    # Prepositional phrases in clauses.
    gold, ours = [], []
    for p in tree.predicates:
        for k in tree.arguments(p, "obl"):
            case = [c for c in k.has("case") if c.upos == "ADP"]
            if case and k.upos in ("NOUN", "PROPN", "PRON"):
                gold.append((p, case[0], k))
    inside = {(c["clause"], ph["preposition"], ph["head"]) for ph in phrases for c in [ph] if ph["preposition"]}
    ours = [g for g in gold if any(matched.get(g[0].id) == c and g[1].lemma.lower() == q and h in tree.same(g[2]) for c, q, h in inside)]
    counts.pairs("oblique", tree, gold, ours, lambda g, o: g is o, lambda g: f"{named(g[0])}←{g[1].form}+{g[2].form}")

    # Words in clauses.
    gold, ours = [], []
    for t in tokens:
        p = tree.clause_of(t)
        if p is None or t.upos == "PUNCT" or t.word is None:
            continue
        gold.append((t, p))
        clause = home.get(t.word)
        if clause is not None and clause in matched.values() and (back[clause] is p or verb_of(clause).get("word") in tree.carriers(p)):
            ours.append((t, p))
    counts.pairs("clause", tree, gold, ours, say=lambda g: f"{g[0].form}→{named(g[1])}")

    # Relative clauses.
    gold = [(p, tree.tokens[p.head]) for p in tree.predicates
            if p.base == "acl" and (tree.penn and not tree.marked(p) and not p.has("mark")) or p.base == "acl" and any(t.feats.get("PronType") == "Rel" or t.xpos in ("PRELS", "PRELAT", "REL") for t in tokens if tree.clause_of(t) is p)]
    ours = [(i, phrases[c["antecedent"]]["head"]) for i, c in enumerate(clauses) if c["antecedent"] is not None]
    counts.pairs("antecedent", tree, gold, ours, lambda g, o: matched.get(g[0].id) == o[0] and o[1] in tree.same(g[1]),
                 lambda x: f"{named(x[0])}→{x[1].form}" if isinstance(x[0], Token) else f"{text(verb_of(x[0]).get('word'))}→{text(x[1])}")

    # What hangs on nouns.
    gold = []
    for p in tree.predicates:
        for s in tree.arguments(p, "nsubj"):
            gold += [(s, k) for k in s.has("conj") if k.upos in ("NOUN", "PROPN", "PRON")]
    ours = []
    for c in clauses:
        if c["subject"] is not None and c["verb"]:
            members = [c["subject"]]
            for i, ph in enumerate(phrases):
                if ph["attached"] and ph["attached"][1] == "Coordination" and ph["attached"][0] in members:
                    members.append(i)
            ours += [(phrases[members[0]]["head"], phrases[m]["head"]) for m in members[1:]]
    say = lambda x: f"{x[0].form}+{x[1].form}" if isinstance(x[0], Token) else f"{text(x[0])}+{text(x[1])}"
    near = lambda g, o: o[0] in tree.same(g[0]) and o[1] in tree.same(g[1])
    counts.pairs("conjuncts", tree, gold, ours, near, say)
    noun = lambda t: t.upos in ("NOUN", "PROPN")
    attached = lambda how: [(phrases[ph["attached"][0]]["head"], ph["head"]) for ph in phrases if ph["attached"] and ph["attached"][1] == how and not ph["pronoun"]]
    dependents = [(tree.tokens[t.head], t) for t in tokens if t.head and noun(t) and noun(tree.tokens[t.head])]
    counts.pairs("genitive", tree, [d for d in dependents if d[1].base == "nmod" and (not d[1].has("case") and d[1].feats.get("Case") == "Gen" or tree.penn and (d[1].deprel == "nmod:poss" or any(c.form == "of" for c in d[1].has("case"))))],
                 attached("Genitive"), near, say)
    counts.pairs("prepositional", tree, [d for d in dependents if d[1].base in ("nmod", "obl") and any(c.upos == "ADP" for c in d[1].has("case"))],
                 attached("Preposition"), near, say)
    far = lambda d: any(u.upos == "PUNCT" for u in tokens if min(d[0].id, d[1].id) < u.id < max(d[0].id, d[1].id))
    counts.pairs("apposition", tree, [d for d in dependents if d[1].base == "appos" and far(d)], attached("Apposition"), near, say)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("parsed")
    arguments.add_argument("trees")
    arguments.add_argument("--part", choices=("odd", "even"))
    arguments.add_argument("--errors", choices=MEASURES)
    arguments.add_argument("--limit", type=int, default=60)
    arguments.add_argument("--brief", action="store_true", help="F1 only, on one line a measure")
    options = arguments.parse_args()
    counts = Counts(options.errors)
    parsed = [json.loads(line) for line in open(options.parsed, encoding="utf-8")]
    for number, (lines, ours) in enumerate(zip(trees(options.trees), parsed, strict=True), 1):
        if options.part and (number % 2 == 1) != (options.part == "odd"):
            continue
        score(Tree(lines, ours), ours, counts)
    if options.errors:
        for text, missed, extra in counts.listed[:options.limit]:
            print(text, "\n    missed:", "  ".join(missed), "\n    extra: ", "  ".join(extra))
        print(len(counts.listed), "sentences")
        return
    for measure, (hits, gold, ours) in counts.counts.items():
        precision, recall = hits / max(ours, 1), hits / max(gold, 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(f"{measure:14} P {100 * precision:5.1f}  R {100 * recall:5.1f}  F1 {100 * f1:5.1f}   {hits}/{gold}/{ours}")


main()
