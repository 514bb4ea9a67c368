//! Functions, by the examples of the guide and at their edges.

use super::*;

#[test]
fn conditional_functions() {
    check_value("COALESCE(1)", "1");
    check_value("COALESCE(null)", "null");
    check_value("COALESCE(null, null)", "null");
    check_value("COALESCE(missing)", "null");
    check_value("COALESCE(missing, missing)", "null");
    check_value("COALESCE(1, null)", "1");
    check_value("COALESCE(null, null, 1)", "1");
    check_value("COALESCE(null, 'string')", "\"string\"");
    check_value("COALESCE(missing, 1)", "1");
    check_value("NULLIF(1, 1)", "null");
    check_value("NULLIF(1, 2)", "1");
    check_value("NULLIF(1.0, 1)", "null");
    check_value("NULLIF(1, '1')", "1");
    check_value("NULLIF([1], [1])", "null");
    check_value("NULLIF(1, NULL)", "1");
    check_value("NULLIF(NULL, 1)", "null");
    check_value("NULLIF(null, null)", "null");
    check_value("NULLIF(missing, null)", "null");
    check_value("NULLIF(missing, missing)", "null");
}

#[test]
fn case_takes_the_first_branch_that_fits() {
    let sold = "Los Angeles,9996.00\nNew York City,12624.00\n";
    let simple = "SELECT _1, CASE _1 WHEN 'New York City' THEN 'Big Apple' ELSE 'other' END FROM S3Object;";
    CSV.check(simple, sold, "Los Angeles,other\nNew York City,Big Apple\n");
    let searched = "SELECT CASE WHEN CAST(_2 as FLOAT) < 10000 THEN 'group 1' WHEN CAST(_2 as FLOAT) > 10000 THEN 'group 2' \
                    ELSE 'group 3' END FROM S3Object;";
    CSV.check(searched, sold, "group 1\ngroup 2\n");
    check_value("CASE WHEN false THEN 1 END", "null");
    check_value("CASE null WHEN null THEN 1 ELSE 2 END", "2");
    // Recorded of a connector: what is empty is not cast.
    CSV.check("SELECT case _1 when '' then null else CAST(_1 AS INT) end FROM S3Object", "\"\",x\n5,x\n", "\n5\n");
}

#[test]
fn string_functions() {
    check_value("CHAR_LENGTH('')", "0");
    check_value("CHAR_LENGTH('abcdefg')", "7");
    check_value("CHARACTER_LENGTH('größe')", "5");
    check_value("LOWER('AbCdEfG!@#$')", "\"abcdefg!@#$\"");
    check_value("UPPER('AbCdEfG!@#$')", "\"ABCDEFG!@#$\"");
    check_value("SUBSTRING('123456789', 0)", "\"123456789\"");
    check_value("SUBSTRING('123456789', 1)", "\"123456789\"");
    check_value("SUBSTRING('123456789', 2)", "\"23456789\"");
    check_value("SUBSTRING('123456789', -4)", "\"123456789\"");
    check_value("SUBSTRING('123456789', 0, 999)", "\"123456789\"");
    check_value("SUBSTRING('123456789', 1, 5)", "\"12345\"");
    check_value("SUBSTRING('123456789' FROM 3 FOR 2)", "\"34\"");
    check_value("SUBSTRING('123456789' FROM 3)", "\"3456789\"");
    check_value("SUBSTRING('123456789', -1, 4)", "\"12\"");
    check_value("SUBSTRING('123456789', -4, 2)", "\"\"");
    check_value("SUBSTRING('123456789', 20, 2)", "\"\"");
    check_value("SUBSTRING('größe', 3, 2)", "\"öß\"");
    check_value("TRIM('       foobar         ')", "\"foobar\"");
    check_value("TRIM(LEADING FROM '       foobar         ')", "\"foobar         \"");
    check_value("TRIM(TRAILING FROM '       foobar         ')", "\"       foobar\"");
    check_value("TRIM(BOTH FROM '       foobar         ')", "\"foobar\"");
    check_value("TRIM(BOTH '12' FROM '1112211foobar22211122')", "\"foobar\"");
    check_value("TRIM('12' FROM '12x21')", "\"x\"");
    check_value("LOWER(null)", "null");
    check_value("LOWER(missing)", "null");
}

