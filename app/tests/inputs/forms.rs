//! What documents, tables and archives hold beside plain paragraphs.

use super::{ONE, TWO, code, field, folder, pdf_of, refusal, run, stderr, zip};

/// Texts and errors of what is read from a file.
fn read(bytes: &[u8], flags: &[&str]) -> (Vec<String>, String) {
    let files = folder(&[("in", bytes)]);
    let output = run(files.path(), &[&["read", "in", "--format", "jsonl"], flags].concat(), b"");
    (field(&output, "text"), stderr(&output))
}

#[test]
fn lists_and_tables_of_a_document_are_text() {
    let paragraph = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", paragraph("x", text));
    let row = |cells: [&str; 2]| format!("<w:tr>{}</w:tr>", cells.map(cell).concat());
    let numbered = "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/></w:numPr></w:pPr><w:r><w:t>Zölle</w:t></w:r></w:p>";
    let body = [
        paragraph("berschrift1", "Reise nach Wien"),
        paragraph("x", ONE),
        paragraph("Aufz", "Getreide"),
        numbered.to_owned(),
        format!(
            "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent><w:p>\
             <w:moveFrom w:id='1'><w:r><w:t>Verschoben</w:t></w:r></w:moveFrom></w:p>",
            paragraph("Aufz", "Weizen"),
            paragraph("Aufz", "Weizen")
        ),
        format!("<w:tbl>{}{}</w:tbl>", row(["Land", "Hilfe"]), row(["Österreich", "40 Mio."])),
    ];
    let document = format!("<w:document xmlns:w='w'><w:body>{}</w:body></w:document>", body.concat());
    let styles = "<w:styles xmlns:w='w'><w:style w:styleId='berschrift1'><w:name w:val='heading 1'/></w:style>\
                  <w:style w:styleId='Aufz'><w:name w:val='List Bullet'/></w:style></w:styles>";
    let file = zip(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", styles.as_bytes())]);
    let (texts, said) = read(&file, &["--published", "2024-05-07"]);
    let expected = ["Reise nach Wien", ONE, "Getreide", "Zölle", "Weizen", "Land | Hilfe", "Österreich | 40 Mio."];
    assert_eq!((texts, said), (vec![expected.join("\n\n")], String::new()));
}

#[test]
fn a_line_that_is_turned_is_kept_whole() {
    let turned = format!(
        "BT /F1 9 Tf 0 1 -1 0 300 100 Tm (Gedruckt in Wien) Tj ET\nBT /F1 9 Tf 50 700 Td ({}) Tj ET\n",
        ONE.replace('ß', "ss").replace('ü', "ue")
    );
    let (texts, said) = read(&pdf_of(turned.as_bytes(), "", ""), &["-q"]);
    assert!(texts.concat().contains("Wien, um dort mit der Regierung"), "{texts:?} {said}");
    assert!(!texts.concat().contains("G e d r"), "{texts:?}");
}

#[test]
fn a_locked_entry_of_an_archive_is_named_with_what_helps() {
    let mut file = zip(&[("a.html", b"x"), ("b.txt", format!("{ONE}\n\n{TWO}\n").as_bytes())]);
    // The flag of a locked entry, in its own head and in that of the directory.
    let second = file.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    file[6] |= 1;
    file[second + 8] |= 1;
    let (texts, said) = read(&file, &["-q"]);
    assert_eq!(texts, [format!("{ONE}\n\n{TWO}\n")], "{said}");
    assert!(said.contains("in/a.html: it is locked with a password; unpack the archive with it"), "{said}");
    // The number of a way of packing: LZMA.
    let mut file = zip(&[("a.html", b"x")]);
    let second = file.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    file[8] = 14;
    file[second + 10] = 14;
    let said = read(&file, &["-q"]).1;
    assert!(said.contains("in/a.html: it is packed in a way that is not read here"), "{said}");
}

/// A page with lines at their places, in the order given.
fn laid(lines: &[(u32, u32, &str)]) -> Vec<u8> {
    let line = |(x, y, text): &(u32, u32, &str)| format!("BT /F1 9 Tf {x} {y} Td ({text}) Tj ET\n");
    pdf_of(lines.iter().map(line).collect::<String>().as_bytes(), "", "")
}

#[test]
fn columns_of_a_pdf_are_read_one_after_the_other() {
    let left = [
        "Die Ministerin reiste am Dienstag",
        "nach Wien, um dort mit der Re-",
        "gierung zu sprechen. Auch der",
        "Handel mit Getreide war Thema.",
    ];
    let right = [
        "Der Kanzler nahm am Mittwoch",
        "an einem Treffen in Genf teil,",
        "auf dem alle Seiten vertreten",
        "waren. Ein Ende ist nicht in Sicht.",
    ];
    let mut lines = vec![(50, 740, "Zwei Reisen in einer Woche und ein Streit um die Einfuhr von Getreide")];
    for (at, (left, right)) in (0..).zip(left.into_iter().zip(right)) {
        lines.extend([(50, 700 - 11 * at, left), (300, 700 - 11 * at, right)]);
    }
    let (texts, _) = read(&laid(&lines), &[]);
    let first = "Die Ministerin reiste am Dienstag nach Wien, um dort mit der Regierung zu sprechen. Auch der Handel mit Getreide war Thema.";
    let second = "Der Kanzler nahm am Mittwoch an einem Treffen in Genf teil, auf dem alle Seiten vertreten waren. Ein Ende ist nicht in Sicht.";
    assert_eq!(texts, [format!("{}\n\n{first}\n\n{second}", lines[0].2)]);
    // Short cells are a table, which is read row by row.
    let cells = ["Wien", "Genf", "Rom", "Bern"];
    let table: Vec<(u32, u32, &str)> = (0..)
        .zip(cells)
        .flat_map(|(at, cell)| [(50, 700 - 11 * at, cell), (300, 700 - 11 * at, "40 Mio. Euro")])
        .collect();
    let (texts, _) =
        read(&laid(&[&table[..], &[(50, 600, "Die Ministerin reiste am Dienstag nach Wien.")]].concat()), &[]);
    assert!(texts[0].starts_with("Wien 40 Mio. Euro Genf 40 Mio. Euro"), "{texts:?}");
}

#[test]
fn a_cell_that_is_never_closed_costs_its_row() {
    let table = format!(
        "id,text,day\n1,\"{ONE}\",2024-05-07\n2,\"{TWO}\nUnd mehr.,2024-05-07\n3,\"Das sagte er.\n\n{ONE}\",2024-05-08\n4,{TWO},x\n"
    );
    let (texts, said) = read(table.replace(", ", " ").as_bytes(), &["-q"]);
    let plain = |text: &str| text.replace(", ", " ");
    assert_eq!(texts, [plain(ONE), format!("Das sagte er.\n\n{}", plain(ONE)), plain(TWO)], "{said}");
    assert!(said.contains("in:3: a quotation mark opens a cell here and none closes it"), "{said}");
    let last = format!("id,text\n1,\"{ONE}\n2,\"{TWO}\"\n3,\"Es endet nie");
    let (texts, said) = read(last.as_bytes(), &["-q"]);
    assert_eq!(texts, [TWO]);
    assert!(said.contains("in:2: ") && said.contains("in:4: "), "{said}");
    // Text below it may have as many commas as the table has columns.
    let commas = format!(
        "id,text\n0,\"{ONE}\"\n1,\"{TWO}\nJa, sagte sie am Dienstag in Wien zu ihm.\nUm 3,5 Prozent stieg der Preis.\n2,\"{TWO}\"\n"
    );
    let (texts, said) = read(commas.as_bytes(), &["-q"]);
    assert_eq!((texts, said.matches("in:").count()), (vec![ONE.to_owned(), TWO.to_owned()], 1), "{said}");
    // Rows that are longer or shorter than the header are rows, also below it.
    let ragged = format!("id,text\n1,\"{ONE}\",x\n2,\"{ONE}\n3,\"{TWO}\",x\n4,\"{ONE}\",x\n");
    assert_eq!(read(ragged.as_bytes(), &["-q"]).0, [ONE, TWO, ONE]);
    // Marks that are not written twice within a line harm nobody.
    let odd = format!("id,title,text\n2,\"Das \"Wort\" hier\",\"{ONE}\n{TWO}\"\n");
    assert_eq!(read(odd.as_bytes(), &["-q"]).0, [format!("{ONE}\n{TWO}")]);
}

#[test]
fn a_broken_item_of_a_long_list_costs_only_itself() {
    let item = |n: usize| format!("{{\"id\":\"{n}\",\"text\":\"{n}. {}\"}}", ONE.repeat(10));
    let torn = |n: usize| if n == 700 { "{\"id\":\"700\",\"text\":\"never closed}".to_owned() } else { item(n) };
    let list = (0..1800).map(torn).collect::<Vec<_>>().join(",\n");
    let (texts, said) = read(format!("[{list}]").as_bytes(), &["-q", "--max-size", "64K"]);
    assert_eq!((texts.len(), said.matches(": not a record").count()), (1799, 1), "{said}");
}

#[test]
fn a_row_that_is_too_large_costs_only_itself() {
    let long = format!("{ONE}\nJa,nein\n").repeat(20);
    for long in [long.clone(), long.replace('\n', " ")] {
        let table = format!("id,text\n1,\"{ONE}\"\n2,\"{long}\"\n3,\"{TWO}\"\n");
        let (texts, said) = read(table.as_bytes(), &["-q", "--max-size", "1K"]);
        assert_eq!(texts, [ONE, TWO], "{said}");
        assert!(said.contains("in:3: it is larger than 1K; raise --max-size to read it"), "{said}");
    }
}

#[test]
fn cells_that_are_never_closed_are_read_in_time_that_grows_with_the_file() {
    let time = |rows: usize| {
        let hostile = format!("a,text\n{}", "a\",\"\n1,b\n".repeat(rows));
        let begun = std::time::Instant::now();
        read(hostile.as_bytes(), &["-q"]);
        begun.elapsed().as_secs_f64()
    };
    // Eight times the rows would take sixty-four times as long where each cell is looked for in all of the file.
    let (few, many) = (time(5_000), time(40_000));
    assert!(many < few * 30.0, "{few} s, then {many} s");
}

/// A schema of Arrow whose columns, a hundred thousand, are one that has its long name and its zone in one place: four
/// hundred thousand bytes that would become twenty thousand million.
#[cfg(feature = "parquet")]
fn many_columns() -> String {
    const COLUMNS: u32 = 100_000;
    let mut bytes: Vec<u8> = Vec::new();
    let shorts = |bytes: &mut Vec<u8>, values: &[u16]| bytes.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    let longs = |bytes: &mut Vec<u8>, values: &[u32]| bytes.extend(values.iter().flat_map(|v| v.to_le_bytes()));
    // The message at 16 with its header, the schema at 32 with its fields.
    longs(&mut bytes, &[16]);
    shorts(&mut bytes, &[10, 8, 0, 0, 4, 0]);
    longs(&mut bytes, &[12, 12]);
    shorts(&mut bytes, &[8, 8, 0, 4]);
    longs(&mut bytes, &[8, 4, COLUMNS]);
    let field = 44 + 4 * COLUMNS + 12;
    longs(&mut bytes, &(0..COLUMNS).map(|n| field - 44 - 4 * n).collect::<Vec<_>>());
    // The field: its name behind the type of moments, whose zone is the name again.
    shorts(&mut bytes, &[12, 16, 4, 0, 12, 8]);
    longs(&mut bytes, &[12, 28, 16, 10]);
    shorts(&mut bytes, &[8, 8, 0, 4]);
    longs(&mut bytes, &[8, 4, COLUMNS]);
    bytes.extend(vec![b'a'; COLUMNS as usize]);
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let message = [[0xff; 4], [0; 4]].concat().into_iter().chain(bytes).collect::<Vec<u8>>();
    let four = |three: &[u8]| {
        let sum = three.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)) << (8 * (3 - three.len()));
        (0..=three.len()).map(|at| char::from(letters[sum >> (18 - 6 * at) & 63])).collect::<String>()
    };
    message.chunks(3).map(four).collect()
}

