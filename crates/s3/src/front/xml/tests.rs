//! Documents as tables: what each becomes, and what is refused. What comes out must be what s3s reads.

use s3s::dto::{AccessControlPolicy, Delete};
use s3s::xml::{Deserialize as _, Deserializer};

use super::*;

fn check(body: &str, expected: &str) {
    let plain = normalise(body.as_bytes()).unwrap_or_else(|error| panic!("{body}: {error:?}"));
    assert_eq!(String::from_utf8(plain.clone()).unwrap(), expected, "{body}");
    assert_eq!(normalise(&plain).unwrap(), plain, "plain stays plain: {body}");
}

fn refused(body: &str) {
    assert!(normalise(body.as_bytes()).is_err(), "{body}");
}

#[test]
fn plain_documents_stay() {
    check("<a><b>text</b><c></c></a>", "<a><b>text</b><c></c></a>");
    check("<a>\n  <b> x  y </b>\t</a>", "<a>\n  <b> x  y </b>\t</a>");
    check("<a/>", "<a></a>");
    check("<a ><b /></a >", "<a><b></b></a>");
    check("<ключ>Ü😀</ключ>", "<ключ>Ü😀</ключ>");
}

#[test]
fn what_stands_around_the_root_goes() {
    check("\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a>1</a>\n", "<a>1</a>");
    check("<?xml version='1.0' standalone='yes'?><!-- c --><?pi x?><a>1</a><!-- d -->\r\n", "<a>1</a>");
    check("<a>1<!-- c -->2<?pi <b>?>3</a>", "<a>123</a>");
}

#[test]
fn namespaces_go() {
    check("<a xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><b/></a>", "<a><b></b></a>");
    check("<s3:a xmlns:s3='urn:x'><s3:b>1</s3:b></s3:a>", "<a><b>1</b></a>");
    check(
        "<Grantee xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='Group' id='7'/>",
        "<Grantee xsi:type=\"Group\"></Grantee>",
    );
    check("<G xmlns:i='urn:x' i:type=\"&#67;anonical&quot;\"/>", "<G xsi:type=\"Canonical&quot;\"></G>");
    check("<a b = '1'\n\tc=\"it's\" />", "<a></a>");
    check("<G type='Group' xmlns:type='urn:x'/>", "<G></G>");
}

#[test]
fn references_are_resolved() {
    check("<a>&lt;&gt;&amp;&quot;&apos;</a>", "<a>&lt;&gt;&amp;&quot;'</a>");
    check("<a>&#65;&#x42;&#x6a;&#x6A;</a>", "<a>ABjj</a>");
    check("<a>&#8364;&#x1F600;&#128512;&#x10FFFF;&#xFFFFF;</a>", "<a>€😀😀\u{10ffff}\u{fffff}</a>");
    check("<a>&#38;&#60;b&#62;</a>", "<a>&amp;&lt;b&gt;</a>");
    check("<a>&#9;&#10;</a>", "<a>\t\n</a>");
    check("<a>&amp;lt;</a>", "<a>&amp;lt;</a>");
}

#[test]
fn line_ends_are_line_feeds_unless_referred_to() {
    check("<a>1\r\n2\r3\n\r4</a>", "<a>1\n2\n3\n\n4</a>");
    check("<a><![CDATA[1\r\n2\r]]></a>", "<a>1\n2\n</a>");
    let plain = normalise(b"<a>1&#13;&#x0D;&#10;2</a>").unwrap();
    assert_eq!(plain, b"<a>1\r\r\n2</a>");
}

#[test]
fn cdata_is_text() {
    check("<a><![CDATA[x<y>&amp;]]></a>", "<a>x&lt;y&gt;&amp;amp;</a>");
    check("<a>1<![CDATA[2]]>3<![CDATA[]]></a>", "<a>123</a>");
    check("<a><![CDATA[]]]]><![CDATA[>]]></a>", "<a>]]&gt;</a>");
    check("<a><![CDATA[<![CDATA[]]></a>", "<a>&lt;![CDATA[</a>");
}

