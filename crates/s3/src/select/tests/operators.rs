//! Operators, their precedence, and what is not known.

use super::*;

#[test]
fn arithmetic() {
    check_value("1 + 2 * 3", "7");
    check_value("(1 + 2) * 3", "9");
    check_value("7 / 2", "3");
    check_value("7.0 / 2", "3.5");
    check_value("7 % 4", "3");
    check_value("-7 + 2", "-5");
    check_value("- - 7", "7");
    check_value("1.10 + 1", "2.10");
    check_value("CAST(1 AS FLOAT) + 1", "2.0");
    check_value("-9223372036854775808", "-9223372036854775808");
    check_value("1 + null", "null");
    check_value("1 + missing", "null");
    check_value("'a' || 'b' || 'c'", "\"abc\"");
    check_value_refused("9223372036854775807 + 1", "IntegerOverflow");
    check_value_refused("-(-9223372036854775808)", "IntegerOverflow");
    check_value_refused("1 / 0", "ExternalEvalException");
    check_value_refused("1.0 % 0", "ExternalEvalException");
    check_value_refused("'a' + 1", "ExternalEvalException");
    check_value_refused("'a' || 1", "ExternalEvalException");
}

#[test]
fn comparisons() {
    check_value("1 = 1.0", "true");
    check_value("1 <> 2", "true");
    check_value("1 != 1", "false");
    check_value("'a' < 'b'", "true");
    check_value("1 <= 1 AND 2 >= 3", "false");
    check_value("1 = '1'", "false");
    check_value("null = null", "null");
    check_value("null <> 1", "null");
    check_value("2 BETWEEN 1 AND 3", "true");
    check_value("2 NOT BETWEEN 1 AND 3", "false");
    check_value("2 BETWEEN null AND 1", "false");
    check_value("2 BETWEEN null AND 3", "null");
    check_value("2 IN (1, 2)", "true");
    check_value("3 NOT IN (1, 2)", "true");
    check_value("3 IN (1, null)", "null");
    check_value("2 IN [1, 2]", "true");
    check_value("'ab' LIKE 'a%' AND 'ab' NOT LIKE 'b%'", "true");
    check_value("'a%b' LIKE 'a^%_' ESCAPE '^'", "true");
    check_value_refused("'a' < 1", "ExternalEvalException");
    check_value_refused("1 LIKE 'a'", "LikeInvalidInputs");
    check_value_refused("'ab' LIKE 'a^b' ESCAPE '^'", "EvaluatorLikePatternInvalidEscapeSequence");
}

#[test]
fn logic_of_three_values() {
    check_value("null AND false", "false");
    check_value("null AND true", "null");
    check_value("null OR true", "true");
    check_value("null OR false", "null");
    check_value("NOT null", "null");
    check_value("NOT 1 = 2", "true");
    check_value("NOT false AND false", "false");
    check_value("true OR false AND false", "true");
    check_value("missing IS NULL", "true");
    check_value("null IS MISSING", "false");
    check_value("null IS NOT NULL", "false");
    check_value("1 IS INT AND 'a' IS NOT INT AND 1.0 IS DECIMAL", "true");
    // What decides comes first.
    check_value("false AND 'a' < 1", "false");
    check_value_refused("1 AND true", "ExternalEvalException");
    check_value_refused("NOT 'true'", "ExternalEvalException");
}

#[test]
fn conditions_that_are_not_known_take_no_row() {
    CSV.check("SELECT _1 FROM S3Object WHERE _2 = 'x' OR NOT _2 = 'x'", "a,x\nb\nc,y\n", "a\nc\n");
    CSV.check("SELECT _1 FROM S3Object WHERE NOT _1 IN ('a', 'b')", "a\nb\nc\n", "c\n");
}
