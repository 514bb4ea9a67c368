//! CSV objects.

use super::*;

const PEOPLE: &str = "name,age,city\nann,31,Rome\nbob,27,\"Paris, France\"\n#eve,1,x\n\ncid,45,Oslo";

#[test]
fn rows_are_selected_as_they_are() {
    CSV.check("SELECT * FROM S3Object", "a,b\nc,d\n", "a,b\nc,d\n");
    CSV.check("select * from s3object s;", "a,\"b,c\"\nd\n", "a,\"b,c\"\nd\n");
    NAMED.check("SELECT * FROM S3Object", PEOPLE, "ann,31,Rome\nbob,27,\"Paris, France\"\ncid,45,Oslo\n");
    CSV.check("SELECT * FROM S3Object", "", "");
    NAMED.check("SELECT * FROM S3Object", "a,b\n", "");
    NAMED.check("SELECT * FROM S3Object", "", "");
}

#[test]
fn columns_are_called_by_position_or_name() {
    CSV.check("SELECT s._2, _1 FROM S3Object s", "a,b\nc,d\n", "b,a\nd,c\n");
    NAMED.check("SELECT s.name, AGE FROM S3Object s LIMIT 1", PEOPLE, "ann,31\n");
    NAMED.check("SELECT s.\"name\" FROM S3Object AS s WHERE s.city = 'Oslo'", PEOPLE, "cid\n");
    NAMED.check("SELECT S3Object.name FROM S3Object WHERE _2 = '27'", PEOPLE, "bob\n");
    let ignored = Form { input: "<CSV><FileHeaderInfo>Ignore</FileHeaderInfo></CSV>", ..CSV };
    ignored.check("SELECT _1 FROM S3Object", PEOPLE, "ann\nbob\ncid\n");
    CSV.check("SELECT _2 FROM S3Object[*] s", "a,b", "b\n");
}

/// Recorded: a row that lacks a column has an empty one.
#[test]
fn short_rows_have_empty_columns() {
    NAMED.check("SELECT s.b FROM S3Object s", "a,b\n1,2\n3\n", "2\n\n");
    let always = Form { output: "<CSV><QuoteFields>ALWAYS</QuoteFields></CSV>", ..NAMED };
    always.check("SELECT s.b FROM S3Object s", "a,b\n3\n", "\"\"\n");
    NAMED.check("SELECT a FROM S3Object WHERE b IS MISSING", "a,b\n1,2\n3\n", "3\n");
    NAMED.check("SELECT a FROM S3Object WHERE b IS NULL", "a,b\n1,\n3\n", "3\n");
    NAMED_TO_JSON.check("SELECT a, b FROM S3Object", "a,b\n3\n", "{\"a\":\"3\"}\n");
}

#[test]
fn names_become_those_of_json() {
    NAMED_TO_JSON.check("SELECT * FROM S3Object", "a,b\n1,2,3\n", "{\"a\":\"1\",\"b\":\"2\",\"_3\":\"3\"}\n");
    CSV_TO_JSON.check("SELECT * FROM S3Object", "1,2\n", "{\"_1\":\"1\",\"_2\":\"2\"}\n");
    NAMED_TO_JSON.check(
        "SELECT s.A, b AS c, b d, 1, b || 'x' FROM S3Object s",
        "a,b\n1,2\n",
        "{\"A\":\"1\",\"c\":\"2\",\"d\":\"2\",\"_4\":1,\"_5\":\"2x\"}\n",
    );
    NAMED_TO_JSON.check("SELECT s.*, 1 one FROM S3Object s", "a,b\n1,2\n", "{\"a\":\"1\",\"b\":\"2\",\"one\":1}\n");
    NAMED_TO_JSON.check("SELECT s FROM S3Object s", "a,b\n1,2\n", "{\"s\":{\"a\":\"1\",\"b\":\"2\"}}\n");
    NAMED_TO_JSON.check("SELECT a FROM S3Object", "\u{feff}a\n1\n", "{\"a\":\"1\"}\n");
}

#[test]
fn delimiters_may_be_others() {
    let other = Form {
        input: "<CSV><FieldDelimiter>|</FieldDelimiter><RecordDelimiter>;</RecordDelimiter><QuoteCharacter>'</QuoteCharacter>\
                <QuoteEscapeCharacter>\\</QuoteEscapeCharacter><Comments>%</Comments></CSV>",
        output: "<CSV><FieldDelimiter>\t</FieldDelimiter><RecordDelimiter>&#13;&#10;</RecordDelimiter></CSV>",
        more: "",
    };
    other.check("SELECT * FROM S3Object", "a|'b|\\'c';%x;#d|e\nf;", "a\tb|'c\r\n#d\te\nf\r\n");
    let lines = Form { input: "<CSV><RecordDelimiter>&#13;&#10;</RecordDelimiter></CSV>", ..CSV };
    lines.check("SELECT _2 FROM S3Object", "a,b\r\nc,d\r\n", "b\nd\n");
    CSV.check("SELECT _2 FROM S3Object", "a,b\r\nc,\"d\"\r\n\r\n", "b\nd\n");
    NAMED.check("SELECT b FROM S3Object", "a,b\r\n1,2\r\n", "2\n");
    let json = Form { output: "<JSON><RecordDelimiter>,</RecordDelimiter></JSON>", ..CSV };
    json.check("SELECT _1 FROM S3Object", "a\nb\n", "{\"_1\":\"a\"},{\"_1\":\"b\"},");
}