#[test]
fn control_characters_are_of_xml_1_1() {
    let plain = normalise(b"<?xml version='1.1'?><a>&#1;&#x1f;</a>").unwrap();
    assert_eq!(plain, b"<a>\x01\x1f</a>");
    for body in ["<a>&#1;</a>", "<a>\u{1}</a>", "<?xml version='1.1'?><a>\u{1}</a>", "<a>\0</a>"] {
        refused(body);
    }
}

#[test]
fn what_is_not_well_formed() {
    let bodies = [
        "",
        " ",
        "text",
        "<!-- c -->",
        "<?xml version=\"1.0\"?>",
        "<a>",
        "</a>",
        "<a></b>",
        "<a><b></a></b>",
        "<a/><b/>",
        "<a/>text",
        "text<a/>",
        "<a/>&#65;",
        "<a/><![CDATA[]]>",
        "<a",
        "<a>&</a>",
        "<a>&amp</a>",
        "<a>& b;</a>",
        "<a>&nbsp;</a>",
        "<a>&;</a>",
        "<a>&#;</a>",
        "<a>&#x;</a>",
        "<a>&#xD800;</a>",
        "<a>&#x110000;</a>",
        "<a>&#0;</a>",
        "<a>&#+65;</a>",
        "<a>&#-65;</a>",
        "<a>&#x-1;</a>",
        "<a>&#xFFFE;</a>",
        "<a>&#99999999999;</a>",
        "<a>&#X41;</a>",
        "<a b></a>",
        "<a b=c></a>",
        "<a b='1' b='2'/>",
        "<a b='<'/>",
        "<a b='&x;'/>",
        "<a b='1'c='2'/>",
        "<a x:type='1' y:type='2'/>",
        "<a 1='x'/>",
        "<1a/>",
        "<a:/>",
        "<:a/>",
        "<a:b:c/>",
        "<a>]]></a>",
        "<a><![CDATA[x]]</a>",
        "<a><!-- -- --></a>",
        "<a><!-- </a>",
        " <?xml version=\"1.0\"?><a/>",
        "<a><?xml version=\"1.0\"?></a>",
        "<a><? ?></a><",
        "<!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
        "<a><!DOCTYPE a></a>",
    ];
    for body in bodies {
        refused(body);
    }
    assert!(matches!(normalise(b"<a>\xff</a>"), Err(XmlError::Encoding(_))));
    assert!(normalise(b"\xff\xfe<\0a\0/\0>\0").is_err());
}

#[test]
fn depth_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    assert!(normalise(nested(DEPTH_LIMIT).as_bytes()).is_ok());
    refused(&nested(DEPTH_LIMIT + 1));
    refused(&"<a>".repeat(100_000));
}

#[test]
fn s3s_reads_what_comes_out() {
    let body = "<?xml version='1.0'?><x:Delete xmlns:x='urn:x'><x:Object><x:Key><![CDATA[a<b]]>&#x1F600;&#13;&amp;</x:Key>\
                </x:Object><x:Quiet>true</x:Quiet></x:Delete>";
    let plain = normalise(body.as_bytes()).unwrap();
    let delete = Delete::deserialize(&mut Deserializer::new(&plain)).unwrap();
    assert_eq!(delete.objects[0].key, "a<b😀\r&");
    assert_eq!(delete.quiet, Some(true));

    let body = "<AccessControlPolicy xmlns:i='http://www.w3.org/2001/XMLSchema-instance'><AccessControlList><Grant>\
                <Grantee i:type='Group'><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee>\
                <Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>";
    let plain = normalise(body.as_bytes()).unwrap();
    let policy = AccessControlPolicy::deserialize(&mut Deserializer::new(&plain)).unwrap();
    let grants = policy.grants.unwrap();
    assert_eq!(grants[0].grantee.as_ref().unwrap().type_.as_str(), "Group");
}
