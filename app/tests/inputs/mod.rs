//! Every form of input through the real command, on small files that are made here.

mod faults;
mod forms;
mod margins;
mod saved;

use super::{code, field, folder, run, stderr, stdout};
use std::io::Write;

const ONE: &str =
    "Der Außenminister reiste am Dienstag nach Wien, um dort mit der Regierung über Getreide zu sprechen.";
const TWO: &str =
    "Die Präsidentin empfing am Mittwoch eine Abordnung der Bauern und versprach ihnen, das Gesetz zu ändern.";

fn page(title: &str, text: &str) -> Vec<u8> {
    format!(
        "<!DOCTYPE html><html lang='de'><head><meta charset='utf-8'><title>{title} | Probeblatt</title>\
         <meta property='og:site_name' content='Probeblatt'><meta property='og:title' content='{title}'>\
         <meta property='article:published_time' content='2024-05-07T09:30:00+02:00'>\
         <meta property='article:modified_time' content='2024-05-08T10:00:00+02:00'></head>\
         <body><nav><a href='/'>Politik</a></nav><article><h1>{title}</h1><p>{text}</p><p>{text} Mehr dazu sagte er nicht.</p>\
         <figure><figcaption>Der Minister am Bahnhof von Wien.</figcaption></figure></article></body></html>"
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

/// As Brotli packs what it cannot make smaller: one stored block.
pub(crate) fn brotli(bytes: &[u8]) -> Vec<u8> {
    // A window of 16 bits, then one block of stored bytes with its length less one in 16 bits, then the empty last block.
    let length = u32::try_from(bytes.len() - 1).unwrap();
    assert!(length < 1 << 16);
    // Bits from the lowest: window 0; not last 0; nibbles 00 for four; length; uncompressed 1; then bytes.
    let bits = length << 4 | 1 << 20;
    let mut packed = bits.to_le_bytes()[..3].to_vec();
    packed.extend_from_slice(bytes);
    packed.push(0b11);
    packed
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A response record with what a server says around the page.
fn response(url: &str, extra: &str, body: &[u8]) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{extra}\r\n").into_bytes();
    block.extend_from_slice(body);
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-09T00:00:00Z\r\n\
         Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(&block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn info() -> Vec<u8> {
    b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 5\r\n\r\nhello\r\n\r\n".to_vec()
}

/// Titles of what is read from standard input.
fn titles(bytes: &[u8]) -> Vec<String> {
    let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], bytes);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    field(&output, "title")
}

/// What is said of an input that gives nothing.
fn refusal(bytes: &[u8], flags: &[&str]) -> String {
    let arguments = [&["read", "-", "--format", "jsonl"], flags].concat();
    let output = run(&std::env::temp_dir(), &arguments, bytes);
    assert_eq!((code(&output), stdout(&output)), (4, String::new()), "{}", stderr(&output));
    stderr(&output)
}

#[test]
fn packed_pages_and_archives_give_their_articles() {
    let (one, two) = (page("Reise nach Wien", ONE), page("Bauern im Schloss", TWO));
    let both = ["Reise nach Wien", "Bauern im Schloss"];
    assert_eq!(titles(&gzip(&one)), ["Reise nach Wien"]);
    assert_eq!(titles(&zstd(&one)), ["Reise nach Wien"]);
    let files: [(&str, &[u8]); 3] = [("a/one.html", &one), ("a/.hidden", b"x"), ("two.html.gz", &gzip(&two))];
    assert_eq!(titles(&zip(&files)), both);
    assert_eq!(titles(&tar(&files)), both);
    assert_eq!(titles(&gzip(&tar(&[("inner.zip", &zip(&files))]))), both);
}

#[test]
fn archives_of_the_web_give_their_pages_with_address_and_day() {
    let (one, two) = (page("Reise nach Wien", ONE), page("Bauern im Schloss", TWO));
    let chunked = [format!("{:x}\r\n", two.len()).into_bytes(), two, b"\r\n0\r\n\r\n".to_vec()].concat();
    let records = [
        info(),
        response("https://probeblatt.example/a", "", &one),
        response("https://probeblatt.example/b", "Transfer-Encoding: chunked\r\n", &chunked),
        response("https://probeblatt.example/c", "Content-Encoding: gzip\r\n", &gzip(&one)),
        response("https://probeblatt.example/d", "Content-Encoding: br\r\n", &brotli(&one)),
    ];
    let plain = records.concat();
    let packed = records.iter().flat_map(|record| gzip(record)).collect::<Vec<u8>>();
    let frames = records.iter().flat_map(|record| zstd(record)).collect::<Vec<u8>>();
    for archive in [plain, packed, frames] {
        let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &archive);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(
            field(&output, "title"),
            ["Reise nach Wien", "Bauern im Schloss", "Reise nach Wien", "Reise nach Wien"]
        );
        let address = |page: &str| format!("https://probeblatt.example/{page}");
        assert_eq!(field(&output, "url"), ["a", "b", "c", "d"].map(address));
        assert_eq!(field(&output, "published"), ["2024-05-07"; 4]);
    }
}

#[test]
fn feeds_give_an_article_for_each_entry() {
    let rss = format!(
        "<?xml version='1.0'?><rss version='2.0'><channel><title>Probeblatt</title><link>https://p.example</link>\
         <item><title>Reise nach Wien</title><link>https://p.example/a</link><pubDate>Tue, 07 May 2024 09:30:00 +0200</pubDate>\
         <description>&lt;p&gt;{ONE}&lt;/p&gt;</description></item></channel></rss>"
    );
    let atom = format!(
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Probeblatt</title><id>f</id>\
         <updated>2024-05-07T07:30:00Z</updated><entry><title>Reise nach Wien</title><id>a</id><link href='https://p.example/a'/>\
         <published>2024-05-07T07:30:00Z</published><updated>2024-05-07T07:30:00Z</updated><content type='text'>{ONE}</content>\
         </entry></feed>"
    );
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Probeblatt\",\"items\":[{{\"id\":\"a\",\
         \"url\":\"https://p.example/a\",\"title\":\"Reise nach Wien\",\"content_text\":\"{ONE}\",\"date_published\":\"2024-05-07T09:30:00+02:00\"}}]}}"
    );
    for feed in [rss, atom, json] {
        let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], feed.as_bytes());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let of = |name: &str| field(&output, name).remove(0);
        let found = (of("title"), of("source"), of("url"), of("published"));
        assert_eq!(found.0, "Reise nach Wien");
        assert_eq!(
            (found.1.as_str(), found.2.as_str(), found.3.as_str()),
            ("Probeblatt", "https://p.example/a", "2024-05-07")
        );
    }
}

