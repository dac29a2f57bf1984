//! What users have in folders: damaged archives of the web, tables of their own, documents that their programs filled in.

use super::{ONE, TWO, code, field, folder, gzip, page, pdf_of, refusal, response, run, stderr, zip};

/// What standard input gives under a name of the records, with what is said of the rest.
fn read(bytes: &[u8], name: &str) -> (Vec<String>, String) {
    let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], bytes);
    (field(&output, name), stderr(&output))
}

#[test]
fn a_record_of_the_web_that_is_damaged_is_no_article() {
    let (first, second) = (
        response("https://a.example/1", "", &page("Eins", ONE)),
        response("https://a.example/2", "", &page("Zwei", TWO)),
    );
    let mut torn = gzip(&first);
    let at = torn.len() - 6;
    torn[at] ^= 0xff;
    let (titles, said) = read(&[torn, gzip(&second)].concat(), "title");
    assert_eq!((titles, said.contains("does not have a matching checksum")), (vec!["Zwei".to_owned()], true), "{said}");
    let text = String::from_utf8(first).unwrap();
    let length = text.split_once("Content-Length: ").unwrap().1.split_once('\r').unwrap().0.to_owned();
    let short = text.replace(&length, &(length.parse::<usize>().unwrap() - 40).to_string());
    let (titles, said) = read(&[short.as_bytes(), &second].concat(), "title");
    assert_eq!((titles, said.contains("another length than it tells")), (vec!["Zwei".to_owned()], true), "{said}");
    for (padding, is_fault) in [(&[0; 512][..], false), (b" \t\n\n", false), (b"remark\r\n", true)] {
        let (titles, said) = read(&[text.as_bytes(), padding, &second, padding].concat(), "title");
        assert_eq!(
            (titles, said.contains("damaged")),
            (vec!["Eins".to_owned(), "Zwei".to_owned()], is_fault),
            "{said}"
        );
    }
}

