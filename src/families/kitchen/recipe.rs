//! Recipes as data: tasks with their steps and what they need, and the compact text in which a recipe
//! travels in a link.
//!
//! The text, version 1 (`www/families/kitchen/recipe/recipe.ts` reads and writes the same; both are tested with
//! `tests/vectors/recipes.json`):
//!
//! ```text
//! 1~~rice~h80-2~a2-wash~p5-boil~~serve~n0~p0-serve
//! ```
//!
//! Tasks are separated by `~~`, and each is a name followed by fields that `~` separates, known by their
//! first letter: `a2-wash` an active step of 2 s, `p5-boil` a passive one, `h80-2` 80 °C when done and
//! 2 °C less each second until served, `n0-3` needs the tasks 0 and 3. In names a space is written `_`.

use crate::contract::params::{Format, Named};

/// Most tasks of a recipe.
pub const MOST_TASKS: usize = 12;
/// Most steps of a task.
pub const MOST_STEPS: usize = 8;
/// Longest step, in tenths of a second.
pub const LONGEST_STEP: u32 = 600;
/// Longest recipe when one thing is done after the other, in tenths of a second.
pub const LONGEST_WORK: u32 = 6000;
/// Longest name of a task or a step, in characters.
pub const LONGEST_NAME: usize = 24;
/// Longest text of a recipe, in bytes.
pub const LONGEST_TEXT: usize = 1500;
/// Nothing gets colder than the kitchen, °C.
pub const KITCHEN_CELSIUS: f64 = 20.0;

/// The notation as a parameter knows it.
pub const FORMAT: Format = Format {
    name: "recipe",
    check: |text| Recipe::parse(text).map(drop).map_err(|fault| format!("is no recipe: {fault}")),
};

/// A dinner.
#[derive(Debug, Clone, PartialEq)]
pub struct Recipe {
    /// In the order in which cooks take them.
    pub tasks: Vec<Task>,
}

/// Something that one cook does, step by step.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// As in the picture.
    pub name: String,
    /// One after the other; may be none.
    pub steps: Vec<Step>,
    /// Tasks that must be done before, by index.
    pub needs: Vec<usize>,
    /// How hot it is when done.
    pub heat: Option<Heat>,
}

/// A part of a task.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What is done.
    pub name: String,
    /// How long, in tenths of a second: whole numbers, so that sums are exact.
    pub tenths: u32,
    /// Whether it takes the cook's hands, or goes on by itself.
    pub active: bool,
}

/// A temperature that falls.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Heat {
    /// When done, in whole °C.
    pub celsius: u32,
    /// Lost each second until served, in tenths of a °C.
    pub loss: u32,
}

impl Heat {
    /// °C so many seconds after it was done.
    pub fn after(self, seconds: f64) -> f64 {
        let celsius = f64::from(self.celsius);
        // A drink from the fridge stays as it is.
        (celsius - f64::from(self.loss) / 10.0 * seconds).max(KITCHEN_CELSIUS.min(celsius))
    }
}

impl Task {
    /// All its steps, in tenths of a second.
    pub fn tenths(&self) -> u32 {
        self.steps.iter().map(|step| step.tenths).sum()
    }
}

