variants left, ordered

param pieces = 500 in 1..5000, explore 1  "Pieces of sushi on the table."
lock a, b, c
shared sushi = pieces

fn philosopher(first, second) {
    while sushi > 0 {
        lock first
        lock second
        if sushi > 0 {
            sushi -= 1
            print me, "took a piece! Left:", sushi
        }
        unlock second
        unlock first
    }
}

thread Barron = philosopher(a, b)
thread Olivia = philosopher(b, c)
thread Steve = philosopher(c, a)    @ left
thread Steve = philosopher(a, c)    @ ordered

end { show sushi }
