//! Programs: stories in the small language of [`crate::program`], each a text and an entry.
//!
//! - [`built_in`]: a built-in text as a scenario; [`own`]: the reader's text
//! - [`declared`]: the parameters that a text declares
//! - [`explored`]: all orders, as a report; [`by_hand`]: one order, step by step
//! - [`for_real`]: on real threads and on the event loop, as a report; [`repeated`]: several runs, counted; [`standing`]: how
//!   one ended; [`recorded`]: as a trace
//!
//! A new story is a text here, and an entry below and in the catalog.

pub mod built_in;
pub mod by_hand;
pub mod declared;
pub mod explored;
pub mod for_real;
pub mod own;
pub mod recorded;
pub mod repeated;
pub mod standing;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{LookFor, Part};
use built_in::{Story, story};
#[cfg(not(target_arch = "wasm32"))]
use built_in::{Texts, preset};

/// Two shoppers write on one list.
pub static GARLIC: Story = story(
    "garlic",
    include_str!("garlic.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Garlic",
        question: "How much garlic is on the list?",
        lesson: &[
            "Two shoppers add garlic to one list. Adding is three things: read the number, count, write it back. \
             Whoever comes in between is forgotten. A race like this can go well a thousand times.",
            "A lock lets one shopper at a time have the pencil. An atomic number does the three things in one step, so \
             that nothing can come in between.",
        ],
        look_for: &[
            LookFor::new(
                "Without care, two additions each can come to 2, 3 or 4.",
                "garlic?driver=explore",
                Part::Figure("outcomes_possible"),
            ),
            LookFor::new(
                "With a lock there is one outcome only.",
                "garlic?driver=explore&variant=lock",
                Part::Figure("outcomes_possible"),
            ),
            LookFor::new(
                "The atomic needs fewer steps, so fewer orders.",
                "garlic?driver=explore&variant=atomic",
                Part::Figure("states"),
            ),
        ],
        presets: &[
            preset("Forgotten", "Two shoppers add a million each. Look how many are lost.", "garlic"),
            preset("With a lock", "Always right.", "garlic?variant=lock"),
            preset("Atomic", "Always right, in fewer steps.", "garlic?variant=atomic"),
            preset("All orders", "Two each: every order that there is.", "garlic?driver=explore"),
            preset("By hand", "Choose who goes next, and lose a clove.", "garlic?driver=hand&steps=0.1"),
        ],
        source_item: "pub static GARLIC",
    },
);

/// Three philosophers share three chopsticks.
pub static PHILOSOPHERS: Story = story(
    "philosophers",
    include_str!("philosophers.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Philosophers",
        question: "Can everybody wait for everybody?",
        lesson: &[
            "Three philosophers share three chopsticks and a plate of sushi. Each takes the one at the left, then the one \
             at the right. If all three hold their left one, each waits for the next: a deadlock.",
            "If all take the chopsticks in one order of the alphabet, nobody can hold a later one while waiting for an \
             earlier one, and no circle can close.",
        ],
        look_for: &[
            LookFor::new(
                "It gets stuck after six steps.",
                "philosophers?driver=explore",
                Part::Figure("shortest_failure"),
            ),
            LookFor::new(
                "In one order it never gets stuck.",
                "philosophers?driver=explore&variant=ordered",
                Part::Verdict,
            ),
        ],
        presets: &[
            preset("Left first", "Each takes the left one first. Run it again and again.", "philosophers"),
            preset("In one order", "Steve takes a first: always right.", "philosophers?variant=ordered"),
            preset(
                "All orders",
                "With one piece: 90 of 714 762 orders get stuck.",
                "philosophers?driver=explore",
            ),
            preset("By hand", "Make them wait for each other.", "philosophers?driver=hand"),
        ],
        source_item: "pub static PHILOSOPHERS",
    },
);

/// Two diners who give back what they have, and try again.
pub static TRY_LOCK: Story = story(
    "try-lock",
    include_str!("try-lock.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Try again",
        question: "Does giving back help?",
        lesson: &[
            "Two diners need a spoon and a bowl, and take them in opposite orders. If both hold one and wait for the \
             other, they are stuck.",
            "Whoever tries, gives back and tries again cannot get stuck. But both can do so in step with each other for \
             ever: they are busy, and nobody eats. That is a livelock.",
        ],
        look_for: &[
            LookFor::new("Waiting gets stuck.", "try-lock?driver=explore", Part::Verdict),
            LookFor::new(
                "Trying again does not, but there are orders without end.",
                "try-lock?driver=explore&variant=retry",
                Part::Verdict,
            ),
        ],
        presets: &[
            preset("Wait", "Each holds one and waits for the other.", "try-lock"),
            preset("Try again", "Never stuck, but possibly for ever.", "try-lock?variant=retry"),
        ],
        source_item: "pub static TRY_LOCK",
    },
);

/// Hungry people take turns at a pot.
pub static SOUP: Story = story(
    "soup",
    include_str!("soup.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Soup",
        question: "Who has to be woken?",
        lesson: &[
            "People take servings from a pot in turns. Whose turn it is not waits for a condition, which gives the lid \
             back. After each serving somebody is notified.",
            "To notify one wakes the longest waiting, who may not be the next in turn: then nobody is woken any more. To \
             notify all wakes too many, but always the right one.",
        ],
        look_for: &[
            LookFor::new("One notified: it can get stuck.", "soup?driver=explore", Part::Verdict),
            LookFor::new("All notified: always right.", "soup?driver=explore&variant=all", Part::Verdict),
        ],
        presets: &[
            preset("Notify one", "The wrong one may wake.", "soup"),
            preset("Notify all", "Always right.", "soup?variant=all"),
        ],
        source_item: "pub static SOUP",
    },
);