impl Recipe {
    /// The recipe behind the value of a parameter: of that name, or written out.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_value(value: &str) -> Result<Self, String> {
        let text = NAMED.iter().find(|known| known.0 == value).map_or(value, |known| known.3);
        Self::parse(text)
    }

    /// Reads a recipe and checks it.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence that begins “is no recipe: ”.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LONGEST_TEXT {
            return Err(format!("it is longer than {LONGEST_TEXT} bytes"));
        }
        let mut parts = text.split("~~");
        match parts.next() {
            Some("1") => {}
            Some(version) if version.parse::<u32>().is_ok_and(|version| version > 1) => {
                return Err("it was made by a newer version of this page".into());
            }
            _ => return Err("it must begin with 1~~, the version".into()),
        }
        let recipe = Self { tasks: parts.map(parse_task).collect::<Result<_, _>>()? };
        recipe.check()?;
        Ok(recipe)
    }

    /// Looks whether it can be cooked.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), String> {
        if self.tasks.is_empty() {
            return Err("it has no task".into());
        }
        if self.tasks.len() > MOST_TASKS {
            return Err(format!("it has {} tasks, and {MOST_TASKS} are the most", self.tasks.len()));
        }
        for task in &self.tasks {
            check_task(task, self.tasks.len())?;
        }
        for (i, task) in self.tasks.iter().enumerate() {
            if self.tasks[..i].iter().any(|other| other.name == task.name) {
                return Err(format!("two tasks are called “{}”", task.name));
            }
        }
        if let Some(cycle) = self.cycle() {
            let names: Vec<_> = cycle.iter().map(|&task| format!("“{}”", self.tasks[task].name)).collect();
            return Err(if let [one] = &names[..] {
                format!("{one} needs itself")
            } else {
                format!("{} need each other in a circle, so none could begin", names.join(", "))
            });
        }
        let work: u32 = self.tasks.iter().map(Task::tenths).sum();
        if work > LONGEST_WORK {
            return Err(format!(
                "it takes {} s of work, and {} s are the most",
                seconds(work),
                LONGEST_WORK / 10
            ));
        }
        Ok(())
    }

    /// Tasks that need each other in a circle, in the order of the recipe; `None` if there are none.
    fn cycle(&self) -> Option<Vec<usize>> {
        let mut left: Vec<usize> = (0..self.tasks.len()).collect();
        // Take away whatever needs nothing that is left, then whatever nothing left needs.
        loop {
            let before = left.len();
            let had = left.clone();
            left.retain(|&task| self.tasks[task].needs.iter().any(|need| had.contains(need)));
            let had = left.clone();
            left.retain(|task| had.iter().any(|&other| self.tasks[other].needs.contains(task)));
            if left.len() == before {
                break;
            }
        }
        // Several circles may be left, and what lies between them: follow one task's needs until one comes again.
        let mut path = vec![*left.first()?];
        loop {
            let last = path[path.len() - 1];
            let next = *self.tasks[last].needs.iter().find(|need| left.contains(need)).expect("it needs one");
            if let Some(from) = path.iter().position(|&task| task == next) {
                let mut cycle = path.split_off(from);
                cycle.sort_unstable();
                return Some(cycle);
            }
            path.push(next);
        }
    }

    /// The text that [`parse`](Self::parse) reads.
    pub fn text(&self) -> String {
        let mut text = String::from("1");
        for task in &self.tasks {
            text += "~~";
            text += &task.name.replace(' ', "_");
            if let Some(Heat { celsius, loss }) = task.heat {
                text += &format!("~h{celsius}-{}", seconds(loss));
            }
            if !task.needs.is_empty() {
                let needs: Vec<_> = task.needs.iter().map(usize::to_string).collect();
                text += &format!("~n{}", needs.join("-"));
            }
            for step in &task.steps {
                let kind = if step.active { 'a' } else { 'p' };
                text += &format!("~{kind}{}-{}", seconds(step.tenths), step.name.replace(' ', "_"));
            }
        }
        text
    }

    /// Time of all steps together, in tenths of a second.
    pub fn work(&self) -> u32 {
        self.tasks.iter().map(Task::tenths).sum()
    }

    /// Time of all active steps together, in tenths of a second.
    pub fn active_work(&self) -> u32 {
        self.tasks
            .iter()
            .flat_map(|task| &task.steps)
            .filter(|step| step.active)
            .map(|step| step.tenths)
            .sum()
    }

    /// Time of the longest chain of tasks of which each needs the one before, in tenths of a second: no
    /// number of cooks is faster.
    pub fn span(&self) -> u32 {
        let mut ends = vec![0; self.tasks.len()];
        for task in self.order() {
            let begin = self.tasks[task].needs.iter().map(|&need| ends[need]).max().unwrap_or(0);
            ends[task] = begin + self.tasks[task].tenths();
        }
        ends.into_iter().max().unwrap_or(0)
    }

    /// The tasks in an order in which one cook can do them: always the first that has all it needs.
    pub fn order(&self) -> Vec<usize> {
        let mut done = vec![false; self.tasks.len()];
        let mut order = Vec::with_capacity(self.tasks.len());
        while let Some(task) = self.first_ready(&done, &done) {
            done[task] = true;
            order.push(task);
        }
        order
    }

    /// The first task that nobody has taken and that has all it needs.
    pub fn first_ready(&self, taken: &[bool], done: &[bool]) -> Option<usize> {
        (0..self.tasks.len())
            .find(|&task| !taken[task] && self.tasks[task].needs.iter().all(|&need| done[need]))
    }

    /// The task whose temperature counts: rice, else the first that cools.
    pub fn cooling(&self) -> Option<(usize, Heat)> {
        let cooling = |task: &Task| task.heat.filter(|heat| heat.loss > 0);
        let rice = self.tasks.iter().position(|task| task.name == "rice" && cooling(task).is_some());
        let index = rice.or_else(|| self.tasks.iter().position(|task| cooling(task).is_some()))?;
        Some((index, cooling(&self.tasks[index])?))
    }
}

