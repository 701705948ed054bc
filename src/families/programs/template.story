// Change this text: every run reads it anew.
shared dishes = 3

thread cook[2] {
    while dishes > 0 {
        dishes -= 1
    }
}

end {
    show dishes
    expect dishes == 0  "none is washed twice"
}
