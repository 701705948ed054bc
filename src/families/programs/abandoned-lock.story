variants unlock, with, catch

param pieces = 20 in 1..1000, explore 3  "Pieces of sushi on the table."
param bad = 10 in 0..1000, explore 1  "At so many pieces somebody divides by zero."
lock chopsticks
shared sushi = pieces

fn take_one() {
    if sushi > 0 {
        sushi -= 1
        share = 100 / (sushi - bad)     // a mistake, once
    }
}

fn turn() {                 @ unlock
    lock chopsticks
    take_one()
    unlock chopsticks       // never reached after the mistake
}

fn turn() {                 @ with
    with chopsticks { take_one() }
}

fn turn() {                 @ catch
    try {
        with chopsticks { take_one() }
    } catch e {
        print me, "made a mistake:", e
    }
}

thread Barron, Steve {
    while sushi > 0 { turn() }
}

end { show sushi }
