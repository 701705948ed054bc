// A cook: hat, face, arms that say what is going on. Drawn around (0, 0), the middle of the counter's edge,
// behind which the cook stands.

interface CookProps {
  x: number;
  y: number;
  /** 1 where it is left out. */
  scale?: number;
  /** CSS variable of the apron. */
  colour: string;
  doing: 'works' | 'watches' | 'looks' | 'waits' | 'free' | 'sleeps' | 'gone';
  /** Whether arms and steam move. */
  moving: boolean;
  /** What stands above the hat. */
  bubble?: string | undefined;
}

export function Cook({ x, y, scale = 1, colour, doing, moving, bubble }: CookProps) {
  if (doing === 'gone') return null;
  const busy = doing === 'works' || doing === 'looks';
  return (
    <g
      class={`cook cook-${doing}${moving ? ' is-moving' : ''}`}
      transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${scale})`}
    >
      <path class="cook-body" d="M-14 0 C-15 -22 -12 -36 0 -36 C12 -36 15 -22 14 0 Z" style={`fill:var(${colour})`} />
      <path class="cook-apron" d="M-8 0 L-7 -22 Q0 -18 7 -22 L8 0 Z" />
      <circle class="cook-head" cx="0" cy="-45" r="10" />
      <path class="cook-hat" d="M-9 -52 Q-15 -57 -11 -63 Q-8 -69 -2 -66 Q3 -71 8 -66 Q15 -65 12 -58 Q11 -54 9 -52 Z" />
      {doing === 'sleeps' ? (
        <path class="cook-mouth" d="M-5.6 -46 q2 1.8 4 0 M1.6 -46 q2 1.8 4 0" />
      ) : (
        <>
          <circle class="cook-eye" cx={busy ? -1 : -3.6} cy={busy ? -44 : -46} r="1.3" />
          <circle class="cook-eye" cx={busy ? 6 : 3.6} cy={busy ? -44 : -46} r="1.3" />
        </>
      )}
      <path class="cook-mouth" d={MOUTHS[doing]} />
      <Arms doing={doing} colour={colour} />
      {bubble !== undefined && <Bubble text={bubble} scale={scale} />}
    </g>
  );
}

const MOUTHS: Record<CookProps['doing'], string> = {
  works: 'M0 -39.5 h4',
  looks: 'M0 -39.5 h4',
  watches: 'M-3 -39.5 h6',
  waits: 'M-3 -39 q3 -1.6 6 0',
  free: 'M-3.5 -40.5 q3.5 3 7 0',
  sleeps: 'M-2 -39.5 h4',
  gone: '',
};

function Arms({ doing, colour }: { doing: CookProps['doing']; colour: string }) {
  const style = `stroke:var(${colour})`;
  if (doing === 'works' || doing === 'looks') {
    return (
      <g class="cook-arms">
        <path class="cook-arm" d="M10 -26 Q20 -22 27 -15" style={style} />
        <path class="cook-arm" d="M-11 -26 Q-6 -12 14 -10" style={style} />
      </g>
    );
  }
  if (doing === 'free') {
    // A cup of tea: that is what waiting costs on an event loop.
    return (
      <g>
        <path class="cook-arm" d="M-12 -26 Q-19 -16 -14 -6" style={style} />
        <path class="cook-arm" d="M12 -26 Q20 -22 16 -14" style={style} />
        <path class="cook-cup" d="M13 -22 h9 l-1.2 7 h-6.6 z M22 -20.5 q4 1 -1 4" />
      </g>
    );
  }
  return (
    <g>
      <path class="cook-arm" d="M-12 -26 Q-12 -15 6 -17" style={style} />
      <path class="cook-arm" d="M12 -26 Q12 -13 -6 -15" style={style} />
    </g>
  );
}

/** Its words keep their size where the cook is drawn smaller. */
function Bubble({ text, scale }: { text: string; scale: number }) {
  const width = text.length * 5.6 + 10;
  return (
    <g class="cook-bubble" transform={`translate(0 -70) scale(${1 / scale}) translate(0 70)`}>
      <rect x={-width / 2 - 3} y={-86} width={width} height={13} rx={6.5} />
      <path d="M-4 -73.5 l2 4 l3 -4 z" />
      <text x={-3} y={-76}>
        {text}
      </text>
    </g>
  );
}