#[test]
fn tables_and_records_are_known_by_the_names_of_their_fields() {
    let comma = format!("id,Title,date,text\na,Reise,2024-05-07,\"{ONE}\"\nb,Bauern,2024-05-08,\"{TWO}\"\n");
    let tab = format!(
        "headline\tV2DOCUMENTIDENTIFIER\tV2.1DATE\tfulltext\nReise\thttps://p.example/a\t20240507093000\t{ONE}\n"
    );
    let trafilatura = format!(
        "{{\"title\":\"Reise\",\"author\":\"Jane Park; Kim Lee\",\"hostname\":\"p.example\",\"date\":\"2024-05-07\",\
         \"text\":\"{ONE}\",\"language\":\"de\",\"source\":\"https://p.example/a\",\"source-hostname\":\"Probeblatt\"}}"
    );
    let please = format!(
        "[{{\"authors\":[\"Jane Park\"],\"date_publish\":\"2024-05-07 09:30:00\",\"maintext\":\"{ONE}\",\"title\":\"Reise\",\
         \"source_domain\":\"p.example\",\"url\":\"https://p.example/a\",\"language\":\"de\"}}]"
    );
    assert_eq!(titles(comma.as_bytes()), ["Reise", "Bauern"]);
    for records in [tab, trafilatura, please] {
        let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], records.as_bytes());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(field(&output, "title"), ["Reise"]);
        assert_eq!(
            (field(&output, "published"), field(&output, "url")),
            (vec!["2024-05-07".to_owned()], vec!["https://p.example/a".to_owned()])
        );
    }
}

