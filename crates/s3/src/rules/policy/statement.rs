//! One statement: whom it lets or forbids what, on what, and when.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html>

use super::catalogue::{self, Action, On};
use super::condition::{self, Condition};
use super::json::Value;
use super::principal::Principal;
use super::selector::Selector;
use super::{Flaw, Scope};

/// A statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    pub(super) principal: Principal,
    pub(super) actions: Selector,
    pub(super) resources: Selector,
    pub(super) conditions: Vec<Condition>,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    Allow,
    Deny,
}

/// The elements as they come. Of a pair like Action and NotAction only one can be there.
#[derive(Default)]
struct Elements {
    sid: Option<String>,
    effect: Option<Value>,
    principal: Option<(bool, Value)>,
    action: Option<(bool, Value)>,
    resource: Option<(bool, Value)>,
    condition: Option<Value>,
}

impl Statement {
    /// Reads a statement's form.
    ///
    /// # Errors
    /// `Syntax`, `UnknownField`, `Repeated`, `Missing`, `Empty`, `Effect`, `ConditionType`, and `Principal` for a kind of
    /// principal that there is not.
    pub(super) fn read(value: Value) -> Result<Self, Flaw> {
        let Value::Map(members) = value else { return Err(Flaw::Syntax) };
        let mut elements = Elements::default();
        for (name, value) in members {
            elements.take(name, value)?;
        }
        let (not, who) = elements.principal.take().ok_or(Flaw::Missing("Principal"))?;
        let effect = Effect::read(elements.effect.ok_or(Flaw::Missing("Effect"))?)?;
        Ok(Self {
            sid: elements.sid,
            effect,
            principal: Principal::read(not, who)?,
            actions: Selector::read(elements.action, "Action")?,
            resources: Selector::read(elements.resource, "Resource")?,
            conditions: elements.condition.map(condition::read).transpose()?.unwrap_or_default(),
        })
    }

    /// Checks what a statement says of the bucket that it is put on.
    ///
    /// # Errors
    /// `Principal`, `Action`, `Resource`, `ConditionKey`, `ConditionInapplicable`, `Address`, `Inapplicable`.
    pub(super) fn check(&self, index: usize, scope: Scope<'_>) -> Result<(), Flaw> {
        self.principal.check(self.effect, scope)?;
        if let Some(unknown) = self.actions.patterns.iter().find(|pattern| catalogue::named(pattern).next().is_none()) {
            return Err(Flaw::Action(unknown.clone()));
        }
        let arn = scope.arn();
        let within = |resource: &&String| {
            resource.strip_prefix(&arn).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if let Some(foreign) = self.resources.patterns.iter().find(|resource| !within(resource)) {
            return Err(Flaw::Resource(foreign.clone()));
        }
        for condition in &self.conditions {
            condition.check(|key| self.comes_with(key))?;
        }
        match self.inapplicable() {
            Some(action) => Err(Flaw::Inapplicable { action: action.to_owned(), statement: self.label(index) }),
            None => Ok(()),
        }
    }

    /// Whether every action that the statement names comes with that condition key; of a pattern, one that it names.
    fn comes_with(&self, key: &str) -> bool {
        let carries = |action: &Action| action.comes_with(key);
        if self.actions.not {
            let excluded = |action: &Action| self.actions.patterns.iter().any(|pattern| action.is_named(pattern));
            return catalogue::ACTIONS.iter().any(|action| !excluded(action) && carries(action));
        }
        self.actions.patterns.iter().all(|pattern| catalogue::named(pattern).any(carries))
    }

    /// The first action that none of the resources has: objects are named by a path, the bucket without one.
    fn inapplicable(&self) -> Option<&str> {
        if self.actions.not || self.resources.not {
            return None;
        }
        let on = |resource: &String| if resource.contains('/') { On::Object } else { On::Bucket };
        let applies = |pattern: &&String| {
            catalogue::named(pattern).any(|action| self.resources.patterns.iter().any(|to| on(to) == action.on))
        };
        self.actions.patterns.iter().find(|pattern| !applies(pattern)).map(String::as_str)
    }

    /// The statement's name in errors.
    fn label(&self, index: usize) -> String {
        self.sid.clone().unwrap_or_else(|| format!("NO_ID-{index}"))
    }
}

impl Elements {
    fn take(&mut self, name: String, value: Value) -> Result<(), Flaw> {
        let (slot, element) = match name.as_str() {
            "Sid" => {
                let Value::Text(sid) = value else { return Err(Flaw::Syntax) };
                self.sid = Some(sid);
                return Ok(());
            }
            "Effect" => {
                self.effect = Some(value);
                return Ok(());
            }
            "Condition" => {
                self.condition = Some(value);
                return Ok(());
            }
            "Principal" | "NotPrincipal" => (&mut self.principal, "Principal"),
            "Action" | "NotAction" => (&mut self.action, "Action"),
            "Resource" | "NotResource" => (&mut self.resource, "Resource"),
            _ => return Err(Flaw::UnknownField(name)),
        };
        match slot.replace((name != element, value)) {
            None => Ok(()),
            Some(_) => Err(Flaw::Repeated(element.to_owned())),
        }
    }
}

impl Effect {
    fn read(value: Value) -> Result<Self, Flaw> {
        match value {
            Value::Text(text) if text == Self::Allow.name() => Ok(Self::Allow),
            Value::Text(text) if text == Self::Deny.name() => Ok(Self::Deny),
            Value::Text(text) => Err(Flaw::Effect(text)),
            _ => Err(Flaw::Syntax),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}