#[test]
fn an_answer_of_a_server_is_an_article_where_it_was_a_good_one() {
    let answer = |status: &str| {
        [format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\n\r\n").as_bytes(), &page("Eins", ONE)].concat()
    };
    let record = |status: &str| {
        String::from_utf8(response("https://a.example/1", "", &page("Eins", ONE))).unwrap().replace("200 OK", status)
    };
    assert_eq!(read(&answer("200 OK"), "title").0, ["Eins"]);
    assert!(refusal(&answer("404 Not Found"), &[]).contains("the answer of a server that gave no page"));
    let led = [b"HTTP/1.1 301 Moved Permanently\r\nLocation: /a\r\n\r\n", answer("200 OK").as_slice()].concat();
    assert_eq!(read(&led, "title").0, ["Eins"]);
    let words = format!("HTTP/1.1 wird abgeschaltet\n\n{ONE}\n");
    assert_eq!(read(words.as_bytes(), "text").0, [words]);
    // Of a crawl those are many, and nothing is wrong with it.
    assert_eq!(read(record("404 OK").as_bytes(), "title"), (Vec::new(), String::new()));
}

#[test]
fn a_table_without_a_column_of_texts_is_no_text() {
    for (table, named) in [
        (format!("id;bemerkung\n1;{ONE}\n2;{TWO}\n"), "\"id\", \"bemerkung\""),
        (format!("id;bemerkung\n1;{ONE}\n"), "\"id\", \"bemerkung\""),
        (format!("id,bemerkung\n1,\"{ONE}\"\n2,\"{TWO}\"\n"), "\"id\", \"bemerkung\""),
        ("name,city,amount\nAnna Huber,Berlin,0\nJane Park,Wien,1\n".to_owned(), "\"name\", \"city\", \"amount\""),
        ("file,published\n90_noext,quatsch\n".to_owned(), "\"file\", \"published\""),
        (format!("nr\tbemerkung\n1\t{ONE}\n"), "\"nr\", \"bemerkung\""),
        (format!("1;2024-03-12;{ONE}\n2;2024-03-13;{TWO}\n"), "\"1\", \"2024-03-12\", \"Der Außenminister"),
        (format!("1,2024-03-12,\"{ONE}\"\n2,2024-03-13,\"{TWO}\"\n"), "\"1\", \"2024-03-12\", \"Der Außenminister"),
    ] {
        let said = refusal(table.as_bytes(), &[]);
        assert!(said.contains("stdin: this is a table with the columns") && said.contains(named), "{said}");
        assert!(said.contains("call that column \"text\""), "{said}");
        let is_headed = ["id", "name", "published"].iter().any(|known| named.contains(known));
        assert_eq!(said.contains("write the names of the columns above it"), !is_headed, "{said}");
    }
    for text in [
        "Wien, Lima\nDer Preis stieg, sagte sie.\nDie Steuer fiel, sagte er.\n",
        "Der Preis stieg um 3,5 Prozent.\nDie Steuer fiel um 2,1 Prozent.\n",
        "Wien; Rom; Lima\nEs ging um Getreide; um Zölle; um Grenzen.\nAlle stimmten zu; niemand widersprach; so endete es.\n",
    ] {
        assert_eq!(read(text.as_bytes(), "text").0, [text], "{text}");
    }
}

#[test]
fn a_row_with_more_cells_than_columns_is_named_and_not_cut() {
    let table = format!("id,date,text\na,2024-03-12,{ONE}\nb,2024-03-13,\"{TWO}\"\nc,2024-03-14,\"{TWO}\",,\n");
    let (ids, said) = read(table.as_bytes(), "id");
    assert_eq!(ids, ["b", "c"]);
    assert!(said.contains("stdin:2: the row has 4 cells where the header names 3 columns"), "{said}");
}

#[test]
fn another_row_of_the_column_tells_which_number_is_the_day() {
    let rows = |days: &[&str]| {
        let rows: String = days.iter().map(|day| format!("{day};{ONE}\n")).collect();
        read(format!("date;text\n{rows}").as_bytes(), "published").0
    };
    assert_eq!(rows(&["03/04/2024", "03/25/2024", "05/06/2024"]), ["2024-03-04", "2024-03-25", "2024-05-06"]);
    assert_eq!(rows(&["03/04/2024 18:05", "25/03/2024", "2024-05-06"]), ["2024-04-03", "2024-03-25", "2024-05-06"]);
    assert_eq!(rows(&["03/04/2024", "05/06/2024"]), ["", ""]);
    // Rows that tell different things tell nothing of the others.
    assert_eq!(rows(&["03/04/2024", "03/25/2024", "25/03/2024"]), ["", "2024-03-25", "2024-03-25"]);
    let changed = read(format!("date;updated;text\n03/04/2024;03/25/2024;{ONE}\n").as_bytes(), "published").0;
    assert_eq!(changed, ["2024-03-04"]);
}

#[test]
fn rows_that_wait_for_a_day_are_read_though_the_table_breaks_off() {
    let rows: String = (0..200).map(|n| format!("{n};03/04/2024;{ONE} {}\n", n * n * 7919 % 10007)).collect();
    let whole = gzip(format!("id;date;text\n{rows}").as_bytes());
    let (ids, said) = read(&whole[..whole.len() - 100], "id");
    assert!(ids.len() > 10 && ids[0] == "0" && said.contains("get a whole copy"), "{} {said}", ids.len());
}

#[test]
fn sentences_behind_tabs_are_a_text() {
    for text in [
        format!("1.\t{ONE}\n2.\t{TWO}\n"),
        format!("12.03.2024\t{ONE}\n13.03.2024\t{TWO}\n14.03.2024\t{ONE}\n"),
        format!("Reporterin:\tWas wirft Peru Chile vor?\nMinister:\t{ONE}\nReporterin:\tUnd nun?\nMinister:\t{TWO}\n"),
    ] {
        let (texts, said) = read(text.as_bytes(), "text");
        assert_eq!(texts, [text], "{said}");
    }
}

#[test]
fn a_missing_bracket_of_a_long_list_costs_its_item() {
    let item = |id: &str| format!("{{\"id\":\"{id}\",\"about\":{{\"a\":[{{}},{{}}]}},\"text\":\"{ONE}\"}}");
    let filler = format!("{{\"id\":\"{}\"}}", "x".repeat(1 << 20));
    let items: Vec<String> =
        (0..40).map(|n| if n % 2 == 0 { filler.clone() } else { item(&format!("a{n}")) }).collect();
    let torn = item("torn");
    let torn = torn.strip_suffix('}').unwrap().to_owned();
    for joint in [",\n", ", "] {
        let list = [&items[..20], std::slice::from_ref(&torn), &items[20..]].concat().join(joint);
        let (ids, said) = read(format!("[{list}]").as_bytes(), "id");
        assert_eq!(ids, (0..20).map(|n| format!("a{}", 2 * n + 1)).collect::<Vec<_>>());
        assert_eq!(said.matches("not a record").count(), 1, "{said}");
    }
}

#[test]
fn what_a_program_fills_in_is_neither_author_nor_day() {
    let core = "<cp:coreProperties><dc:creator>python-docx</dc:creator><dc:title>Word Document</dc:title>\
                <dcterms:created>2013-12-23T23:15:00Z</dcterms:created></cp:coreProperties>";
    let text = format!("<w:document><w:body><w:p><w:r><w:t>{ONE}</w:t></w:r></w:p></w:body></w:document>");
    let docx = zip(&[("word/document.xml", text.as_bytes()), ("docProps/core.xml", core.as_bytes())]);
    let text = b"BT /F1 12 Tf 50 700 Td (Die Ministerin reiste am Dienstag nach Wien, um dort zu sprechen.) Tj ET";
    let pdf = pdf_of(text, "", "/Title (untitled) /Author (anonymous)");
    for bytes in [docx, pdf] {
        let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &bytes);
        for name in ["title", "authors", "published"] {
            assert_eq!(field(&output, name), [""], "{name}: {}", stderr(&output));
        }
    }
    let named = pdf_of(text, "", "/Title (Microsoft Word - speech.docx)");
    assert_eq!(read(&named, "title").0, [""]);
    // Of another property it is a word like any other.
    let titled = pdf_of(text, "", "/Title (Windows User)");
    assert_eq!(read(&titled, "title").0, ["Windows User"]);
}

