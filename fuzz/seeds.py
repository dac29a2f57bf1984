#!/usr/bin/env python3
"""Writes what fuzzing begins with into fuzz/corpus: our own pages, texts and tables, and these in every form that is read.

    fuzz/seeds.py DEMARCHE
"""

import gzip
import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PDF = """%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length 78>> stream
BT /F 12 Tf 20 300 Td (Chile denied having blocked the border to Peru on Monday.) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Probeblatt</title><link>https://a.example</link>
<item><title>Reise</title><link>https://a.example/1</link><pubDate>Tue, 07 May 2024 10:00:00 GMT</pubDate>
<description>&lt;p&gt;Der Minister reiste nach Wien.&lt;/p&gt;</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Probeblatt</title><id>a</id><updated>2024-05-07T10:00:00Z</updated>
<entry><title>Reise</title><id>b</id><updated>2024-05-07T10:00:00Z</updated><content type="html">Der Minister reiste.</content></entry></feed>"""
JSON_FEED = """{"version":"https://jsonfeed.org/version/1.1","title":"Probeblatt","items":[{"id":"1","url":"https://a.example/1",
"title":"Reise","content_html":"<p>Der Minister reiste nach Wien.</p>","date_published":"2024-05-07T10:00:00Z"}]}"""
MAIL = """From: Bote <bote@a.example>\r\nSubject: =?utf-8?B?UmVpc2U=?=\r\nDate: Tue, 7 May 2024 10:00:00 +0200\r\nMIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r\n\r\nDer Au=DFenminister reiste nach Wien.\r\n--b\r\nContent-Type: text/html\r
Content-Transfer-Encoding: base64\r\n\r\nPHA+RGVyIE1pbmlzdGVyIHJlaXN0ZS48L3A+\r\n--b--\r\n"""
CSV = "id,title,published,lang,text\n1,Reise,2024-05-07,de,\"Der Minister reiste nach Wien, sagte er.\"\n"
# One sentence of the same kind in scripts and languages of all sorts.
SCRIPTS = [
    "Россия обвинила Украину в нападении на посольство в среду.",
    "Президент України засудив удар по Києву у вівторок.",
    "الرئيس المصري يدين الهجوم على السفارة في طرابلس يوم الاثنين.",
    "ראש הממשלה גינה את המתקפה על השגרירות ביום שני.",
    "中国外交部发言人周二表示,中方强烈谴责对大使馆的袭击。",
    "日本政府は火曜日、大使館への攻撃を強く非難した。",
    "한국 정부는 화요일 대사관 공격을 강력히 규탄했다.",
    "भारत सरकार ने मंगलवार को दूतावास पर हमले की निंदा की।",
    "รัฐบาลไทยประณามการโจมตีสถานทูตเมื่อวันอังคาร",
    "Η κυβέρνηση καταδίκασε την επίθεση στην πρεσβεία την Τρίτη.",
    "Türkiye Cumhurbaşkanı salı günü büyükelçiliğe yapılan saldırıyı kınadı.",
    "Chính phủ Việt Nam lên án vụ tấn công vào đại sứ quán hôm thứ Ba.",
    "Le gouvernement français a condamné mardi l’attaque contre l’ambassade.",
    "El Gobierno de Chile condenó el martes el ataque contra la embajada.",
]


def put(target: str, name: str, content: bytes) -> None:
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def archive(write) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()


def tar(out: io.BytesIO) -> None:
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as file:
        entry = tarfile.TarInfo("feed.xml")
        entry.size = len(FEED)
        file.addfile(entry, io.BytesIO(FEED.encode()))


def zipped(out: io.BytesIO) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a/table.csv", CSV)
        file.writestr("mail.eml", MAIL)


def zstd(content: bytes) -> bytes:
    """One frame with one block, stored."""
    size = len(content)
    return b"\x28\xb5\x2f\xfd\xa0" + size.to_bytes(4, "little") + (size << 3 | 1).to_bytes(3, "little") + content


def warc(page: bytes) -> bytes:
    body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\nWARC-Date: 2024-05-09T00:00:00Z\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body + b"\r\n\r\n"


def written(demarche: str, work: Path) -> None:
    """What the command itself writes: PDF, DOCX, pages, Parquet."""
    iran = ROOT / "examples/iran-deal"
    for form in ["pdf", "docx", "html"]:
        to = work / f"brief.{form}"
        subprocess.run([demarche, "brief", iran, "--format", form, "-o", to, "--quiet"], check=True)
        put("open", to.name, to.read_bytes())
    project = work / "seeds.demarche"
    subprocess.run([demarche, "add", iran, "-p", project, "--quiet"], check=True)
    subprocess.run([demarche, "export", "--format", "parquet", "-o", work, "-p", project], check=True)
    for table in work.glob("*.parquet"):
        put("open", table.name, table.read_bytes())


def main() -> None:
    pages = [path for path in (ROOT / "tests/pages").glob("*/source.*")]
    pages += [path for path in (ROOT / "examples/iran-deal").iterdir()]
    texts = [path for path in (ROOT / "spec").rglob("*.tsv")] + [path for path in (ROOT / "spec").rglob("*.md")]
    short = pages[0].read_bytes()
    for number, page in enumerate(pages):
        content = page.read_bytes()
        put("open", f"page-{number}", content)
        for kind in range(10):
            put("packed", f"page-{number}-{kind}", bytes([kind]) + content[:20_000])
        put("articles", f"page-{number}", bytes([number]) + content[:8_000])
    for name, content in {"feed": FEED, "atom": ATOM, "feed.json": JSON_FEED, "mail": MAIL, "csv": CSV, "pdf": PDF}.items():
        put("open", name, content.encode())
        for kind in range(10):
            put("packed", f"{name}-{kind}", bytes([kind]) + content.encode())
    put("open", "gzip", gzip.compress(short))
    put("open", "zstd", zstd(short))
    put("open", "tar", archive(tar))
    put("open", "zip", archive(zipped))
    put("open", "warc", warc(short))
    for number, path in enumerate(texts):
        lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
        sentences = [max(line.split("\t"), key=len) for line in lines]
        for start in range(0, len(sentences), 6):
            text = " ".join(sentences[start : start + 3]) + "\f" + " ".join(sentences[start + 3 : start + 6])
            kind = 0 if ".de." in path.name else 1
            put("articles", f"spec-{number}-{start}", bytes([kind]) + text.encode())
    for number, sentence in enumerate(SCRIPTS):
        mixed = f"{sentence} Israel verurteilte den Angriff am Montag. Chile denied having blocked the border."
        put("articles", f"script-{number}", bytes([number]) + mixed.encode())
    tables = sorted((ROOT / "lang/_template").glob("*.tsv")) + sorted((ROOT / "world").glob("*.tsv"))
    for number, path in enumerate(tables):
        rows = path.read_text().replace("#> ", "").splitlines()[:200]
        put("tables", path.stem, bytes([number]) + "\n".join(rows).encode())
    work = HERE / "corpus/written"
    work.mkdir(parents=True, exist_ok=True)
    written(sys.argv[1], work)


if __name__ == "__main__":
    main()
