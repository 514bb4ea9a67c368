//! Expressions and requests that are refused.

use super::*;

#[track_caller]
fn check(sql: &str, code: &str, message: Option<&str>) {
    CSV.check_refused(sql, "a,b\n", code, message);
}

/// A short statement makes no long value of a row.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/selecting-content-from-objects.html>: a record, also of the
/// result, has up to 1 MB.
#[test]
fn no_value_is_longer_than_a_record() {
    let row = "x".repeat(1 << 19);
    for value in ["_1||_1||_1", "char_length(_1||_1||_1)", "_1, _1, _1", "[_1, _1, _1]", "1 IN (_1, [_1, _1, _1])"] {
        CSV.check_refused(&format!("SELECT {value} FROM S3Object"), &row, "OverMaxRecordSize", None);
    }
    let fits = |sql: &str| CSV.evaluate(sql, row.as_bytes(), usize::MAX).unwrap();
    assert_eq!(fits("SELECT char_length(_1||_1) FROM S3Object"), "1048576\n");
    assert_eq!(fits("SELECT _1, 1 FROM S3Object").len(), row.len() + 3);
}

/// Only whole records go before an error.
#[test]
fn an_error_leaves_no_part_of_a_record() {
    let settings = CSV.settings("SELECT _1, CAST(_1 AS INT) FROM S3Object").unwrap();
    let mut run = Run::new(&settings, None, 0, UNIX_EPOCH).unwrap();
    run.feed(b"1\nx\n").unwrap_err();
    assert_eq!(run.take(), b"1,1\n");
}

/// All recorded.
#[test]
fn recorded_texts_of_the_parser() {
    check(
        "SELECT * FROM S3OBJECT s WHERE s.'odd' is \"true\"",
        "ParseInvalidPathComponent",
        Some("Invalid Path component, expecting either an IDENTIFIER or STAR, got: LITERAL,at line 1, column 34."),
    );
    check(
        "SELECT * FROM S3OBJECT s WHERE s._1 is \"true\"",
        "ParseExpectedTypeName",
        Some("Expected type name, found QUOTED_IDENTIFIER:'true' at line 1, column 40."),
    );
    check(
        "SELECT * FROM S3OBJECT s WHERE s.5 = `true`",
        "ParseUnexpectedToken",
        Some("Unexpected token found LITERAL:5d-1 at line 1, column 33."),
    );
    check(
        "SELECT CounterID, count(*) FROM S3Object GROUP BY CounterID ORDER BY count(*) DESC LIMIT 10",
        "ParseUnexpectedToken",
        Some("Unexpected token found KEYWORD:UNKNOWN at line 1, column 61."),
    );
    check(
        "SELECT * FROM S3Object s WHERE s._1 LIKE    %a",
        "ParseUnexpectedOperator",
        Some("Unexpected operator OPERATOR:'%' at line 1, column 45."),
    );
}

