//! Requests from other origins: which rule of a bucket lets one pass, and what its answer then says.
//!
//! The first rule counts that has the origin, the method and every header. `Access-Control-Request-Method` and
//! `Access-Control-Request-Headers` stand for them wherever they are sent, on an actual request too; without them it is
//! the method of the request, and no header. Where no rule has it all, an answer says nothing, not even `Vary` (recorded).
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html>

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderName, HeaderValue, ORIGIN, VARY,
};
use http::{HeaderMap, Method};

use crate::documents::Element;

/// The methods that rules may allow.
pub(crate) const METHODS: &[&str] = &["GET", "PUT", "HEAD", "POST", "DELETE"];

/// What every answer depends on that a rule had a say in.
const VARIES: &str = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/// Response headers that a page may read without being told so (Fetch, "CORS-safelisted response-header name").
const SAFELISTED: [&str; 7] =
    ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];

/// What a request from another origin asks to be allowed.
#[derive(Debug)]
pub(crate) struct Asked {
    origin: String,
    /// The method that it will use, where it says so.
    requested: Option<String>,
    /// The method that it uses.
    method: String,
    /// The headers that it will send, in lower case.
    headers: Vec<String>,
}

impl Asked {
    /// Reads it off a request; none of one that names no origin.
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Option<Self> {
        let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::trim);
        let lists = headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS).iter().filter_map(|list| list.to_str().ok());
        let names = lists.flat_map(|list| list.split(',')).map(|name| name.trim().to_ascii_lowercase());
        Some(Self {
            origin: text(ORIGIN).filter(|origin| !origin.is_empty())?.to_owned(),
            requested: text(ACCESS_CONTROL_REQUEST_METHOD).map(str::to_owned),
            method: method.to_string(),
            headers: names.filter(|name| !name.is_empty()).collect(),
        })
    }

    /// The method in question.
    pub(crate) fn method(&self) -> &str {
        self.requested.as_deref().unwrap_or(&self.method)
    }

    /// The method that it says it will use, where that is none that rules could allow.
    pub(crate) fn unknown_method(&self) -> Option<&str> {
        // S3's own word for a header that is not there.
        let requested = self.requested.as_deref().unwrap_or("null");
        (!METHODS.contains(&requested)).then_some(requested)
    }
}

