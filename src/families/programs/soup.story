variants one, all

param people = 3 in 2..5  "How many wait around the pot."
param servings = 10 in 1..100, explore 3  "Servings in the pot."
lock lid
condition served of lid
shared soup = servings

thread person[people] {
    loop {
        lock lid
        while soup > 0 and soup % people != index {
            wait served             // not my turn
        }
        if soup == 0 {
            notify all served
            unlock lid
            break
        }
        soup -= 1
        print me, "has a serving. Left:", soup
        notify served               @ one
        notify all served           @ all
        unlock lid
    }
}

end {
    show soup
    expect soup == 0  "the pot is empty"
}
