//! Expressions and objects that nobody thought of: none panics, and the pieces in which an object comes do not matter.

use super::*;

/// A small generator of numbers: the same on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

const LEAVES: &[&str] = &[
    "1",
    "-1",
    "0",
    "1.5",
    "1e38",
    "1e-60",
    "99999999999999999999999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "`5e300`",
    "'x'",
    "'%_'",
    "'é'",
    "'2010T'",
    "'MMMM d y h:m a n SSS X'",
    "null",
    "missing",
    "true",
    "`2010T`",
    "`2011-02-28T23:59:59.999+05:30`",
    "UTCNOW()",
    "[1, 'a', null]",
    "_1",
    "_2",
    "s._1",
    "CAST(_1 AS INT)",
    "CAST(_2 AS DECIMAL)",
];
const OPERATORS: &[&str] = &["=", "<", ">", "<>", "+", "-", "*", "/", "%", "||", "AND", "OR", "<=", "LIKE"];
const PARTS: &[&str] = &["year", "month", "day", "hour", "minute", "second"];
const TYPES: &[&str] = &["INT", "DECIMAL", "TIMESTAMP", "STRING", "FLOAT", "BOOL"];

fn expression(random: &mut Random, depth: usize) -> String {
    if depth == 0 || random.below(4) == 0 {
        return random.of(LEAVES).to_owned();
    }
    let [a, b, c] = [(); 3].map(|()| expression(random, depth - 1));
    match random.below(22) {
        0..8 => format!("({a} {} {b})", random.of(OPERATORS)),
        8 => format!("(NOT {a})"),
        9 => format!("- {a}"),
        10 => format!("CASE WHEN {a} THEN {b} ELSE {c} END"),
        11 => format!("CAST({a} AS {})", random.of(TYPES)),
        12 => format!("DATE_ADD({}, {a}, {b})", random.of(PARTS)),
        13 => format!("DATE_DIFF({}, {a}, {b})", random.of(PARTS)),
        14 => format!("EXTRACT({} FROM {a})", random.of(PARTS)),
        15 => format!("SUBSTRING({a}, {b}, {c})"),
        16 => format!("TO_STRING({a}, {b})"),
        17 => format!("COALESCE({a}, {b})"),
        18 => format!("NULLIF({a}, {b})"),
        19 => format!("({a} BETWEEN {b} AND {c})"),
        20 => format!("({a} IN ({b}, {c}))"),
        _ => format!("TRIM(BOTH {a} FROM {b})"),
    }
}

const OBJECTS: &[&str] = &[
    "a,b\n1,2\n\"x\"\"y\",é\n3\n",
    "1,2\n",
    "1,2010T\n2,2011-01-01T\n#c\r\n\n",
    "\u{feff}\"\n\"",
    "{\"_1\":5,\"_2\":\"2010T\"}\n{\"a\":1e300,\"_1\":[1,{\"c\":null}]}\n[1,2,\"x\"] ",
];

#[test]
fn no_expression_and_no_object_panics_whatever_its_pieces() {
    let quoted = "<CSV><AllowQuotedRecordDelimiter>TRUE</AllowQuotedRecordDelimiter></CSV>";
    let forms = [CSV, CSV_TO_JSON, NAMED_TO_JSON, LINES, DOCUMENT, LINES_TO_CSV, Form { input: quoted, ..CSV }];
    let mut random = Random(1);
    let mut answered = 0;
    for _ in 0..4_000 {
        let function = random.of(&["", "", "SUM", "AVG", "MAX", "COUNT"]);
        let sql = format!("SELECT {function}({}) FROM S3Object s", expression(&mut random, 3));
        let mut object = random.of(OBJECTS).as_bytes().to_vec();
        for _ in 0..random.below(3) {
            let at = random.below(object.len());
            object[at] = u8::try_from(random.below(256)).unwrap();
        }
        let form = random.of(&forms);
        let codes = |step| form.evaluate(&sql, &object, step).map_err(|error| error.code());
        let whole = codes(usize::MAX);
        let step = 1 + random.below(9);
        assert_eq!(codes(step), whole, "{sql} of {object:?} in pieces of {step}");
        answered += usize::from(whole.is_ok());
    }
    assert!(answered > 200, "only {answered} were answered");
}
