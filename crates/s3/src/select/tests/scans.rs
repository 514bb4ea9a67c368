//! Scan ranges, and compressed objects.

use std::io::Write as _;

use super::*;

const LETTERS: &str = "A,B\nC,D\nD,E\nE,F\nG,H\nI,J\n";

/// The first is the guide's example.
#[test]
fn records_that_begin_in_the_range_are_read() {
    let check = |range: &'static str, expected: &str| {
        let more: &'static str = format!("<ScanRange>{range}</ScanRange>").leak();
        Form { more, ..CSV }.check("SELECT * FROM S3Object", LETTERS, expected);
    };
    check("<Start>1</Start><End>4</End>", "C,D\n");
    check("<Start>0</Start><End>0</End>", "A,B\n");
    check("<Start>4</Start><End>4</End>", "C,D\n");
    check("<Start>5</Start><End>7</End>", "");
    check("<Start>5</Start><End>8</End>", "D,E\n");
    check("<Start>16</Start>", "G,H\nI,J\n");
    check("<End>4</End>", "I,J\n");
    check("<End>6</End>", "I,J\n");
    check("<Start>0</Start><End>1000</End>", "A,B\nC,D\nD,E\nE,F\nG,H\nI,J\n");
}

#[test]
fn ranges_side_by_side_give_every_record_once() {
    for width in 1..12 {
        let mut all = String::new();
        for start in (0..LETTERS.len()).step_by(width) {
            let more: &'static str =
                format!("<ScanRange><Start>{start}</Start><End>{}</End></ScanRange>", start + width - 1).leak();
            all += &Form { more, ..CSV }.evaluate("SELECT * FROM S3Object", LETTERS.as_bytes(), 4).unwrap();
        }
        assert_eq!(all, LETTERS, "{width}");
    }
}

#[test]
fn a_range_knows_the_names() {
    let named = Form { more: "<ScanRange><Start>9</Start></ScanRange>", ..NAMED_TO_JSON };
    named.check("SELECT s.a FROM S3Object s", "#x\na,b\n1,2\n3,4\n5,6\n", "{\"a\":\"3\"}\n{\"a\":\"5\"}\n");
    let whole = Form { more: "<ScanRange><Start>1</Start></ScanRange>", ..NAMED_TO_JSON };
    whole.check("SELECT s.a FROM S3Object s", "a,b\n1,2\n3,4\n", "{\"a\":\"1\"}\n{\"a\":\"3\"}\n");
    let ignored = Form {
        input: "<CSV><FileHeaderInfo>IGNORE</FileHeaderInfo></CSV>",
        more: "<ScanRange><Start>8</Start></ScanRange>",
        ..CSV
    };
    ignored.check("SELECT _1 FROM S3Object s", "a,b\n1,2\n3,4\n5,6\n", "3\n5\n");
    let lines = Form { more: "<ScanRange><Start>3</Start></ScanRange>", ..LINES };
    lines.check("SELECT s.a FROM S3Object s", "{\"a\":1}\n{\"a\":2}\n", "{\"a\":2}\n");
}

#[test]
fn not_every_object_can_be_scanned_from_anywhere() {
    let range = "<ScanRange><Start>1</Start></ScanRange>";
    let sql = "SELECT * FROM S3Object";
    let gzip = Form { input: "<CSV></CSV><CompressionType>GZIP</CompressionType>", more: range, ..CSV };
    gzip.check_refused(sql, "a\n", "UnsupportedScanRangeInput", None);
    Form { more: range, ..DOCUMENT }.check_refused(sql, "{}", "UnsupportedScanRangeInput", None);
    let quoted = "<CSV><AllowQuotedRecordDelimiter>true</AllowQuotedRecordDelimiter></CSV>";
    Form { input: quoted, more: range, ..CSV }.check_refused(sql, "a\n", "UnsupportedScanRangeInput", None);
    for wrong in
        ["<Start>5</Start><End>4</End>", "<Start>99</Start>", "<Start>x</Start>", "<Start>-1</Start>", "<End>0</End>"]
    {
        let more: &'static str = format!("<ScanRange>{wrong}</ScanRange>").leak();
        Form { more, ..CSV }.check_refused(sql, "a\nb\n", "InvalidScanRange", None);
    }
}

#[test]
fn compressed_objects_are_read() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(LETTERS.as_bytes()).unwrap();
    let gzip = encoder.finish().unwrap();
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
    encoder.write_all(LETTERS.as_bytes()).unwrap();
    let bzip2 = encoder.finish().unwrap();
    for (input, object) in [
        ("<CSV></CSV><CompressionType>GZIP</CompressionType>", gzip.as_slice()),
        ("<CSV></CSV><CompressionType>BZIP2</CompressionType>", bzip2.as_slice()),
    ] {
        let form = Form { input, ..CSV };
        for step in [1, 10, usize::MAX] {
            assert_eq!(form.evaluate("SELECT _1 FROM S3Object LIMIT 2", object, step).as_deref(), Ok("A\nC\n"));
            assert_eq!(form.evaluate("SELECT COUNT(*) FROM S3Object", object, step).as_deref(), Ok("6\n"));
        }
        let broken = form.evaluate("SELECT COUNT(*) FROM S3Object", &object[..object.len() - 6], 7);
        assert_eq!(broken.unwrap_err().code(), "TruncatedInput");
        form.check_refused("SELECT * FROM S3Object", "a,b\n", "InvalidCompressionFormat", None);
    }
}