#[test]
fn no_day_after_that_of_reading_is_taken_without_a_word() {
    let late = String::from_utf8(page("Reise nach Wien", ONE)).unwrap().replace("2024-05-0", "2099-05-0");
    let (days, said) = read(late.as_bytes(), "published");
    assert_eq!((days, said.contains("2099-05-07, is still to come")), (vec!["2099-05-07".to_owned()], true), "{said}");
    let (days, said) =
        read(late.replace("<h1>", "<time datetime='2024-05-06'>6. Mai</time><h1>").as_bytes(), "published");
    assert_eq!((days, said.contains("still to come")), (vec!["2024-05-06".to_owned()], false), "{said}");
}

#[test]
fn a_headline_stands_above_three_columns_and_a_footer_below_them() {
    let column = |n: usize, line: usize| format!("Absatz {n} sagt in Zeile {line} etwas");
    // What stands above the headline is small.
    let mut lines = vec![
        "BT /F1 8 Tf 40 780 Td (Probeblatt vom Dienstag) Tj ET\n".to_owned(),
        "BT /F1 20 Tf 300 750 Td (Reise nach Wien) Tj ET\n".to_owned(),
    ];
    for line in 0..6 {
        for n in 0..3 {
            let (x, y) = (40 + 250 * n, 700 - 12 * line);
            lines.push(format!("BT /F1 9 Tf {x} {y} Td ({}) Tj ET\n", column(n, line)));
        }
    }
    lines.push("BT /F1 8 Tf 300 30 Td (Seite 1 von 3) Tj ET\n".to_owned());
    let (texts, said) = read(&pdf_of(lines.concat().as_bytes(), "", ""), "text");
    let columns = (0..3).map(|n| (0..6).map(|line| column(n, line)).collect::<Vec<_>>().join(" "));
    let whole = format!(
        "Probeblatt vom Dienstag\n\nReise nach Wien\n\n{}\n\nSeite 1 von 3",
        columns.collect::<Vec<_>>().join(" ")
    );
    assert_eq!(texts, [whole], "{said}");
    let files = folder(&[("a.pdf", &pdf_of(lines.concat().as_bytes(), "", ""))]);
    let output = run(files.path(), &["read", "a.pdf", "--format", "jsonl"], b"");
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record["title"], "Reise nach Wien");
    let kinds: Vec<&str> = record["blocks"].as_array().unwrap().iter().map(|b| b["kind"].as_str().unwrap()).collect();
    assert_eq!((code(&output), kinds), (0, vec!["boilerplate", "title", "paragraph", "boilerplate"]));
}

