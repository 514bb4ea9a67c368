//! XML answers as a small tree, read strictly: what is not well-formed fails the test.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, escape::resolve_predefined_entity};

/// One element: its local name, its own text, its children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The name as written.
    pub name: String,
    /// The namespace it declares.
    pub namespace: Option<String>,
    /// The character data directly inside it.
    pub text: String,
    /// The elements directly inside it.
    pub children: Vec<Self>,
}

impl Element {
    /// Parses a whole document.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut reader = Reader::from_reader(bytes);
        reader.config_mut().expand_empty_elements = true;
        let mut open = vec![Self::default()];
        loop {
            let event = reader.read_event();
            match event.unwrap_or_else(|e| panic!("{e} in {}", String::from_utf8_lossy(bytes))) {
                Event::Start(tag) => open.push(Self::of(&tag)),
                Event::End(_) => {
                    let done = open.pop().expect("the reader matches ends with starts");
                    open.last_mut().expect("the document is never closed").children.push(done);
                }
                Event::Text(text) => top(&mut open).push_str(&text.decode().expect("UTF-8")),
                Event::CData(text) => top(&mut open).push_str(&text.decode().expect("UTF-8")),
                Event::GeneralRef(name) => {
                    let char = name.resolve_char_ref().expect("a legal character reference");
                    let name = name.decode().expect("UTF-8");
                    match char {
                        Some(c) => top(&mut open).push(c),
                        None => top(&mut open).push_str(resolve_predefined_entity(&name).expect("a known entity")),
                    }
                }
                Event::Eof => break,
                _ => (),
            }
        }
        assert_eq!(open.len(), 1, "an element is not closed: {}", String::from_utf8_lossy(bytes));
        let root = open.remove(0).children.pop();
        root.unwrap_or_else(|| panic!("no element in {:?}", String::from_utf8_lossy(bytes)))
    }

    fn of(tag: &BytesStart<'_>) -> Self {
        let attribute = tag.try_get_attribute("xmlns").expect("well-formed attributes");
        let namespace = attribute.map(|a| String::from_utf8_lossy(&a.value).into_owned());
        let name = String::from_utf8_lossy(tag.name().as_ref()).into_owned();
        Self { name, namespace, ..Self::default() }
    }

    /// The elements at `path`, such as `Contents/Key`, in document order.
    #[must_use]
    pub fn all(&self, path: &str) -> Vec<&Self> {
        path.split('/').fold(vec![self], |found, name| {
            found.into_iter().flat_map(|e| &e.children).filter(|e| e.name == name).collect()
        })
    }

    /// The texts of the elements at `path`.
    #[must_use]
    pub fn texts(&self, path: &str) -> Vec<&str> {
        self.all(path).into_iter().map(|e| e.text.as_str()).collect()
    }

    /// The text of the only element at `path`; none when there is no such element.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&str> {
        let texts = self.texts(path);
        assert!(texts.len() < 2, "{path} is there {} times", texts.len());
        texts.first().copied()
    }
}

fn top(open: &mut [Element]) -> &mut String {
    &mut open.last_mut().expect("the document is never closed").text
}