/// What the answer says by the first rule of `document` that lets the request pass; none if there is no such rule.
pub(crate) fn allowed(document: &Element, asked: &Asked) -> Option<HeaderMap> {
    let rule = document.all("CORSRule").find(|rule| lets_pass(rule, asked))?;
    let mut answer = Answer::default();
    if values(rule, "AllowedOrigin").any(|origin| origin == "*") {
        answer.says(ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    } else {
        answer.says(ACCESS_CONTROL_ALLOW_ORIGIN, &asked.origin);
        answer.says(ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    answer.lists(ACCESS_CONTROL_ALLOW_METHODS, values(rule, "AllowedMethod"));
    answer.lists(ACCESS_CONTROL_ALLOW_HEADERS, asked.headers.iter().map(String::as_str));
    answer.lists(ACCESS_CONTROL_EXPOSE_HEADERS, values(rule, "ExposeHeader"));
    if let Some(seconds) = rule.text_of("MaxAgeSeconds") {
        answer.says(ACCESS_CONTROL_MAX_AGE, seconds.trim());
    }
    Some(answer.0)
}

/// What the answer says where anything is allowed: all but what there is to read, which [`expose`] adds.
pub(crate) fn anything(asked: &Asked) -> HeaderMap {
    let mut answer = Answer::default();
    // By name, because `*` would refuse credentials.
    answer.says(ACCESS_CONTROL_ALLOW_ORIGIN, &asked.origin);
    answer.says(ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    answer.lists(ACCESS_CONTROL_ALLOW_METHODS, METHODS.iter().copied());
    answer.lists(ACCESS_CONTROL_ALLOW_HEADERS, asked.headers.iter().map(String::as_str));
    answer.0
}

/// The header that lets a page read all the others of an answer.
pub(crate) fn expose(headers: &HeaderMap) -> Option<(HeaderName, HeaderValue)> {
    let hidden = |name: &&str| !SAFELISTED.contains(name) && !name.starts_with("access-control-") && *name != "vary";
    // The date is added when the answer is written; clients correct their clocks by it.
    let names: Vec<_> = headers.keys().map(HeaderName::as_str).filter(hidden).chain(["date"]).collect();
    HeaderValue::from_str(&names.join(", ")).ok().map(|names| (ACCESS_CONTROL_EXPOSE_HEADERS, names))
}

fn lets_pass(rule: &Element, asked: &Asked) -> bool {
    values(rule, "AllowedOrigin").any(|allowed| fits(allowed, &asked.origin))
        && values(rule, "AllowedMethod").any(|allowed| allowed == asked.method())
        && (asked.headers.is_empty() || has_headers(rule, &asked.headers))
}

fn has_headers(rule: &Element, headers: &[String]) -> bool {
    let allowed: Vec<_> = values(rule, "AllowedHeader").map(str::to_ascii_lowercase).collect();
    headers.iter().all(|name| allowed.iter().any(|allowed| fits(allowed, name)))
}

/// Whether `value` is `allowed`, in which one asterisk stands for any text, also for none.
fn fits(allowed: &str, value: &str) -> bool {
    match allowed.split_once('*') {
        Some((begin, end)) => value.strip_prefix(begin).is_some_and(|rest| rest.ends_with(end)),
        None => allowed == value,
    }
}

/// The texts of a rule's elements of that name.
pub(crate) fn values<'a>(rule: &'a Element, name: &'a str) -> impl Iterator<Item = &'a str> {
    rule.all(name).map(|element| element.text.as_str())
}

/// The headers of an answer, as they come together.
struct Answer(HeaderMap);

impl Default for Answer {
    fn default() -> Self {
        Self(HeaderMap::from_iter([(VARY, HeaderValue::from_static(VARIES))]))
    }
}

impl Answer {
    /// Everything here came in a header, or was checked when it was put.
    fn says(&mut self, name: HeaderName, value: &str) {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.0.insert(name, value);
        }
    }

    fn lists<'a>(&mut self, name: HeaderName, values: impl Iterator<Item = &'a str>) {
        let list = values.collect::<Vec<_>>().join(", ");
        if !list.is_empty() {
            self.says(name, &list);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "<AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin>";

    fn document(rules: &[&str]) -> Element {
        let rules: String = rules.iter().map(|rule| format!("<CORSRule>{rule}</CORSRule>")).collect();
        Element::parse(format!("<CORSConfiguration>{rules}</CORSConfiguration>").as_bytes()).unwrap()
    }

    fn asked(method: &str, headers: &[(&str, &str)]) -> Option<Asked> {
        let headers = headers.iter().map(|(name, value)| (name.parse::<HeaderName>().unwrap(), value.parse().unwrap()));
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(name, value);
        }
        Asked::of(&method.parse().unwrap(), &map)
    }

    /// One line per header, without the one that is in every answer.
    fn lines(mut headers: HeaderMap) -> Vec<String> {
        assert_eq!(headers.remove(VARY).unwrap(), VARIES);
        let line = |(name, value): (&HeaderName, &HeaderValue)| format!("{name}: {}", value.to_str().unwrap());
        let mut lines: Vec<_> = headers.iter().map(line).collect();
        lines.sort_unstable();
        lines.iter().map(|line| line.trim_start_matches("access-control-").to_owned()).collect()
    }

    /// What the rules say to a request of this method with these headers.
    fn check(rules: &[&str], method: &str, headers: &[(&str, &str)], expected: Option<&[&str]>) {
        let asked = asked(method, headers).unwrap();
        let found = allowed(&document(rules), &asked).map(lines);
        assert_eq!(found, expected.map(|e| e.iter().map(ToString::to_string).collect()), "{rules:?} {asked:?}");
    }

    /// Whether a rule with one origin takes another, and by what name.
    fn check_origin(allowed: &str, origin: &str, expected: Option<&str>) {
        let rule = format!("<AllowedMethod>GET</AllowedMethod><AllowedOrigin>{allowed}</AllowedOrigin>");
        let found = super::allowed(&document(&[&rule]), &asked("GET", &[("origin", origin)]).unwrap());
        let found = found.map(|headers| headers[ACCESS_CONTROL_ALLOW_ORIGIN].to_str().unwrap().to_owned());
        assert_eq!(found.as_deref(), expected, "{allowed} {origin}");
    }

    #[test]
    fn origins() {
        check_origin("*", "http://random:1234", Some("*"));
        check_origin("*", "null", Some("*"));
        check_origin("https://localhost:4200", "https://localhost:4200", Some("https://localhost:4200"));
        for other in ["http://localhost:4200", "https://localhost", "https://localhost:4200/", "https://LOCALHOST:4200"]
        {
            check_origin("https://localhost:4200", other, None);
        }
        check_origin("http://*.origin.com", "http://test.origin.com", Some("http://test.origin.com"));
        check_origin("http://*.origin.com", "http://a.b.origin.com", Some("http://a.b.origin.com"));
        check_origin("http://*.origin.com", "http://test.origin.com/", None);
        check_origin("start*end", "startend", Some("startend"));
        check_origin("start*tend", "startend", None);
        check_origin("start*end", "0start12end", None);
        check_origin("prefix*", "prefix", Some("prefix"));
        check_origin("*suffix", "foo.suffix.get", None);
        check_origin("", "http://a", None);
    }

    #[test]
    fn no_origin_asks_nothing() {
        assert!(asked("GET", &[("access-control-request-method", "GET")]).is_none());
        assert!(asked("GET", &[("origin", ""), ("referer", "http://a")]).is_none());
    }

    #[test]
    fn the_asked_method_goes_before_the_real_one() {
        let rule =
            "<AllowedMethod>GET</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedOrigin>*</AllowedOrigin>";
        let passes: Option<&[&str]> = Some(&["allow-methods: GET, PUT", "allow-origin: *"]);
        for (method, requested, expected) in [
            ("GET", None, passes),
            ("HEAD", None, None),
            ("DELETE", None, None),
            ("OPTIONS", None, None),
            ("OPTIONS", Some("PUT"), passes),
            ("OPTIONS", Some("put"), None),
            ("GET", Some("DELETE"), None),
            ("DELETE", Some("GET"), passes),
        ] {
            let requested = requested.map(|requested| ("access-control-request-method", requested));
            let headers: Vec<_> = [("origin", "http://a")].into_iter().chain(requested).collect();
            check(&[rule], method, &headers, expected);
        }
    }

    #[test]
    fn every_header_is_allowed_or_none_is() {
        let rule =
            format!("{ALL}<AllowedHeader>x-AMZ-Meta-*</AllowedHeader><AllowedHeader>Content-Type</AllowedHeader>");
        let check_headers = |rule: &str, lists: &[&str], expected: Option<&str>| {
            let lists = lists.iter().map(|list| ("access-control-request-headers", *list));
            let headers: Vec<_> = [("origin", "http://a")].into_iter().chain(lists).collect();
            let allow = expected.filter(|list| !list.is_empty()).map(|list| format!("allow-headers: {list}"));
            let others = ["allow-methods: GET", "allow-origin: *"];
            let lines: Vec<_> = allow.as_deref().into_iter().chain(others).collect();
            check(&[rule], "GET", &headers, expected.map(|_| lines.as_slice()));
        };
        check_headers(&rule, &[], Some(""));
        check_headers(&rule, &[" , "], Some(""));
        check_headers(&rule, &["CONTENT-type,x-amz-META-a"], Some("content-type, x-amz-meta-a"));
        check_headers(&rule, &["content-type", "x-amz-meta-b"], Some("content-type, x-amz-meta-b"));
        check_headers(&rule, &["content-type, range"], None);
        check_headers(ALL, &["content-type"], None);
        let every = format!("{ALL}<AllowedHeader>*</AllowedHeader>");
        check_headers(&every, &["x-amz-request-payer, range"], Some("x-amz-request-payer, range"));
    }

    #[test]
    fn the_first_rule_counts_that_has_it_all() {
        let own = "<AllowedMethod>GET</AllowedMethod><AllowedOrigin>http://a</AllowedOrigin>\
            <ExposeHeader>ETag</ExposeHeader><ExposeHeader>x-amz-id-2</ExposeHeader><MaxAgeSeconds>0</MaxAgeSeconds>";
        let expected: &[&str] = &[
            "allow-credentials: true",
            "allow-methods: GET",
            "allow-origin: http://a",
            "expose-headers: ETag, x-amz-id-2",
            "max-age: 0",
        ];
        check(&[own, ALL], "GET", &[("origin", "http://a")], Some(expected));
        check(&[own, ALL], "GET", &[("origin", "http://b")], Some(&["allow-methods: GET", "allow-origin: *"]));
        check(&[ALL, own], "GET", &[("origin", "http://a")], Some(&["allow-methods: GET", "allow-origin: *"]));
        let both =
            "<AllowedMethod>GET</AllowedMethod><AllowedOrigin>http://a</AllowedOrigin><AllowedOrigin>*</AllowedOrigin>";
        check(&[both], "GET", &[("origin", "http://a")], Some(&["allow-methods: GET", "allow-origin: *"]));
    }

    #[test]
    fn a_preflight_has_to_say_a_method() {
        let unknown = |requested: &[(&str, &str)]| {
            let headers = [&[("origin", "http://a")], requested].concat();
            asked("OPTIONS", &headers).unwrap().unknown_method().map(str::to_owned)
        };
        assert_eq!(unknown(&[]).as_deref(), Some("null"));
        for method in ["PATCH", "get", "OPTIONS", ""] {
            assert_eq!(unknown(&[("access-control-request-method", method)]).as_deref(), Some(method));
        }
        for method in METHODS {
            assert_eq!(unknown(&[("access-control-request-method", method)]), None);
        }
    }

    #[test]
    fn anything_goes_and_all_is_read() {
        let headers = [("origin", "null"), ("access-control-request-headers", "X-A")];
        let expected = [
            "allow-credentials: true",
            "allow-headers: x-a",
            "allow-methods: GET, PUT, HEAD, POST, DELETE",
            "allow-origin: null",
        ];
        assert_eq!(lines(anything(&asked("PUT", &headers).unwrap())), expected);
        let sent = ["etag", "content-type", "x-amz-id-2", "vary", "access-control-allow-origin"];
        let sent =
            HeaderMap::from_iter(sent.map(|name| (HeaderName::from_static(name), HeaderValue::from_static("x"))));
        assert_eq!(expose(&sent).unwrap().1, "etag, x-amz-id-2, date");
    }
}
