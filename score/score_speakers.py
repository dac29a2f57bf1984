#!/usr/bin/env python3
"""Score who says what by which word against the cues and sources of SpkAtt-2023 (speeches of the Bundestag).

    score_speakers.py GOLD_DIR PROGRAM [--half learn|check] [--tables ROOT] [--misses] [--extras] [--by-cue]

PROGRAM is `target/release/examples/code_records`: it gets the texts and prints cues with the heads of their sources. A cue is
found where the engine's word is one of its words (small ones apart), its source where the engine's word stands in the core
of the source: its words up to the first comma, preposition, conjunction or second article. Printed are precision, recall
and F1 of cues, and of cues with their source: of all, and of those that the codebook's `said_by` needs (README.md beside
this file says which these are). `learn` is every other speech in order of file name, from the first; `check` the others.
"""
import collections
import json
import pathlib
import re
import subprocess
import sys

# Marks that stand close to the word before them, and to the word behind them.
CLOSE, OPEN = set(",.;:!?)“…"), set("„(")
# Small words of a cue, and its light verbs: what they are said with is the cue.
SMALL = set("""der die das den dem des ein eine einen einem einer eines zu zum zur in im aus auf an am von vor für nach mit bei und oder
als sich es nicht kein keine""".split())
LIGHT = re.compile(r"(mach|gemach|geb|gib|gab|gegeben|nehm|nimm|nahm|genomm|stell|gestell|führ|geführ|hab|hat|bring|bracht|gebracht|zieh|gezog|leg|geleg|treff|traf|getroff"
                   r"|sei|ist|sind|bin|war|wird|find|üb|geübt|erstatt|erhob|erheb|richt|gericht)\w{0,3}")
REFLEXIVE = {"sich", "mich", "mir", "uns", "dich", "dir", "euch"}
ENDS = set("""in im an am auf aus bei mit nach seit von vom vor zu zum zur für über unter gegen durch um ohne wie als und oder sowie
der die das den dem des einer eines , - : (""".split())
# Whoever speaks himself, nobody in particular, and things: no speaker that a reader is told of. What a paper or a figure says is
# said by whoever wrote it, and the set gives such a cue no source.
NOBODY = re.compile(r"(ich|wir|mich|mir|uns|man|einem|niemand\w*|jemand\w*|kein\w*|wer|wem|wen|mein\w*|unser\w*|unsre\w*|es|das|dies\w*|was|etwas|eine?s"
                    r"|\w*(antr[aä]ge?|entw[uü]rfe?|gesetze?s?|studien?|zahlen?|gutachten|berichte?|statistik(en)?|umfragen?|erklärung|urteile?|verträge?|vertrag|vorgaben?|tatsachen?|zeugenaussagen|richtlinien?|verordnungen?|artikel|paragra[fp]h?|abkommen))", re.I)
ORATOR, NOONE = re.compile("ich|wir|mich|mir|uns", re.I), re.compile(r"niemand\w*|kein\w*|wer", re.I)
# Words of another sense than that somebody says something: what he thinks, knows or perceives; feels or wishes; does by
# deciding, signing, handing in; what he asks, shows or keeps to himself. What is promised, refused, praised, defended,
# protested against is an act of a type of its own (AGREE, REJECT, SUPPORT, PROTEST), told by the article.
UNSAID = """
glaub geglaub denk dacht gedacht nachdenk bedenk bedacht überleg überlegt wiss weiß wusst gewusst kenn kannt gekannt erkenn erkannt versteh verstand verstanden begreif begriff
seh sieh sah gesehen anseh angesehen sicht hör gehör anhör angehör zuhör zugehör les lies gelesen lesen nachles nachgelesen merk gemerk bemerk bemerkt spür fühl empfind empfund find fand gefund halt hält hielt gehalt
träum vergegenwärtig vorstell vorgestell einschätz eingeschätz einzuschätz schätz geschätz wahrnehm wahrgenomm wahrzunehm überzeug überzeugt klar bekannt bewusst sicher einig eindruck zweifel
bezweifel anzweifel angezweifel anzuzweifel gedank perspektiv beobacht beobachtung interpretier vergess vergiss ignorier akzeptier wunder gewundert verwunder für idee kenntnis blick beschäftig auseinandersetz
vermut nachvollzieh rechn gerechnet entdeck erfahr erfuhr erleb überprüf prüf
hoff gehofft wünsch gewünsch wunsch erhoff erwart erwartung befürcht befürchtung fürcht gefürchtet sorg freu gefreut froh stolz angst will woll wollt gewoll mag möcht trau vertrau vertraut dankbar ernst lieb frustrier befremde skeptisch kritisch empör bereit bereu stör gestör
beschließ beschloss entscheid entschied entscheidung entschließ vorleg vorgeleg vorzuleg einbring eingebrach verabschied zustimm zugestimm zuzustimm stimm gestimm abstimm abgestimm vereinbar unterschreib unterschrieb
unterzeichn verhandel verhandl verpflicht anordn angeordnet erlass erließ festleg festgeleg bestimm weiger verweiger handel debatt diskutier diskussion streit gestritt entwurf gesetz signal auftrag
verordnung annehm angenomm übereinstimm unterstütz einsetz eingesetz herausgeb herausgegeb wähl gewähl einführ eingeführ regel geregel tu tut getan erlaub verbiet verbot vorseh vorgeseh vorsieh plan geplan adressier
frag gefrag frage nachfrag anfrag angefrag zeig gezeig zeichn beweis bewies bewiesen verschweig verschwieg schweig schwieg sing kling klang verharmlos verzerr verzeichn bezieh bejubel entnehm entnomm ahn ermittel analysier bewert beurteil betracht berücksichtig beacht einseh eingeseh grübel respektier befass widm konzentrier lern studier erforsch untersuch berechn applaudier klatsch lach wein
versprech versproch ablehn abgelehn lob gelob protestier einberuf verteidig rechtfertig infragestell bekenn begrüß würdig gewürdig gratulier anerkenn anerkannt bedank befürwort einlad eingelad ernenn ernannt bekannt bekenntnis aussprech ausgesproch
""".split()
UNSAID = re.compile(rf"(?:{'|'.join(UNSAID)})(?:e|en|et|n|t|te|ten|st|est|er|em|es|s|ene[nmrs]?)?", re.I)