fn check_task(task: &Task, tasks: usize) -> Result<(), String> {
    check_name(&task.name)?;
    let name = &task.name;
    if task.steps.len() > MOST_STEPS {
        return Err(format!("“{name}” has {} steps, and {MOST_STEPS} are the most", task.steps.len()));
    }
    for step in &task.steps {
        check_name(&step.name)?;
        if step.tenths > LONGEST_STEP {
            let most = LONGEST_STEP / 10;
            return Err(format!("“{}” of “{name}” takes longer than {most} s", step.name));
        }
    }
    for (i, need) in task.needs.iter().enumerate() {
        if *need >= tasks {
            return Err(format!(
                "“{name}” needs task number {need}, which is not there (they are counted from 0)"
            ));
        }
        if task.needs[..i].contains(need) {
            return Err(format!("“{name}” names the same need twice"));
        }
    }
    match task.heat {
        Some(heat) if heat.celsius > 300 => Err(format!("“{name}” is hotter than 300 °C")),
        Some(heat) if heat.loss > 100 => Err(format!("“{name}” loses more than 10 °C a second")),
        _ => Ok(()),
    }
}

fn check_name(name: &str) -> Result<(), String> {
    if name.trim() != name || name.is_empty() {
        return Err("a name is empty, or begins or ends with a space".into());
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(format!("“{name}” is longer than {LONGEST_NAME} characters"));
    }
    if let Some(odd) = name.chars().find(|c| !(c.is_alphanumeric() || " -.,/&+%°".contains(*c))) {
        return Err(format!("a name holds {odd:?}, where only letters, digits, spaces and -.,/&+%° may be"));
    }
    Ok(())
}

fn parse_task(text: &str) -> Result<Task, String> {
    let mut fields = text.split('~');
    let name = name_of(fields.next().unwrap_or_default());
    let mut task = Task { name, steps: Vec::new(), needs: Vec::new(), heat: None };
    for field in fields {
        let unreadable = || format!("“{field}” cannot be read");
        let rest = field.get(1..).ok_or_else(unreadable)?;
        match field.as_bytes()[0] {
            kind @ (b'a' | b'p') => {
                let (time, name) = rest.split_once('-').ok_or_else(unreadable)?;
                let tenths = tenths(time).ok_or_else(unreadable)?;
                task.steps.push(Step { name: name_of(name), tenths, active: kind == b'a' });
            }
            b'n' if task.needs.is_empty() => {
                let needs = rest.split('-').map(whole).collect::<Option<Vec<_>>>().ok_or_else(unreadable)?;
                task.needs = needs.into_iter().map(|need| need as usize).collect();
            }
            b'h' if task.heat.is_none() => {
                let (celsius, loss) = rest.split_once('-').ok_or_else(unreadable)?;
                let heat = whole(celsius).zip(tenths(loss)).ok_or_else(unreadable)?;
                task.heat = Some(Heat { celsius: heat.0, loss: heat.1 });
            }
            _ => return Err(unreadable()),
        }
    }
    Ok(task)
}

fn name_of(text: &str) -> String {
    text.replace('_', " ")
}

/// A whole number of at most four digits, without a sign.
fn whole(text: &str) -> Option<u32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// A number with at most one decimal, in tenths.
fn tenths(text: &str) -> Option<u32> {
    let (units, tenth) = text.split_once('.').unwrap_or((text, "0"));
    if tenth.len() == 1 { Some(10 * whole(units)? + whole(tenth)?) } else { None }
}

/// Tenths as a decimal number, without a zero at the end.
fn seconds(tenths: u32) -> String {
    if tenths.is_multiple_of(10) {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}

/// Name, title, help and text of the recipes that have a name.
const NAMED: [(&str, &str, &str, &str); 2] = [
    (
        "mapo-tofu",
        "Mapo tofu",
        "Rice, spices, meat and tofu; mixed, then served.",
        "1~~rice~h80-2~a2-wash~p5-boil~~spices~h120-0~a2-blend~p5-fry~~meat_and_tofu~h90-0~a5-fry_meat~a2-mix_tofu\
         ~~mix_oil_and_meat~n1-2~a2-mix~~serve~n0-1-2-3~p0-serve",
    ),
    (
        "breakfast",
        "Breakfast",
        "Coffee that cools, eggs, toast and fruit: more waiting, and a longer chain.",
        "1~~coffee~h90-1.5~a1-grind~p4-brew~~eggs~h70-0.5~p3-heat_water~p6-boil~a1-peel~~toast~a1-cut_bread~p3-toast\
         ~a1-butter~~fruit~a3-wash_and_cut~~plates~n1-2-3~a2-arrange~~serve~n0-4~p0-serve",
    ),
];

/// The recipe that is cooked where none is named.
pub const DEFAULT: &str = NAMED[0].0;

/// The recipes that have a name, for the catalog.
pub fn named() -> Vec<Named> {
    NAMED.map(|(value, label, help, text)| Named { value, label, help, text: text.into() }).into()
}

#[cfg(test)]
#[path = "recipe_tests.rs"]
pub(super) mod tests;