#[test]
fn records_by_their_names_are_read_and_texts_alone_are_none() {
    let index =
        format!("{{\"0\":{{\"title\":\"Eins\",\"text\":\"{ONE}\"}},\"1\":{{\"title\":\"Zwei\",\"text\":\"{TWO}\"}}}}");
    assert_eq!(read(index.as_bytes(), "title").0, ["Eins", "Zwei"]);
    let said = refusal(format!("[\"{ONE}\", \"{TWO}\"]").as_bytes(), &[]);
    assert!(said.contains("is no object"), "{said}");
}

#[test]
fn a_teaser_of_a_feed_is_its_text_however_little_it_is() {
    let teaser = "Minister Okoro reiste am Mittwoch nach Wien. Er sprach dort.";
    let shapes = [
        teaser.to_owned(),
        format!("{teaser} <a href='https://a.example/1'>Weiterlesen</a>"),
        format!("<img src='a.jpg'/>{teaser}"),
        format!("<a href='https://a.example/1'>{teaser}</a>"),
        format!("<table><tr><td><img src='a.jpg'></td><td>{teaser}</td></tr></table>"),
    ];
    let items = shapes.iter().enumerate().map(|(at, shape)| {
        format!("<item><title>Reise {at}</title><guid>{at}</guid><description><![CDATA[{shape}]]></description></item>")
    });
    let feed =
        format!("<rss version='2.0'><channel><title>Probeblatt</title>{}</channel></rss>", items.collect::<String>());
    let (texts, said) = read(feed.as_bytes(), "text");
    assert_eq!(texts.len(), shapes.len(), "{said}");
    assert!(texts.iter().all(|text| text.starts_with(teaser) && !text.contains('<')), "{texts:?}");
    // The same in a record under the name of a text.
    let record = format!("{{\"title\": \"Reise\", \"text\": \"<p>{teaser}</p><p>Danach reiste er ab.</p>\"}}");
    let (texts, said) = read(record.as_bytes(), "text");
    assert!(texts.len() == 1 && texts[0].starts_with(teaser) && !texts[0].contains('<'), "{texts:?} {said}");
}

/// Three bytes in four letters.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let four = |three: &[u8]| {
        let bits = three.iter().fold(0, |bits, byte| bits << 8 | usize::from(*byte));
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[bits >> shift & 63]))
    };
    // Spaces behind a page say nothing.
    let bytes = [bytes, &b"  "[..(3 - bytes.len() % 3) % 3]].concat();
    bytes.chunks(3).flat_map(four).collect()
}

#[test]
fn a_message_that_breaks_off_is_unpacked_and_told_as_damaged() {
    let html = String::from_utf8(page("Bauern im Schloss", TWO)).unwrap();
    let quoted: String = html.replace('=', "=3D").replace('ü', "=C3=BC").replace('ß', "=C3=9F").replace('ä', "=C3=A4");
    let of = |packing: &str, part: &str| {
        format!(
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://p.example/b\r\nSubject: Bauern\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; charset=utf-8\r\n\
             Content-Transfer-Encoding: {packing}\r\nContent-Location: https://p.example/b\r\n\r\n{part}"
        )
    };
    let cut = quoted.find("</article>").unwrap_or(quoted.len() - 20);
    let base64 = base64(html.as_bytes());
    for message in [
        of("quoted-printable", &quoted),
        of("quoted-printable", quoted.split_at(cut).0),
        of("base64", &base64),
        of("base64", base64.split_at(base64.len() - 21).0),
    ] {
        assert_eq!(read(message.as_bytes(), "title").0, ["Bauern im Schloss"], "{message}");
        let (texts, said) = read(message.as_bytes(), "text");
        assert!(texts.len() == 1 && texts[0].contains(&format!("{TWO}\n\n{TWO} Mehr dazu")), "{texts:?}");
        assert!(said.contains("the message is damaged here (its last part has no end)"), "{said}");
    }
    // Nothing that is read is missing.
    let picture = format!("{}\r\n--x\r\nContent-Type: image/png\r\n\r\nPNG", of("quoted-printable", &quoted));
    assert_eq!(read(picture.as_bytes(), "title").0, ["Bauern im Schloss"]);
    assert!(!read(picture.as_bytes(), "title").1.contains("damaged"));
    let mail = format!(
        "From: a@p.example\r\nSubject: Reise\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=zz\r\n\r\n--zz\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{} Gr=C3=BC=C3=9Fe",
        "The Peruvian government accused Chile on Tuesday."
    );
    assert_eq!(read(mail.as_bytes(), "text").0, ["The Peruvian government accused Chile on Tuesday. Gr\u{fc}\u{df}e"]);
}

