//! What the names of a statement mean for the object that it is asked of.
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-select-sql-reference-select.html>

use super::error::{Error, Result};
use super::sql::{Aggregate, Expression, Item, List, Name, Path, Root, Source, Statement, Step};
use super::value::same_name;

/// What the rows of an object are called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Columns<'c> {
    /// CSV whose first record holds no names, or is not to be used.
    Positions,
    /// CSV with these names.
    Names(&'c [String]),
    /// JSON: names are looked up in each row.
    Fields,
}

/// A statement that can be evaluated.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) list: List,
    pub(crate) condition: Option<Expression>,
    /// The way from a JSON value to its rows.
    pub(crate) steps: Vec<Step>,
    /// The aggregate functions and what they are of.
    pub(crate) aggregates: Vec<(Aggregate, Option<Expression>)>,
}

impl Plan {
    /// Binds the names of `statement`.
    ///
    /// # Errors
    /// Names that mean nothing or too much, paths where there are none, aggregate functions beside names.
    pub(crate) fn bind(statement: &Statement, columns: Columns<'_>) -> Result<Self> {
        let Statement { mut list, source, mut condition, .. } = statement.clone();
        let steps = rows(&source, columns)?;
        let mut binder =
            Binder { alias: Alias::of(&source), columns, aggregates: Vec::new(), bare: false, inside: true };
        if let Some(condition) = &mut condition {
            // Aggregate functions are refused here as they are in each other.
            binder.expression(condition)?;
        }
        (binder.bare, binder.inside) = (false, false);
        if let List::Items(items) = &mut list {
            for item in items {
                match item {
                    Item::Value { expression, .. } | Item::Fields(expression) => binder.expression(expression)?,
                }
            }
        }
        if binder.bare && !binder.aggregates.is_empty() {
            return Err(Error::Structure {});
        }
        Ok(Self { list, condition, steps, aggregates: binder.aggregates })
    }
}

/// The way from a value to its rows. `S3Object` alone is `S3Object[*]`; a path must begin with `[*]`.
fn rows(source: &Source, columns: Columns<'_>) -> Result<Vec<Step>> {
    if !source.table.text.eq_ignore_ascii_case("s3object") {
        return Err(Error::UnknownSource {});
    }
    match source.steps.split_first() {
        None => Ok(Vec::new()),
        Some((Step::Elements, rest)) if rest.is_empty() || matches!(columns, Columns::Fields) => Ok(rest.to_vec()),
        _ => Err(Error::KeyPath {}),
    }
}

/// The name by which a statement speaks of the row.
struct Alias(String);

impl Alias {
    /// The alias that is given; else the last name of the path, `_1` behind a wildcard, or the table's own name.
    fn of(source: &Source) -> Self {
        let name = |name: &Name| Self(name.text.clone());
        match (&source.alias, source.steps.last()) {
            (Some(alias), _) => name(alias),
            (None, Some(Step::Field(last))) => name(last),
            (None, Some(_)) => Self("_1".to_owned()),
            (None, None) => name(&source.table),
        }
    }

    fn is(&self, name: &Name) -> bool {
        same_name(&self.0, &name.text, name.quoted)
    }
}

struct Binder<'c> {
    alias: Alias,
    columns: Columns<'c>,
    aggregates: Vec<(Aggregate, Option<Expression>)>,
    /// Whether a name was met outside of aggregate functions.
    bare: bool,
    /// Whether this is where an aggregate function may not stand.
    inside: bool,
}

impl Binder<'_> {
    fn expression(&mut self, expression: &mut Expression) -> Result<()> {
        match expression {
            Expression::Literal(_) => Ok(()),
            Expression::Path(path) => {
                self.bare |= !self.inside;
                self.path(path)
            }
            Expression::List(all) | Expression::And(all) | Expression::Or(all) | Expression::Call(_, all) => {
                self.all(all)
            }
            Expression::Not(operand)
            | Expression::Negate(operand)
            | Expression::Is { operand, .. }
            | Expression::Cast { operand, .. } => self.expression(operand),
            Expression::Compare(_, both)
            | Expression::Calculate(_, both)
            | Expression::Concatenate(both)
            | Expression::In(both) => {
                self.expression(&mut both.0)?;
                self.expression(&mut both.1)
            }
            Expression::Between(three) => self.all(&mut **three),
            Expression::Like { operand, pattern, escape } => {
                self.expression(operand)?;
                self.expression(pattern)?;
                escape.as_deref_mut().map_or(Ok(()), |escape| self.expression(escape))
            }
            Expression::Case { operand, branches, otherwise } => {
                for (when, then) in branches {
                    self.expression(when)?;
                    self.expression(then)?;
                }
                let others = [operand.as_deref_mut(), otherwise.as_deref_mut()];
                others.into_iter().flatten().try_for_each(|other| self.expression(other))
            }
            Expression::Aggregate { function, of, slot } => self.aggregate(*function, of, slot),
        }
    }

    fn all(&mut self, all: &mut [Expression]) -> Result<()> {
        all.iter_mut().try_for_each(|one| self.expression(one))
    }

    fn aggregate(&mut self, function: Aggregate, of: &mut Option<Box<Expression>>, slot: &mut usize) -> Result<()> {
        if self.inside {
            return Err(Error::Structure {});
        }
        self.inside = true;
        let mut of = of.take().map(|of| *of);
        if let Some(of) = &mut of {
            self.expression(of)?;
        }
        self.inside = false;
        *slot = self.aggregates.len();
        self.aggregates.push((function, of));
        Ok(())
    }

    fn path(&self, path: &mut Path) -> Result<()> {
        let Root::Name(root) = &path.root else { return Ok(()) };
        let of_row = self.alias.is(root);
        if matches!(self.columns, Columns::Fields) {
            if !of_row {
                path.steps.insert(0, Step::Field(root.clone()));
            }
            path.root = Root::Row;
            return Ok(());
        }
        let column = match (path.steps.as_slice(), of_row) {
            ([], true) => {
                path.root = Root::Row;
                return Ok(());
            }
            ([], false) => self.column(root)?,
            ([Step::Field(name)], true) => self.column(name)?,
            (_, false) => return Err(Error::TableAlias {}),
            (_, true) => return Err(Error::KeyPath {}),
        };
        *path = Path { root: Root::Column(column), steps: Vec::new() };
        Ok(())
    }

    fn column(&self, name: &Name) -> Result<usize> {
        if let Columns::Names(names) = self.columns {
            let fits = |(at, column): (usize, &String)| same_name(column, &name.text, name.quoted).then_some(at);
            let mut fitting = names.iter().enumerate().filter_map(fits);
            if let Some(found) = fitting.next() {
                let ambiguous = fitting.any(|other| names[other] != names[found]);
                return if ambiguous { Err(Error::AmbiguousField {}) } else { Ok(found) };
            }
        }
        let digits = name.text.strip_prefix('_').filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let position = digits.and_then(|digits| digits.parse::<usize>().ok()).and_then(|at| at.checked_sub(1));
        position.ok_or(match self.columns {
            Columns::Names(_) => Error::MissingHeaders {},
            _ => Error::ColumnIndex { place: name.place },
        })
    }
}