class Cue:
    def __init__(self, words, source, told):
        self.words, self.source, self.told = words, source, told


def read(path):
    """Text and cues of one speech; places are (start, end) in code points."""
    speech = json.loads(path.read_text(encoding="utf-8"))
    text, places, forms, tight = "", {}, {}, True
    for sentence in speech["Sentences"]:
        for number, token in enumerate(sentence["Tokens"]):
            text += "" if tight or token in CLOSE else " "
            tight = token in OPEN
            at = f"{sentence['SentenceId']}:{number}"
            places[at], forms[at] = (len(text), len(text) + len(token)), token
            text += token
        tight = False
    cues = []
    for a in speech["Annotations"]:
        words = [t for t in a["Cue"] if forms[t].lower() not in SMALL] or a["Cue"]
        core, named = [], False
        for token in a["Source"]:
            if named and forms[token] in ENDS:
                break
            core.append(token)
            named = named or forms[token][0].isupper() and forms[token].lower() not in ENDS
        told = [forms[t] for t in core if forms[t].lower() not in ENDS] or [forms[t] for t in core]
        nobody = not told or NOBODY.fullmatch(told[0]) and len(told) == 1 or any(map(ORATOR.fullmatch, told)) or bool(NOONE.fullmatch(told[0]))
        particles = "".join(forms[t] for t in a["PTC"] if forms[t] not in REFLEXIVE)
        heavy = [t for t in words if len(words) == 1 or not LIGHT.fullmatch(forms[t])]
        unsaid = not heavy or any(UNSAID.fullmatch((particles if len(words) == 1 else "") + forms[t]) for t in heavy)
        source = {"given": bool(core), "nobody": nobody, "core": [places[t] for t in core], "medium": [places[t] for t in a["Medium"]]}
        cues.append(Cue([places[t] for t in words], source, bool(a["Message"]) and not unsaid))
        cues[-1].named = " ".join([particles, *(forms[t] for t in a["Cue"])]).strip(), " ".join(forms[t] for t in a["Source"])
    return text, cues


def touches(a, b):
    return a[0] < b[1] and b[0] < a[1]


def found(program, tables, texts):
    """What the engine takes for cues: name → [(cue, source or None, contents told, row)]."""
    lines = "".join(json.dumps({"id": name, "text": text, "lang": "de", "published": "2019-01-01"}, ensure_ascii=False) + "\n" for name, text in texts.items())
    command = [program, "--said", *(["--tables", tables] if tables else [])]
    out = subprocess.run(command, input=lines, capture_output=True, check=True, text=True).stdout
    cues = collections.defaultdict(list)
    for line in out.splitlines():
        name, start, end, first, last, contents, row = line.split("\t")
        source = (int(first), int(last)) if last != "0" else None
        cues[name].append(((int(start), int(end)), source, contents == "true", row))
    return cues


