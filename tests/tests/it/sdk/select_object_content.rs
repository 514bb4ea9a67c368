//! S3 Select: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_SelectObjectContent.html>. The SQL itself is tested
//! beside the engine; here it is the answer, as an SDK reads it.

use aws_sdk_s3::Client;
use aws_sdk_s3::error::SdkError;
use aws_sdk_s3::operation::select_object_content::builders::SelectObjectContentFluentBuilder;
use aws_sdk_s3::types::{
    CompressionType, CsvInput, CsvOutput, ExpressionType, FileHeaderInfo, InputSerialization, JsonInput, JsonOutput,
    JsonType, OutputSerialization, ParquetInput, QuoteFields, RequestProgress, ScanRange,
    SelectObjectContentEventStream as Event, StorageClass,
};
use sandpail_tests::sdk::refused;

use super::sse_c::{ONE, REQUIRED, TWO, WRONG, put_with};
use super::{enable_versions, put, shelf};

const PEOPLE: &str = "name,age,city\nann,31,Rome\nbob,27,\"Paris, France\"\ncid,45,Oslo\n";

fn csv() -> InputSerialization {
    InputSerialization::builder().csv(CsvInput::builder().build()).build()
}

fn named() -> InputSerialization {
    let csv = CsvInput::builder().file_header_info(FileHeaderInfo::Use).build();
    InputSerialization::builder().csv(csv).build()
}

