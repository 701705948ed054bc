variants wait, retry

lock spoon, bowl
shared served = 0

fn diner(first, second) {
    loop {                              @ retry
        lock first
        lock second                     @ wait
        if try lock second { break }    @ retry
        unlock first                    @ retry
    }
    served += 1
    unlock second
    unlock first
}

thread Barron = diner(spoon, bowl)
thread Olivia = diner(bowl, spoon)

end {
    show served
    expect served == 2  "both were served"
}
