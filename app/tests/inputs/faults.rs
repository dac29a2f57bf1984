//! Inputs that are hostile, broken in one place, or not what they seem.

use super::{ONE, TWO, code, field, folder, gzip, page, pdf_of, refusal, response, run, stderr, stdout, zip};
use std::io::Write;

/// The records that standard input gives, and what is said of the rest.
fn read(bytes: &[u8], flags: &[&str]) -> (Vec<serde_json::Value>, String) {
    let arguments = [&["read", "-", "--format", "jsonl"], flags].concat();
    let output = run(&std::env::temp_dir(), &arguments, bytes);
    let records = stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (records, stderr(&output))
}

fn values(records: &[serde_json::Value], name: &str) -> Vec<String> {
    records.iter().map(|record| record[name].as_str().unwrap_or_default().to_owned()).collect()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn what_the_streams_of_a_pdf_file_become_is_counted_before() {
    let text = b"BT /F1 12 Tf 50 700 Td (Die Ministerin reiste am Dienstag nach Wien, um dort zu sprechen.) Tj ET";
    let about = "/Title (Reise nach Wien) /Author (Jane Park)";
    let (records, said) = read(&pdf_of(&zlib(text), "/Filter /FlateDecode", about), &[]);
    assert_eq!(values(&records, "title"), ["Reise nach Wien"], "{said}");
    assert_eq!(records[0]["authors"], serde_json::json!(["Jane Park"]));
    let blank = zlib(&vec![b' '; 40 << 20]);
    let bomb = pdf_of(&blank, "/Filter /FlateDecode", "");
    assert!(refusal(&bomb, &[]).contains("raise --max-ratio"));
    assert!(refusal(&bomb, &["--max-size", "20M"]).contains("raise --max-size"));
    let twice = pdf_of(&zlib(&blank), "/Filter [/FlateDecode /FlateDecode]", "");
    assert!(refusal(&twice, &["--max-size", "20M"]).contains("raise --max-size"));
    let objects = pdf_of(&blank, "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", "");
    assert!(refusal(&objects, &["--max-size", "20M"]).contains("raise --max-size"));
    // It costs nobody else.
    let files = folder(&[("a.pdf", &bomb), ("b.html", &page("Reise", ONE))]);
    let output = run(files.path(), &["read", ".", "--format", "jsonl"], b"");
    assert_eq!((code(&output), field(&output, "title")), (4, vec!["Reise".to_owned()]));
}

#[test]
fn a_feed_keeps_the_zone_of_its_dates_and_what_is_not_broken() {
    let item = |title: &str, rest: &str| {
        format!(
            "<item><title>{title}</title><link>https://p.example/{}</link><pubDate>Tue, 12 Mar 2024 00:30:00 +0100</pubDate>\
             <dc:creator>Jane Park</dc:creator><media:content url='x'><media:title>Foto</media:title></media:content>{rest}</item>\n",
            title.len()
        )
    };
    let text = format!("<description>{ONE}</description>");
    let feed = |items: &[String]| {
        let head = "<?xml version='1.0'?>\n<rss version='2.0'><channel><title>Probeblatt</title>\n";
        format!("{head}{}</channel></rss>", items.concat())
    };
    let items = [item("Reise", &text), item("AT&T liefert", &text), item("Ohne", ""), item("Bauern", &text)];
    let (records, said) = read(feed(&items).as_bytes(), &[]);
    assert_eq!(values(&records, "title"), ["Reise", "AT&T liefert", "Bauern"], "{said}");
    assert_eq!(values(&records, "published_at"), ["2024-03-12T00:30:00+01:00"; 3]);
    assert_eq!(values(&records, "published"), ["2024-03-12"; 3]);
    assert_eq!((records[0].get("updated"), &records[0]["authors"]), (None, &serde_json::json!(["Jane Park"])));
    assert!(said.contains(":5: the record has no \"text\""), "{said}");
    let whole = feed(&items);
    let cut = whole.get(..whole.find("Bauern").unwrap() + 20).unwrap();
    let (records, said) = read(cut.as_bytes(), &[]);
    assert_eq!(values(&records, "title"), ["Reise", "AT&T liefert"]);
    assert!(said.contains("the feed is damaged here"), "{said}");
    let atom = format!(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='de'><title>Probeblatt</title><entry><title type='html'>Bauern &amp;amp; Minister</title>\
         <id>a</id><author><name>Kim Lee</name></author><link rel='edit' href='https://p.example/e'/><link href='https://p.example/a'/>\
         <category term='Wien'/><published>2024-03-12T00:30:00+01:00</published><updated>2024-03-13T08:00:00+01:00</updated>\
         <content type='xhtml'><div><p>{ONE}</p><p>{TWO}</p></div></content></entry></feed>"
    );
    let (records, said) = read(atom.as_bytes(), &[]);
    let of = |name: &str| values(&records, name).concat();
    assert_eq!((of("title").as_str(), of("text")), ("Bauern & Minister", format!("{ONE}\n\n{TWO}")), "{said}");
    assert_eq!((of("url").as_str(), of("updated").as_str()), ("https://p.example/a", "2024-03-13T08:00:00+01:00"));
    assert_eq!(
        (&records[0]["authors"], &records[0]["tags"]),
        (&serde_json::json!(["Kim Lee"]), &serde_json::json!(["Wien"]))
    );
}

#[cfg(feature = "parquet")]
#[test]
fn a_dictionary_of_a_parquet_file_is_no_way_round_the_limits() {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::{properties::WriterProperties, writer::SerializedFileWriter};
    use std::sync::Arc;
    let schema = parquet::schema::parser::parse_message_type("message a { REQUIRED BYTE_ARRAY text (UTF8); }").unwrap();
    let settings = WriterProperties::builder().set_dictionary_page_size_limit(8 << 20).build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(settings)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let text = ByteArray::from(ONE.repeat(900).as_str());
    let values = vec![text; 600];
    column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let bytes = writer.into_inner().unwrap();
    assert!(bytes.len() < 200 << 10);
    assert!(refusal(&bytes, &["--max-size", "80K", "-q"]).contains("raise --max-size"));
    let (_, said) = read(&bytes, &["-q"]);
    assert!(said.contains("raise --max-ratio"), "{said}");
}

#[cfg(feature = "parquet")]
#[test]
fn a_date_of_a_parquet_file_has_no_time() {
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::{properties::WriterProperties, writer::SerializedFileWriter};
    use std::sync::Arc;
    let schema = "message a { REQUIRED BYTE_ARRAY text (UTF8); REQUIRED INT32 published (DATE); }";
    let schema = parquet::schema::parser::parse_message_type(schema).unwrap();
    let settings = WriterProperties::builder().build();
    let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(settings)).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[ByteArray::from(ONE)], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<Int32Type>().write_batch(&[19_850], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let (records, said) = read(&writer.into_inner().unwrap(), &[]);
    assert_eq!((values(&records, "published"), said), (vec!["2024-05-07".to_owned()], String::new()));
    assert_eq!(records[0].get("published_at"), None);
}

#[cfg(feature = "parquet")]
#[test]
fn an_old_moment_of_a_parquet_file_is_one() {
    use parquet::data_type::{ByteArray, ByteArrayType, Int96, Int96Type};
    let columns = "REQUIRED BYTE_ARRAY text (UTF8); REQUIRED INT96 published;";
    let schema = parquet::schema::parser::parse_message_type(&format!("message a {{ {columns} }}")).unwrap();
    let mut writer =
        parquet::file::writer::SerializedFileWriter::new(Vec::new(), schema.into(), Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    column.typed::<ByteArrayType>().write_batch(&[ByteArray::from(ONE)], None, None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    // Ten thousand days after the first of 1970, counted from the one that astronomers begin with.
    let mut moment = Int96::new();
    moment.set_data(0, 0, 2_450_588);
    column.typed::<Int96Type>().write_batch(&[moment], None, None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    let (records, said) = read(&writer.into_inner().unwrap(), &[]);
    assert_eq!((values(&records, "published_at"), said), (vec!["1997-05-19T00:00:00Z".to_owned()], String::new()));
}

fn words(bytes: &[u8]) -> Vec<String> {
    values(&read(bytes, &["-q"]).0, "text")
}

#[test]
fn tables_are_known_by_their_header_and_say_what_is_missing() {
    let german = format!(
        "Überschrift;Volltext;Veröffentlicht am;Autor;Quelle\nReise;\"{ONE}\";07.05.2024;Jane Park;Probeblatt\n"
    );
    let (records, said) = read(german.as_bytes(), &[]);
    let of = |name: &str| values(&records, name).concat();
    assert_eq!(
        (of("title").as_str(), of("text").as_str(), of("published").as_str()),
        ("Reise", ONE, "2024-05-07"),
        "{said}"
    );
    assert_eq!((of("source").as_str(), &records[0]["authors"]), ("Probeblatt", &serde_json::json!(["Jane Park"])));
    let excel = format!("\"sep=;\"\r\nid;text\r\na;\"{ONE}\"\r\nb;\"{TWO}\"\r\n");
    let remark = format!("# Export vom Mai\nid,title,text\na,Reise,\"{ONE}\"\nb,Bauern,\"{TWO}\"\n");
    let alone = format!("text\r\n\"{ONE}\"\r\n\"{TWO}\"\r\n");
    let old_mac = format!("id,title,text\ra,Reise,\"{ONE}\"\rb,Bauern,\"{TWO}\"\r");
    for table in [excel, remark, alone, old_mac] {
        assert_eq!(words(table.as_bytes()), [ONE, TWO], "{table}");
    }
    let wide = format!("title\ttext\tdate\r\nReise\t{ONE}\t2024-05-07\r\nBauern\t{TWO}\t2024-05-08\r\n");
    let wide = [b"\xff\xfe".to_vec(), wide.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    assert_eq!(words(&wide), [ONE, TWO]);
    let said = refusal(format!("id;title;Bemerkung\na;Reise;\"{ONE}\"\n").as_bytes(), &[]);
    assert!(said.contains("a table with the columns \"id\", \"title\", \"Bemerkung\""), "{said}");
    assert!(said.contains("one of: text, maintext") && said.contains("volltext"), "{said}");
    // Commas alone make no table.
    let prose = format!("Wien, Dienstag\n\n{ONE}\n\n{TWO}\n");
    assert_eq!(words(prose.as_bytes()), [prose]);
}

#[test]
fn the_encoding_that_a_server_names_counts() {
    let russian = "Министр прибыл во вторник в Вену, чтобы обсудить с правительством поставки зерна.";
    let page = format!("<html><body><p>{russian}</p><p>{russian} Об этом он сказал сам.</p></body></html>");
    let bytes: Vec<u8> = page.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or_else(|_| cp1251(c))).collect();
    let told = response_as("text/html; charset=windows-1251", &bytes);
    for archive in [told.clone(), gzip(&told), response_as("text/html", &bytes)] {
        assert_eq!(words(&archive), [format!("{russian}\n\n{russian} Об этом он сказал сам.")]);
    }
}

#[test]
fn a_table_has_one_encoding() {
    let russian = "Министр прибыл во вторник в Вену, чтобы обсудить с правительством поставки зерна.";
    let table = format!("id;title;text\na;Вена;\"{russian}\"\nb;Зерно;\"{russian}\"\n");
    let bytes: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or_else(|_| cp1251(c))).collect();
    let (records, said) = read(&bytes, &[]);
    assert_eq!(
        (values(&records, "title"), values(&records, "text")),
        (vec!["Вена".to_owned(), "Зерно".to_owned()], vec![russian.to_owned(); 2]),
        "{said}"
    );
}

/// A letter of Russian as Windows writes it.
fn cp1251(c: char) -> u8 {
    u8::try_from(u32::from(c) - 0x410 + 0xc0).unwrap()
}

fn response_as(kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n");
    let block = [head.as_bytes(), body].concat();
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://p.example/a\r\nWARC-Date: 2024-05-09T00:00:00Z\r\n\
         Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [record.as_bytes(), &block, b"\r\n\r\n"].concat()
}

#[test]
fn a_record_that_is_broken_costs_only_itself() {
    let (one, two) = (format!("{{\"id\":\"a\",\"text\":\"{ONE}\"}}"), format!("{{\"id\":\"b\",\"text\":\"{TWO}\"}}"));
    let both = [ONE, TWO];
    assert_eq!(words(format!("[{one},\n{two},\n]").as_bytes()), both);
    assert_eq!(words(format!("[{one},\n{two},\n{{\"id\":\"c").as_bytes()), both);
    assert_eq!(words(format!("{one}{two}").as_bytes()), both);
    let pretty = |text: &str| format!("{{\n  \"text\": \"{text}\"\n}}\n");
    assert_eq!(words([pretty(ONE), pretty(TWO)].concat().as_bytes()), both);
    assert_eq!(words(format!("{}{{\n  \"text\": oops\n}}\n{}", pretty(ONE), pretty(TWO)).as_bytes()), both);
    let (_, said) = read(format!("[{one},\n{{\"id\":\"b\"}},\n{two}]").as_bytes(), &[]);
    assert!(said.contains("stdin:2: the record has no \"text\""), "{said}");
    // In a list, whatever is wrong with it.
    let bad = [
        "{\"id\":\"c\",\"text\":oops}",
        "{\"id\":\"c\",\"items\":[{\"a\":1},{\"a\":oops}]}",
        "{\"id\":\"c\",\"text\":\"never closed}",
        "{\"id\":\"c\",\"text\":{\"never\":1}",
    ];
    for bad in bad {
        let (records, said) =
            read(format!("[{one},\n{bad},\n{two},\n{bad},{}]", one.replace('a', "d")).as_bytes(), &["-q"]);
        assert_eq!(values(&records, "text").len(), 3, "{bad}: {said}");
        assert_eq!(said.matches("not a record").count(), 2, "{bad}: {said}");
    }
    // A zero byte is mended, and costs no other line.
    let zero = format!("{one}\n{}\n", two.replace("Bauern", "Ba\0ern"));
    assert_eq!(words(zero.as_bytes()), [ONE.to_owned(), TWO.replace("Bauern", "Ba\u{fffd}ern")]);
    // A cut file keeps the lines before the cut.
    let many: String =
        (0..400).map(|n| format!("{{\"id\":\"{n}\",\"text\":\"{n}. {ONE} {}\"}}\n", n * n * 7919)).collect();
    let packed = gzip(many.as_bytes());
    let (records, said) = read(&packed[..packed.len() * 3 / 4], &["-q"]);
    assert!(records.len() > 100 && records.len() < 400, "{}", records.len());
    assert!(said.contains("cannot be unpacked") && said.contains("get a whole copy"), "{said}");
}

#[test]
fn a_line_in_another_encoding_costs_no_other_line() {
    let line = |n: usize| format!("{{\"id\":\"{n}\",\"text\":\"{n}. {ONE}\"}}\n").into_bytes();
    let western = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().chars().map(|c| c as u8).collect::<Vec<u8>>();
    let unknown = |mut bytes: Vec<u8>| {
        bytes.splice(30..30, [0x81, 0x8d, 0x8f, 0x90, 0x9d]);
        bytes
    };
    let lines = |odd: &dyn Fn(Vec<u8>) -> Vec<u8>| -> Vec<u8> {
        (0..40).flat_map(|n| if n == 20 { odd(line(n)) } else { line(n) }).collect()
    };
    let all: Vec<String> = (0..40).map(|n| format!("{n}. {ONE}")).collect();
    assert_eq!(words(&lines(&western)), all);
    let (records, said) = read(&lines(&unknown), &["-q"]);
    assert_eq!(records.len(), 39, "{said}");
    assert!(said.contains("stdin:21: the bytes are neither UTF-8 nor any known encoding"), "{said}");
}

#[test]
fn a_member_of_an_archive_that_is_broken_costs_only_itself() {
    let record = |n: usize| {
        response(&format!("https://p.example/{n}"), "", &page(&format!("Reise {n}"), &format!("{n}. {ONE}")))
    };
    let mut members: Vec<Vec<u8>> = (0..5).map(|n| gzip(&record(n))).collect();
    let middle = members[2].len() / 2;
    members[2][middle..middle + 20].fill(0xff);
    let (records, said) = read(&members.concat(), &["-q"]);
    assert_eq!(values(&records, "title"), ["Reise 0", "Reise 1", "Reise 3", "Reise 4"], "{said}");
    assert_eq!(said.matches("a record of the WARC file is damaged").count(), 1, "{said}");
    // Wherever the byte stands: in the length of a record as well, whose member then fails once more.
    let members: Vec<Vec<u8>> = (0..4).map(|n| gzip(&record(n))).collect();
    for at in (10..members[1].len()).step_by(23) {
        let mut members = members.clone();
        members[1][at] ^= 0x15;
        let (records, said) = read(&members.concat(), &["-q"]);
        let titles = values(&records, "title");
        assert!(titles.ends_with(&["Reise 2".to_owned(), "Reise 3".to_owned()]), "{at}: {titles:?} {said}");
    }
    let whole = zip(&[("a.html", &page("Reise", ONE)), ("b.html", &page("Bauern", TWO))]);
    let directory = whole.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let (records, said) = read(&whole[..directory], &["-q"]);
    assert_eq!(values(&records, "title"), ["Reise", "Bauern"], "{said}");
    assert!(said.contains("the ZIP archive is damaged here"), "{said}");
}

/// The same with another length than it has.
fn told_longer(record: &[u8], by: usize) -> Vec<u8> {
    let text = std::str::from_utf8(record).unwrap();
    let (before, rest) = text.split_once("Content-Length: ").unwrap();
    let (length, rest) = rest.split_once("\r\n").unwrap();
    format!("{before}Content-Length: {}\r\n{rest}", length.parse::<usize>().unwrap() + by).into_bytes()
}

#[test]
fn a_record_of_the_web_that_tells_a_wrong_length_costs_only_itself() {
    let padded = |n: usize, padding: usize| {
        let text = format!("{n}. {ONE}<!-- {} -->", "x".repeat(padding));
        response(&format!("https://p.example/{n}"), "", &page(&format!("Reise {n}"), &text))
    };
    let record = |n: usize| padded(n, 0);
    let asked = b"WARC/1.0\r\nWARC-Type: request\r\nContent-Type: application/http\r\nContent-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n\r\n\r\n";
    let three = [record(1), record(2), record(3)].concat();
    // The name of the next one may stand on both sides of what is read at once.
    for shift in 0..8 {
        let mut rubbish = asked.to_vec();
        rubbish.resize((64 << 10) - shift - 1, b'x');
        rubbish.push(b'\n');
        let (records, said) = read(&[rubbish, three.clone()].concat(), &["-q"]);
        assert_eq!(values(&records, "title"), ["Reise 1", "Reise 2", "Reise 3"], "{shift}: {said}");
    }
    // Of records without a page as well, by little or much.
    for by in [40, 100_000, 100_000_000] {
        let (records, said) = read(&[told_longer(asked, by), three.clone()].concat(), &["-q"]);
        assert_eq!(values(&records, "title"), ["Reise 1", "Reise 2", "Reise 3"], "{by}: {said}");
    }
    // Past what a document may have.
    let long =
        [told_longer(&padded(0, 200_000), 100_000_000), padded(1, 200_000), padded(2, 200_000), record(3)].concat();
    for most in ["1M", "100K"] {
        let (records, said) = read(&long, &["-q", "--max-size", most]);
        assert_eq!(values(&records, "title").last().unwrap(), "Reise 3", "{most}: {said}");
    }
    let many: Vec<u8> = (0..40).flat_map(|n| [told_longer(&record(n), 40), record(100 + n)].concat()).collect();
    assert_eq!(read(&many, &["-q"]).0.len(), 40);
    let bare = |record: &[u8]| String::from_utf8_lossy(record).replace("\r\n\r\nWARC", "\n\nWARC").into_bytes();
    let (records, said) = read(&bare(&[told_longer(&record(0), 40), three].concat()), &["-q"]);
    assert_eq!(values(&records, "title"), ["Reise 1", "Reise 2", "Reise 3"], "{said}");
}

#[test]
fn elements_without_a_text_cost_no_more_than_others() {
    let item = format!("<li><a>eins zwei drei vier fünf sechs</a>{}</li>", "<i itemprop=headline></i>".repeat(50_000));
    let text = format!("<p>{ONE}</p><p>{TWO}</p>");
    let heading = format!("<div><h1>Reise{}{text}{text}{text}</h1></div>", "<p></p>".repeat(100_000));
    for body in [format!("{item}<div><h1>Reise</h1>{text}</div>"), heading] {
        let html = format!("<html><head><title>Reise</title></head><body>{body}</body></html>");
        let (records, said) = read(html.as_bytes(), &["--max-time", "20"]);
        assert_eq!(values(&records, "title"), ["Reise"], "{said}");
    }
}

#[test]
fn what_is_not_read_is_named_with_what_to_do() {
    let rtf = format!("{{\\rtf1\\ansi {ONE}}}");
    assert!(refusal(rtf.as_bytes(), &[]).contains("this is an RTF document, which is not read; save it as DOCX"));
    assert!(
        refusal(&zip(&[("mimetype", b"x"), ("META-INF/manifest.xml", b"x")]), &[]).contains("an OpenDocument file")
    );
    assert!(refusal(&zip(&[("xl/workbook.xml", b"x")]), &[]).contains("an XLSX table"));
    assert!(refusal(&zip(&[("META-INF/container.xml", b"x")]), &[]).contains("an EPUB book"));
    assert!(refusal(b"\xfd7zXZ\x00\x00", &[]).contains("unpack it with xz -d"));
    let message = |name: &str| {
        format!("From a@p.example Tue May 7 09:30:00 2024\nFrom: {name}\nTo: b\nSubject: Reise\nDate: x\n\n{ONE}\n\n")
    };
    assert!(refusal((message("a") + &message("b")).as_bytes(), &[]).contains("a mailbox of several messages"));
}

#[test]
fn a_language_may_be_called_by_its_name() {
    for lang in ["German", "ger", "Deutsch", "de-DE"] {
        let record = format!("{{\"text\":\"{ONE}\",\"language\":\"{lang}\",\"seendate\":\"20240507T093000Z\"}}");
        let (records, said) = read(record.as_bytes(), &[]);
        assert_eq!((values(&records, "lang"), said), (vec!["de".to_owned()], String::new()));
        assert_eq!(values(&records, "published_at"), ["2024-05-07T09:30:00Z"]);
    }
}

#[cfg(unix)]
#[test]
fn a_file_is_read_once_whatever_leads_to_it() {
    let files = folder(&[
        ("a.html", &page("Reise", ONE)),
        ("sub/b.html", &page("Bauern", TWO)),
        (".h/c.html", &page("Not", ONE)),
    ]);
    std::os::unix::fs::symlink("..", files.path().join("sub/up")).unwrap();
    std::os::unix::fs::symlink("a.html", files.path().join("z.html")).unwrap();
    for paths in [&["a.html", "./a.html", "."][..], &["**/*.html"], &["."]] {
        let output = run(files.path(), &[&["read", "--format", "jsonl"], paths].concat(), b"");
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let mut ids = field(&output, "id");
        ids.sort();
        assert_eq!(ids, ["a", "b"], "{paths:?}");
    }
    let output = run(files.path(), &["read", "a.html", "z.html", "--format", "jsonl"], b"");
    assert!(
        stderr(&output).contains("1 more paths or links lead to files that are read already"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn objects_over_several_lines_are_whole_however_many_there_are() {
    let record =
        |n: usize, space: &str| format!("{{{space}\"id\":\"r{n}\",{space}\"text\":\"{}\"{space}}}\n", ONE.repeat(5));
    let text: String = (0..400).map(|n| record(n, if n == 0 { "" } else { "\n " })).collect();
    assert!(text.len() > 1 << 17, "more than travels together");
    let (records, said) = read(text.as_bytes(), &["-q"]);
    assert_eq!((records.len(), said.as_str()), (400, ""));
}

#[test]
fn zeros_behind_a_damaged_record_cost_no_other() {
    let record = |n: usize| response(&format!("https://p.example/{n}"), "", &page(&format!("Reise {n}"), ONE));
    let first = String::from_utf8(record(0)).unwrap();
    let short = first.trim_end();
    let archive = [&short.as_bytes()[..short.len() - 40], &[0; 512], &record(1), &record(2)].concat();
    let (records, said) = read(&archive, &["-q"]);
    assert!(values(&records, "title").ends_with(&["Reise 1".to_owned(), "Reise 2".to_owned()]), "{said}");
}

#[test]
fn a_record_that_tells_too_great_a_length_takes_no_other_with_it() {
    let record = |n: usize| response(&format!("https://p.example/{n}"), "", &page(&format!("Reise {n}"), ONE));
    let first = String::from_utf8(record(0)).unwrap();
    let length = first.split_once("Content-Length: ").unwrap().1.split_once('\r').unwrap().0.to_owned();
    for more in [40, 1_000_000] {
        let long = first.replace(&length, &(length.parse::<usize>().unwrap() + more).to_string());
        let (records, said) = read(&[long.as_bytes(), &record(1), &record(2)].concat(), &["-q"]);
        assert_eq!(values(&records, "title"), ["Reise 1", "Reise 2"], "{said}");
        assert!(said.contains("damaged"), "{said}");
    }
    let rubbish = [b"remark".as_slice(), &[0; 512]].concat();
    let (records, said) = read(&[first.as_bytes(), &rubbish, &record(1)].concat(), &["-q"]);
    assert_eq!(values(&records, "title"), ["Reise 0", "Reise 1"], "{said}");
}
