#!/usr/bin/env python3
"""Score event linking on hand-coded mentions.

    score_link.py GOLD PROGRAM [--told] [--only NAME,…] [--misses]
    score_link.py GOLD PROGRAM --own [--only NAME,…]

GOLD is the folder with `stories/`, `seeds-events.jsonl`, `seeds-threads.json` and `de-seeds.a.jsonl` (those that are there are
used). PROGRAM is the built example `link_gold`, or "demarche eval link", which adds the articles to a project. The stories
are linked in one batch, the seeds in another; results are given for each story, for the seeds and for all.

  events       B³: of the mentions of a mention's event, how many belong to it (precision), and how many of those that
               belong to it are there (recall), averaged over mentions
  languages    pairs of mentions of one event in articles of two languages
  disputes     an event, a field; right when the found event holds most of the gold event's mentions
  predictions  a passage; right when the outcome and the settling article agree (`silent` counts as `open`)
  agreements   right when the parties agree and the day of signing, or, where gold has none, an article that tells it

With --own the engine codes the German articles itself. Each gold mention is paired with at most one passage of its
article whose sentence overlaps its quotation, of the same type, same sides first. Precision is B³ over the paired
mentions; in the recall an unpaired gold mention counts nothing; the second line leaves these out.

The stories give every mention the sides and the true time of its event, so that linking them is nearly copying: the
line `same fields` shows what grouping by type, sides and time alone would reach. With --told, each mention gets only
the time that its own passage tells: the day for fresh news and for full dates, the month or the year for vaguer words,
nothing where nothing is said. Plans always have the time for which the passage announces them (`plans.tsv`), else the
scorer would hand out the outcome. Figures stand in `figures.tsv`; treaty words are found by a pattern.
"""
import collections
import datetime
import json
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
MONTHS = ("januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|may|"
          "june|july|october|december|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre")
MONTH = re.compile(rf"\b({MONTHS})\b", re.I)
DAY = re.compile(rf"\b([12]?\d|3[01])(\.|er)?\s+({MONTHS})\b|\b({MONTHS})\s+([12]?\d|3[01])\b(?!\d)", re.I)
WEEKDAY = re.compile(r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|"
                     r"friday|saturday|sunday|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche", re.I)
BACK = re.compile(r"\bago\b|\blast\b|\bvor (drei|vier|fünf|zwei|einem)\b|vergangen|vorig|dernier|\ban passé|earlier|il y a",
                  re.I)
YEAR = re.compile(r"\b(19|20)\d\d\b")
TREATY = re.compile(
    r"[\w-]*(?:abkommen|vertrags?|vertrages|vereinbarung|erklärung|memorandum|agreement|accord|deal|treaty|declaration|"
    r"déclaration|mémorandum|statement|pact|pakt|einigung|kompromiss|framework|outline|understanding|plan|"
    r"übergangslösung|übergangsregelung|rahmen)\b", re.I)
FIELDS = ("happened", "actor", "number", "date", "place")


def date(text):
    return datetime.date.fromisoformat(text)


