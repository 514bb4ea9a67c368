//! JSON objects.

use super::*;

/// The guide's second example of FROM.
const FOLDERS: &str = "{ \"created\": \"936864000\", \"dir_name\": \"important_docs\", \"files\": [ { \"name\": \".\" }, { \"name\": \"..\" } ], \"owner\": \"Amazon S3\" }
{ \"created\": \"936864000\", \"dir_name\": \"other_docs\", \"files\": [ { \"name\": \".\" }, { \"name\": \"my stuff\" } ], \"owner\": \"User\" }
";

/// The guide's first example of FROM.
const RULES: &str = "{ \"Rules\": [ {\"id\": \"1\"}, {\"expr\": \"y > x\"}, {\"id\": \"2\", \"expr\": \"z = DEBUG\"} ]}
{ \"created\": \"June 27\", \"modified\": \"July 6\" }
";

const PERSON: &str = "{\"name\": \"Susan Smith\",\n\"org\": \"engineering\",\n\"projects\":\n [{\"project_name\":\"project1\", \
                      \"completed\":false},\n {\"project_name\":\"project2\", \"completed\":true}]}";

#[test]
fn examples_of_the_guide() {
    for form in [LINES, DOCUMENT] {
        form.check("SELECT id FROM S3Object[*].Rules[*].id", RULES, "{\"id\":\"1\"}\n{}\n{\"id\":\"2\"}\n{}\n");
        let known = "SELECT id FROM S3Object[*].Rules[*].id WHERE id IS NOT MISSING";
        form.check(known, RULES, "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
        form.check(
            "SELECT d.dir_name, d.files FROM S3Object[*] d",
            FOLDERS,
            "{\"dir_name\":\"important_docs\",\"files\":[{\"name\":\".\"},{\"name\":\"..\"}]}\n\
             {\"dir_name\":\"other_docs\",\"files\":[{\"name\":\".\"},{\"name\":\"my stuff\"}]}\n",
        );
        form.check(
            "SELECT _1.dir_name, _1.owner FROM S3Object[*]",
            FOLDERS,
            "{\"dir_name\":\"important_docs\",\"owner\":\"Amazon S3\"}\n{\"dir_name\":\"other_docs\",\"owner\":\"User\"}\n",
        );
    }
    DOCUMENT.check("Select s.name from S3Object s", PERSON, "{\"name\":\"Susan Smith\"}\n");
    DOCUMENT.check("Select s.projects[0].project_name from S3Object s", PERSON, "{\"project_name\":\"project1\"}\n");
}

#[test]
fn paths_lead_to_rows() {
    let books = "{\"books\":[{\"price\":1,\"tags\":[\"a\",\"b\"]},{\"price\":2.50}]}";
    DOCUMENT.check("SELECT price FROM S3Object[*].books[*].price", books, "{\"price\":1}\n{\"price\":2.50}\n");
    DOCUMENT.check("SELECT _1.price FROM S3Object[*].books[*]", books, "{\"price\":1}\n{\"price\":2.50}\n");
    DOCUMENT.check("SELECT b.price p FROM S3Object[*].books[1] AS b", books, "{\"p\":2.50}\n");
    DOCUMENT.check("SELECT * FROM S3Object[*].books[*].tags[*]", books, "{\"_1\":\"a\"}\n{\"_1\":\"b\"}\n{}\n");
    DOCUMENT.check("SELECT * FROM S3Object[*]['books'][0].price", books, "{\"_1\":1}\n");
    DOCUMENT.check("SELECT * FROM S3Object[*].books[*] LIMIT 1", books, "{\"price\":1,\"tags\":[\"a\",\"b\"]}\n");
    DOCUMENT.check("SELECT v.* FROM S3Object[*].books[0] v", books, "{\"price\":1,\"tags\":[\"a\",\"b\"]}\n");
    DOCUMENT.check("SELECT * FROM S3Object[*].books[0].*", books, "{\"_1\":1}\n{\"_1\":[\"a\",\"b\"]}\n");
    DOCUMENT.check("SELECT s.books[*].price p FROM S3Object s", books, "{\"p\":[1,2.50]}\n");
    DOCUMENT.check_refused("SELECT * FROM S3Object.books", books, "InvalidKeyPath", None);
    // Recorded of S3: an array on each line is opened by a second wildcard.
    let arrays = "[{\"text\":\"sample 1\"}]\n[{\"text\":\"other\"},{\"text\":\"sample 2\"}]\n";
    let like = "select * from S3Object[*][*] s3 where s3.text like 'sample%'";
    LINES.check(like, arrays, "{\"text\":\"sample 1\"}\n{\"text\":\"sample 2\"}\n");
    LINES.check("SELECT * FROM S3Object", "[1,2]\n\"x\"\n", "{\"_1\":[1,2]}\n{\"_1\":\"x\"}\n");
}

/// Recorded: `s.*` are the fields.
#[test]
fn a_star_opens_a_row() {
    LINES.check(
        "select s.* from S3Object s",
        "{\"foo\":\"bar\"}\n{\"foo\":\"baz\"}\n",
        "{\"foo\":\"bar\"}\n{\"foo\":\"baz\"}\n",
    );
}

#[test]
fn values_keep_their_types() {
    let line = "{\"i\":1,\"d\":1.50,\"f\":1e2,\"b\":true,\"n\":null,\"s\":\"é\\n\",\"big\":12345678901234567890}";
    LINES.check(
        "SELECT * FROM S3Object",
        line,
        "{\"i\":1,\"d\":1.50,\"f\":100.0,\"b\":true,\"n\":null,\"s\":\"é\\n\",\"big\":12345678901234567890}\n",
    );
    LINES_TO_CSV.check("SELECT i, d, f, b, n, x, s FROM S3Object", line, "1,1.50,100.0,true,,,\"é\n\"\n");
    LINES.check("SELECT s.i FROM S3Object s WHERE s.i >= 1 AND s.d < 2 AND s.b", line, "{\"i\":1}\n");
    LINES_TO_CSV.check_refused("SELECT * FROM S3Object", "{\"a\":[]}", "UnsupportedSqlOperation", None);
}

#[test]
fn names_have_no_case_without_quotes() {
    let line = "{\"Name\":1,\"name\":2}";
    LINES.check("SELECT s.\"Name\" FROM S3Object s", line, "{\"Name\":1}\n");
    LINES.check("SELECT s.\"NAME\" FROM S3Object s", line, "{}\n");
    LINES.check_refused("SELECT s.name FROM S3Object s", line, "AmbiguousFieldName", None);
    LINES.check("SELECT s.NAME FROM S3Object s", "{\"name\":1}", "{\"NAME\":1}\n");
    LINES.check("SELECT S.name FROM S3Object s", "{\"name\":1}", "{\"name\":1}\n");
}

/// The text is recorded.
#[test]
fn what_is_not_json_is_refused() {
    let text = "Error parsing JSON file. Please check the file and try again.";
    LINES.check_refused("SELECT * FROM S3Object", "a,b\n", "JSONParsingError", Some(text));
    LINES.check_refused("SELECT * FROM S3Object", PERSON, "JSONParsingError", None);
    LINES.check_refused("SELECT * FROM S3Object", "{\"a\":1} {\"a\":2}\n", "JSONParsingError", None);
    DOCUMENT.check_refused("SELECT * FROM S3Object", "{\"a\":1", "JSONParsingError", None);
    DOCUMENT.check_refused("SELECT * FROM S3Object", "{\"a\":1}}", "JSONParsingError", None);
    LINES.check("SELECT * FROM S3Object", "{\"a\":1}\r\n\n{\"a\":2}", "{\"a\":1}\n{\"a\":2}\n");
    DOCUMENT.check("SELECT * FROM S3Object", "\u{feff}{\"a\":1}{\"a\":2}\n 3", "{\"a\":1}\n{\"a\":2}\n{\"_1\":3}\n");
}

/// Recorded: a document is one record.
#[test]
fn a_document_is_one_record() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(1 << 20));
    let text = "The character number in one record is more than our max threshold, maxCharsPerRecord: 1,048,576";
    DOCUMENT.check_refused("SELECT * FROM S3Object", &long, "OverMaxRecordSize", Some(text));
    LINES.check_refused(
        "SELECT s.a a, s.a b FROM S3Object s",
        &format!("{{\"a\":\"{}\"}}", "x".repeat(600_000)),
        "OverMaxRecordSize",
        None,
    );
}
