// The sentences of what is wrong, or worth a look, behind the lines that they are about, as on the stage.

import { setDiagnosticsEffect } from '@codemirror/lint';
import { StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, WidgetType } from '@codemirror/view';

class Sentences extends WidgetType {
  constructor(
    readonly text: string,
    readonly isFault: boolean,
  ) {
    super();
  }

  override eq(other: Sentences): boolean {
    return other.text === this.text && other.isFault === this.isFault;
  }

  toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = this.isFault ? 'remark is-fault' : 'remark';
    element.textContent = this.text;
    element.dataset.remark = '';
    // The line below the editor says it to those who do not see it.
    element.ariaHidden = 'true';
    return element;
  }
}

export const remarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, transaction) {
    let next = shown.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setDiagnosticsEffect)) continue;
      const { doc } = transaction.state;
      const byLine = new Map<number, typeof effect.value>();
      for (const one of effect.value) {
        const end = doc.lineAt(one.from).to;
        byLine.set(end, [...(byLine.get(end) ?? []), one]);
      }
      const all = [...byLine].map(([end, ones]) => {
        const isFault = ones.some(({ severity }) => severity === 'error');
        const widget = new Sentences(ones.map(({ message }) => message).join(' '), isFault);
        return Decoration.widget({ widget, side: 1 }).range(end);
      });
      next = Decoration.set(all, true);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});
