// A program's text: a marker with the name of each actor at the line of its next step. Lines of other variants are pale.

import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ProgramLine, Remark } from '../contract/program';
import { actorColour } from '../stage/actor-colour';

const UNORDERED = 'Nothing puts this in order with what another one does';

/** Markers at one line; who else is there is counted. */
const MOST_MARKERS = 3;

/** An actor that stands at a line; 0: at none. */
export interface Marked {
  name: string;
  line: number;
  /** Whether it can go on. */
  goesOn: boolean;
}

interface ProgramTextProps {
  lines: readonly ProgramLine[];
  /** Everybody, by their numbers. */
  markers: readonly Marked[];
  /** What is wrong, or worth a look. */
  remarks: readonly Remark[];
  areFaults: boolean;
  /** Lines with accesses that nothing puts in order. */
  unordered: ReadonlySet<number>;
}

export function ProgramText({ lines, markers, remarks, areFaults, unordered }: ProgramTextProps) {
  const box = useRef<HTMLElement>(null);
  const marked = Math.min(...markers.filter(({ line }) => line > 0).map(({ line }) => line));
  // Keeps the first marker in sight, and moves nothing but the text.
  useLayoutEffect(() => {
    const line = box.current?.querySelector<HTMLElement>(`[data-line="${marked}"]`);
    if (!box.current || !line) return;
    const { scrollTop, clientHeight } = box.current;
    if (line.offsetTop < scrollTop || line.offsetTop + line.offsetHeight > scrollTop + clientHeight) {
      box.current.scrollTop = line.offsetTop - clientHeight / 3;
    }
  }, [marked]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard.
    <section class="program-text" ref={box} tabIndex={0} aria-label="Program">
      <ol>
        {lines.map(({ pieces, counts }, i) => {
          const here = markers.map((actor, number) => ({ actor, number })).filter(({ actor }) => actor.line === i + 1);
          const said = remarks.filter(({ line }) => line === i + 1);
          const tagged = pieces.some(([ink]) => ink === 'variant');
          const classes = [
            'program-line',
            !counts && 'is-off',
            counts && tagged && 'is-chosen',
            here.length > 0 && 'is-here',
            unordered.has(i + 1) && 'is-unordered',
          ];
          return (
            <li
              key={i}
              class={classes.filter(Boolean).join(' ')}
              data-line={i + 1}
              data-counts={counts}
              {...(unordered.has(i + 1) && { title: UNORDERED })}
            >
              <code>
                {pieces.map(([ink, text], j) =>
                  ink === 'plain' ? (
                    text
                  ) : (
                    <span key={j} class={`ink-${ink}`}>
                      {text}
                    </span>
                  ),
                )}
              </code>
              {here.length > 0 && (
                <span class="program-markers">
                  {here.slice(0, MOST_MARKERS).map(({ actor, number }) => (
                    <span
                      key={number}
                      class={actor.goesOn ? 'program-marker' : 'program-marker is-waiting'}
                      style={`--actor:var(${actorColour(number)})`}
                      data-marker={actor.name}
                      title={actor.name}
                    >
                      <span class="program-full">{actor.name}</span>
                      <span class="program-short" aria-hidden="true">
                        {shortOf(actor.name)}
                      </span>
                    </span>
                  ))}
                  {here.length > MOST_MARKERS && (
                    <span class="program-more" title={here.map(({ actor }) => actor.name).join(', ')}>
                      +{here.length - MOST_MARKERS}
                    </span>
                  )}
                </span>
              )}
              {said.map(({ sentence }, j) => (
                <span key={j} class={areFaults ? 'program-remark is-fault' : 'program-remark'}>
                  {sentence}
                </span>
              ))}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

/** A name for where there is little room: its number, or its first letter. The actor's card has the same colour. */
const shortOf = (name: string): string => /\d+$/.exec(name)?.[0] ?? [...name][0] ?? '';
