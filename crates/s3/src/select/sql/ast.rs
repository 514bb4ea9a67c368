//! The syntax tree.

use crate::select::error::Place;
use crate::select::value::{Arithmetic, DatePart, Type, Value};

/// `SELECT ... FROM ... WHERE ... LIMIT ...`
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) list: List,
    pub(crate) source: Source,
    pub(crate) condition: Option<Expression>,
    pub(crate) limit: Option<u64>,
}

/// What is selected.
#[derive(Clone, Debug)]
pub(crate) enum List {
    /// `*`: the rows as they are.
    Everything,
    Items(Vec<Item>),
}

#[derive(Clone, Debug)]
pub(crate) enum Item {
    /// An expression; `name` is its alias, or the last name of its path.
    Value { expression: Expression, name: Option<String> },
    /// `path.*`: the fields one by one.
    Fields(Expression),
}

/// `FROM S3Object[*].path AS alias`
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) table: Name,
    pub(crate) steps: Vec<Step>,
    pub(crate) alias: Option<Name>,
}

/// A name. Without quotes its case does not count.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub(crate) text: String,
    pub(crate) quoted: bool,
    pub(crate) place: Place,
}

/// One step into a value.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Field(Name),
    Index(usize),
    /// `[*]`
    Elements,
    /// `.*`
    Fields,
}

/// Where a path begins.
#[derive(Clone, Debug)]
pub(crate) enum Root {
    /// A name of which it is not known yet what it means.
    Name(Name),
    /// The row.
    Row,
    /// A column of the row.
    Column(usize),
}

#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) root: Root,
    pub(crate) steps: Vec<Step>,
}

#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Literal(Value),
    Path(Path),
    List(Vec<Self>),
    Not(Box<Self>),
    Negate(Box<Self>),
    /// All of them, or any: chains are flat, so that the depth of a tree is that of its parentheses.
    And(Vec<Self>),
    Or(Vec<Self>),
    Compare(Comparison, Box<(Self, Self)>),
    Calculate(Arithmetic, Box<(Self, Self)>),
    Concatenate(Box<(Self, Self)>),
    Is {
        operand: Box<Self>,
        of: Type,
    },
    Between(Box<[Self; 3]>),
    In(Box<(Self, Self)>),
    Like {
        operand: Box<Self>,
        pattern: Box<Self>,
        escape: Option<Box<Self>>,
    },
    Case {
        operand: Option<Box<Self>>,
        branches: Vec<(Self, Self)>,
        otherwise: Option<Box<Self>>,
    },
    Cast {
        operand: Box<Self>,
        to: Type,
    },
    Call(Function, Vec<Self>),
    /// An aggregate function; `slot` is its place among those of the statement, `None` of `of` is `COUNT(*)`.
    Aggregate {
        function: Aggregate,
        of: Option<Box<Self>>,
        slot: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A function of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    CharLength,
    Lower,
    Upper,
    Substring,
    Trim(Side),
    Coalesce,
    NullIf,
    UtcNow,
    ToString,
    ToTimestamp,
    DateAdd(DatePart),
    DateDiff(DatePart),
    Extract(DatePart),
}

/// Where TRIM takes characters away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Leading,
    Trailing,
    Both,
}

/// A function of all rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aggregate {
    Avg,
    Count,
    Max,
    Min,
    Sum,
}