#[test]
fn messages_and_saved_pages_give_their_article() {
    let mail = format!(
        "From: Probeblatt <post@p.example>\r\nTo: a@b.example\r\nSubject: Reise nach Wien\r\nDate: Tue, 7 May 2024 09:30:00 +0200\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{ONE}\r\n"
    );
    let html = String::from_utf8(page("Bauern im Schloss", TWO)).unwrap();
    let saved = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://p.example/b\r\nSubject: Bauern\r\nDate: Thu, 9 May 2024 09:30:00 +0200\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\
         Content-Transfer-Encoding: 8bit\r\nContent-Location: https://p.example/b\r\n\r\n{html}\r\n--x--\r\n"
    );
    let files = folder(&[("a.eml", mail.as_bytes()), ("b.mhtml", saved.as_bytes())]);
    let output = run(files.path(), &["read", ".", "--format", "jsonl"], b"");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(field(&output, "title"), ["Reise nach Wien", "Bauern im Schloss"]);
    assert_eq!(field(&output, "published"), ["2024-05-07", "2024-05-07"]);
    assert_eq!(field(&output, "url"), ["", "https://p.example/b"]);
    // What was cut off is unpacked as far as it goes.
    let packed = saved
        .replace("8bit", "quoted-printable")
        .replace('=', "=3D")
        .replace("=3D\"", "=\"")
        .replace("boundary=3D", "boundary=");
    let from = packed.find("<figure>").unwrap();
    for cut in [packed.len() - "--x--\r\n".len(), from] {
        let output = run(files.path(), &["read", "-", "--format", "jsonl"], packed.split_at(cut).0.as_bytes());
        assert_eq!(field(&output, "title"), ["Bauern im Schloss"], "{}", stdout(&output));
        assert!(field(&output, "text")[0].starts_with(&format!("Bauern im Schloss\n\n{TWO}")), "{}", stdout(&output));
    }
}

#[test]
fn a_page_that_a_message_brings_along_is_an_article_beside_its_text() {
    let html = String::from_utf8(page("Bauern im Schloss", TWO)).unwrap();
    let part = |about: &str, text: &str| {
        format!("--x\r\nContent-Type: {about}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n")
    };
    let attached = part(
        "text/html; charset=utf-8; name=\"b.html\"\r\nContent-Disposition: attachment; filename=\"b.html\"",
        &html,
    );
    let mail = |text: &str| {
        format!(
            "From: Probeblatt <post@p.example>\r\nTo: a@b.example\r\nSubject: Reise nach Wien\r\nDate: Tue, 7 May 2024 09:30:00 +0200\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n{text}{attached}--x--\r\n"
        )
    };
    let files =
        folder(&[("a.eml", mail(&part("text/plain; charset=utf-8", ONE)).as_bytes()), ("c.eml", mail("").as_bytes())]);
    let output = run(files.path(), &["read", ".", "--format", "jsonl"], b"");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(field(&output, "title"), ["Reise nach Wien", "Bauern im Schloss", "Bauern im Schloss"]);
    // What is shown below is of the message, a page without a day is of that of its message, and pages count.
    let foot = html.replace(TWO, "Diese Nachricht kam über die Liste der Redaktion, die sie allen sendet.");
    let listed = mail(&(part("text/plain; charset=utf-8", ONE) + &part("text/html; charset=utf-8", &foot)));
    let output = run(files.path(), &["read", "-", "--format", "jsonl"], listed.replace("article:", "x:").as_bytes());
    assert!(field(&output, "text")[0].contains(ONE), "{}", stdout(&output));
    assert_eq!(field(&output, "published"), ["2024-05-07", "2024-05-07"]);
    let many = listed.replace(&attached, &attached.repeat(3));
    let output = run(files.path(), &["read", "-", "--format", "jsonl", "--max-entries", "2"], many.as_bytes());
    assert_eq!(field(&output, "title").len(), 3);
    assert!(stderr(&output).contains("more than 2 entries"), "{}", stderr(&output));
}

