//! Tests of recipes: the shared vectors, round trips, and faults in words.

use super::*;
use proptest::prelude::*;

#[test]
fn the_vectors_that_the_page_reads_too() {
    let vectors: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("../../../tests/vectors/recipes.json")).unwrap();
    assert!(vectors.len() > 30);
    for vector in vectors {
        let text = vector["text"].as_str().unwrap();
        match (Recipe::parse(text), vector["fault"].as_str()) {
            (Ok(recipe), None) => {
                assert_eq!(recipe.text(), text);
                assert_eq!(u64::from(recipe.work()), vector["work"], "work of {text}");
                assert_eq!(u64::from(recipe.span()), vector["span"], "span of {text}");
                assert_eq!(recipe.tasks.len() as u64, vector["tasks"]);
            }
            (Err(fault), Some(expected)) => assert_eq!(fault, expected, "{text}"),
            (got, _) => panic!("{text}: {got:?}"),
        }
    }
}

#[test]
fn the_named_recipes_are_what_the_menu_says() {
    for known in named() {
        let recipe = Recipe::from_value(known.value).unwrap();
        assert_eq!(recipe.text(), known.text);
    }
    let mapo = Recipe::from_value("mapo-tofu").unwrap();
    assert_eq!((mapo.work(), mapo.span(), mapo.active_work()), (230, 90, 130));
    assert_eq!(mapo.cooling(), Some((0, Heat { celsius: 80, loss: 20 })));
    assert_eq!(mapo.order(), [0, 1, 2, 3, 4]);
}

#[test]
fn a_recipe_longer_than_a_link_may_be_is_refused_before_it_is_read() {
    assert!(Recipe::parse(&"1~~a".repeat(1000)).unwrap_err().contains("longer than 1500 bytes"));
}

#[test]
fn rice_cools_until_it_is_as_warm_as_the_kitchen() {
    let rice = Heat { celsius: 80, loss: 20 };
    assert_eq!(rice.after(0.0), 80.0);
    assert_eq!(rice.after(16.0), 48.0);
    assert_eq!(rice.after(1000.0), KITCHEN_CELSIUS);
    assert_eq!(Heat { celsius: 5, loss: 10 }.after(100.0), 5.0);
}

/// A recipe that can be cooked: every task needs only tasks before it, then the list is shuffled.
pub fn any_recipe() -> impl Strategy<Value = Recipe> {
    let step = ("[a-z]{1,6}", 0u32..100, any::<bool>()).prop_map(|(name, tenths, active)| Step {
        name,
        tenths,
        active,
    });
    let task =
        (proptest::collection::vec(step, 0..4), any::<u16>(), proptest::option::of((0u32..200, 0u32..40)));
    (proptest::collection::vec(task, 1..=9), any::<u64>()).prop_map(|(tasks, seed)| {
        let count = tasks.len();
        // A permutation, from a small generator of its own.
        let mut places: Vec<usize> = (0..count).collect();
        let mut state = seed | 1;
        for i in (1..count).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            places.swap(i, (state >> 33) as usize % (i + 1));
        }
        let mut shuffled: Vec<Option<Task>> = vec![None; count];
        for (i, (steps, mask, heat)) in tasks.into_iter().enumerate() {
            // One bit in three, so that there is something to do side by side.
            let needs =
                (0..i).filter(|j| mask >> j & 1 == 1 && (i + j) % 3 != 0).map(|j| places[j]).collect();
            let heat = heat.map(|(celsius, loss)| Heat { celsius, loss });
            shuffled[places[i]] = Some(Task { name: format!("task {i}"), steps, needs, heat });
        }
        Recipe { tasks: shuffled.into_iter().map(Option::unwrap).collect() }
    })
}

proptest! {
    #[test]
    fn a_recipe_survives_its_text(recipe in any_recipe()) {
        prop_assert_eq!(recipe.check(), Ok(()));
        prop_assert_eq!(Recipe::parse(&recipe.text()), Ok(recipe));
    }

    #[test]
    fn the_order_respects_every_need_and_span_lies_between(recipe in any_recipe()) {
        let order = recipe.order();
        prop_assert_eq!(order.len(), recipe.tasks.len());
        for (place, &task) in order.iter().enumerate() {
            prop_assert!(recipe.tasks[task].needs.iter().all(|need| order[..place].contains(need)));
        }
        let longest = recipe.tasks.iter().map(Task::tenths).max().unwrap();
        prop_assert!(longest <= recipe.span() && recipe.span() <= recipe.work());
    }

    #[test]
    fn a_need_that_closes_a_circle_is_named(recipe in any_recipe(), pick: usize) {
        let mut recipe = recipe;
        let order = recipe.order();
        let (first, last) = (order[0], order[pick % order.len()]);
        // `last` comes to need `first`, and `first` then `last`.
        if first != last && !recipe.tasks[last].needs.contains(&first) {
            recipe.tasks[last].needs.push(first);
        }
        recipe.tasks[first].needs.push(last);
        let fault = recipe.check().unwrap_err();
        prop_assert!(fault.contains("needs itself") || fault.contains("in a circle"), "{}", fault);
    }

    #[test]
    fn nothing_makes_the_reader_panic(text in "(1~~)?[ -~é~]{0,60}") {
        if let Ok(recipe) = Recipe::parse(&text) {
            prop_assert_eq!(Recipe::parse(&recipe.text()), Ok(recipe));
        }
    }
}
