//! Aggregate functions.

use super::*;

/// The guide's example.
#[test]
fn sum_of_an_inventory() {
    let report = "\"DOC-EXAMPLE-BUCKET\",\"example-folder/\",\"0\"\n\
                  \"DOC-EXAMPLE-BUCKET\",\"example-folder/object1\",\"2011267\"\n\
                  \"DOC-EXAMPLE-BUCKET\",\"example-folder/object2\",\"1570024\"\n";
    let sql =
        "SELECT SUM(CAST(_3 as INT)) FROM s3object s WHERE _2 LIKE 'example-folder/%' AND _2 != 'example-folder/';";
    CSV.check(sql, report, "3581291\n");
}

#[test]
fn all_functions() {
    let rows = "{\"i\":1,\"d\":1.5,\"f\":1e0,\"t\":\"a\"}\n{\"i\":2,\"d\":2.25,\"f\":2e0}\n{\"i\":null}\n{\"i\":4}\n";
    let check = |expression: &str, expected: &str| {
        LINES.check(&format!("SELECT {expression} FROM S3Object"), rows, &format!("{{\"_1\":{expected}}}\n"));
    };
    check("COUNT(*)", "4");
    check("count(i)", "3");
    check("COUNT(x)", "0");
    check("SUM(i)", "7");
    check("SUM(d)", "3.75");
    check("SUM(f)", "3.0");
    check("SUM(x)", "null");
    check("AVG(i)", "2.3333333333333333333333333333333333333");
    check("AVG(d)", "1.875");
    check("AVG(f)", "1.5");
    check("AVG(x)", "null");
    check("MAX(i)", "4");
    check("MIN(d)", "1.5");
    check("MAX(CAST('2010T' AS TIMESTAMP))", "\"2010T\"");
    check("SUM(i) / COUNT(i) + 1", "3");
    check("CASE WHEN COUNT(*) > 3 THEN 'many' ELSE 'few' END", "\"many\"");
}

#[test]
fn there_is_one_record() {
    CSV.check("SELECT COUNT(*), MAX(CAST(_1 AS INT)) FROM S3Object", "1\n3\n2\n", "3,3\n");
    CSV.check("SELECT COUNT(*), SUM(CAST(_1 AS INT)) FROM S3Object", "", "0,\n");
    NAMED.check("SELECT COUNT(*) FROM S3Object", "", "0\n");
    CSV.check("SELECT COUNT(*) FROM S3Object WHERE _1 = 'x' LIMIT 5", "x\ny\nx\n", "2\n");
    CSV.check("SELECT COUNT(*) FROM S3Object LIMIT 0", "x\n", "");
    CSV_TO_JSON.check(
        "SELECT COUNT(*) AS n, MIN(_1 || '') IS NULL FROM S3Object WHERE _1 = 'z'",
        "x\n",
        "{\"n\":0,\"_2\":true}\n",
    );
}

/// The first recorded.
#[test]
fn other_values_are_refused() {
    NAMED.check_refused("SELECT SUM(Score) FROM S3Object", "Name,Score\nalice,80\n", "ExternalEvalException", None);
    CSV.check_refused("SELECT MAX(_1) FROM S3Object", "a\n", "ExternalEvalException", None);
    CSV.check_refused("SELECT _1, COUNT(*) FROM S3Object", "a\n", "UnsupportedSqlStructure", None);
    CSV.check_refused("SELECT SUM(COUNT(*)) FROM S3Object", "a\n", "UnsupportedSqlStructure", None);
    CSV.check_refused("SELECT _1 FROM S3Object WHERE COUNT(*) > 1", "a\n", "UnsupportedSqlStructure", None);
    LINES.check_refused(
        "SELECT SUM(s.a) FROM S3Object s",
        "{\"a\":9223372036854775807}\n{\"a\":1}",
        "IntegerOverflow",
        None,
    );
    LINES.check(
        "SELECT AVG(s.a) FROM S3Object s",
        "{\"a\":9223372036854775807}\n{\"a\":1}",
        "{\"_1\":4611686018427387904}\n",
    );
}
