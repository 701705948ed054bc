variants none, lock, atomic

param times = 1_000_000 in 1..10_000_000, explore 2  "How often each shopper adds one."
shared garlic = 0       @ none, lock
atomic garlic = 0       @ atomic
lock pencil             @ lock

thread shopper[2] {
    repeat times {
        with pencil {   @ lock
            garlic += 1     // reads, adds, writes: another may come in between
        }               @ lock
    }
}

end {
    show garlic
    expect garlic == 2 * times  "one for each time"
}
