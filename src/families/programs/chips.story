variants lock, barrier

lock pot
barrier added of 10         @ barrier
shared chips = 1

thread adder[5] {
    with pot { chips += 3 }
    meet added              @ barrier
}

thread doubler[5] {
    meet added              @ barrier
    with pot { chips = chips * 2 }
}

end {
    show chips
    expect chips == 512  "all are added before any are doubled"
}