#[cfg(feature = "parquet")]
#[test]
fn moments_of_parquet_keep_the_clock_of_their_zone() {
    use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
    use parquet::file::metadata::KeyValue;
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use std::sync::Arc;
    let file = |kind: &str, seconds: i64, note: Option<(&str, &str)>| {
        let columns = format!("REQUIRED BYTE_ARRAY text (UTF8); REQUIRED INT64 published (TIMESTAMP({kind}));");
        let schema = parquet::schema::parser::parse_message_type(&format!("message a {{ {columns} }}")).unwrap();
        let notes = note.map(|(key, value)| vec![KeyValue::new(key.to_owned(), value.to_owned())]);
        let settings = WriterProperties::builder().set_key_value_metadata(notes).build();
        let mut writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(settings)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&[ByteArray::from(ONE)], None, None).unwrap();
        column.close().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<Int64Type>().write_batch(&[seconds], None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.into_inner().unwrap()
    };
    // Half past eleven in the evening of 11 March 2024 in universal time.
    let at = 1_710_199_800;
    // As Arrow notes them: `published` in Europe/Berlin beside `crawled` in America/New_York, and in +02:00 beside UTC.
    let arrow = concat!(
        "/////xABAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAMAAAC0AAAAUAAAAAQAAABo////AAABChAAAAAYAAAA",
        "BAAAAAAAAAAHAAAAY3Jhd2xlZAC0////AAACAAQAAAAQAAAAQW1lcmljYS9OZXdfWW9yawAAAACw////AAABChAAAAAkAAAABAAAAAAAAAAJAAAA",
        "cHVibGlzaGVkAAAACAAMAAYACAAIAAAAAAACAAQAAAANAAAARXVyb3BlL0JlcmxpbgAAABAAFAAIAAYABwAMAAAAEAAQAAAAAAABBRAAAAAcAAAA",
        "BAAAAAAAAAAEAAAAdGV4dAAAAAAEAAQABAAAAA==",
    );
    let distant = concat!(
        "//////gAAAAQAAAAAAAKAAwABgAFAAgACgAAAAABBAAMAAAACAAIAAAABAAIAAAABAAAAAMAAACcAAAAQAAAAAQAAACA////AAABChAAAAAYAAAA",
        "BAAAAAAAAAAHAAAAY3Jhd2xlZADE////AAACAAQAAAADAAAAVVRDALj///8AAAEKEAAAACQAAAAEAAAAAAAAAAkAAABwdWJsaXNoZWQAAAAIAAwA",
        "BgAIAAgAAAAAAAIABAAAAAYAAAArMDI6MDAAABAAFAAIAAYABwAMAAAAEAAQAAAAAAABBRAAAAAcAAAABAAAAAAAAAAEAAAAdGV4dAAAAAAEAAQA",
        "BAAAAA==",
    );
    let (arrow, distant) = (("ARROW:schema", arrow), ("ARROW:schema", distant));
    let many = many_columns();
    // So many hours would be half of one where numbers have an end.
    let far = "{\"columns\":[{\"field_name\":\"published\",\"metadata\":{\"timezone\":\"+1193047:00\"}}]}";
    let pandas = (
        "pandas",
        "{\"columns\":[{\"field_name\":\"crawled\",\"metadata\":{\"timezone\":\"Asia/Seoul\"}},\
         {\"field_name\":\"published\",\"metadata\":{\"timezone\":\"America/New_York\"}}]}",
    );
    for (bytes, told) in [
        (file("MICROS,true", at * 1_000_000, Some(arrow)), "2024-03-12T00:30:00+01:00"),
        (file("MICROS,true", at * 1_000_000, Some(distant)), "2024-03-12T01:30:00+02:00"),
        (file("NANOS,true", at * 1_000_000_000, Some(pandas)), "2024-03-11T19:30:00-04:00"),
        (file("MILLIS,true", at * 1_000, None), "2024-03-11T23:30:00Z"),
        (file("MILLIS,true", at * 1_000, Some(("ARROW:schema", "/////xABAAAQAAAA"))), "2024-03-11T23:30:00Z"),
        (file("MILLIS,true", at * 1_000, Some(("ARROW:schema", &many))), "2024-03-11T23:30:00Z"),
        (file("MILLIS,true", at * 1_000, Some(("pandas", far))), "2024-03-11T23:30:00Z"),
        (file("MILLIS,false", at * 1_000, Some(arrow)), "2024-03-11T23:30:00"),
    ] {
        let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &bytes);
        assert_eq!((field(&output, "published_at"), stderr(&output)), (vec![told.to_owned()], String::new()));
        assert_eq!(field(&output, "published"), [told.get(..10).unwrap().to_owned()]);
    }
}

