//! Where notifications go: topics, queues and functions, by their ARNs. Whether they exist is not known here.

use crate::documents::Element;
use crate::error::notification::NotificationError;
use crate::rules::arn::Arn;

const TOPIC: &str = r"^arn:aws[\p{Alpha}\-]*:sns:[\p{Alnum}\-]+:[\p{Digit}]{12}:[\p{Alnum}\-_]{1,256}$";
const QUEUE: &str = r"^arn:aws[\p{Alpha}\-]*:sqs:[\p{Alnum}\-]+:[\p{Digit}]{12}:[\p{Alnum}\-_]{1,80}$";
const FUNCTION: &str =
    r"^arn:aws[a-zA-Z\-]*:lambda:[a-zA-Z0-9\-]+:[0-9]{12}:function:[a-zA-Z0-9\-_]+(:[a-zA-Z0-9$_\-]+)?$";

/// Holds the destination of a configuration to its form, and to the region of the bucket.
///
/// # Errors
/// No ARN, one of something else, of a FIFO queue, of another region.
pub(super) fn check(configuration: &Element, region: &str) -> Result<(), NotificationError> {
    let elements = [("Topic", TOPIC), ("Queue", QUEUE), ("CloudFunction", FUNCTION)];
    let Some((argument, pattern, text)) =
        elements.iter().find_map(|(name, pattern)| Some((*name, *pattern, configuration.text_of(name)?)))
    else {
        return Ok(());
    };
    let owned = || text.to_owned();
    let arn = Arn::parse(text).ok_or_else(|| NotificationError::NoArn { argument, arn: owned() })?;
    if argument == "Queue" && arn.service == "sqs" && arn.resource.ends_with(".fifo") {
        return Err(NotificationError::Fifo { arn: owned() });
    }
    let good = match argument {
        "Topic" => arn.service == "sns" && is_name(arn.resource, 256),
        "Queue" => arn.service == "sqs" && is_name(arn.resource, 80),
        _ => arn.service == "lambda" && is_function(arn.resource),
    };
    if !good || !arn.has_account() || !is_name(arn.region, usize::MAX) {
        return Err(NotificationError::OtherArn { argument, arn: owned(), pattern });
    }
    if arn.region != region {
        return Err(NotificationError::OtherRegion { argument, arn: owned() });
    }
    Ok(())
}

fn is_name(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// `function:name`, perhaps with a version or alias.
fn is_function(resource: &str) -> bool {
    let Some(function) = resource.strip_prefix("function:") else { return false };
    let (name, qualifier) = function.split_once(':').map_or((function, None), |(name, rest)| (name, Some(rest)));
    is_name(name, usize::MAX) && qualifier.is_none_or(|qualifier| is_name(&qualifier.replace('$', "_"), usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(element: &str, arn: &str) -> Option<String> {
        let plain = format!("<C><{element}>{arn}</{element}></C>");
        let refused = check(&Element::parse(plain.as_bytes()).unwrap(), "us-east-1").err()?;
        let document = refused.document();
        assert_eq!(document.fields, [("ArgumentName", element.to_owned()), ("ArgumentValue", arn.to_owned())]);
        Some(document.message.into_owned())
    }

    #[test]
    fn destinations_are_arns_of_their_kind() {
        let of = |service: &str, rest: &str| format!("arn:aws:{service}:us-east-1:123456789012:{rest}");
        for (element, arn) in [
            ("Topic", of("sns", "a-b_c")),
            ("Queue", of("sqs", "q")),
            ("CloudFunction", of("lambda", "function:f")),
            ("CloudFunction", of("lambda", "function:f:$LATEST")),
        ] {
            assert_eq!(refusal(element, &arn), None, "{arn}");
        }
        for element in ["Topic", "Queue", "CloudFunction"] {
            assert_eq!(refusal(element, "invalid-queue").as_deref(), Some("The ARN could not be parsed"));
            let other = refusal(element, &of("s3", "x")).unwrap();
            assert!(other.starts_with("The ARN failed to satisfy constraint: "), "{other}");
        }
        for (element, arn) in [
            ("Topic", of("sns", "t.fifo")),
            ("Queue", of("sqs", &"q".repeat(81))),
            ("Queue", "arn:aws:sqs:us-east-1::q".to_owned()),
            ("CloudFunction", of("lambda", "f")),
            ("CloudFunction", of("lambda", "function:")),
            ("CloudFunction", of("lambda", "function:f:")),
        ] {
            let other = refusal(element, &arn).unwrap();
            assert!(other.starts_with("The ARN failed to satisfy constraint: "), "{arn}: {other}");
        }
        assert_eq!(refusal("Queue", &of("sqs", "q.fifo")).as_deref(), Some("FIFO SQS queues are not supported."));
        let region = "The notification destination service region is not valid for the bucket location constraint";
        assert_eq!(refusal("Queue", "arn:aws:sqs:eu-west-1:123456789012:q").as_deref(), Some(region));
    }
}
