variants four, one, stranger

param phones = 10 in 1..20, explore 5  "Phones to charge."
param scale = 1000 in 1..1000, explore 1  "Milliseconds for a second of the story."
semaphore chargers = 4          @ four, stranger
semaphore chargers = 1          @ one
atomic charging = 0

thread phone[phones] {
    acquire chargers
    charging += 1
    expect charging <= 4  "four at once, and no more"
    sleep (1000us + 100us * index) * scale
    charging -= 1
    release chargers
}

thread stranger {               @ stranger
    release chargers            @ stranger
}                               @ stranger

end {
    show charging
}
