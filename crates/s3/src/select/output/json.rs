//! JSON: <https://docs.aws.amazon.com/AmazonS3/latest/API/API_JSONOutput.html>

use crate::select::value::Value;

/// How JSON is written.
#[derive(Clone, Debug)]
pub(crate) struct JsonOutput {
    pub(crate) record_delimiter: String,
}

pub(super) fn field(begun: bool, name: &str, value: &Value, buffer: &mut Vec<u8>) {
    if begun {
        buffer.push(b',');
    }
    string(name, buffer);
    buffer.push(b':');
    write(value, buffer);
}

fn write(value: &Value, buffer: &mut Vec<u8>) {
    match value {
        Value::Missing | Value::Null => buffer.extend_from_slice(b"null"),
        Value::Bool(_) | Value::Int(_) | Value::Decimal(_) | Value::Float(_) => {
            buffer.extend_from_slice(value.to_string().as_bytes());
        }
        Value::Timestamp(at) => string(&at.to_string(), buffer),
        Value::String(text) => string(text, buffer),
        Value::List(all) => {
            buffer.push(b'[');
            for (at, value) in all.iter().enumerate() {
                if at > 0 {
                    buffer.push(b',');
                }
                write(value, buffer);
            }
            buffer.push(b']');
        }
        Value::Struct(fields) => {
            buffer.push(b'{');
            let present = fields.iter().filter(|(_, value)| !matches!(value, Value::Missing));
            for (at, (name, value)) in present.enumerate() {
                field(at > 0, name, value, buffer);
            }
            buffer.push(b'}');
        }
    }
}

fn string(text: &str, buffer: &mut Vec<u8>) {
    buffer.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' => buffer.extend_from_slice(b"\\\""),
            b'\\' => buffer.extend_from_slice(b"\\\\"),
            b'\n' => buffer.extend_from_slice(b"\\n"),
            b'\r' => buffer.extend_from_slice(b"\\r"),
            b'\t' => buffer.extend_from_slice(b"\\t"),
            0x08 => buffer.extend_from_slice(b"\\b"),
            0x0c => buffer.extend_from_slice(b"\\f"),
            0..0x20 => buffer.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            byte => buffer.push(byte),
        }
    }
    buffer.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::input::parse_json;

    #[test]
    fn values_are_written_as_they_were_read() {
        for text in [
            "{}",
            "{\"a\":[1,2.50,-0.1,true,null,\"x\"],\"b\":{\"c\":\"\\\"\\\\\\n\\u0001é\"}}",
            "[{\"a\":1},{\"a\":2}]",
            "12345678901234567890",
        ] {
            let mut buffer = Vec::new();
            write(&parse_json(text).unwrap(), &mut buffer);
            assert_eq!(String::from_utf8(buffer).unwrap(), text);
        }
    }
}
