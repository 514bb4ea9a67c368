//! What S3 Select refuses, with its code and its words.
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#SelectObjectContentErrorCodeList>
//!
//! The texts that name a place or a value are those that S3 was recorded to answer; the others are the page's.

use std::fmt;

/// A place in the SQL expression, counted from one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) line: u32,
    pub(crate) column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// The token that the parser did not want: its type, its value as Ion text, its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) kind: &'static str,
    pub(crate) value: String,
    pub(crate) place: Place,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{} at {}", self.kind, self.value, self.place)
    }
}

macro_rules! errors {
    ($( $name:ident { $($field:ident: $kind:ty),* } => $code:literal $message:literal; )*) => {
        /// A refusal of S3 Select. All of them are 400.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub(crate) enum Error {
            $(
                #[error($message)]
                $name { $($field: $kind),* },
            )*
        }

        impl Error {
            /// S3's code for it.
            pub(crate) fn code(&self) -> &'static str {
                match self {
                    $( Self::$name { .. } => $code, )*
                }
            }
        }
    };
}

/// An answer of the engine.
pub(crate) type Result<T> = std::result::Result<T, Error>;

errors! {
    // The request.
    ParameterMissing { name: &'static str } => "MissingRequiredParameter"
        "{name} is required. Please check the service documentation and try again.";
    ExpressionTooLong {} => "ExpressionTooLong"
        "The SQL expression is too long: The maximum byte-length for the SQL expression is 256 KB.";
    ExpressionType {} => "InvalidExpressionType"
        "The ExpressionType is invalid. Only SQL expressions are supported at this time.";
    ParquetInput {} => "InvalidDataSource" "Invalid data source type. Only CSV and JSON are supported at this time.";
    SeveralFormats {} => "ObjectSerializationConflict"
        "The SelectRequest entity can only contain one of CSV or JSON. Please check the service documentation and try again.";
    Compression {} => "InvalidCompressionFormat"
        "The file is not in a supported compression format. Only GZIP and BZIP2 are supported.";
    FileHeaderInfo {} => "InvalidFileHeaderInfo"
        "The FileHeaderInfo is invalid. Only NONE, USE, and IGNORE are supported.";
    JsonType { value: String } => "InvalidJsonType"
        "The {value} jsonType is invalid. Please check the service documentation and try again.";
    QuoteFields {} => "InvalidQuoteFields" "The QuoteFields is invalid. Only ALWAYS and ASNEEDED are supported.";
    Parameter {} => "InvalidRequestParameter"
        "The value of a parameter in SelectRequest element is invalid. Check the service API documentation and try again.";
    ScanRange {} => "InvalidScanRange" "The provided scan range is not valid.";
    ScanRangeInput {} => "UnsupportedScanRangeInput" "Scan range queries are not supported on this type of object.";
    RangeHeader {} => "UnsupportedRangeHeader" "Range header is not supported for this operation.";
    StorageClass {} => "UnsupportedStorageClass"
        "Encountered an unsupported storage class. Only STANDARD, STANDARD_IA, and ONEZONE_IA storage classes are supported.";

    // The expression: its characters.
    InvalidCharacter { place: Place } => "LexerInvalidChar" "Invalid character at {place}.";
    InvalidOperator { place: Place } => "LexerInvalidOperator" "Invalid operator at {place}.";
    InvalidLiteral { place: Place } => "LexerInvalidLiteral" "Invalid literal at {place}.";
    InvalidIonLiteral { place: Place } => "LexerInvalidIONLiteral" "Invalid ION literal at {place}.";

    // The expression: its grammar.
    UnexpectedToken { found: Found } => "ParseUnexpectedToken" "Unexpected token found {found}.";
    UnexpectedKeyword { found: Found } => "ParseUnExpectedKeyword" "Unexpected keyword found {found}.";
    UnexpectedOperator { found: Found } => "ParseUnexpectedOperator" "Unexpected operator {found}.";
    UnexpectedTerm { found: Found } => "ParseUnexpectedTerm" "Unexpected term found {found}.";
    ExpectedKeyword { keyword: &'static str, found: Found } => "ParseExpectedKeyword"
        "Expected keyword {keyword}, found {found}.";
    ExpectedToken { kind: &'static str, found: Found } => "ParseExpectedTokenType"
        "Expected token of type {kind}, found {found}.";
    ExpectedNumber { found: Found } => "ParseExpectedNumber" "Expected number, found {found}.";
    ExpectedTypeName { found: Found } => "ParseExpectedTypeName" "Expected type name, found {found}.";
    ExpectedDatePart { found: Found } => "ParseExpectedDatePart" "Expected date part, found {found}.";
    ExpectedWhen { found: Found } => "ParseExpectedWhenClause" "Expected WHEN clause in CASE, found {found}.";
    ExpectedLeftParenAfterCast { found: Found } => "ParseExpectedLeftParenAfterCast"
        "Expected left parenthesis after CAST, found {found}.";
    ExpectedLeftParen { found: Found } => "ParseExpectedLeftParenBuiltinFunctionCall"
        "Expected left parenthesis, found {found}.";
    ExpectedRightParen { found: Found } => "ParseExpectedRightParenBuiltinFunctionCall"
        "Expected right parenthesis, found {found}.";
    ExpectedInList { found: Found } => "ParseExpectedLeftParenValueConstructor" "Expected left parenthesis, found {found}.";
    ExpectedArgumentDelimiter { found: Found } => "ParseExpectedArgumentDelimiter"
        "Expected argument delimiter, found {found}.";
    ExpectedAlias { found: Found } => "ParseExpectedIdentForAlias" "Expected identifier for alias, found {found}.";
    InvalidTypeParameter { found: Found } => "ParseInvalidTypeParam" "Invalid value used for type parameter {found}.";
    CastArity { found: Found } => "ParseCastArity" "Cast has incorrect arity, found {found}.";
    EmptySelect { found: Found } => "ParseEmptySelect" "Found empty SELECT list, found {found}.";
    MissingFrom { found: Found } => "ParseSelectMissingFrom" "Missing FROM after SELECT list, found {found}.";
    PathComponent { kind: &'static str, place: Place } => "ParseInvalidPathComponent"
        "Invalid Path component, expecting either an IDENTIFIER or STAR, got: {kind},at {place}.";
    CallWithStar { found: Found } => "ParseUnsupportedCallWithStar"
        "Only COUNT with (*) as a parameter is supported, found {found}.";
    AggregateArity { found: Found } => "ParseNonUnaryAgregateFunctionCall"
        "Aggregate function calls take 1 argument only, found {found}.";
    StarNotAlone { found: Found } => "ParseAsteriskIsNotAloneInSelectList"
        "Other expressions may not be present in the select list when '*' is used without dot notation, found {found}.";
    UnsupportedSelect { found: Found } => "ParseUnsupportedSelect" "Unsupported use of SELECT {found}.";
    TooComplex {} => "MaxOperatorsExceeded"
        "Failed to parse SQL expression, try reducing complexity. For example, reduce number of operators used.";

    // The expression: what it means.
    SeveralSources {} => "MultipleDataSourcesUnsupported" "Multiple data sources are not supported.";
    Structure {} => "UnsupportedSqlStructure" "Encountered an unsupported SQL structure. Check the SQL Reference.";
    UnsupportedOperation {} => "UnsupportedSqlOperation" "Encountered an unsupported SQL operation.";
    UnsupportedFunction {} => "UnsupportedFunction" "Encountered an unsupported SQL function.";
    ArgumentCount {} => "EvaluatorInvalidArguments"
        "Incorrect number of arguments in the function call in the SQL expression.";
    DataType {} => "InvalidDataType" "The SQL expression contains an invalid data type.";
    UnknownSource {} => "EvaluatorBindingDoesNotExist"
        "A column name or a path provided does not exist in the SQL expression";
    ColumnIndex { place: Place } => "InvalidColumnIndex"
        "The column index at {place} is invalid. Please check the service documentation and try again.";
    TableAlias {} => "InvalidTableAlias" "The SQL expression contains an invalid table alias.";
    KeyPath {} => "InvalidKeyPath" "Key path in the SQL expression is invalid.";
    MissingHeaders {} => "MissingHeaders"
        "Some headers in the query are missing from the file. Please check the file and try again.";
    AmbiguousField {} => "AmbiguousFieldName"
        "Field name matches to multiple fields in the file. Check the SQL expression and the file, and try again.";
    NegativeLimit {} => "EvaluatorNegativeLimit" "LIMIT must not be negative";

    // Evaluation.
    Evaluation {} => "ExternalEvalException"
        "The query cannot be evaluated. Please check the query and file and try again.";
    CastFailed {} => "CastFailed"
        "Attempt to convert from one data type to another using CAST failed in the SQL expression.";
    InvalidCast {} => "InvalidCast"
        "Attempt to convert from one data type to another using CAST failed in the SQL expression.";
    IntegerOverflow {} => "IntegerOverflow" "Int overflow or underflow in the SQL expression.";
    ArgumentType {} => "IncorrectSqlFunctionArgumentType"
        "Incorrect type of arguments in function call in the SQL expression.";
    Argument {} => "IllegalSqlFunctionArgument" "Illegal argument was used in the SQL function.";
    LikeInputs {} => "LikeInvalidInputs" "Invalid argument given to the LIKE clause in the SQL expression.";
    LikeEscape {} => "EvaluatorLikePatternInvalidEscapeSequence"
        "An argument given to the LIKE expression was not valid.";
    Timestamp {} => "ValueParseFailure" "Time stamp parse failure in the SQL expression.";
    TimestampSymbol {} => "EvaluatorInvalidTimestampFormatPatternSymbol"
        "Time stamp format pattern contains an invalid symbol in the SQL expression.";
    TimestampToken {} => "EvaluatorInvalidTimestampFormatPatternToken"
        "Time stamp format pattern contains an invalid token in the SQL expression.";
    UnterminatedPattern {} => "EvaluatorUnterminatedTimestampFormatPatternToken"
        "Time stamp format pattern contains unterminated token in the SQL expression.";

    // The object.
    NotCompressed { format: &'static str } => "InvalidCompressionFormat"
        "{format} is not applicable to the queried object. Please correct the request and try again.";
    Truncated {} => "TruncatedInput"
        "Object decompression failed. Check that the object is properly compressed using the format specified in the request.";
    Encoding { near: String } => "InvalidTextEncoding"
        "UTF-8 encoding is required. The text encoding error was found near byte {near}.";
    RecordSize {} => "OverMaxRecordSize"
        "The character number in one record is more than our max threshold, maxCharsPerRecord: 1,048,576";
    Csv {} => "CSVParsingError" "Error parsing CSV file. Please check the file and try again.";
    CsvQuotedDelimiter {} => "CSVEscapingRecordDelimiter"
        "A quoted record delimiter was found in the file. To allow quoted record delimiters, please set AllowQuotedRecordDelimiter to 'TRUE'.";
    CsvQuote {} => "CSVUnescapedQuote"
        "An unescaped quote was found while parsing the CSV file. To allow quoted record delimiters, please set AllowQuotedRecordDelimiter to 'TRUE'.";
    Json {} => "JSONParsingError" "Error parsing JSON file. Please check the file and try again.";
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Recorded from S3.
    #[test]
    fn texts_name_the_place() {
        let place = Place { line: 1, column: 30 };
        assert_eq!(
            Error::ColumnIndex { place }.to_string(),
            "The column index at line 1, column 30 is invalid. Please check the service documentation and try again."
        );
        let found = Found { kind: "LITERAL", value: "5d-1".to_owned(), place: Place { line: 1, column: 33 } };
        let error = Error::UnexpectedToken { found };
        assert_eq!(error.code(), "ParseUnexpectedToken");
        assert_eq!(error.to_string(), "Unexpected token found LITERAL:5d-1 at line 1, column 33.");
        assert_eq!(
            Error::PathComponent { kind: "LITERAL", place: Place { line: 1, column: 34 } }.to_string(),
            "Invalid Path component, expecting either an IDENTIFIER or STAR, got: LITERAL,at line 1, column 34."
        );
    }
}
