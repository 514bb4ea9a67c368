//! Taking the signature off a URL: what is left is what is asked, and s3s, which sees a request from nobody, asks for no
//! secret.

use http::uri::{PathAndQuery, Uri};

use super::mechanism::{V2_PARAMETERS, V4_PARAMETERS, is_v2, name};

/// `uri` without the parameters of a signature; none when it has none. What remains is as it was, byte for byte.
pub(crate) fn strip(uri: &Uri) -> Option<Uri> {
    let query = uri.query()?;
    let is_of_signature = |item: &&str| {
        let name = name(item);
        let v4 = V4_PARAMETERS.iter().any(|parameter| parameter.eq_ignore_ascii_case(&name));
        v4 || V2_PARAMETERS.contains(&&*name) && is_v2(query)
    };
    if !query.split('&').any(|item| is_of_signature(&item)) {
        return None;
    }
    let kept: Vec<&str> = query.split('&').filter(|item| !is_of_signature(item)).collect();
    let path = uri.path();
    let text = if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(text).expect("a part of a valid query is valid"));
    Some(Uri::from_parts(parts).expect("only the query has changed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(uri: &str, expected: &str) {
        let uri: Uri = uri.parse().unwrap();
        let stripped = strip(&uri);
        assert_eq!(stripped.is_some(), uri != expected, "{uri}");
        assert_eq!(stripped.unwrap_or(uri), expected);
    }

    #[test]
    fn only_the_signature_goes() {
        check("/b/k", "/b/k");
        check("/b/k?", "/b/k?");
        check("/b/k?versionId=a%2Fb+c&x-id=GetObject", "/b/k?versionId=a%2Fb+c&x-id=GetObject");
        check("/b?&&prefix=%2f&", "/b?&&prefix=%2f&");
        check("http://h:1/b?acl&X-Amz-Signature=00", "http://h:1/b?acl");
    }

    #[test]
    fn version_4() {
        let all = "X-Amz-Algorithm=A&X-Amz-Credential=C&X-Amz-Date=D&X-Amz-Expires=E&X-Amz-SignedHeaders=host\
                   &X-Amz-Security-Token=T&X-Amz-Region-Set=*&X-Amz-Signature=S";
        check(&format!("/b/k?{all}"), "/b/k");
        check(
            &format!("/b/k?versionId=1&{all}&response-expires=x&tagging"),
            "/b/k?versionId=1&response-expires=x&tagging",
        );
        check(&format!("/b/k?{}&a=%26", all.to_lowercase()), "/b/k?a=%26");
        check("/b/k?X-Amz-Meta-Signature=1&X%2DAmz%2DDate=D", "/b/k?X-Amz-Meta-Signature=1");
    }

    #[test]
    fn version_2() {
        check("/b/k?AWSAccessKeyId=A&Signature=S&Expires=1&acl", "/b/k?acl");
        check("/b/k?Expires=1&acl", "/b/k?Expires=1&acl");
        check("/b/k?x-amz-security-token=T&Signature=S&signature=s", "/b/k?signature=s");
    }
}