#[test]
fn the_limit_of_size_is_for_one_document() {
    let texts: Vec<String> = (0..40).map(|n| format!("{n}. {}", ONE.repeat(20))).collect();
    let names: Vec<String> = (0..40).map(|n| format!("{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    assert_eq!(read(&zip(&files), &["--max-size", "4K", "-q"]).0, texts);
    let record = |n: usize| format!("{{\"id\":\"a{n}\",\n \"title\":\"]}}, [{{\",\"text\":\"{}\"}}", texts[n % 40]);
    let list = |long: usize| {
        let records: Vec<String> =
            (0..100).map(|n| if n == long { "{\"id\":\"none\"}".to_owned() } else { record(n) }).collect();
        format!("[{}]", records.join(",\n"))
    };
    let (all, said) = read(list(90).as_bytes(), &["--max-size", "4K", "-q"]);
    assert_eq!(all.len(), 99);
    // Two lines a record before it.
    assert!(said.contains("in:181: the record has no \"text\""), "{said}");
    // An item that is too long costs itself.
    let long = format!("[{},\n{{\"text\":\"{}\"}},\n{}]", record(0), ONE.repeat(60), record(1));
    let (some, said) = read(long.as_bytes(), &["--max-size", "4K", "-q"]);
    assert_eq!(some, texts[..2]);
    assert!(said.contains("in:3: it is larger than 4K; raise --max-size"), "{said}");
}

#[test]
fn documents_are_known_by_what_stands_in_them() {
    let open = zip(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]);
    assert!(refusal(&open, &[]).contains("an OpenDocument file or an EPUB book, which is not read; save it as DOCX"));
    let text = "Die Ministerin reiste am Dienstag nach Wien, um dort mit der Regierung zu sprechen.";
    let led = [b"<!-- printed by a program -->\n", &laid(&[(50, 700, text)])[..]].concat();
    let output = run(&std::env::temp_dir(), &["read", "-", "--format", "jsonl"], &led);
    assert_eq!((code(&output), field(&output, "text")), (0, vec![text.to_owned()]), "{}", stderr(&output));
}
