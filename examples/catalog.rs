//! Prints the catalog as JSON; the page is built from it.

fn main() {
    println!("{}", brigade::catalog::json());
}
