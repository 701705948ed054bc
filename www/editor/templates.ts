// Small programs to begin with, beside the named texts that the core has. A test explores each.

export interface Template {
  label: string;
  text: string;
}

export const TEMPLATES: readonly Template[] = [
  {
    label: 'Two threads and a counter',
    text: `shared count = 0

thread adder[2] {
    repeat 2 {
        count += 1      // reads, adds, writes: another may come in between
    }
}

end {
    show count
    expect count == 4  "nothing is lost"
}
`,
  },
  {
    label: 'A lock',
    text: `lock key
shared count = 0

thread adder[2] {
    repeat 2 {
        with key {
            count += 1
        }
    }
}

end {
    show count
    expect count == 4  "nothing is lost"
}
`,
  },
  {
    label: 'A cook, a waiter and a channel',
    text: `channel hatch[1]

thread cook {
    for plate in 0..3 {
        put hatch, plate        // waits where the hatch is full
    }
    close hatch
}

thread waiter {
    served = 0
    for plate in hatch {
        served += 1
    }
    show served
}
`,
  },
  {
    label: 'Tasks on the event loop',
    text: `shared seats = 1, guests = 0

task guest[2] {
    if seats > 0 {
        sleep 10ms              // others go on meanwhile
        seats -= 1
        guests += 1
    }
}

end {
    show guests
    expect guests <= 1  "one seat, one guest"
}
`,
  },
  {
    label: 'A barrier',
    text: `barrier both of 2
atomic chopped = 0

thread cook[2] {
    chopped += 1
    meet both           // nobody goes on before all are here
    seen = chopped
    show seen
}
`,
  },
];