#[test]
fn all_that_a_message_shows_is_its_text_and_what_it_brings_along_is_read() {
    let part = |about: &str, text: &str| {
        format!("--x\r\nContent-Type: {about}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n")
    };
    let plain = |text: &str| part("text/plain; charset=utf-8", text);
    let html = |text: &str| part("text/html; charset=utf-8", text);
    let picture = part("image/png\r\nContent-Disposition: inline; filename=a.png", "PNG");
    let mail = |kind: &str, parts: &[String]| {
        format!(
            "From: a@p.example\r\nSubject: Reise\r\nDate: Tue, 7 May 2024 09:30:00 +0200\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/{kind}; boundary=\"x\"\r\n\r\n{}--x--\r\n",
            parts.concat()
        )
    };
    let texts = |mail: &str| {
        let output = run(&std::env::temp_dir(), &["read", "-", "-q", "--format", "jsonl"], mail.as_bytes());
        (field(&output, "text"), stderr(&output))
    };
    let page = format!("<p>{ONE}</p><p>{TWO}</p>");
    let (both, blank) =
        (format!("{ONE}\n\n{TWO}"), "<html><head><style>p{}</style></head><body><br>&nbsp;</body></html>");
    for (mail, text) in [
        (
            mail("mixed", &[plain("Siehe unten, was die Zeitung schreibt."), html(&page)]),
            format!("Siehe unten, was die Zeitung schreibt.\n\n{both}"),
        ),
        (mail("mixed", &[plain(ONE), picture.clone(), plain(TWO)]), both.clone()),
        (mail("mixed", &[html(&format!("<p>{ONE}</p>")), picture, html(&format!("<p>{TWO}</p>"))]), both.clone()),
        (mail("alternative", &[plain(&both), html(blank)]), both.clone()),
        (mail("mixed", &[html(blank), plain(&both)]), both.clone()),
    ] {
        let (shown, said) = texts(&mail);
        assert_eq!(shown.iter().map(|text| text.trim()).collect::<Vec<_>>(), [text], "{mail} {said}");
    }
    let inner = format!(
        "From: b@p.example\r\nSubject: Bauern\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{TWO}\r\n"
    );
    let attached =
        |about: &str, text: &str| part(&format!("{about}\r\nContent-Disposition: attachment; filename=b"), text);
    for brought in [attached("message/rfc822", &inner), attached("text/plain; charset=utf-8", TWO)] {
        let (shown, said) = texts(&mail("mixed", &[plain(ONE), brought]));
        assert_eq!(shown.iter().map(|text| text.trim()).collect::<Vec<_>>(), [ONE, TWO], "{said}");
    }
    // What programs read is no article, whatever kind it is said to be.
    for (kind, text) in [
        ("text/calendar; charset=utf-8", "BEGIN:VCALENDAR\r\nSUMMARY:Treffen in Wien\r\nEND:VCALENDAR"),
        ("application/octet-stream", "BEGIN:VCARD\r\nFN:Eva Alt\r\nEND:VCARD"),
        ("application/octet-stream", "-----BEGIN PGP SIGNATURE-----\r\n\r\niQ==\r\n-----END PGP SIGNATURE-----"),
        ("message/delivery-status", "Reporting-MTA: dns; p.example\r\nAction: failed"),
    ] {
        let (shown, said) = texts(&mail("mixed", &[plain(ONE), attached(kind, text)]));
        assert_eq!(shown.iter().map(|text| text.trim()).collect::<Vec<_>>(), [ONE], "{kind} {said}");
    }
    // What cannot be read is told, but for pictures and signatures.
    let (shown, said) =
        texts(&mail("mixed", &[plain(ONE), attached("application/rtf", "{\\rtf1 x}"), attached("image/png", "PNG")]));
    assert_eq!((shown.len(), said.matches("RTF document").count()), (1, 1), "{said}");
    assert!(!said.contains("PNG") && said.lines().count() < 4, "{said}");
}

/// A PDF file of one page; `filter` says how its text is packed, `about` what the file tells of itself.
fn pdf_of(content: &[u8], filter: &str, about: &str) -> Vec<u8> {
    pdf_pages(&[content], filter, about)
}