def f1(hits, told, wanted):
    precision, recall = hits / max(told, 1), hits / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


class Score:
    def __init__(self):
        self.counts = collections.defaultdict(lambda: [0, 0, 0])
        self.missed, self.extra, self.by_cue = [], [], collections.defaultdict(lambda: [0, 0, 0])

    def add(self, measure, hits, told, wanted):
        for at, n in enumerate((hits, told, wanted)):
            self.counts[measure][at] += n

    def speech(self, text, gold, ours):
        taken = {}
        for at, (cue, *_) in enumerate(ours):
            match = next((g for g in gold if g not in taken.values() and any(touches(cue, w) for w in g.words)), None)
            if match:
                taken[at] = match
        right = lambda source, g: source is not None and any(touches(source, w) for w in g.source["core"])
        sourced = {at for at, o in enumerate(ours) if o[1]}
        self.add("all cues", len(taken), len(ours), len(gold))
        self.add("all cues with source", sum(right(ours[at][1], g) for at, g in taken.items()), len(sourced), sum(g.source["given"] for g in gold))
        needed = lambda g: g.told and not g.source["nobody"]
        wanted = [g for g in gold if needed(g)]
        hit = set()
        for at, (cue, source, contents, row) in enumerate(ours):
            lemma = row.split(" ")[-1].replace("|", "") if row != "-" else text[cue[0]:cue[1]]
            g = taken.get(at)
            if not contents or not source or NOBODY.fullmatch(text[source[0]:source[1]]) or not (g and needed(g)) and UNSAID.fullmatch(lemma):
                continue
            # A cue of the gold with that source, but without a message or in another sense, is neither right nor wrong; nor is
            # one whose words are those of a paper ("the motion says"), which the gold has as its medium.
            if g and (not needed(g) and right(source, g) or any(touches(source, w) for w in g.source["medium"])):
                continue
            good = bool(g) and needed(g) and right(source, g)
            self.add("needed cues", bool(g) and needed(g), 1, 0)
            self.add("needed cues with source", good, 1, 0)
            self.by_cue[lemma][0 if good else 1] += 1
            if good:
                hit.add(id(g))
            else:
                why = f"source is {g.named[1]!r}" if g else "no cue"
                self.extra.append((lemma, text[source[0]:source[1]], why, row, passage(text, cue, source)))
        self.add("needed cues", 0, 0, len(wanted))
        self.add("needed cues with source", 0, 0, len(wanted))
        for g in wanted:
            if id(g) not in hit:
                self.by_cue[g.named[0]][2] += 1
                engine = next((ours[at] for at, o in taken.items() if o is g), None)
                said = "not found" if not engine else "source " + (text[engine[1][0]:engine[1][1]] if engine[1] else "none") + ("" if engine[2] else ", no contents") + " " + engine[3]
                self.missed.append((*g.named, said, passage(text, g.words[0], g.source["core"][0])))


def passage(text, *spans):
    start, end = min(s for s, _ in spans), max(e for _, e in spans)
    return text[max(0, start - 90):start] + "⟦" + text[start:end] + "⟧" + text[end:end + 90]


def main(argv):
    value = lambda flag: argv[argv.index(flag) + 1] if flag in argv else None
    half, tables = value("--half"), value("--tables")
    paths = [a for a in argv if not a.startswith("-") and a not in (half, tables)]
    if len(paths) != 2 or half not in (None, "learn", "check"):
        print(__doc__)
        return 2
    files = sorted(pathlib.Path(paths[0]).glob("*.json"))
    files = files if half is None else files[half == "check"::2]
    speeches = {path.stem: read(path) for path in files}
    ours = found(paths[1], tables, {name: text for name, (text, _) in speeches.items()})
    score = Score()
    for name, (text, gold) in speeches.items():
        score.speech(text, gold, ours[name])
    if "--misses" in argv:
        for miss in sorted(score.missed):
            print("MISS", *miss, sep=" | ")
    if "--extras" in argv:
        for extra in sorted(score.extra):
            print("EXTRA", *extra, sep=" | ")
    if "--by-cue" in argv:
        for cue, (good, bad, missed) in sorted(score.by_cue.items(), key=lambda item: -sum(item[1][1:])):
            print(f"{cue:30} right {good:3} extra {bad:3} missed {missed:3}")
    for measure in ("all cues", "all cues with source", "needed cues", "needed cues with source"):
        hits, told, wanted = score.counts[measure]
        precision, recall, both = f1(hits, told, wanted)
        print(f"{measure:24} precision {precision:.3f} recall {recall:.3f} F1 {both:.3f} (found {hits} of {wanted}, told {told})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
