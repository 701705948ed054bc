//! The tree of a program, and the one list of its words.

use super::fault::Place;
use super::value::Binary;

/// An operation that is written as a word with its operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Word {
    TryLock,
    TryPut,
    TryTake,
    TryAcquire,
    NotifyAll,
    Lock,
    Unlock,
    Wait,
    Notify,
    Acquire,
    Release,
    Meet,
    Put,
    Take,
    Close,
    Join,
    Result,
    Done,
    Alive,
    Cancel,
    Start,
    Next,
    Swap,
    Compare,
    Length,
    Fib,
    Fetch,
    Sleep,
    Block,
    Work,
    Fence,
}

/// How a word is used.
pub struct Usage {
    /// The word, or two with a space between.
    pub phrase: &'static str,
    /// What it means.
    pub word: Word,
    /// How many operands it has, with commas between.
    pub operands: usize,
    /// Whether `for 100ms` may follow.
    pub limit: bool,
    /// Whether it has a value.
    pub valued: bool,
    /// What it is for, in a few words.
    pub help: &'static str,
}

const fn usage(
    phrase: &'static str,
    word: Word,
    operands: usize,
    limit: bool,
    valued: bool,
    help: &'static str,
) -> Usage {
    Usage { phrase, word, operands, limit, valued, help }
}

/// Words with operands; those of two words come first.
pub const WORDS: [Usage; 31] = [
    usage("try lock", Word::TryLock, 1, false, true, "takes a lock if it is free, and says whether it did"),
    usage("try put", Word::TryPut, 2, false, true, "puts if there is room, and says whether it did"),
    usage("try take", Word::TryTake, 1, false, true, "takes what is there, or none"),
    usage("try acquire", Word::TryAcquire, 1, false, true, "acquires if it can, and says whether it did"),
    usage("notify all", Word::NotifyAll, 1, false, false, "wakes all that wait"),
    usage("lock", Word::Lock, 1, true, true, "takes a lock, waiting until it is free"),
    usage("unlock", Word::Unlock, 1, false, false, "gives a lock back"),
    usage("wait", Word::Wait, 1, true, true, "gives the lock back and waits to be notified"),
    usage("notify", Word::Notify, 1, false, false, "wakes the longest waiting"),
    usage("acquire", Word::Acquire, 1, true, true, "takes one from a semaphore, waiting until there is one"),
    usage("release", Word::Release, 1, false, false, "gives one to a semaphore"),
    usage("meet", Word::Meet, 1, false, false, "waits at a barrier for all others"),
    usage("put", Word::Put, 2, true, true, "puts a value into a channel, waiting for room"),
    usage("take", Word::Take, 1, true, true, "takes the oldest value from a channel, waiting for one"),
    usage("close", Word::Close, 1, false, false, "closes a channel"),
    usage("join", Word::Join, 1, true, true, "waits until an actor is over"),
    usage("result", Word::Result, 1, false, true, "waits for what an actor returns"),
    usage("done", Word::Done, 1, false, true, "says whether an actor is over"),
    usage("alive", Word::Alive, 1, false, true, "says whether an actor has begun and is not over"),
    usage("cancel", Word::Cancel, 1, false, false, "asks an actor to end"),
    usage("start", Word::Start, 1, false, false, "starts an actor made by new"),
    usage("next", Word::Next, 1, false, true, "the next value of a generator, or none"),
    usage("swap", Word::Swap, 2, false, true, "writes an atomic and gives what it was"),
    usage(
        "compare",
        Word::Compare,
        3,
        false,
        true,
        "writes an atomic if it is as expected, and says whether it was",
    ),
    usage("length", Word::Length, 1, false, true, "how many elements there are"),
    usage("fib", Word::Fib, 1, false, true, "a Fibonacci number, computed the slow way"),
    usage("fetch", Word::Fetch, 1, false, true, "asks for something and gets it after a while"),
    usage("sleep", Word::Sleep, 1, false, false, "lets a time pass; a task lets others go on"),
    usage("block", Word::Block, 1, false, false, "lets a time pass, and with it whoever runs this"),
    usage("work", Word::Work, 1, false, false, "computes: millions of additions"),
    usage("fence", Word::Fence, 0, false, false, "waits until all writes have reached memory"),
];

/// Words that begin a line at the top.
pub const TOP_WORDS: [&str; 20] = [
    "param",
    "const",
    "shared",
    "atomic",
    "lock",
    "reentrant",
    "fair",
    "rwlock",
    "condition",
    "semaphore",
    "barrier",
    "channel",
    "fn",
    "thread",
    "daemon",
    "task",
    "process",
    "end",
    "loop",
    "variants",
];

/// Words that begin a statement, beside those with operands.
pub const STATEMENT_WORDS: [&str; 20] = [
    "if", "else", "while", "loop", "repeat", "for", "break", "continue", "return", "with", "print", "write",
    "fail", "try", "catch", "show", "expect", "yield", "tally", "measure",
];

