//! The random numbers, the norms, and how a total is written.

use super::*;

/// The reference implementation's first outputs for seed 1234567 (Vigna, splitmix64.c).
#[test]
fn the_generator_is_splitmix64() {
    let mut random = Random(1_234_567);
    let outputs: Vec<u64> = (0..3).map(|_| random.next()).collect();
    assert_eq!(outputs, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
}

#[test]
fn norms_are_what_uniform_numbers_make() {
    // The mean of x² is 1/3 for uniform x in [−1, 1).
    let mean = (0..200).map(|vector| norm(7, vector, 3000)).sum::<f64>() / 200.0;
    assert!((mean - 1000f64.sqrt()).abs() < 0.1, "{mean}");
    assert_ne!(norm(7, 0, 100).to_bits(), norm(8, 0, 100).to_bits());
    assert_ne!(norm(7, 0, 100).to_bits(), norm(7, 1, 100).to_bits());
}

#[test]
fn a_total_is_shown_with_all_its_digits() {
    let total = 57_735.026_918_962_58_f64;
    let next = f64::from_bits(total.to_bits() + 1);
    assert_ne!(shown(total), shown(next));
    assert_eq!(shown(total).parse(), Ok(total));
    assert_eq!([9.5, 10.0, 0.25].map(|x| shown(x).len()), [18, 18, 18]);
}

#[test]
fn digits_are_counted_from_the_first_that_differs() {
    assert_eq!(digits_that_differ("57735.02", "57735.02"), (0, 7));
    assert_eq!(digits_that_differ("57735.02", "57735.03"), (1, 7));
    assert_eq!(digits_that_differ("57735.02", "57734.92"), (3, 7));
    let both = BTreeSet::from([1.5_f64.to_bits(), 2.5_f64.to_bits()]);
    assert!(sentence(2.5, 1.5, &both).contains("the last 17 of 17 digits differ."));
    assert!(sentence(1.5, 1.5, &both).contains("others did not"));
    assert!(sentence(1.5, 1.5, &BTreeSet::from([1.5_f64.to_bits()])).contains("no difference"));
}