#[test]
fn date_functions() {
    check_value("UTCNOW()", "\"2017-10-13T16:02:11.123Z\"");
    check_value("TO_TIMESTAMP('2007T')", "\"2007T\"");
    check_value("TO_TIMESTAMP('2007-02-23T12:14:33.079-08:00')", "\"2007-02-23T12:14:33.079-08:00\"");
    check_value("TO_STRING(`1969-07-20T20:18Z`, 'y-MM-dd''T''H:m:ssX')", "\"1969-07-20T20:18:00Z\"");
    check_value("DATE_ADD(month, 13, `2010T`)", "\"2011-02T\"");
    check_value("DATE_ADD(day, -1, `2017-01-10T`)", "\"2017-01-09\"");
    check_value("DATE_DIFF(month, `2011T`, `2010T`)", "-12");
    check_value("DATE_DIFF(day, `2010-01-01T23:00`, `2010-01-02T01:00`)", "0");
    check_value("EXTRACT(YEAR FROM `2010-01-01T`)", "2010");
    check_value("EXTRACT(TIMEZONE_HOUR FROM `2017-01-02T03:04:05+07:08`)", "7");
    check_value("EXTRACT(year FROM TO_TIMESTAMP('2007T')) + 1", "2008");
    check_value("UTCNOW() > TO_TIMESTAMP('2017-10-13T18:02+02:00')", "true");
    check_value("DATE_ADD(year, null, `2010T`)", "null");
}

#[test]
fn casts() {
    check_value("CAST('2007-04-05T14:30Z' AS TIMESTAMP)", "\"2007-04-05T14:30Z\"");
    check_value("CAST(0.456 AS FLOAT)", "0.456");
    check_value("CAST('7' AS INTEGER)", "7");
    check_value("CAST('7.50' AS DECIMAL(10,2))", "7.50");
    check_value("CAST('7' AS DOUBLE PRECISION)", "7.0");
    check_value("CAST(7 AS VARCHAR(10))", "\"7\"");
    check_value("CAST(7 AS CHARACTER VARYING)", "\"7\"");
    check_value("CAST(missing AS INT)", "");
    check_value_refused("CAST('x' AS INT)", "CastFailed");
    check_value_refused("CAST([1] AS INT)", "InvalidCast");
}

#[test]
fn arguments_are_of_a_type_and_in_range() {
    check_value_refused("LOWER(1)", "IncorrectSqlFunctionArgumentType");
    check_value_refused("SUBSTRING('a', '1')", "IncorrectSqlFunctionArgumentType");
    check_value_refused("SUBSTRING('a', 1, -1)", "IllegalSqlFunctionArgument");
    check_value_refused("TO_STRING('2010T', 'y')", "IncorrectSqlFunctionArgumentType");
    check_value_refused("TO_TIMESTAMP('yesterday')", "ValueParseFailure");
    check_value_refused("DATE_ADD(year, 9000, `2010T`)", "IllegalSqlFunctionArgument");
    check_value_refused("TO_STRING(`2010T`, 'yyy')", "EvaluatorInvalidTimestampFormatPatternToken");
    check_value_refused("LOWER()", "EvaluatorInvalidArguments");
    check_value_refused("NULLIF(1)", "EvaluatorInvalidArguments");
    check_value_refused("UTCNOW(1)", "EvaluatorInvalidArguments");
    check_value_refused("REVERSE('a')", "UnsupportedFunction");
}

/// The width of a formatter of Rust's has 16 bits, and what exceeds them panics.
#[test]
fn a_fraction_of_a_second_has_any_number_of_digits() {
    let pattern = "S".repeat(70_000);
    check_value(&format!("CHAR_LENGTH(TO_STRING(`2010-01-01T00:00:00.5Z`, '{pattern}'))"), "70000");
    check_value("TO_STRING(`2010-01-01T00:00:00.125Z`, 'S SS SSSSS')", "\"1 12 12500\"");
}