#[test]
fn expressions_follow_the_grammar() {
    for (sql, code) in [
        ("UPDATE x", "ParseUnexpectedToken"),
        ("SELECT", "ParseEmptySelect"),
        ("SELECT FROM S3Object", "ParseEmptySelect"),
        ("SELECT _1", "ParseSelectMissingFrom"),
        ("SELECT _1, FROM S3Object", "ParseUnExpectedKeyword"),
        ("SELECT *, _1 FROM S3Object", "ParseAsteriskIsNotAloneInSelectList"),
        ("SELECT _1, * FROM S3Object", "ParseAsteriskIsNotAloneInSelectList"),
        ("SELECT DISTINCT _1 FROM S3Object", "ParseUnsupportedSelect"),
        ("SELECT _1 AS FROM S3Object", "ParseExpectedIdentForAlias"),
        ("SELECT _1 FROM S3Object AS", "ParseExpectedIdentForAlias"),
        ("SELECT _1 FROM", "ParseUnexpectedToken"),
        ("SELECT _1 FROM S3Object s WHERE", "ParseUnexpectedTerm"),
        ("SELECT _1 FROM S3Object s t", "ParseUnexpectedToken"),
        ("SELECT _1 FROM S3Object; SELECT 1", "ParseUnexpectedToken"),
        ("SELECT s.CAST FROM S3Object s", "ParseInvalidPathComponent"),
        ("SELECT s.timestamp FROM S3Object s", "ParseInvalidPathComponent"),
        ("SELECT s[-1] FROM S3Object s", "ParseInvalidPathComponent"),
        ("SELECT s[1 FROM S3Object s", "ParseExpectedTokenType"),
        ("SELECT (_1 FROM S3Object s", "ParseExpectedTokenType"),
        ("SELECT year FROM S3Object s", "ParseUnExpectedKeyword"),
        ("SELECT _1 FROM S3Object LIMIT 'a'", "ParseExpectedNumber"),
        ("SELECT _1 FROM S3Object LIMIT -1", "EvaluatorNegativeLimit"),
        ("SELECT CAST _1 AS INT FROM S3Object", "ParseExpectedLeftParenAfterCast"),
        ("SELECT CAST(_1 INT) FROM S3Object", "ParseExpectedKeyword"),
        ("SELECT CAST(_1 AS wrong) FROM S3Object", "ParseExpectedTypeName"),
        ("SELECT CAST(_1 AS BLOB) FROM S3Object", "InvalidDataType"),
        ("SELECT CAST(_1 AS INT(1)) FROM S3Object", "ParseCastArity"),
        ("SELECT CAST(_1 AS DECIMAL('a')) FROM S3Object", "ParseInvalidTypeParam"),
        ("SELECT CASE _1 END FROM S3Object", "ParseExpectedWhenClause"),
        ("SELECT CASE WHEN true THEN 1 FROM S3Object", "ParseExpectedKeyword"),
        ("SELECT LOWER(_1 _2) FROM S3Object", "ParseExpectedArgumentDelimiter"),
        ("SELECT LOWER(*) FROM S3Object", "ParseUnsupportedCallWithStar"),
        ("SELECT SUM(*) FROM S3Object", "ParseUnsupportedCallWithStar"),
        ("SELECT SUM(1, 2) FROM S3Object", "ParseNonUnaryAgregateFunctionCall"),
        ("SELECT SUM() FROM S3Object", "ParseNonUnaryAgregateFunctionCall"),
        ("SELECT COUNT(* FROM S3Object", "ParseExpectedRightParenBuiltinFunctionCall"),
        ("SELECT TRIM(_1 FROM S3Object", "ParseExpectedRightParenBuiltinFunctionCall"),
        ("SELECT TRIM(BOTH _1) FROM S3Object", "ParseExpectedKeyword"),
        ("SELECT EXTRACT(century FROM _1) FROM S3Object", "ParseExpectedDatePart"),
        ("SELECT DATE_ADD(timezone_hour, 1, _1) FROM S3Object", "ParseExpectedDatePart"),
        ("SELECT DATE_ADD(year 1, _1) FROM S3Object", "ParseExpectedArgumentDelimiter"),
        ("SELECT _1 IN 5 FROM S3Object", "ParseExpectedLeftParenValueConstructor"),
        ("SELECT _1 NOT 5 FROM S3Object", "ParseUnexpectedToken"),
        ("SELECT 'open FROM S3Object", "LexerInvalidChar"),
        ("SELECT _1 ! 2 FROM S3Object", "LexerInvalidOperator"),
    ] {
        check(sql, code, None);
    }
}

#[test]
fn what_s3_does_not_serve_is_refused() {
    for (sql, code) in [
        ("SELECT _1 FROM S3Object a, S3Object b", "MultipleDataSourcesUnsupported"),
        ("SELECT _1 FROM S3Object a JOIN S3Object b", "MultipleDataSourcesUnsupported"),
        ("SELECT _1 FROM (SELECT 1)", "UnsupportedSqlStructure"),
        ("SELECT (SELECT 1) FROM S3Object", "UnsupportedSqlStructure"),
        ("SELECT _1 IN (SELECT 1) FROM S3Object", "UnsupportedSqlStructure"),
        ("SELECT COUNT(*) FROM S3Object GROUP BY _1", "UnsupportedSqlStructure"),
        ("SELECT _1 FROM S3Object ORDER BY _1", "ParseUnexpectedToken"),
    ] {
        check(sql, code, None);
    }
    let long = format!("SELECT '{}' FROM S3Object", "x".repeat(256 * 1024));
    check(&long, "ExpressionTooLong", None);
}

