variants inside, outside

param scale = 1000 in 1..1000, explore 1  "Milliseconds for a second of the story."
lock pencil
shared items = 0

thread shopper[2] {
    repeat 5 {
        sleep 500us * scale     @ outside   // thinks first
        with pencil {
            sleep 500us * scale @ inside    // thinks with the pencil in hand
            items += 1
        }
    }
}

end {
    show items
    expect items == 10  "five from each"
}
