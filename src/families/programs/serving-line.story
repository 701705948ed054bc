variants two, one

param bowls = 20 in 1..200, explore 3  "Bowls of soup."
param scale = 1000 in 1..1000, explore 1  "Milliseconds for a second of the story."
channel line[5]
atomic served = 0

thread cook {
    for bowl in 0..bowls { put line, bowl }
    put line, none          // no more will come: for one guest
    put line, none          @ two
}

thread guest[2] {
    loop {
        bowl = take line
        if bowl == none { break }
        sleep 200us * scale
        served += 1
    }
}

end {
    show served
    expect served == bowls  "every bowl is served"
}
