// Colours the words of Rust code. The library returns a tree, never markup, and Preact draws it.

import rust from 'highlight.js/lib/languages/rust';
import { createLowlight } from 'lowlight';
import type { ComponentChildren } from 'preact';

const lowlight = createLowlight({ rust });

type Node = ReturnType<typeof lowlight.highlight>['children'][number];

function draw(node: Node): ComponentChildren {
  if (node.type === 'text') return node.value;
  if (node.type !== 'element') return null;
  return <span class={[node.properties.className ?? []].flat().join(' ')}>{node.children.map(draw)}</span>;
}

export function Rust({ text }: { text: string }) {
  return <code>{lowlight.highlight('rust', text).children.map(draw)}</code>;
}