/// Whatever is nested or chained ends in an answer, not in the stack.
#[test]
fn expressions_have_a_height() {
    let all =
        |left: &str, inner: &str, right: &str, times| format!("{}{inner}{}", left.repeat(times), right.repeat(times));
    for wrap in [
        ("(", ")"),
        ("- ", ""),
        ("NOT ", ""),
        ("[", "]"),
        ("LOWER(", ")"),
        ("CASE WHEN true THEN ", " END"),
        ("1 + (", ")"),
    ] {
        let (left, right) = wrap;
        let deep = format!("SELECT {} FROM S3Object", all(left, "1", right, 10_000));
        check(&deep, "MaxOperatorsExceeded", None);
    }
    let chain = |count| format!("SELECT 1{} FROM S3Object", " + 1".repeat(count));
    check(&chain(50_000), "MaxOperatorsExceeded", None);
    CSV.check(&chain(100), "a\n", "101\n");
    let chains = all("(1 + 1 + 1 + 1 + ", "1", " + 1 + 1 + 1 + 1)", 60);
    check(&format!("SELECT {chains} FROM S3Object"), "MaxOperatorsExceeded", None);
    // Alternatives are no height.
    let any = format!("SELECT _1 FROM S3Object WHERE _1 = 'a'{}", " OR _1 = 'b'".repeat(1_000));
    CSV.check(&any, "a\n", "a\n");
}

/// The third and the fourth recorded.
#[test]
fn requests_make_sense() {
    let sql = "SELECT * FROM S3Object";
    let check = |form: Form, code: &str, message: Option<&str>| form.check_refused(sql, "a\n", code, message);
    let input = |input| Form { input, ..CSV };
    let output = |output| Form { output, ..CSV };
    check(
        input(""),
        "MissingRequiredParameter",
        Some("InputSerialization is required. Please check the service documentation and try again."),
    );
    check(
        output(""),
        "MissingRequiredParameter",
        Some("OutputSerialization is required. Please check the service documentation and try again."),
    );
    check(
        input("<JSON></JSON>"),
        "MissingRequiredParameter",
        Some("Type is required. Please check the service documentation and try again."),
    );
    check(
        input("<JSON><Type>LINE</Type></JSON>"),
        "InvalidJsonType",
        Some("The LINE jsonType is invalid. Please check the service documentation and try again."),
    );
    check(input("<Parquet></Parquet>"), "InvalidDataSource", None);
    check(input("<CSV></CSV><JSON></JSON>"), "ObjectSerializationConflict", None);
    check(output("<CSV></CSV><JSON></JSON>"), "ObjectSerializationConflict", None);
    check(input("<CSV></CSV><CompressionType>ZIP</CompressionType>"), "InvalidCompressionFormat", None);
    check(input("<CSV><FileHeaderInfo>YES</FileHeaderInfo></CSV>"), "InvalidFileHeaderInfo", None);
    check(output("<CSV><QuoteFields>NEVER</QuoteFields></CSV>"), "InvalidQuoteFields", None);
    check(input("<CSV><QuoteCharacter>''</QuoteCharacter></CSV>"), "InvalidRequestParameter", None);
    check(input("<CSV><FieldDelimiter></FieldDelimiter></CSV>"), "InvalidRequestParameter", None);
    check(
        input("<CSV><AllowQuotedRecordDelimiter>maybe</AllowQuotedRecordDelimiter></CSV>"),
        "InvalidRequestParameter",
        None,
    );
    let request =
        |inner: &str| Settings::read(&Element::parse(format!("<R>{inner}</R>").as_bytes()).unwrap()).unwrap_err();
    assert_eq!(
        request("").to_string(),
        "Expression is required. Please check the service documentation and try again."
    );
    assert_eq!(request("<Expression>x</Expression>").code(), "MissingRequiredParameter");
    assert_eq!(
        request("<Expression>x</Expression><ExpressionType>XQUERY</ExpressionType>").code(),
        "InvalidExpressionType"
    );
}