#[test]
fn quotes_may_hold_record_delimiters_if_asked() {
    let object = "a,\"b\nc\"\nd,e\n";
    let allowed = Form {
        input: "<CSV><AllowQuotedRecordDelimiter>TRUE</AllowQuotedRecordDelimiter></CSV>",
        output: "<JSON></JSON>",
        more: "",
    };
    allowed.check("SELECT _2 FROM S3Object", object, "{\"_2\":\"b\\nc\"}\n{\"_2\":\"e\"}\n");
    CSV.check_refused("SELECT _2 FROM S3Object", object, "CSVEscapingRecordDelimiter", None);
    CSV.check_refused("SELECT * FROM S3Object", "a,\"b\"c\n", "CSVUnescapedQuote", None);
    allowed.check_refused("SELECT * FROM S3Object", "a,\"b\n", "CSVParsingError", None);
}

#[test]
fn a_limit_ends_the_run() {
    CSV.check("SELECT _1 FROM S3Object LIMIT 2", "a\nb\nc\n", "a\nb\n");
    CSV.check("SELECT _1 FROM S3Object LIMIT 0", "a\nb\nc\n", "");
    // What would be refused lies behind it.
    CSV.check("SELECT CAST(_1 AS INT) FROM S3Object LIMIT 1", "1\nx\n", "1\n");
}

/// The texts are recorded.
#[test]
fn names_must_mean_something() {
    let index = |column| {
        format!(
            "The column index at line 1, column {column} is invalid. Please check the service documentation and try again."
        )
    };
    let check = |sql: &str, column| CSV.check_refused(sql, "a\n", "InvalidColumnIndex", Some(&index(column)));
    check("SELECT * FROM S3OBJECT WHERE odd = true", 30);
    check("SELECT * FROM S3OBJECT s WHERE s._1 = \"true\"", 39);
    check("SELECT _0 FROM S3OBJECT", 8);
    let missing = "Some headers in the query are missing from the file. Please check the file and try again.";
    NAMED.check_refused("SELECT * FROM S3OBJECT s WHERE s.\"odd\" = `true`", "a\n1\n", "MissingHeaders", Some(missing));
    NAMED.check_refused("SELECT s.\"name\" from S3Object s", "NAME\nx\n", "MissingHeaders", None);
    NAMED.check_refused("SELECT s.name from S3Object s", "NAME,name\nx,y\n", "AmbiguousFieldName", None);
    NAMED.check("SELECT s.\"NAME\" from S3Object s", "NAME,name\nx,y\n", "x\n");
    NAMED.check_refused("SELECT * FROM S3OBJECT WHERE s.\"oddf\" = 'true'", "a\n1\n", "InvalidTableAlias", None);
    NAMED.check_refused("SELECT * FROM S3OBJECT WHERE s._2 = 'true'", "a\n1\n", "InvalidTableAlias", None);
    CSV.check_refused("SELECT s._1.a FROM S3Object s", "a\n", "InvalidKeyPath", None);
    CSV.check_refused("SELECT _1 FROM S3Object[*].a", "a\n", "InvalidKeyPath", None);
    CSV.check_refused("SELECT _1 FROM elsewhere", "a\n", "EvaluatorBindingDoesNotExist", None);
}

/// Recorded: an Ion symbol equals a text, texts and numbers have no order, `=` of them is false.
#[test]
fn texts_are_no_numbers() {
    CSV.check("SELECT _2 FROM S3Object WHERE _1 = `TRUE`", "TRUE,1\nFALSE,2\n", "1\n");
    CSV.check("SELECT _1 FROM S3Object WHERE _1 = 1", "1\n", "");
    let text = "The query cannot be evaluated. Please check the query and file and try again.";
    CSV.check_refused("SELECT _1 FROM S3Object WHERE _1 > 1", "1\n", "ExternalEvalException", Some(text));
    CSV.check("SELECT _1 FROM S3Object WHERE CAST(_1 AS INT) > 1", "1\n2\n", "2\n");
    CSV.check_refused("SELECT _1 FROM S3Object WHERE CAST(_1 AS INT) > 1", "1\nbad\n", "CastFailed", None);
    CSV.check_refused("SELECT CAST(_1 AS TIMESTAMP) FROM S3Object", "Tuesday\n", "CastFailed", None);
}