#[test]
fn what_steers_a_terminal_is_written_out() {
    let table = format!("id,title,text\na\x1b[31m,Reise \x1b]0;evil\x07,\"\x1b[2J{ONE}\"\n");
    let shown = |format: &str| {
        let output = run(&std::env::temp_dir(), &["read", "-", "--format", format], table.as_bytes());
        [output.stdout, output.stderr].concat()
    };
    for format in ["table", "md"] {
        let shown = shown(format);
        assert!(!shown.contains(&0x1b) && !shown.contains(&7), "{}", String::from_utf8_lossy(&shown));
        assert!(String::from_utf8_lossy(&shown).contains("Reise \\u{1b}]0;evil\\u{7}"));
    }
    // Data is as it was.
    assert_eq!(read(table.as_bytes(), "id").0, ["a\x1b[31m"]);
}

#[test]
fn an_entry_of_a_zip_archive_that_is_not_read_is_told() {
    let mut archive = zip(&[("a.html", &page("Eins", ONE)), ("b.html", &page("Zwei", TWO))]);
    let whole = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &archive);
    assert_eq!((code(&whole), field(&whole, "title")), (0, vec!["Eins".to_owned(), "Zwei".to_owned()]));
    for at in 0..archive.len() - 6 {
        if archive.get(at..at + 6) == Some(b"b.html") {
            archive[at] = b'a';
        }
    }
    let (titles, said) = read(&archive, "title");
    assert_eq!(titles, ["Zwei"]);
    assert!(said.contains("1 entries of the ZIP archive have the name of a later one"), "{said}");
}

#[test]
fn a_table_that_is_only_a_header_is_told() {
    assert!(refusal(b"id,title,text\n", &[]).contains("no row below the names of its columns"));
}

#[test]
fn the_title_of_an_entry_is_without_marks() {
    for (title, plain) in [
        ("Bauern &amp;amp; Minister &amp;lt;3", "Bauern & Minister <3"),
        ("&lt;b class='x'&gt;Peru&lt;/b&gt; klagt", "Peru klagt"),
        ("Wo 2 &lt;drei ist", "Wo 2 <drei ist"),
    ] {
        let atom = format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Probe</title><entry><title type='html'>{title}</title><id>a</id>\
             <content>{ONE}</content></entry></feed>"
        );
        assert_eq!(read(atom.as_bytes(), "title").0, [plain]);
    }
}

#[test]
fn nothing_in_a_pdf_file_is_younger_than_the_file() {
    let text = b"BT /F1 12 Tf 50 700 Td (Die Ministerin reiste am Dienstag nach Wien, um dort zu sprechen.) Tj ET";
    let file = pdf_of(text, "", "/CreationDate (D:20240509100000+02'00')");
    assert_eq!(read(&file, "published").0, ["2024-05-09"]);
    let bare = String::from_utf8(file).unwrap().replace("/Kids [5 0 R ]", "/Kids [2 0 R ]");
    assert!(refusal(bare.as_bytes(), &[]).contains("none of its pages is found"));
}

#[test]
fn what_breaks_off_while_it_is_unpacked_says_what_helps() {
    let packed = zstd::encode_all(ONE.repeat(3).as_bytes(), 0).unwrap();
    let said = refusal(&packed[..packed.len() - 4], &[]);
    assert!(said.contains("it cannot be unpacked (incomplete frame); get a whole copy"), "{said}");
}