def rows(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def table(name):
    """A table of hand-coded values that the gold files lack, by article."""
    found, head = collections.defaultdict(list), None
    for line in open(HERE / name, encoding="utf-8"):
        if not line.startswith("#"):
            cells = line.rstrip("\n").split("\t")
            if head:
                found[cells[0]].append(dict(zip(head, cells)))
            head = head or cells
    return found


def told_time(mention, article):
    """The interval that the passage itself tells."""
    if not mention["time"]:
        return None
    first, last = map(date, mention["time"])
    published = date(article["published"])
    text = sentence(article["text"], mention["quote"])
    if 0 <= (published - last).days <= 7 or first <= published <= last or DAY.search(text):
        return mention["time"]
    if MONTH.search(text) or ((published - last).days < 62 and (BACK.search(text) or WEEKDAY.search(text))):
        end = (last.replace(day=28) + datetime.timedelta(4)).replace(day=1) - datetime.timedelta(1)
        return [str(first.replace(day=1)), str(end)]
    if YEAR.search(text) or BACK.search(text):
        return [f"{first.year}-01-01", f"{last.year}-12-31"]
    return None


def sentence(text, quote):
    at = text.find(quote)
    start = max((m.end() for m in re.finditer(r"\n|(?<=\w{3}[.!?])[”“\"»]?\s+", text[:at])), default=0)
    stop = re.search(r"\n|(?<=\w{3})[.!?]", text[at + len(quote):])
    return text[start:at + len(quote) + (stop.end() if stop else 0)]


def enrich(mention, doc, figures):
    """What the coder would say of treaty and figures."""
    quote = mention["quote"]
    hit = TREATY.search(quote)
    if hit and mention["type"] in ("AGREE", "SUPPORT", "SANCTION", "REJECT"):
        mention["contexts"] = ["treaty"]
        mention["object"] = hit.group()
    found = [f for f in figures[doc] if quote.startswith(f["quote"])]
    if found:
        mention["magnitudes"] = [{"value": float(f["value"]), "unit": f["unit"].strip("."), "vague": f["vague"] == "x"}
                                 for f in found]
    return mention


def load(gold, told, only):
    """Articles with mentions, and for each (doc, number) its gold event; disputes, predictions, agreements by group."""
    articles, event_of, group_of = [], {}, {}
    figures = table("figures.tsv")
    found = {"disputes": [], "predictions": [], "agreements": []}
    if (gold / "stories").is_dir():
        planned = table("plans.tsv")
        by_doc = collections.defaultdict(list)
        for e in rows(gold / "stories/events.jsonl"):
            for m in e["mentions"]:
                by_doc[m["doc"]].append((e, m))
        for a in rows(gold / "stories/articles.jsonl"):
            if only and a["story"] not in only:
                continue
            a["mentions"] = []
            for number, (e, m) in enumerate(by_doc[a["id"]]):
                mention = {"quote": m["quote"], "type": e["type"], "mode": None, "actors": e["actors"],
                           "recipients": e["recipients"], "symmetric": e["symmetric"], "status": m["status"],
                           "historical": False, "said_by": m["said_by"], "time": e["time"]}
                if m["status"] == "planned":
                    due = [p for p in planned[a["id"]] if m["quote"].startswith(p["quote"])]
                    mention["time"] = [due[0]["first"], due[0]["last"]] if due else None
                elif told:
                    mention["time"] = None if m["status"] == "possible" else told_time(mention, a)
                a["mentions"].append(enrich(mention, a["id"], figures))
                event_of[a["id"], number] = e["id"]
            group_of[a["id"]] = a["story"]
            articles.append(a)
        for d in rows(gold / "stories/disputes.jsonl"):
            found["disputes"].append((d["story"], d["event"], d["field"]))
        for p in rows(gold / "stories/predictions.jsonl"):
            if p["event"]:
                found["predictions"].append((p["story"], p["made_in"], p["quote"], p["outcome"], p["settled_in"]))
        for g in rows(gold / "stories/agreements.jsonl"):
            found["agreements"].append((g["story"], codes(g["parties"]), g["signed"], set(g["told_in"])))
    if (gold / "seeds-events.jsonl").exists() and (not only or "seeds" in only):
        for a in rows(gold / "de-seeds.a.jsonl"):
            a["mentions"] = [enrich(m, a["id"], figures) for m in a["mentions"]]
            group_of[a["id"]] = "seeds"
            articles.append(a)
        texts = {a["id"]: a for a in articles}
        for e in rows(gold / "seeds-events.jsonl"):
            for m in e["mentions"]:
                event_of[m["doc"], m["mention"]] = e["id"]
        threads = json.load(open(gold / "seeds-threads.json", encoding="utf-8"))
        for d in threads["disputes"]:
            # One entry says of itself that it is no contradiction, only a matter of precision.
            if d["field"] in FIELDS and "kein Widerspruch" not in d.get("note", ""):
                found["disputes"].append(("seeds", d["event"], d["field"]))
        for p in threads["predictions"]:
            if "mention" in p:
                quote = texts[p["doc"]]["mentions"][p["mention"]]["quote"]
                found["predictions"].append(("seeds", p["doc"], quote, p["outcome"], p["settled_in"]))
        for g in threads["agreements"]:
            found["agreements"].append(("seeds", codes(g["parties"]), g["signed"], set(g["told_in"])))
    if only:
        found = {k: [x for x in v if x[0] in only] for k, v in found.items()}
    return articles, event_of, group_of, found


def codes(side):
    return frozenset((a["code"] if isinstance(a, dict) else a).split()[0] for a in side)


def f1(p, r):
    return 2 * p * r / (p + r) if p + r else 0.0


def line(label, p, r, extra=""):
    print(f"  {label:14s} precision {p:.3f}  recall {r:.3f}  F1 {f1(p, r):.3f}{extra}")


def b_cubed(mentions, gold, found):
    ours, theirs = collections.defaultdict(set), collections.defaultdict(set)
    for m in mentions:
        theirs[gold[m]].add(m)
        ours[found[m]].add(m)
    hits = [(len(theirs[gold[m]] & ours[found[m]]), len(ours[found[m]]), len(theirs[gold[m]])) for m in mentions]
    n = max(1, len(hits))
    return sum(h / o for h, o, _ in hits) / n, sum(h / t for h, _, t in hits) / n


def pairs(mentions, of, lang):
    groups = collections.defaultdict(list)
    for m in mentions:
        groups[of[m]].append(m)
    return {(a, b) for g in groups.values() for a in g for b in g if a < b and lang[a[0]] != lang[b[0]]}


def rates(hits, predicted, gold):
    return (hits / predicted if predicted else 0.0), (hits / gold if gold else 0.0)


def own(program, articles, event_of):
    """For each gold mention the event of the engine's passage that answers it; none where there is none."""
    passages = collections.defaultdict(list)
    for e in run(program, "own events", articles):
        sides = codes(e["actors"]) | codes(e["recipients"])
        for m in e["mentions"]:
            passages[m["doc"]].append((m["sentence"], m["trigger"], e["type"], sides, e["id"]))
    found = {}
    for a in articles:
        options = []
        for number, m in enumerate(a["mentions"]):
            start = a["text"].find(m["quote"])
            end = start + len(m["quote"])
            for i, (s, t, kind, sides, event) in enumerate(passages[a["id"]]):
                if kind == m["type"] and s["start"] < end and start < s["end"]:
                    differ = len(sides ^ (codes(m["actors"]) | codes(m["recipients"])))
                    outside = not (t["start"] < end and start < t["end"])
                    options.append((outside, differ, abs(t["start"] - start), number, i, event))
        taken = set()
        for _, _, _, number, i, event in sorted(options):
            if (a["id"], number) in event_of and (a["id"], number) not in found and i not in taken:
                found[a["id"], number] = event
                taken.add(i)
    return found


def score_own(program, articles, event_of, group_of):
    articles = [a for a in articles if a["lang"] == "de"]
    event_of = {m: e for m, e in event_of.items() if any(a["id"] == m[0] for a in articles)}
    found = own(program, articles, event_of)
    for group in sorted(set(group_of.values())) + ["all"]:
        mentions = [m for m in event_of if group in ("all", group_of[m[0]])]
        paired = [m for m in mentions if m in found]
        p, among = b_cubed(paired, event_of, found)
        size = collections.Counter(event_of[m] for m in mentions)
        ours = collections.Counter((event_of[m], found[m]) for m in paired)
        r = sum(ours[event_of[m], found[m]] / size[event_of[m]] for m in paired) / max(1, len(mentions))
        print(f"{group}: {len(mentions)} mentions, {len(paired)} answered")
        line("events", p, r)
        line("(answered)", p, among)


def run(program, kind, articles):
    """The records of one kind; the stories and the seeds are two batches, as their gold knows nothing of each other."""
    found = []
    for batch in [a for a in articles if "story" in a], [a for a in articles if "story" not in a]:
        text = "\n".join(json.dumps(a, ensure_ascii=False) for a in batch)
        done = subprocess.run([*program.split(), *kind.split()], input=text, capture_output=True, text=True, encoding="utf-8", check=True)
        found += [json.loads(row) for row in done.stdout.splitlines()]
    return found


def main(argv):
    options = [a for a in argv if a.startswith("--")]
    args = [a for a in argv if not a.startswith("--")]
    only = set()
    if "--only" in options:
        only = set(args.pop(2).split(","))
    if len(args) != 2 or set(options) - {"--told", "--only", "--misses", "--own"}:
        print(__doc__)
        return 2
    gold, program = pathlib.Path(args[0]), args[1]
    articles, event_of, group_of, wanted = load(gold, "--told" in options, only)
    if "--own" in options:
        score_own(program, articles, event_of, group_of)
        return 0
    lang = {a["id"]: a["lang"] for a in articles}
    told_as = {(a["id"], i): m for a in articles for i, m in enumerate(a["mentions"])}
    events = run(program, "events", articles)
    found = {(m["doc"], m["mention"]): e["id"] for e in events for m in e["mentions"]}

    def fields(m):
        x = told_as[m]
        sides = (codes(x["actors"]) | codes(x["recipients"]),) if x["symmetric"] else (codes(x["actors"]), codes(x["recipients"]))
        return x["type"], sides, tuple(x["time"] or ())

    same = {m: fields(m) for m in event_of}
    misses = "--misses" in options
    for group in sorted(set(group_of.values())) + ["all"]:
        mentions = [m for m in event_of if group in ("all", group_of[m[0]])]
        print(f"{group}: {len(mentions)} mentions of {len({event_of[m] for m in mentions})} events")
        line("events", *b_cubed(mentions, event_of, found))
        line("(same fields)", *b_cubed(mentions, event_of, same))
        g, o = pairs(mentions, event_of, lang), pairs(mentions, found, lang)
        if g:
            line("languages", *rates(len(g & o), len(o), len(g)))
    # The found event that stands for a gold event is the one with most of its mentions.
    share = collections.defaultdict(collections.Counter)
    for m, e in event_of.items():
        share[found[m]][e] += 1
    stands_for = {e: c.most_common(1)[0][0] for e, c in share.items()}
    threads(program, articles, wanted, stands_for, group_of, misses)
    return 0


def threads(program, articles, wanted, stands_for, group_of, misses):
    print("threads:")
    got = {(stands_for.get(d["event"]), d["field"]) for d in run(program, "disputes", articles)}
    need = {(e, f) for _, e, f in wanted["disputes"]}
    line("disputes", *rates(len(got & need), len(got), len(need)), f"  ({len(got)} found, {len(need)} wanted)")
    if misses:
        print("   missed", sorted(need - got), "\n   extra", sorted(map(str, got - need)))
    predictions = [(p["made"]["doc"], p["made"]["trigger"]["text"], p["outcome"].replace("silent", "open"),
                    (p["settled"] or {}).get("doc")) for p in run(program, "predictions", articles)]
    need = [(doc, quote, outcome, settled) for _, doc, quote, outcome, settled in wanted["predictions"]]
    origin = {a["id"]: a.get("copy_of") or a["id"] for a in articles}

    def answers(p, g, fully=True):
        same = p[0] == g[0] and (p[1] in g[1] or g[1] in p[1])
        return same and (not fully or (p[2] == g[2] and origin.get(p[3]) == origin.get(g[3])))

    hit_p = sum(any(answers(p, g) for g in need) for p in predictions)
    hit_g = sum(any(answers(p, g) for p in predictions) for g in need)
    line("predictions", hit_p / max(1, len(predictions)), hit_g / max(1, len(need)),
         f"  ({len(predictions)} found, {len(need)} wanted)")
    if misses:
        for g in need:
            if not any(answers(p, g) for p in predictions):
                print("   missed", g, [p[2:] for p in predictions if answers(p, g, False)])
        for p in predictions:
            if not any(answers(p, g, False) for g in need):
                print("   extra", p)
    agreements = run(program, "agreements", articles)
    events = {e["id"]: {m["doc"] for m in e["mentions"]} for e in run(program, "events", articles)}

    def fits(a, g):
        if codes(a["parties"]) != g[1]:
            return False
        signed = a["signed"]
        if g[2] and signed:
            return signed["start"] <= g[2][1] and g[2][0] <= signed["end"]
        return bool(g[3] & set().union(*(events[e] for e in a["events"])))

    taken, hits = set(), 0
    for a in agreements:
        for i, g in enumerate(wanted["agreements"]):
            if i not in taken and fits(a, g):
                taken.add(i)
                hits += 1
                break
        else:
            if misses:
                print("   extra", a["name"], sorted(codes(a["parties"])), a["signed"])
    line("agreements", *rates(hits, len(agreements), len(wanted["agreements"])),
         f"  ({len(agreements)} found, {len(wanted['agreements'])} wanted)")
    if misses:
        for i, g in enumerate(wanted["agreements"]):
            if i not in taken:
                print("   missed", g[0], sorted(g[1]), g[2], sorted(g[3]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
