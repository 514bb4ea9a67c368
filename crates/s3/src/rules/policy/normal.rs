//! The normal form of a policy, whose length is limited: no white space, elements in one order, a list of one as the one.

use serde_json::Value as Json;

use super::Policy;
use super::principal::{Principal, Who};
use super::selector::Selector;
use super::statement::Statement;

impl Policy {
    /// The normal form.
    pub(super) fn normal(&self) -> String {
        let statements: Vec<String> = self.statements.iter().map(Statement::normal).collect();
        object([
            Some(member("Version", self.version.name())),
            self.id.as_deref().map(|id| member("Id", id)),
            Some(format!("\"Statement\":[{}]", statements.join(","))),
        ])
    }
}

impl Statement {
    fn normal(&self) -> String {
        let conditions = self.conditions.iter().map(|condition| {
            let keys = condition.keys.iter().map(|(key, values)| Some(list(key, values)));
            Some(format!("{}:{}", quoted(&condition.operator.to_string()), object(keys)))
        });
        let conditions = (!self.conditions.is_empty()).then(|| format!("\"Condition\":{}", object(conditions)));
        object([
            self.sid.as_deref().map(|sid| member("Sid", sid)),
            Some(member("Effect", self.effect.name())),
            Some(self.principal.normal()),
            Some(self.actions.normal("Action")),
            Some(self.resources.normal("Resource")),
            conditions,
        ])
    }
}

impl Principal {
    fn normal(&self) -> String {
        let name = named(self.not, "Principal");
        match &self.who {
            Who::Anyone => member(&name, "*"),
            Who::Named(lists) => {
                let lists = lists.iter().map(|(kind, names)| Some(list(kind.name(), names)));
                format!("{}:{}", quoted(&name), object(lists))
            }
        }
    }
}

impl Selector {
    fn normal(&self, name: &str) -> String {
        list(&named(self.not, name), &self.patterns)
    }
}

fn named(not: bool, name: &str) -> String {
    if not { format!("Not{name}") } else { name.to_owned() }
}

fn object(members: impl IntoIterator<Item = Option<String>>) -> String {
    let members: Vec<String> = members.into_iter().flatten().collect();
    format!("{{{}}}", members.join(","))
}

fn list(name: &str, values: &[String]) -> String {
    match values {
        [one] => member(name, one),
        several => {
            let several: Vec<String> = several.iter().map(|value| quoted(value)).collect();
            format!("{}:[{}]", quoted(name), several.join(","))
        }
    }
}

fn member(name: &str, value: &str) -> String {
    format!("{}:{}", quoted(name), quoted(value))
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}
