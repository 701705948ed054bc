//! The lesson of the shared knife, what to look for, and links to try.

use crate::contract::scenario::{LookFor, Part, Preset};

/// In paragraphs.
pub const LESSON: &[&str] = &[
    "Two helpers share one knife. Each looks whether it is there, and then takes it. If both look before \
                 one of them takes it, the other reaches in vain, and that task fails.",
    "There are three ways out. Give each helper a cupboard, as separate processes have: nothing is shared, \
                 and copying is the price. Lock the cupboard: the second helper waits. Or run both on one event loop: \
                 without an await between looking and taking, nothing comes in between. With one, something can: \
                 async code has races too, at fewer places.",
    "Safe Rust has no data races: every look and every reach is orderly by itself. It is the pair of them \
                 that is not. So that you see the race every time, the helpers wait for each other between looking \
                 and taking. On threads left alone it would happen once in a while, which is worse.",
];

/// Things to look for.
pub const LOOK_FOR: &[LookFor] = &[
    LookFor::new(
        "Without care: both look, one takes the knife, the other reaches in vain and fails at once.",
        "shared-knife",
        Part::Film,
    ),
    LookFor::new(
        "Lock: nobody fails, but the second helper is blocked for a second, and it takes two.",
        "shared-knife?sharing=lock",
        Part::Timeline,
    ),
    LookFor::new(
        "Event loop with an await in between: one await more, and the same code fails again.",
        "shared-knife?sharing=async&yield_inside=1",
        Part::Film,
    ),
];

/// Links to try.
pub const PRESETS: &[Preset] = &[
    Preset {
        title: "Without care",
        note: "Both look, one takes, the other reaches in vain: a task fails.",
        link: "shared-knife",
    },
    Preset {
        title: "A copy each",
        note: "A cupboard each, as separate processes have: nobody waits, one second.",
        link: "shared-knife?sharing=copy",
    },
    Preset {
        title: "Lock",
        note: "Nothing fails, but the second helper waits for the knife: two seconds.",
        link: "shared-knife?sharing=lock",
    },
    Preset {
        title: "Event loop",
        note: "One thread, no await between looking and taking: no race, two seconds.",
        link: "shared-knife?sharing=async",
    },
    Preset {
        title: "An await too many",
        note: "One await more, and the other helper gets in between: a race on one thread.",
        link: "shared-knife?sharing=async&yield_inside=1",
    },
];
