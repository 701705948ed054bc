// Finds elements by a locator's steps, in one function that runs in the page and so uses nothing from outside.

/** One step of a locator, from the elements that the steps before it found. */
export type Step =
  | { by: 'css'; css: string }
  | { by: 'role'; role: string; name: string | undefined }
  | { by: 'label'; text: string }
  /** The innermost elements with this text. */
  | { by: 'text'; text: string }
  /** Those of the found elements that have this text. */
  | { by: 'having'; text: string }
  /** The element with this index; −1 is the last. */
  | { by: 'nth'; index: number }
  /** The documents of the found frames. */
  | { by: 'frame' };

export function find(steps: Step[]): HTMLElement[] {
  const roles: Record<string, string> = {
    button: 'button, [role="button"]',
    checkbox: 'input[type="checkbox"], [role="checkbox"]',
    radio: 'input[type="radio"], [role="radio"]',
    progressbar: 'progress, [role="progressbar"]',
  };
  const nameOf = (element: Element): string => {
    const labels = 'labels' in element ? [...((element.labels as NodeListOf<Element> | null) ?? [])] : [];
    return [
      element.getAttribute('aria-label') ?? '',
      ...(element.getAttribute('aria-labelledby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? ''),
      ...labels.map((label) => label.textContent ?? ''),
      element.matches('button') && !element.hasAttribute('aria-label') ? (element.textContent ?? '') : '',
    ].join(' ');
  };
  const plain = (text: string) => text.replace(/\s+/g, ' ').toLowerCase();
  const named = (element: Element, name: string) => plain(nameOf(element)).includes(plain(name));
  const has = (node: ParentNode, text: string) => plain((node as Node).textContent ?? '').includes(plain(text));
  let found: ParentNode[] = [document];
  for (const step of steps) {
    const inside = (css: string) => [...new Set(found.flatMap((parent) => [...parent.querySelectorAll(css)]))];
    if (step.by === 'css') found = inside(step.css);
    else if (step.by === 'nth') found = [found.at(step.index)].filter((one) => one !== undefined);
    else if (step.by === 'having') found = found.filter((element) => has(element, step.text));
    else if (step.by === 'text')
      found = inside('body *').filter(
        (e) => has(e, step.text) && ![...e.children].some((child) => has(child, step.text)),
      );
    else if (step.by === 'frame')
      found = found.flatMap((frame) => (frame as unknown as HTMLIFrameElement).contentDocument ?? []);
    else if (step.by === 'label')
      found = inside('input, select, textarea, [aria-label]').filter((e) => named(e, step.text));
    else {
      const { role, name } = step;
      found = inside(roles[role] ?? `[role="${role}"]`).filter((e) => name === undefined || named(e, name));
    }
  }
  return found as HTMLElement[];
}

/** Returns how many elements there are, and what can be done with the first. Runs in the page. */
export function look(elements: HTMLElement[]) {
  const [first] = elements;
  const { width = 0, height = 0 } = first?.getBoundingClientRect() ?? {};
  const visible = first !== undefined && width > 0 && height > 0 && getComputedStyle(first).visibility === 'visible';
  return { count: elements.length, visible, enabled: visible && !first.matches(':disabled') };
}