fn json(of: JsonType) -> InputSerialization {
    InputSerialization::builder().json(JsonInput::builder().r#type(of).build()).build()
}

fn to_csv() -> OutputSerialization {
    OutputSerialization::builder().csv(CsvOutput::builder().build()).build()
}

fn to_json() -> OutputSerialization {
    OutputSerialization::builder().json(JsonOutput::builder().build()).build()
}

fn ask(
    s3: &Client,
    sql: &str,
    input: InputSerialization,
    output: OutputSerialization,
) -> SelectObjectContentFluentBuilder {
    let select = s3.select_object_content().bucket("shelf").key("k").expression(sql);
    select.expression_type(ExpressionType::Sql).input_serialization(input).output_serialization(output)
}

/// What came of a request: the result, the kinds of the messages, and the counts of the last Stats.
#[derive(Debug, Default)]
struct Came {
    result: Vec<u8>,
    kinds: Vec<&'static str>,
    stats: Option<(i64, i64, i64)>,
    error: Option<String>,
}

impl Came {
    fn text(&self) -> &str {
        assert_eq!(self.error, None);
        assert_eq!(self.kinds.last(), Some(&"End"));
        std::str::from_utf8(&self.result).expect("text")
    }
}

async fn came(select: SelectObjectContentFluentBuilder) -> Came {
    let mut stream = select.send().await.expect("an answer").payload;
    let mut came = Came::default();
    loop {
        let event = match stream.recv().await {
            Ok(Some(event)) => event,
            Ok(None) => return came,
            // The Rust SDK has no name for such a message, but shows it.
            Err(SdkError::ResponseError(error)) => {
                came.error = Some(format!("{error:?}"));
                return came;
            }
            Err(other) => panic!("not a stream of events: {other:?}"),
        };
        came.kinds.push(match event {
            Event::Records(records) => {
                came.result.extend(records.payload.expect("a payload").into_inner());
                "Records"
            }
            Event::Stats(stats) => {
                let counts = stats.details.expect("counts");
                let all = (counts.bytes_scanned, counts.bytes_processed, counts.bytes_returned);
                came.stats = Some((all.0.expect("scanned"), all.1.expect("processed"), all.2.expect("returned")));
                "Stats"
            }
            Event::Progress(_) => "Progress",
            Event::Cont(_) => "Cont",
            Event::End(_) => "End",
            other => panic!("{other:?}"),
        });
    }
}

#[tokio::test]
async fn select_object_content_of_csv() {
    let (_server, s3) = shelf();
    put(&s3, "k", PEOPLE).await;
    let sql = "SELECT s.name, s.city FROM S3Object s WHERE CAST(s.age AS INT) < 40";
    let got = came(ask(&s3, sql, named(), to_csv())).await;
    assert_eq!(got.text(), "ann,Rome\nbob,\"Paris, France\"\n");
    assert_eq!(got.kinds, ["Records", "Stats", "End"]);
    let (size, returned) = (PEOPLE.len() as i64, got.result.len() as i64);
    assert_eq!(got.stats, Some((size, size, returned)));
    let got = came(ask(&s3, "SELECT * FROM S3Object LIMIT 1", named(), to_json())).await;
    assert_eq!(got.text(), "{\"name\":\"ann\",\"age\":\"31\",\"city\":\"Rome\"}\n");
    let output = CsvOutput::builder().quote_fields(QuoteFields::Always).record_delimiter("\r\n").field_delimiter("\t");
    let output = OutputSerialization::builder().csv(output.build()).build();
    let got = came(ask(&s3, "SELECT _3 FROM S3Object WHERE _1 LIKE '%b'", csv(), output)).await;
    assert_eq!(got.text(), "\"Paris, France\"\r\n");
    let none = came(ask(&s3, "SELECT * FROM S3Object WHERE _1 = 'zoe'", csv(), to_csv())).await;
    assert_eq!((none.text(), none.kinds.as_slice()), ("", ["Stats", "End"].as_slice()));
}

#[tokio::test]
async fn select_object_content_of_json() {
    let (_server, s3) = shelf();
    put(&s3, "k", "{\"id\":1,\"tags\":[\"a\",\"b\"]}\n{\"id\":2,\"tags\":[]}\n").await;
    for of in [JsonType::Lines, JsonType::Document] {
        let got = came(ask(&s3, "SELECT s.id, s.tags[0] AS tag FROM S3Object s", json(of.clone()), to_json())).await;
        assert_eq!(got.text(), "{\"id\":1,\"tag\":\"a\"}\n{\"id\":2}\n");
        let got = came(ask(&s3, "SELECT COUNT(*) FROM S3Object[*].tags[*]", json(of), to_csv())).await;
        assert_eq!(got.text(), "3\n");
    }
}

#[tokio::test]
async fn select_object_content_of_compressed_objects() {
    let (_server, s3) = shelf();
    // `a,1` and `b,2`, as gzip and bzip2 pack them.
    let gzip = "1f8b08000000000002ff4bd431e44ad231e202006edd355908000000";
    let bzip2 = "425a6839314159265359b24b81ea00000359000010000430003000200021931a8300b702178bb9229c28485925c0f500";
    for (packed, kind, wrong) in
        [(gzip, CompressionType::Gzip, CompressionType::Bzip2), (bzip2, CompressionType::Bzip2, CompressionType::Gzip)]
    {
        let bytes = unhex(packed);
        let size = bytes.len() as i64;
        put(&s3, "k", bytes).await;
        let input =
            |kind| InputSerialization::builder().csv(CsvInput::builder().build()).compression_type(kind).build();
        let got = came(ask(&s3, "SELECT _2 FROM S3Object", input(kind), to_csv())).await;
        assert_eq!((got.text(), got.stats), ("1\n2\n", Some((size, 8, 4))));
        let text =
            format!("{wrong} is not applicable to the queried object. Please correct the request and try again.");
        let got = ask(&s3, "SELECT _2 FROM S3Object", input(wrong), to_csv()).send().await;
        refused(got).is(400, "InvalidCompressionFormat", &text, &[]);
        let text = format!("UTF-8 encoding is required. The text encoding error was found near byte {size}.");
        let got = ask(&s3, "SELECT _2 FROM S3Object", csv(), to_csv()).send().await;
        // What is not text may look like a record first; S3 names the encoding whenever it is found.
        refused(got).is(400, "InvalidTextEncoding", &text, &[]);
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<_> = text.chars().filter_map(|c| c.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).expect("a byte")).collect()
}

#[tokio::test]
async fn select_object_content_tells_its_progress_when_asked() {
    let (_server, s3) = shelf();
    put(&s3, "k", PEOPLE).await;
    let select = ask(&s3, "SELECT * FROM S3Object", csv(), to_csv());
    let got = came(select.request_progress(RequestProgress::builder().enabled(true).build())).await;
    assert_eq!((got.text(), got.kinds.as_slice()), (PEOPLE, ["Records", "Progress", "Stats", "End"].as_slice()));
}

#[tokio::test]
async fn select_object_content_streams_large_objects() {
    let (_server, s3) = shelf();
    let line = |number: usize| format!("{number},{}\n", "x".repeat(90));
    let object: String = (0..60_000).map(line).collect();
    put(&s3, "k", object.as_bytes()).await;
    let got = came(ask(&s3, "SELECT * FROM S3Object", csv(), to_csv())).await;
    assert!(got.text() == object, "not every record came back");
    assert!(got.kinds.iter().filter(|kind| **kind == "Records").count() > 50);
    let none = came(ask(&s3, "SELECT _1 FROM S3Object WHERE _1 = 'none'", csv(), to_csv())).await;
    assert!(none.kinds.contains(&"Cont"), "{:?}", none.kinds);
    let size = object.len() as i64;
    assert_eq!((none.text(), none.stats), ("", Some((size, size, 0))));
    // A limit ends it long before the object does.
    let got = came(ask(&s3, "SELECT _1 FROM S3Object LIMIT 3", csv(), to_csv())).await;
    assert_eq!(got.text(), "0\n1\n2\n");
    assert!(got.stats.is_some_and(|(scanned, ..)| scanned < size / 10), "{:?}", got.stats);
}

/// After the first message an error is a message too: there is no End behind it.
#[tokio::test]
async fn select_object_content_ends_in_an_error_message_once_it_has_begun() {
    let (_server, s3) = shelf();
    let object = format!("{}bad\n", "1\n".repeat(200_000));
    put(&s3, "k", object.as_bytes()).await;
    let got = came(ask(&s3, "SELECT CAST(_1 AS INT) FROM S3Object", csv(), to_csv())).await;
    assert!(got.kinds.iter().all(|kind| *kind == "Records") && !got.kinds.is_empty(), "{:?}", got.kinds);
    assert!(object.as_bytes().starts_with(&got.result));
    let error = got.error.expect("an error");
    for part in [
        "CastFailed",
        "Attempt to convert from one data type to another using CAST failed in the SQL expression.",
        "b\":message-type\" }, value: String(StrBytes { bytes: b\"error\" })",
    ] {
        assert!(error.contains(part), "{part} in {error}");
    }
}

/// The guide's example of a scan range.
#[tokio::test]
async fn select_object_content_of_a_scan_range() {
    let (_server, s3) = shelf();
    put(&s3, "k", "A,B\nC,D\nD,E\nE,F\nG,H\nI,J\n").await;
    let range = |start: Option<i64>, end: Option<i64>| ScanRange::builder().set_start(start).set_end(end).build();
    let select = |range| ask(&s3, "SELECT * FROM S3Object", csv(), to_csv()).scan_range(range);
    assert_eq!(came(select(range(Some(1), Some(4)))).await.text(), "C,D\n");
    assert_eq!(came(select(range(None, Some(5)))).await.text(), "I,J\n");
    assert_eq!(came(select(range(Some(13), None))).await.text(), "G,H\nI,J\n");
    let invalid = "The provided scan range is not valid.";
    for range in [range(Some(5), Some(4)), range(Some(100), None), range(None, None)] {
        refused(select(range).send().await).is(400, "InvalidScanRange", invalid, &[]);
    }
    let gzip = InputSerialization::builder().csv(CsvInput::builder().build()).compression_type(CompressionType::Gzip);
    let got = ask(&s3, "SELECT * FROM S3Object", gzip.build(), to_csv()).scan_range(range(Some(1), None)).send().await;
    let text = "Scan range queries are not supported on this type of object.";
    refused(got).is(400, "UnsupportedScanRangeInput", text, &[]);
}

/// The texts are recorded where they name a place or the element.
#[tokio::test]
async fn select_object_content_refuses_what_cannot_be_meant() {
    let (_server, s3) = shelf();
    put(&s3, "k", PEOPLE).await;
    for (sql, input, code, text) in [
        (
            "SELECT * FROM S3OBJECT WHERE odd = true",
            csv(),
            "InvalidColumnIndex",
            "The column index at line 1, column 30 is invalid. Please check the service documentation and try again.",
        ),
        (
            "SELECT s.odd FROM S3Object s",
            named(),
            "MissingHeaders",
            "Some headers in the query are missing from the file. Please check the file and try again.",
        ),
        (
            "SELECT name FROM S3Object GROUP BY name ORDER BY name",
            named(),
            "ParseUnexpectedToken",
            "Unexpected token found KEYWORD:UNKNOWN at line 1, column 41.",
        ),
        (
            "SELECT * FROM S3Object s WHERE s.age > 30",
            named(),
            "ExternalEvalException",
            "The query cannot be evaluated. Please check the query and file and try again.",
        ),
        (
            "SELECT * FROM S3Object",
            json(JsonType::Lines),
            "JSONParsingError",
            "Error parsing JSON file. Please check the file and try again.",
        ),
        (
            "SELECT * FROM S3Object",
            json(JsonType::from("LINE")),
            "InvalidJsonType",
            "The LINE jsonType is invalid. Please check the service documentation and try again.",
        ),
        (
            "SELECT * FROM S3Object",
            InputSerialization::builder().parquet(ParquetInput::builder().build()).build(),
            "InvalidDataSource",
            "Invalid data source type. Only CSV and JSON are supported at this time.",
        ),
        (
            "SELECT * FROM S3Object",
            InputSerialization::builder().build(),
            "MissingRequiredParameter",
            "InputSerialization is required. Please check the service documentation and try again.",
        ),
    ] {
        refused(ask(&s3, sql, input, to_csv()).send().await).is(400, code, text, &[]);
    }
    let got = ask(&s3, "SELECT * FROM S3Object", csv(), to_csv()).expression_type(ExpressionType::from("XQUERY"));
    let text = "The ExpressionType is invalid. Only SQL expressions are supported at this time.";
    refused(got.send().await).is(400, "InvalidExpressionType", text, &[]);
}

#[tokio::test]
async fn select_object_content_wants_an_object_that_can_be_queried() {
    let (server, s3) = shelf();
    let select = || ask(&s3, "SELECT * FROM S3Object", csv(), to_csv());
    let (no_bucket, no_key) = ("The specified bucket does not exist", "The specified key does not exist.");
    let fields = [("BucketName", "elsewhere")];
    refused(select().bucket("elsewhere").send().await).is(404, "NoSuchBucket", no_bucket, &fields);
    refused(select().send().await).is(404, "NoSuchKey", no_key, &[("Key", "k")]);
    for class in [StorageClass::Glacier, StorageClass::DeepArchive, StorageClass::ReducedRedundancy] {
        let put = s3.put_object().bucket("shelf").key("k").storage_class(class).body(PEOPLE.as_bytes().to_vec().into());
        put.send().await.expect("a put");
        let text = "Encountered an unsupported storage class. Only STANDARD, STANDARD_IA, and ONEZONE_IA storage \
                    classes are supported.";
        refused(select().send().await).is(400, "UnsupportedStorageClass", text, &[]);
    }
    put(&s3, "k", PEOPLE).await;
    refused(select().expected_bucket_owner("000000000001").send().await).is(403, "AccessDenied", "Access Denied", &[]);
    // Recorded: nobody may select without saying who.
    let body = "<SelectObjectContentRequest></SelectObjectContentRequest>";
    let mut raw = server.raw();
    let got = raw.ask("POST", "/shelf/k?select&select-type=2", &[("authorization", "-")], body.as_bytes());
    got.refusal().is(403, "AccessDenied", "Access Denied", &[]);
}

#[tokio::test]
async fn select_object_content_reads_the_current_version() {
    let (_server, s3) = shelf();
    enable_versions(&s3).await;
    put(&s3, "k", "old\n").await;
    put(&s3, "k", "new\n").await;
    let select = || ask(&s3, "SELECT * FROM S3Object", csv(), to_csv());
    assert_eq!(came(select()).await.text(), "new\n");
    s3.delete_object().bucket("shelf").key("k").send().await.expect("a marker");
    let text = "The specified key does not exist.";
    refused(select().send().await).is(404, "NoSuchKey", text, &[("Key", "k")]);
}

/// The bytes of a whole answer. The root of the document has an older name that clients still send: recorded.
#[tokio::test]
async fn select_object_content_answers_an_event_stream() {
    let (server, s3) = shelf();
    put(&s3, "k", "a,b\n").await;
    for root in ["SelectObjectContentRequest", "SelectRequest"] {
        let body = format!(
            "<{root} xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
                <Expression>select _2 from s3object</Expression><ExpressionType>SQL</ExpressionType>\
                <InputSerialization><CSV/></InputSerialization><OutputSerialization><JSON/></OutputSerialization>\
                </{root}>"
        );
        let got = server.raw().ask("POST", "/shelf/k?select&select-type=2", &[], body.as_bytes()).ok(200);
        assert_eq!((got.header("transfer-encoding"), got.header("content-length")), (Some("chunked"), None));
        let text = String::from_utf8_lossy(&got.body).into_owned();
        for part in [":event-type\u{7}\0\u{7}Records", "{\"_2\":\"b\"}\n", "<BytesReturned>11</BytesReturned></Stats>"]
        {
            assert!(text.contains(part), "{part} in {text:?}");
        }
    }
}

#[tokio::test]
async fn select_object_content_needs_the_customers_key() {
    let (_server, s3) = shelf();
    put_with(&s3, "k", "a,b\n", ONE).await;
    let select = || ask(&s3, "SELECT _2 FROM S3Object", csv(), to_csv());
    let with = |(key, md5): (&str, &str)| {
        select().sse_customer_algorithm("AES256").sse_customer_key(key).sse_customer_key_md5(md5)
    };
    refused(select().send().await).is(400, "InvalidRequest", REQUIRED, &[]);
    refused(with(TWO).send().await).is(403, "AccessDenied", WRONG, &[]);
    assert_eq!(came(with(ONE)).await.text(), "b\n");
}
