//! The documents of requests that are no configurations of their own: what S3's published schema makes of them.
//!
//! Elements that the schema does not have are refused, wherever they stand, and so are ones that are given twice
//! (recorded of DeleteObjects). Namespaces and the order of elements mean nothing.

use http::Method;

use super::Element;
use super::schema::{Node, Shape, any, optional, required, some};
use crate::error::Error;

/// The document of an operation's request.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) root: &'static Node,
    /// What a request without one is.
    pub(crate) empty: Empty,
    /// Who reads it.
    pub(crate) reader: Reader,
    /// Whether S3 takes it only with a digest of it.
    pub(crate) digest: bool,
}

/// A request that could have a document and has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Empty {
    /// It is refused.
    Refused,
    /// It asks for the default.
    Default,
    /// It is the same as one with an empty root.
    Root,
}

/// Who reads a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// The operation, as an [`Element`]: it has elements that s3s does not know.
    Operation,
    /// s3s, once it fits.
    S3s,
}

impl Request {
    const fn new(root: &'static Node, empty: Empty, reader: Reader) -> Self {
        Self { root, empty, reader, digest: false }
    }

    /// The document that a request of `method` for this subresource, of a key or of a bucket, may bring.
    pub(crate) fn of(method: &Method, key: bool, subresource: Option<&str>) -> Option<&'static Self> {
        match (method.as_str(), key, subresource) {
            ("PUT", false, None) => Some(&CREATE_BUCKET),
            ("POST", true, None) => Some(&COMPLETE),
            ("POST", false, Some("delete")) => Some(&DELETE),
            ("PUT", false, Some("versioning")) => Some(&VERSIONING),
            ("PUT", false, Some("tagging")) => Some(&BUCKET_TAGGING),
            ("PUT", true, Some("tagging")) => Some(&TAGGING),
            ("PUT", _, Some("acl")) => Some(&ACL),
            _ => None,
        }
    }

    /// The document of the same request to a directory bucket.
    pub(crate) fn in_directory_buckets(&'static self) -> &'static Self {
        if self.root.name == DELETE.root.name { &DELETE_IN_DIRECTORY } else { self }
    }

    /// Whether it is that of a DeleteObjects outside directory buckets, which [`keys`](super::keys) may be able to read.
    pub(crate) fn names_keys(&self) -> bool {
        std::ptr::eq(self.root, &KEYS)
    }

    /// What S3 says of a document that is none, or not this one. ACLs have an error of their own.
    pub(crate) fn malformed(&self) -> Error {
        if self.root.name == ACL.root.name { Error::MalformedAcl {} } else { Error::MalformedXml {} }
    }

    /// Makes a document that fits what s3s reads as S3 would.
    pub(crate) fn settle(&self, document: &mut Element) {
        // Tags without a set are an empty set (recorded); s3s wants one.
        if self.root.name == TAGS.name && document.child("TagSet").is_none() {
            document.children.push(Element::new("TagSet"));
        }
        // Whatever is not true is false (recorded).
        if self.root.name == DELETE.root.name
            && let Some(quiet) = document.child_mut("Quiet")
        {
            let is_true = quiet.text.trim().eq_ignore_ascii_case("true");
            quiet.text = is_true.to_string();
        }
    }
}

static CREATE_BUCKET: Request = Request::new(&BUCKET_CONFIGURATION, Empty::Default, Reader::Operation);
static COMPLETE: Request = Request::new(&UPLOAD, Empty::Root, Reader::Operation);
static DELETE: Request = Request { digest: true, ..Request::new(&KEYS, Empty::Refused, Reader::S3s) };
static DELETE_IN_DIRECTORY: Request =
    Request { digest: true, ..Request::new(&DIRECTORY_KEYS, Empty::Refused, Reader::S3s) };
static VERSIONING: Request = Request::new(&VERSIONING_CONFIGURATION, Empty::Refused, Reader::S3s);
static TAGGING: Request = Request::new(&TAGS, Empty::Refused, Reader::S3s);
/// Of a bucket S3 takes them only with a digest, of an object without one too:
/// <https://github.com/versity/versitygw/issues/1521> and `/1662`.
static BUCKET_TAGGING: Request = Request { digest: true, ..Request::new(&TAGS, Empty::Refused, Reader::S3s) };
static ACL: Request = Request::new(&POLICY, Empty::Default, Reader::S3s);

const TAG: &[Node] = &[required("Key", Shape::Text), required("Value", Shape::Text)];

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html>
static BUCKET_CONFIGURATION: Node = required(
    "CreateBucketConfiguration",
    Shape::Group(&[
        optional("LocationConstraint", Shape::Text),
        optional("Location", Shape::Group(&[optional("Type", Shape::Text), optional("Name", Shape::Text)])),
        optional("Bucket", Shape::Group(&[optional("DataRedundancy", Shape::Text), optional("Type", Shape::Text)])),
        optional("Tags", Shape::Group(&[any("Tag", Shape::Group(TAG))])),
    ]),
);

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompletedMultipartUpload.html>
static UPLOAD: Node = required("CompleteMultipartUpload", Shape::Group(&[any("Part", Shape::Group(PART))]));

