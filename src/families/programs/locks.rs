//! Stories on threads and what they share: locks, conditions, semaphores, barriers, channels.

use super::built_in::{Story, story};
#[cfg(not(target_arch = "wasm32"))]
use super::built_in::{Texts, preset};
#[cfg(not(target_arch = "wasm32"))]
use crate::contract::scenario::{LookFor, Part};

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

/// Two shoppers think, and write with one pencil.
pub static PENCIL: Story = story(
    "pencil",
    include_str!("pencil.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Pencil",
        question: "What belongs under the lock?",
        lesson: &[
            "Two shoppers write five items each, with one pencil. Before each they think for half a second. Who thinks with \
             the pencil in hand keeps the other one waiting, who could think as well.",
            "Both ways come to ten items. Thinking first takes half the time: under a lock belongs what must not be done by \
             two at once, and nothing else.",
        ],
        look_for: &[
            LookFor::new("Five seconds with the pencil in hand.", "pencil", Part::Figure("time_ms")),
            LookFor::new("Two and a half without it.", "pencil?variant=outside", Part::Figure("time_ms")),
        ],
        presets: &[
            preset("With the pencil", "One thinks, the other one waits.", "pencil?scale=300"),
            preset("Without it", "Both think at once.", "pencil?scale=300&variant=outside"),
            preset("In real seconds", "Five seconds.", "pencil"),
        ],
        source_item: "pub static PENCIL",
    },
);

/// Whoever adds potatoes adds garlic too, with the pencil in hand.
pub static PENCIL_TWICE: Story = story(
    "pencil-twice",
    include_str!("pencil-twice.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Pencil, twice",
        question: "Can one wait for oneself?",
        lesson: &[
            "To add garlic takes the pencil. To add potatoes takes the pencil, too, and then adds garlic: it takes the pencil \
             that it has already. A plain lock asks nobody who has it. So everybody waits, for themselves.",
            "A reentrant lock knows its holder, and counts. It is free when it has been given back as often as it was taken.",
        ],
        look_for: &[
            LookFor::new("It gets stuck in every order.", "pencil-twice?driver=explore", Part::Verdict),
            LookFor::new(
                "Reentrant, it is always right.",
                "pencil-twice?driver=explore&variant=reentrant",
                Part::Verdict,
            ),
        ],
        presets: &[
            preset("A plain lock", "Stuck at once.", "pencil-twice"),
            preset("Reentrant", "40 000 and 20 000.", "pencil-twice?variant=reentrant"),
        ],
        source_item: "pub static PENCIL_TWICE",
    },
);

/// Somebody makes a mistake with the chopsticks in hand.
pub static ABANDONED_LOCK: Story = story(
    "abandoned-lock",
    include_str!("abandoned-lock.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Abandoned lock",
        question: "Who gives back what the failed one holds?",
        lesson: &[
            "Two take turns with the chopsticks. When ten pieces are left, somebody divides by zero and ends, with the \
             chopsticks in hand. The line that would give them back is never reached, and the other one waits for ever.",
            "A block gives back however it ends. Then the failure is seen, and nobody waits. Who also catches it goes on.",
        ],
        look_for: &[
            LookFor::new("Whoever is left is stuck.", "abandoned-lock?driver=explore", Part::Verdict),
            LookFor::new(
                "Caught, it ends well in every order.",
                "abandoned-lock?driver=explore&variant=catch",
                Part::Verdict,
            ),
        ],
        presets: &[
            preset("Given back at the end", "The end is not reached.", "abandoned-lock"),
            preset("Given back by the block", "One fails, nobody is stuck.", "abandoned-lock?variant=with"),
            preset("Caught", "Both go on.", "abandoned-lock?variant=catch"),
        ],
        source_item: "pub static ABANDONED_LOCK",
    },
);

/// Ten phones, four chargers.
pub static CHARGERS: Story = story(
    "chargers",
    include_str!("chargers.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Chargers",
        question: "How many at once?",
        lesson: &[
            "Ten phones share four chargers, for one to two seconds each. A semaphore counts the free ones: who finds none \
             waits until one is given back.",
            "It does not know who took what. If a stranger gives back a charger that nobody took, there are five on paper, \
             and five phones at once at four chargers.",
        ],
        look_for: &[
            LookFor::new("Never more than four, in any order.", "chargers?driver=explore", Part::Verdict),
            LookFor::new("With a stranger: five.", "chargers?driver=explore&variant=stranger", Part::Verdict),
        ],
        presets: &[
            preset("Four", "Four at once.", "chargers?scale=300"),
            preset("One", "One after the other: a lock.", "chargers?scale=300&variant=one"),
            preset("A stranger", "Gives back what nobody took.", "chargers?scale=300&variant=stranger"),
        ],
        source_item: "pub static CHARGERS",
    },
);

/// Five add, five double.
pub static CHIPS: Story = story(
    "chips",
    include_str!("chips.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Chips",
        question: "Is a lock enough?",
        lesson: &[
            "One chip is in the pot. Five players add three, five double what is there, each with the pot locked. Nothing \
             is lost, and still every run may come to another number: a lock says nothing about the order.",
            "A barrier lets nobody go on before all ten are there. Who adds comes to it afterwards, who doubles before: so \
             all is added before anything is doubled, (1 + 15) times 32.",
        ],
        look_for: &[
            LookFor::new(
                "107 numbers are possible, from 47 to 512.",
                "chips?driver=explore",
                Part::Figure("outcomes_possible"),
            ),
            LookFor::new("512, in every order.", "chips?driver=explore&variant=barrier", Part::Verdict),
        ],
        presets: &[
            preset("A lock alone", "Run it again and again.", "chips?runs=100"),
            preset("A barrier, too", "512.", "chips?variant=barrier&runs=100"),
        ],
        source_item: "pub static CHIPS",
    },
);

/// A cook, a line of bowls, two guests.
pub static SERVING_LINE: Story = story(
    "serving-line",
    include_str!("serving-line.story"),
    #[cfg(not(target_arch = "wasm32"))]
    Texts {
        title: "Serving line",
        question: "Who tells the last guest?",
        lesson: &[
            "A cook puts bowls on a line that has room for five, two guests take them. When the line is full the cook waits, \
             when it is empty the guests do: nobody has to look and look again.",
            "At the end an empty place tells a guest that no more will come. One for each guest is needed: who gets none waits \
             for ever at the empty line.",
        ],
        look_for: &[
            LookFor::new("Two ends: every bowl is served.", "serving-line?driver=explore", Part::Verdict),
            LookFor::new(
                "One end: a guest is stuck.",
                "serving-line?driver=explore&variant=one",
                Part::Verdict,
            ),
        ],
        presets: &[
            preset("An end for each", "Both guests go home.", "serving-line"),
            preset("One too few", "Somebody waits for ever.", "serving-line?variant=one"),
            preset("By hand", "See the bowls move.", "serving-line?driver=hand&steps=0x2"),
        ],
        source_item: "pub static SERVING_LINE",
    },
);
