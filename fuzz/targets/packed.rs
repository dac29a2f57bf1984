//! Bytes in a container that is whole, which blind changes of a packed file would hardly ever leave so, in; each article found
//! in them is coded.

#![no_main]

use demarche_fuzz::{RESOURCES, code, in_time, watch_panics};
use flate2::Compression;
use flate2::write::GzEncoder;
use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Result, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zipped(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, SimpleFileOptions::default())?;
    writer.write_all(bytes)?;
    Ok(writer.finish()?.into_inner())
}

/// Packs the bytes after the first as the first says.
fn packed(bytes: &[u8]) -> Result<Vec<u8>> {
    let Some((kind, bytes)) = bytes.split_first() else { return Ok(Vec::new()) };
    let head = |kind: &str, length: usize| format!("WARC/1.0\r\nWARC-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
    let answer = |fields: &str| [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), bytes].concat();
    let warc = |body: Vec<u8>| [head("response", body.len()).as_bytes(), &body, b"\r\n\r\n"].concat();
    Ok(match kind % 10 {
        0 => {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(bytes)?;
            packer.finish()?
        }
        1 => zstd::encode_all(bytes, 1)?,
        2 => zipped("a/page", bytes)?,
        3 => zipped("word/document.xml", bytes)?,
        4 => {
            let mut builder = tar::Builder::new(Vec::new());
            let mut header = tar::Header::new_ustar();
            header.set_size(bytes.len() as u64);
            header.set_cksum();
            builder.append_data(&mut header, "page", bytes)?;
            builder.into_inner()?
        }
        5 => warc(answer("Content-Type: text/html\r\n")),
        6 => warc(answer("Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n")),
        7 => warc(answer("Content-Type: text/html\r\nContent-Encoding: br\r\n")),
        8 => warc(bytes.to_vec()),
        _ => {
            let opening = "From: a@example.org\r\nSubject: S\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n";
            [opening.as_bytes(), b"\r\n--b\r\n", bytes, b"\r\n--b--\r\n"].concat()
        }
    })
}

fuzz_target!(
    init: watch_panics(),
    |bytes: &[u8]| {
        let packed = packed(bytes).expect("packing in memory does not fail");
        for article in in_time(|| demarche_cli::door::opened(&RESOURCES, &packed)).0 {
            code(&RESOURCES, article);
        }
    }
);
