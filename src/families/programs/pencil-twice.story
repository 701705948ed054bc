variants lock, reentrant

param times = 10_000 in 1..1_000_000, explore 1  "How often each adds both."
lock pencil             @ lock
reentrant lock pencil   @ reentrant
shared garlic = 0, potatoes = 0

fn add_garlic() {
    with pencil { garlic += 1 }
}

fn add_potatoes() {
    with pencil {
        potatoes += 1
        add_garlic()    // takes the pencil once more
    }
}

thread Barron, Olivia {
    repeat times {
        add_garlic()
        add_potatoes()
    }
}

end {
    show garlic
    show potatoes
    expect garlic == 2 * potatoes  "garlic with every potato, and once more"
}