const PART: &[Node] = &[
    required("PartNumber", Shape::Integer),
    required("ETag", Shape::Text),
    optional("ChecksumCRC32", Shape::Text),
    optional("ChecksumCRC32C", Shape::Text),
    optional("ChecksumCRC64NVME", Shape::Text),
    optional("ChecksumSHA1", Shape::Text),
    optional("ChecksumSHA256", Shape::Text),
    optional("ChecksumSHA512", Shape::Text),
    optional("ChecksumMD5", Shape::Text),
    optional("ChecksumXXHASH64", Shape::Text),
    optional("ChecksumXXHASH3", Shape::Text),
    optional("ChecksumXXHASH128", Shape::Text),
];

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Delete.html>. `Size` and `LastModifiedTime` are of directory
/// buckets: recorded to be refused by all others.
static KEYS: Node = required(
    "Delete",
    Shape::Group(&[
        optional("Quiet", Shape::Text),
        some(
            "Object",
            Shape::Group(&[
                required("Key", Shape::Text),
                optional("VersionId", Shape::Text),
                optional("ETag", Shape::Text),
            ]),
        ),
    ]),
);

static DIRECTORY_KEYS: Node = required(
    "Delete",
    Shape::Group(&[
        optional("Quiet", Shape::Text),
        some(
            "Object",
            Shape::Group(&[
                required("Key", Shape::Text),
                optional("VersionId", Shape::Text),
                optional("ETag", Shape::Text),
                optional("LastModifiedTime", Shape::Text),
                optional("Size", Shape::Integer),
            ]),
        ),
    ]),
);

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_VersioningConfiguration.html>
static VERSIONING_CONFIGURATION: Node = required(
    "VersioningConfiguration",
    Shape::Group(&[optional("Status", Shape::Text), optional("MfaDelete", Shape::Text)]),
);

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_Tagging.html>
static TAGS: Node =
    required("Tagging", Shape::Group(&[optional("TagSet", Shape::Group(&[any("Tag", Shape::Group(TAG))]))]));

/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_AccessControlPolicy.html>
static POLICY: Node = required(
    "AccessControlPolicy",
    Shape::Group(&[
        optional("Owner", Shape::Group(&[optional("ID", Shape::Text), optional("DisplayName", Shape::Text)])),
        optional("AccessControlList", Shape::Group(&[any("Grant", Shape::Group(GRANT))])),
    ]),
);

const GRANT: &[Node] = &[
    optional(
        "Grantee",
        Shape::Group(&[
            optional("ID", Shape::Text),
            optional("DisplayName", Shape::Text),
            optional("EmailAddress", Shape::Text),
            optional("URI", Shape::Text),
            optional("Type", Shape::Text),
        ]),
    ),
    optional("Permission", Shape::Text),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(request: &Request, document: &str, fits: bool) {
        let mut element = Element::parse(document.as_bytes()).unwrap();
        assert_eq!(request.root.check(&mut element).is_ok(), fits, "{document}");
    }

    /// Recorded, all of them.
    #[test]
    fn keys_to_delete() {
        for (document, fits) in [
            ("<Delete></Delete>", false),
            ("<Delete><Quiet>true</Quiet></Delete>", false),
            ("<Delete><Object></Object></Delete>", false),
            ("<Delete><Object><Key>k</Key></Object><Nope></Nope></Delete>", false),
            ("<Delete><Object><Key>k</Key><Nope></Nope></Object></Delete>", false),
            ("<Delete><Object><Key>k</Key><Key>j</Key></Object></Delete>", false),
            ("<Delete><Object><Key>k</Key><Size>1</Size></Object></Delete>", false),
            ("<Delete><Object><Key>k</Key><ETag>a</ETag><ETag>b</ETag></Object></Delete>", false),
            ("<Delete><Quiet>true</Quiet><Object><Key>k</Key></Object><Quiet>true</Quiet></Delete>", false),
            ("<x></x>", false),
            ("<Delete><Object><Key>k</Key></Object></Delete>", true),
            ("<Delete><Object><Key>k</Key></Object><Quiet>maybe</Quiet></Delete>", true),
            ("<Delete><Object><VersionId>null</VersionId><Key>k</Key><ETag>x</ETag></Object></Delete>", true),
        ] {
            check(&DELETE, document, fits);
        }
    }

    #[test]
    fn whatever_is_not_true_is_not_quiet() {
        for (text, expected) in [("true", "true"), ("TRUE", "true"), ("maybe", "false"), ("", "false")] {
            let document = format!("<Delete><Quiet>{text}</Quiet></Delete>");
            let mut element = Element::parse(document.as_bytes()).unwrap();
            DELETE.settle(&mut element);
            assert_eq!(element.text_of("Quiet"), Some(expected), "{text}");
        }
    }

    #[test]
    fn requests_have_their_documents() {
        let root = |method, key, name| Request::of(&method, key, name).map(|request| request.root.name);
        assert_eq!(root(Method::PUT, false, None), Some("CreateBucketConfiguration"));
        assert_eq!(root(Method::PUT, true, None), None);
        assert_eq!(root(Method::POST, true, None), Some("CompleteMultipartUpload"));
        assert_eq!(root(Method::POST, true, Some("uploads")), None);
        assert_eq!(root(Method::PUT, true, Some("tagging")), Some("Tagging"));
        assert_eq!(root(Method::GET, false, Some("versioning")), None);
    }
}