fn pdf_pages(pages: &[&[u8]], filter: &str, about: &str) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|page| format!("{} 0 R ", 5 + 2 * page)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len()).into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        format!("<< {about} >>").into_bytes(),
    ];
    for (page, content) in pages.iter().enumerate() {
        let head = format!("<< /Length {} {filter} >>\nstream\n", content.len()).into_bytes();
        let place = 6 + 2 * page;
        objects.push(format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 800] /Contents {place} 0 R /Resources << /Font << /F1 3 0 R >> >> >>").into_bytes());
        objects.push([head, content.to_vec(), b"\nendstream".to_vec()].concat());
    }
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file.extend([format!("{} 0 obj\n", index + 1).as_bytes(), object, b"\nendobj\n"].concat());
    }
    let (start, size) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {size}\n0000000000 65535 f \n").into_bytes());
    places.iter().for_each(|place| file.extend(format!("{place:010} 00000 n \n").into_bytes()));
    let end = format!("trailer\n<< /Size {size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.extend(end.into_bytes());
    file
}

fn pdf(text: &str) -> Vec<u8> {
    pdf_of(format!("BT /F1 12 Tf 50 700 Td ({text}) Tj ET").as_bytes(), "", "")
}

#[test]
fn documents_of_offices_give_their_text() {
    let plain = "Die Ministerin reiste am Dienstag nach Wien, um dort mit der Regierung zu sprechen.";
    let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &pdf(plain));
    assert_eq!((code(&output), field(&output, "text")), (0, vec![plain.to_owned()]), "{}", stderr(&output));
    let document = format!(
        "<?xml version='1.0'?><w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{ONE}</w:t></w:r></w:p>\
         <w:p><w:r><w:t>Bauern &amp; </w:t></w:r><w:r><w:t>Minister: {TWO}</w:t></w:r></w:p></w:body></w:document>"
    );
    let core = "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:dcterms='t'><dc:title>Reise</dc:title>\
                <dc:creator>Jane Park</dc:creator><dcterms:created>2024-05-07T09:30:00Z</dcterms:created></cp:coreProperties>";
    let file = zip(&[("word/document.xml", document.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
    let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &file);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(field(&output, "text"), [format!("{ONE}\n\nBauern & Minister: {TWO}")]);
    assert_eq!(
        (field(&output, "title"), field(&output, "published")),
        (vec!["Reise".to_owned()], vec!["2024-05-07".to_owned()])
    );
}

#[test]
fn the_day_on_which_a_document_was_saved_yields_to_one_that_its_text_tells() {
    let core = "<cp:coreProperties><dcterms:created>2025-01-01T00:00:00Z</dcterms:created></cp:coreProperties>";
    let line = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    for (day, told) in [("Wien, 7. Mai 2024", "2024-05-07"), ("May 7, 2024 Tuesday", "2024-05-07"), ("", "2025-01-01")]
    {
        let body = ["Die Ministerin in Wien", day, ONE, TWO].map(line).concat();
        let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
        let file = zip(&[("word/document.xml", document.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
        let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &file);
        assert_eq!(field(&output, "published"), [told], "{day}: {}", stderr(&output));
        assert_eq!(field(&output, "title"), ["Die Ministerin in Wien"], "{day}");
    }
}

#[test]
fn a_pattern_names_files_and_one_that_fits_none_is_told() {
    let files = folder(&[("a1.txt", ONE.as_bytes()), ("a2.txt", TWO.as_bytes()), ("b.txt", ONE.as_bytes())]);
    let output = run(files.path(), &["read", "a*.txt", "--format", "jsonl", "-q"], b"");
    assert_eq!((code(&output), field(&output, "id")), (0, vec!["a1".to_owned(), "a2".to_owned()]));
    let output = run(files.path(), &["read", "z*.txt"], b"");
    assert_eq!(code(&output), 4);
    assert!(stderr(&output).contains("no file fits this pattern"));
}

#[test]
fn hostile_inputs_are_refused_with_the_flag_that_allows_them() {
    let bomb = gzip(&vec![b'a'; 40 << 20]);
    assert!(refusal(&bomb, &[]).contains("raise --max-ratio"));
    let twice = zip(&[("a.gz", &bomb)]);
    assert!(refusal(&twice, &[]).contains("raise --max-ratio"));
    let deep = (0..8).fold(page("Reise", ONE), |inner, _| gzip(&inner));
    assert!(refusal(&deep, &[]).contains("raise --max-depth"));
    assert_eq!(titles(&(0..3).fold(page("Reise", ONE), |inner, _| gzip(&inner))), ["Reise"]);
    assert!(refusal(&[ONE.as_bytes(); 40].concat(), &["--max-size", "1K"]).contains("raise --max-size"));
    let many: Vec<(String, &[u8])> = (0..20).map(|n| (format!("{n}.txt"), ONE.as_bytes())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert!(refusal(&zip(&many), &["--max-entries", "10"]).contains("raise --max-entries"));
    let laughs = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel><title>&b;</title></channel></rss>";
    assert!(refusal(laughs.as_bytes(), &[]).contains("entities"));
    let nested = format!("<html><body>{}<p>{ONE}</p></body></html>", "<div>".repeat(200_000));
    assert!(refusal(nested.as_bytes(), &["--max-time", "1"]).contains("raise --max-time"));
    let brackets = format!("{{\"text\":{}", "[".repeat(200_000));
    assert!(refusal(brackets.as_bytes(), &[]).contains("recursion limit"));
}

#[test]
fn what_is_torn_off_costs_only_what_is_missing() {
    let whole = [
        response("https://p.example/a", "", &page("Reise", ONE)),
        response("https://p.example/b", "", &page("Bauern", TWO)),
    ]
    .concat();
    let output =
        run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], whole.get(..whole.len() - 400).unwrap());
    assert_eq!(code(&output), 4);
    assert_eq!(field(&output, "title").first().map(String::as_str), Some("Reise"));
    assert!(stderr(&output).contains("the WARC file is damaged here"), "{}", stderr(&output));
    let packed = gzip(&[ONE.repeat(300).into_bytes(), b"\n\n".to_vec()].concat());
    assert!(refusal(packed.get(..packed.len() / 2).unwrap(), &[]).contains("cannot be unpacked"));
}

#[cfg(feature = "parquet")]
#[test]
fn rows_of_parquet_are_articles_however_they_are_packed() {
    use parquet::basic::Compression;
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use std::sync::Arc;
    let file = |packing: Compression, columns: [&str; 3], texts: [&[u8]; 2]| {
        let columns = columns.map(|name| format!("REQUIRED BYTE_ARRAY {name} (UTF8);")).concat();
        let schema = parquet::schema::parser::parse_message_type(&format!("message a {{ {columns} }}")).unwrap();
        let settings = WriterProperties::builder().set_compression(packing).build();
        let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(settings)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        for values in [[&b"a"[..], b"b"], texts, [b"2024-05-07", b"2024-05-08"]] {
            let mut column = group.next_column().unwrap().unwrap();
            let values = values.map(|value| ByteArray::from(value.to_vec()));
            column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
        writer.into_inner().unwrap()
    };
    let (columns, texts) = (["id", "text", "published"], [ONE.as_bytes(), TWO.as_bytes()]);
    for packing in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(Default::default()),
        Compression::ZSTD(Default::default()),
    ] {
        let bytes = file(packing, columns, texts);
        let output = run(folder(&[]).path(), &["read", "-", "--format", "jsonl"], &bytes);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(field(&output, "id"), ["a", "b"]);
        assert_eq!(field(&output, "text"), [ONE, TWO]);
        assert_eq!(field(&output, "published"), ["2024-05-07", "2024-05-08"]);
        // A file that is cut off says so.
        let torn = run(folder(&[]).path(), &["read", "-"], &bytes[..bytes.len() - 9]);
        assert!(code(&torn) == 4 && stderr(&torn).contains("the Parquet file is damaged here"), "{}", stderr(&torn));
    }
    // A letter that is none costs itself.
    let torn = [ONE.as_bytes(), b" \xff\xfe."].concat();
    let bytes = file(Compression::SNAPPY, columns, [&torn, TWO.as_bytes()]);
    let output = run(folder(&[]).path(), &["read", "-", "--format", "jsonl"], &bytes);
    assert_eq!(field(&output, "text"), [format!("{ONE} \u{fffd}\u{fffd}."), TWO.to_owned()], "{}", stderr(&output));
    // Without texts it is refused at once, as other tables are.
    let said = refusal(&file(Compression::SNAPPY, ["id", "city", "published"], texts), &[]);
    assert!(said.contains("a table with the columns \"id\", \"city\", \"published\", none of which"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}