/// Words that may stand within a line.
pub const INNER_WORDS: [&str; 22] = [
    "in",
    "explore",
    "among",
    "of",
    "for",
    "after",
    "select",
    "new",
    "start",
    "generator",
    "random",
    "not",
    "and",
    "or",
    "true",
    "false",
    "none",
    "me",
    "index",
    "now",
    "completed",
    "all",
];

/// An expression.
#[derive(Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it is.
    pub place: Place,
    /// How deep the tree below is; bounded, so that walking it is safe.
    pub depth: u16,
}

/// What an expression is.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum ExprKind {
    None,
    Bool(bool),
    Int(i64),
    Time(i64),
    Text(String),
    List(Vec<Expr>),
    Name(String),
    Index(Box<Expr>, Box<Expr>),
    Minus(Box<Expr>),
    Not(Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Call(String, Vec<Expr>),
    /// A word, its operands, and its time limit.
    Word(Word, Vec<Expr>, Option<Box<Expr>>),
    Random(Box<Expr>, Box<Expr>),
    /// An actor: begun or not, of what kind if it is said, which function.
    Spawn {
        begun: bool,
        kind: Option<ActorKind>,
        function: String,
        operands: Vec<Expr>,
    },
}

/// A statement.
#[derive(Debug)]
pub struct Stmt {
    /// What it is.
    pub kind: StmtKind,
    /// Where it is.
    pub place: Place,
}

/// Statements in braces.
pub type Block = Vec<Stmt>;

/// How a block holds a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Hold {
    Plain,
    Read,
    Write,
}

/// A branch of a `select`.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Branch {
    pub place: Place,
    /// The variable that gets what is taken.
    pub name: Option<String>,
    pub channel: Expr,
    /// What is put; without it the branch takes.
    pub put: Option<Expr>,
    pub block: Block,
}

/// What a statement is.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum StmtKind {
    Assign {
        name: String,
        index: Option<Expr>,
        update: Option<Binary>,
        value: Expr,
    },
    Do(Expr),
    If(Vec<(Expr, Block)>, Option<Block>),
    While(Expr, Block),
    Loop(Block),
    Repeat(Expr, Block),
    ForRange(String, Expr, Expr, Block),
    ForIn(String, Expr, Block),
    ForCompleted(String, Expr, Block),
    Break,
    Continue,
    Return(Option<Expr>),
    With(Hold, Expr, Block),
    Print(Vec<Expr>),
    Write(Vec<Expr>),
    Fail(Expr),
    Try(Block, Option<String>, Block),
    /// A figure: its name in the text, and its value.
    Show(String, Expr),
    /// A figure for each actor: the name of its variable.
    ShowAll(String),
    Expect(Expr, String),
    Yield(Option<Expr>),
    Tally(Expr),
    Measure(Expr),
    Select(Vec<Branch>, Option<(Expr, Block)>),
}

/// What runs an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ActorKind {
    Thread,
    Task,
    Process,
}

impl ActorKind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            ActorKind::Thread => "thread",
            ActorKind::Task => "task",
            ActorKind::Process => "process",
        }
    }
}

/// The body of an actor.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum Body {
    Block(Block),
    Call(String, Vec<Expr>, Place),
}

/// A setting.
#[derive(Debug)]
pub struct Param {
    /// Its value where nothing else is said.
    pub value: Expr,
    /// Its value when everything is explored.
    pub explore: Option<Expr>,
    /// Its least and largest value, both allowed.
    pub range: Option<(Expr, Expr)>,
    /// Its choices.
    pub among: Vec<(String, Place)>,
    /// What it is for.
    pub help: String,
}

/// What a name at the top stands for.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum ItemKind {
    Param(Param),
    Const(Expr),
    Shared(Option<Expr>, Expr),
    Atomic(Option<Expr>, Expr),
    Lock {
        size: Option<Expr>,
        reentrant: bool,
        fair: bool,
    },
    RwLock(Option<Expr>),
    Condition {
        size: Option<Expr>,
        of: String,
    },
    Semaphore(Option<Expr>, Expr),
    Barrier(Expr),
    /// Its capacity, or none where it has no bound.
    Channel(Option<Expr>),
    Function {
        params: Vec<String>,
        block: Block,
    },
    /// `None` is `actor`, whose kind is the setting `as`.
    Actor {
        kind: Option<ActorKind>,
        daemon: bool,
        size: Option<Expr>,
        names: Vec<String>,
        body: std::rc::Rc<Body>,
    },
}

/// A name at the top.
#[derive(Debug)]
pub struct Item {
    /// The name.
    pub name: String,
    /// Where it is declared.
    pub place: Place,
    /// What it stands for.
    pub kind: ItemKind,
}

/// A whole program as it was written.
#[derive(Debug, Default)]
pub struct Tree {
    /// What is declared at the top, in order.
    pub items: Vec<Item>,
    /// The block at the end.
    pub end: Option<Block>,
    /// Whether tasks take turns at `yield` only.
    pub round_robin: bool,
    /// Whether waiting may end without cause.
    pub spurious: bool,
    /// The variants, in order.
    pub variants: Vec<String>,
}
