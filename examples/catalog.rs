//! Prints the catalog as JSON, from which the page is built.

fn main() {
    println!("{}", brigade::catalog::json());
}
